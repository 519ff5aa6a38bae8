//! The properties of a resource: what the vendor table says of each decides its name and its form.

use crate::faults::Fault;
use crate::path::push_name;
use crate::printer::Printer;
use drc_ir::Expr;
use drc_vendor::{Field, Nesting, Role, Type};
use std::borrow::Cow;

/// Where a key stands: what the vendor table knows of it.
#[derive(Clone, Copy)]
pub(crate) enum Level {
    /// A resource; `None` if the table lacks its type.
    Resource(Option<&'static Type>),
    /// A block or an object.
    Within(&'static Field),
}

impl Level {
    pub(crate) fn field(self, name: &str) -> Option<&'static Field> {
        match self {
            Self::Resource(resource) => resource?.field(name),
            Self::Within(field) => field.field(name),
        }
    }
}

type Entry = (Cow<'static, str>, Expr);

impl Printer<'_> {
    /// The properties of a resource, a block or an object, between its braces.
    pub(crate) fn body(&mut self, entries: &[Entry], level: Level) {
        let mut name = String::new();
        for (key, value) in entries.iter().filter(|(_, value)| *value != Expr::Absent) {
            let field = level.field(key);
            self.path.push(key.clone());
            self.check(field, level);
            if !is_no_block(field, value) {
                name.clear();
                push_name(&mut name, field, key, self.major);
                self.page.key(&name);
                if let Expr::WriteOnce(_) = value {
                    self.once.push(name.clone());
                }
                self.property(field, value);
            }
            self.path.pop();
        }
    }

    fn check(&mut self, field: Option<&'static Field>, level: Level) {
        match field.map(|field| field.role) {
            Some(Role::Required | Role::Optional) => {}
            Some(Role::Computed) => self.fault_at_path(|kind, path| Fault::Computed { kind, path }),
            // Of a type that is lacking, so is every field: one fault is enough.
            None if matches!(level, Level::Resource(None)) => {}
            None => self.fault_at_path(|kind, path| Fault::Field { kind, path }),
        }
    }

    pub(crate) fn fault_at_path(&mut self, fault: impl FnOnce(&'static str, String) -> Fault) {
        let kind = self.place.map_or("", |place| self.names.kind(place));
        self.faults.insert(fault(kind, self.path.join(".")));
    }

    fn property(&mut self, field: Option<&'static Field>, value: &Expr) {
        let Some(field) = field else { return self.value(value) };
        match field.nesting {
            Nesting::Value => self.value(value),
            Nesting::Archive => self.packed("fn::fileArchive", value),
            Nesting::Asset => self.packed("fn::fileAsset", value),
            Nesting::Sole => self.only(value, |printer, item| printer.value(item)),
            Nesting::Blocks(_) | Nesting::Objects(_) => self.objects(field, value),
            Nesting::Block(_) | Nesting::Object(_) => {
                self.only(value, |printer, item| printer.object(field, item));
            }
        }
    }

    /// The one item of what is a list in Terraform and none in Pulumi.
    fn only(&mut self, value: &Expr, print: impl FnOnce(&mut Self, &Expr)) {
        let Expr::List(items) = value else { return print(self, value) };
        let mut items = items.iter().filter(|item| **item != Expr::Absent);
        match (items.next(), items.next()) {
            (Some(item), None) => print(self, item),
            (first, _) => {
                self.fault_at_path(|kind, path| Fault::Form { kind, path });
                self.value(first.unwrap_or(&Expr::Absent));
            }
        }
    }

    fn objects(&mut self, field: &'static Field, value: &Expr) {
        let items = if let Expr::List(items) = value { items } else { std::slice::from_ref(value) };
        self.page.open();
        for item in items.iter().filter(|item| **item != Expr::Absent) {
            self.page.dash();
            self.object(field, item);
        }
        self.page.close_list();
    }

    fn object(&mut self, field: &'static Field, value: &Expr) {
        let Expr::Map(entries) = value else {
            self.fault_at_path(|kind, path| Fault::Form { kind, path });
            return self.value(value);
        };
        self.page.open();
        self.body(entries, Level::Within(field));
        self.page.close_map();
    }

    /// A file beside the program.
    fn packed(&mut self, function: &str, value: &Expr) {
        self.page.open();
        self.page.key(function);
        self.value(value);
        self.page.close_map();
    }
}

/// A list of blocks without any: there is nothing to write, as in Terraform.
fn is_no_block(field: Option<&'static Field>, value: &Expr) -> bool {
    let Expr::List(items) = value else { return false };
    field.is_some_and(|field| match field.nesting {
        Nesting::Block(_) | Nesting::Blocks(_) => items.iter().all(|item| *item == Expr::Absent),
        Nesting::Value
        | Nesting::Sole
        | Nesting::Archive
        | Nesting::Asset
        | Nesting::Objects(_)
        | Nesting::Object(_) => false,
    })
}
