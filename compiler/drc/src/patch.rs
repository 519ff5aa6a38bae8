//! `[[patch]]`: from the spelling of a backend to that of the drawings, and what of it meets nothing.

use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_ir::{Expr, Graph, NodeId, ServiceId, Tool};
use drc_model::{Json, Patch, PatchBackend, Region, Text};
use drc_services::Spec;
use drc_syntax::{Spanned, closest};
use drc_vendor::{Field, PulumiMajor, Type};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// No resource of the service has this type.
pub const NO_RESOURCE: Code = code!("DRC601", "patch-no-resource", Error);
/// The provider's table does not know the property.
pub const UNKNOWN_PROPERTY: Code = code!("DRC602", "patch-unknown-property", Note);
/// A patch sets nothing.
pub const EMPTY: Code = code!("DRC603", "patch-empty", Error);

/// A patch refers to a service.
pub const REFERENCE: Code = code!("DRC604", "patch-reference", Error);

/// All of them, by number.
pub const ALL: &[Code] = &[NO_RESOURCE, UNKNOWN_PROPERTY, EMPTY, REFERENCE];

fn tool(backend: PatchBackend) -> Tool {
    match backend {
        PatchBackend::Terraform => Tool::Terraform,
        PatchBackend::CloudFormation => Tool::CloudFormation,
        PatchBackend::Pulumi => Tool::Pulumi,
    }
}

/// The type as drawings write it, and what the provider's table knows of it.
fn kind(patch: &Patch) -> (String, Option<&'static Type>) {
    let written = patch.type_.value.as_str();
    let known = match patch.backend.value {
        PatchBackend::Terraform => Type::find(written),
        PatchBackend::CloudFormation => None,
        PatchBackend::Pulumi => {
            Type::all().iter().find(|it| majors().any(|major| it.pulumi(major) == written))
        }
    };
    (known.map_or(written, |it| it.terraform).to_owned(), known)
}

fn majors() -> impl Iterator<Item = PulumiMajor> {
    [PulumiMajor::V6, PulumiMajor::V7].into_iter()
}

/// A property as drawings write it.
fn field<'f>(patch: &Patch, fields: &'f [Field], key: &str) -> Option<&'f Field> {
    fields.iter().find(|it| match patch.backend.value {
        PatchBackend::Terraform | PatchBackend::CloudFormation => it.terraform == key,
        PatchBackend::Pulumi => majors().any(|major| it.pulumi(major) == key),
    })
}

fn value(json: &Json, patch: &Patch, fields: &[Field], spec: &Spec, region: Region) -> Expr {
    match json {
        Json::Bool(it) => Expr::Bool(*it),
        Json::Int(it) => Expr::Int(*it),
        Json::Float(it) => Expr::Float(*it),
        // Words of the spec only: what AWS invents would need the order of resources, which a patch is no part of.
        Json::Text(it) => Expr::from(spec.plain(it, region)),
        Json::List(items) => items.iter().map(|it| value(&it.value, patch, fields, spec, region)).collect(),
        Json::Table(entries) => {
            Expr::Map(entries.iter().map(|(key, it)| entry(key, it, patch, fields, spec, region)).collect())
        }
    }
}

fn entry(
    key: &Spanned<String>,
    json: &Spanned<Json>,
    patch: &Patch,
    fields: &[Field],
    spec: &Spec,
    region: Region,
) -> (Cow<'static, str>, Expr) {
    let known = field(patch, fields, &key.value);
    let name = known.map_or_else(|| Cow::Owned(key.value.clone()), |it| Cow::Borrowed(it.terraform));
    (name, value(&json.value, patch, known.map_or(&[], |it| it.nesting.fields()), spec, region))
}

/// Puts the spec's patches into its graph.
pub fn apply(spec: &Spec, graph: &mut Graph) {
    for Spanned { value: patch, .. } in &spec.patches {
        let Some(service) = spec.index.get(&patch.at.value) else { continue };
        let (kind, known) = kind(patch);
        let fields = known.map_or(&[][..], |it| it.fields);
        let set = |region: Region| {
            let entries = patch.set.0.iter().map(|(key, it)| entry(key, it, patch, fields, spec, region));
            (region, Expr::Map(entries.collect()))
        };
        let set = spec.regions.all().map(set).collect();
        graph.patches.push(drc_ir::Patch {
            service: ServiceId(*service),
            tool: tool(patch.backend.value),
            kind,
            set,
        });
    }
}

