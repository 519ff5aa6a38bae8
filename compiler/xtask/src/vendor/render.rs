//! The table as Rust.

use super::join::{Field, Nesting, Role, Table, Type};
use std::fmt::{self, Write};

/// The source of `backends/vendor/src/table.rs`.
pub(super) fn rust(table: &Table, terraform: &str, pulumi: [&str; 2]) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write(&mut out, table, terraform, pulumi);
    out
}

/// What whoever runs the command should know of fields that are in the table.
pub(super) fn notes(table: &Table) -> String {
    let of_type =
        |one: &Type| one.notes.iter().map(|note| format!("{}.{note}\n", one.terraform)).collect::<String>();
    std::iter::once(&table.provider).chain(&table.types).map(of_type).collect()
}

fn write(out: &mut String, table: &Table, terraform: &str, [v6, v7]: [&str; 2]) -> fmt::Result {
    writeln!(
        out,
        "//! Generated from the schemas of terraform-provider-aws {terraform} and pulumi-aws {v6} and {v7};"
    )?;
    writeln!(
        out,
        "//! not to be edited. After a change of types.txt: `cargo run -p drc-xtask -- vendor --data DIR`."
    )?;
    writeln!(out)?;
    writeln!(out, "use super::{{Field, Nesting::*, Role::*, Type, f, t}};")?;
    writeln!(out)?;
    writeln!(out, "pub(super) const TERRAFORM_VERSION: &str = {terraform:?};")?;
    writeln!(out, "pub(super) const PULUMI_V6_VERSION: &str = {v6:?};")?;
    writeln!(out, "pub(super) const PULUMI_V7_VERSION: &str = {v7:?};")?;
    writeln!(out)?;
    left_out(out, &table.provider, 0)?;
    write!(out, "pub(super) static PROVIDER: Type = ")?;
    type_row(out, &table.provider, 0)?;
    writeln!(out, ";\n\npub(super) static TYPES: &[Type] = &[")?;
    for one in &table.types {
        left_out(out, one, 4)?;
        write!(out, "    ")?;
        type_row(out, one, 4)?;
        writeln!(out, ",")?;
    }
    writeln!(out, "];")
}

/// One comment line per reason for which fields of a type are missing.
fn left_out(out: &mut String, one: &Type, indent: usize) -> fmt::Result {
    for reason in one.left_out.chunk_by(|a, b| a.0 == b.0) {
        let Some((why, _)) = reason.first() else { continue };
        let paths: Vec<&str> = reason.iter().map(|(_, path)| path.as_str()).collect();
        writeln!(out, "{:indent$}// Left out, {why}: {}", "", paths.join(", "))?;
    }
    Ok(())
}

fn type_row(out: &mut String, one: &Type, indent: usize) -> fmt::Result {
    let [v6, v7] = &one.pulumi;
    let differs = v6 != v7;
    if differs {
        write!(out, "Type {{ v6: {v6:?}, ..")?;
    }
    writeln!(out, "t({:?}, {v7:?}, &[", one.terraform)?;
    fields(out, &one.fields, indent + 4)?;
    write!(out, "{:indent$}]){}", "", if differs { " }" } else { "" })
}

fn fields(out: &mut String, all: &[Field], indent: usize) -> fmt::Result {
    for field in all {
        write!(out, "{:indent$}", "")?;
        field_row(out, field, indent)?;
        writeln!(out, ",")?;
    }
    Ok(())
}

fn field_row(out: &mut String, field: &Field, indent: usize) -> fmt::Result {
    let [v6, v7] = &field.pulumi;
    let mut differences = String::new();
    if v6 != v7 {
        write!(differences, "v6: {v6:?}, ")?;
    }
    if field.sensitive {
        differences.push_str("sensitive: true, ");
    }
    if !differences.is_empty() {
        write!(out, "Field {{ {differences}..")?;
    }
    write!(out, "f({:?}, {v7:?}, ", field.terraform)?;
    nesting(out, &field.nesting, indent)?;
    let role = match field.role {
        Role::Required => "Required",
        Role::Optional => "Optional",
        Role::Computed => "Computed",
    };
    write!(out, ", {role}){}", if differences.is_empty() { "" } else { " }" })
}

fn nesting(out: &mut String, nesting: &Nesting, indent: usize) -> fmt::Result {
    let (variant, nested) = match nesting {
        Nesting::Value => return out.write_str("Value"),
        Nesting::Sole => return out.write_str("Sole"),
        Nesting::Archive => return out.write_str("Archive"),
        Nesting::Asset => return out.write_str("Asset"),
        Nesting::Blocks(nested) => ("Blocks", nested),
        Nesting::Block(nested) => ("Block", nested),
        Nesting::Objects(nested) => ("Objects", nested),
        Nesting::Object(nested) => ("Object", nested),
    };
    writeln!(out, "{variant}(&[")?;
    fields(out, nested, indent + 4)?;
    write!(out, "{:indent$}])", "")
}