/// Says which patches meet nothing, and which properties the provider's table does not know.
pub fn check(spec: &Spec, graph: &Graph) -> Diagnostics {
    let mut found = Diagnostics::default();
    for Spanned { value: patch, span } in &spec.patches {
        if patch.set.0.is_empty() {
            found.push(
                Diagnostic::new(
                    &EMPTY,
                    *span,
                    format!("the patch of {} sets nothing", patch.at.value),
                    "`set` is empty",
                )
                .why("whoever reads it believes that something is set")
                .help("write what it sets: `set = { … }`, or take it out")
                .about(patch.at.value.to_string()),
            );
        }
        references(spec, patch, &mut found);
        let drawn = drawn(spec, graph, patch);
        let (kind, known) = kind(patch);
        if !drawn.contains(kind.as_str()) {
            found.push(no_resource(patch, &drawn));
            continue;
        }
        let Some(known) = known else { continue };
        for (key, _) in patch.set.0.iter().filter(|(key, _)| field(patch, known.fields, &key.value).is_none())
        {
            found.push(unknown_property(patch, key, known));
        }
    }
    found
}

/// What AWS invents would need the order of resources, which a patch is no part of.
fn references(spec: &Spec, patch: &Patch, found: &mut Diagnostics) {
    let mut report = |text: &Text| {
        let refers = |it: &&Spanned<Vec<String>>| spec.word(&it.value, spec.regions.primary.value).is_none();
        for reference in text.references().filter(refers) {
            let message = format!("a patch cannot refer to {}", reference.value.join("."));
            found.push(
                Diagnostic::new(&REFERENCE, reference.span, message, "not known here")
                    .why("a patch is laid over the finished drawing: what it referred to might not exist yet")
                    .help("write the value itself; `${system}`, `${environment}`, `${region}`, `${peer_region}` and `${role}` are known")
                    .about(patch.at.value.to_string()),
            );
        }
    };
    patch.set.0.iter().for_each(|(_, json)| json.value.texts(&mut report));
}

/// The types of what the service consists of, as drawings write them.
fn drawn(spec: &Spec, graph: &Graph, patch: &Patch) -> BTreeSet<&'static str> {
    let service = spec.index.get(&patch.at.value).copied();
    let nodes = graph.nodes.iter().enumerate().filter(|(_, node)| Some(node.service.0) == service);
    let kinds = |(at, _): (usize, &drc_ir::Node)| {
        let shapes = match patch.backend.value {
            PatchBackend::CloudFormation => graph.draw_cloudformation(NodeId(at)),
            PatchBackend::Terraform | PatchBackend::Pulumi => graph.draw_provider(NodeId(at)),
        };
        shapes.resources.iter().map(|it| it.kind).collect::<Vec<_>>()
    };
    nodes.flat_map(kinds).collect()
}

/// A type in the spelling of the patch's backend.
fn spelled(patch: &Patch, kind: &'static str) -> &'static str {
    match patch.backend.value {
        PatchBackend::Terraform | PatchBackend::CloudFormation => kind,
        PatchBackend::Pulumi => Type::find(kind).map_or(kind, |it| it.pulumi(PulumiMajor::V7)),
    }
}

fn no_resource(patch: &Patch, drawn: &BTreeSet<&'static str>) -> Diagnostic {
    let known: Vec<&str> = drawn.iter().map(|it| spelled(patch, it)).collect();
    let written = &patch.type_;
    let help = match closest(&written.value, known.iter().copied()) {
        Some(near) => format!("did you mean {near:?}? It has: {}", known.join(", ")),
        None => format!("it has: {}", known.join(", ")),
    };
    let message = format!("{} has no {} in {}", patch.at.value, written.value, patch.backend.value.word());
    Diagnostic::new(&NO_RESOURCE, written.span, message, "nothing is patched")
        .why("a patch that meets nothing sets nothing, and nobody would notice")
        .help(help)
        .about(patch.at.value.to_string())
}

fn unknown_property(patch: &Patch, key: &Spanned<String>, known: &'static Type) -> Diagnostic {
    let names: Vec<&str> = known
        .fields
        .iter()
        .map(|it| match patch.backend.value {
            PatchBackend::Terraform | PatchBackend::CloudFormation => it.terraform,
            PatchBackend::Pulumi => it.pulumi(PulumiMajor::V7),
        })
        .collect();
    let message = format!("drc's table of {} has no {}", patch.type_.value, key.value);
    let diagnostic = Diagnostic::new(&UNKNOWN_PROPERTY, key.span, message, "written as it stands")
        .why("the table holds what all supported versions of the provider take; the tool itself decides about the rest")
        .about(patch.at.value.to_string());
    match closest(&key.value, names.iter().copied()) {
        Some(near) => diagnostic.help(format!("did you mean {near:?}? Else try it with the version you use")),
        None => diagnostic.help("try it with the version of the provider that you use"),
    }
}
