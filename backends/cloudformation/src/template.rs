//! Puts together what was printed: templates, packages, the manifest.

use crate::CODE_BUCKET;
use crate::crossing::{Export, Parameter, Sheet};
use crate::intrinsic::{push_flat, returned};
use crate::manifest::{Manifest, Package, Source, StackEntry};
use crate::outputs::cut_short;
use crate::printer::Printer;
use crate::value::{input_name, key};
use drc_ir::{Artifacts, Asset, AssetId, CfnReturn, Input, Stack, StackId};
use drc_yaml::Writer;
use indexmap::IndexMap;
use std::collections::BTreeSet;

/// The longest template that a request can carry. Source:
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html>.
const INLINE: usize = 51_200;
/// The longest description of a template, in bytes. Source: as above.
const DESCRIPTION: usize = 1024;

pub(crate) fn files(mut printer: Printer<'_>) -> Artifacts {
    let mut files = Artifacts::default();
    let mut stacks = Vec::new();
    let mut taken: BTreeSet<AssetId> = BTreeSet::new();
    for id in (0..printer.sheets.len()).map(StackId).filter(|id| printer.holds(*id)).collect::<Vec<_>>() {
        let text = template(&printer, id);
        stacks.push(entry(&printer, id, text.len()));
        files.text(&printer.names.titles[id.0].file, text);
        // Of a large system there need not be two of everything.
        printer.sheets[id.0].resources = String::new();
        taken.extend(&printer.sheets[id.0].assets);
    }
    files.text("manifest.json", manifest(&printer, stacks));
    for asset in taken.iter().map(|asset| &printer.graph.assets[asset.0]) {
        files.bytes(file(asset), asset.zip.clone());
    }
    files
}

fn template(printer: &Printer<'_>, id: StackId) -> String {
    let sheet = &printer.sheets[id.0];
    let mut page = Writer::new();
    page.reserve(sheet.resources.len() + sheet.reports.len() + 4096);
    let header = &printer.graph.header;
    page.comment(&format!(
        "Written by drc {} from spec {} (system {}, environment {}).\n\
         Edits are lost at the next `drc emit`; change the spec instead.",
        header.version, header.spec_hash, header.system, header.environment
    ));
    page.entry("AWSTemplateFormatVersion", "2010-09-09");
    page.entry("Description", cut_short(&description(printer, &printer.stacks.stacks[id.0]), DESCRIPTION));
    parameters(&mut page, printer, sheet);
    page.blank();
    page.key("Resources");
    page.open();
    page.splice(&sheet.resources);
    page.close_map();
    outputs(&mut page, printer, sheet);
    page.finish()
}

/// What the console shows: whose stack it is, and what it holds.
fn description(printer: &Printer<'_>, stack: &Stack) -> String {
    let header = &printer.graph.header;
    let services: BTreeSet<_> = stack.nodes.iter().map(|node| printer.graph.node(*node).service).collect();
    let services: Vec<String> = services.iter().map(|it| printer.graph.services[it.0].address()).collect();
    let services = services.join(", ");
    format!("{} ({}) in {}: {services}", header.system, header.environment, stack.region)
}

fn parameters(page: &mut Writer, printer: &Printer<'_>, sheet: &Sheet) {
    if sheet.parameters.is_empty() && sheet.inputs.is_empty() && !sheet.takes_code {
        return;
    }
    page.blank();
    page.key("Parameters");
    page.open();
    if sheet.takes_code {
        let description =
            "Bucket in this Region that holds the packages; drc deploy fills it and puts them there.";
        parameter(page, CODE_BUCKET, "String", description);
    }
    for input in sheet.inputs.iter().map(|it| &printer.graph.inputs[it.0]) {
        let description = format!("{} drc deploy takes it from {}.", input.description, input.env);
        page.blank();
        page.key(&input_name(input));
        page.open();
        page.entry("Type", "String");
        page.key("NoEcho");
        page.bool(true);
        page.entry("Description", &description);
        page.close_map();
    }
    for Parameter { name, value: (node, attr), from, output } in &sheet.parameters {
        let id = printer.names.main(*node).map_or("", |place| printer.names.id(place));
        let (what, kind) = match attr.cfn {
            CfnReturn::Ref => (id.to_owned(), "String"),
            CfnReturn::Att(name) | CfnReturn::Known(name) => (format!("{id}.{name}"), "String"),
            CfnReturn::ListAtt(name) => (format!("{id}.{name}"), "CommaDelimitedList"),
        };
        let node = printer.graph.node(*node);
        let address = printer.graph.services[node.service.0].address();
        let (region, stack) = (node.region, &printer.names.titles[from.0].name);
        parameter(
            page,
            name,
            kind,
            &format!("{what} of {address} in {region}: output {output} of stack {stack}."),
        );
    }
    page.close_map();
}

fn parameter(page: &mut Writer, name: &str, kind: &str, description: &str) {
    page.blank();
    page.key(name);
    page.open();
    page.entry("Type", kind);
    page.entry("Description", description);
    page.close_map();
}

fn outputs(page: &mut Writer, printer: &Printer<'_>, sheet: &Sheet) {
    let reported = |it: &&Export| sheet.reported.iter().any(|report| report.name == it.name);
    let mut exports = sheet.exports.iter().filter(|it| !reported(it)).peekable();
    if sheet.reports.is_empty() && exports.peek().is_none() {
        return;
    }
    page.blank();
    page.key("Outputs");
    page.open();
    page.splice(&sheet.reports);
    if exports.peek().is_some() {
        page.blank();
        page.comment("For other stacks.");
    }
    for Export { name, value: (node, attr) } in exports {
        page.key(name);
        page.open();
        page.key("Value");
        let id = printer.names.main(*node).map_or("", |place| printer.names.id(place));
        push_flat(page, &returned(id, attr.cfn));
        page.close_map();
    }
    page.close_map();
}

fn file(asset: &Asset) -> String {
    format!("code/{}.zip", asset.name)
}

fn entry(printer: &Printer<'_>, id: StackId, bytes: usize) -> StackEntry {
    let (sheet, stack) = (&printer.sheets[id.0], &printer.stacks.stacks[id.0]);
    let name = |id: &StackId| printer.names.titles[id.0].name.clone();
    let source = |it: &Parameter| Source { stack: name(&it.from), output: it.output.clone() };
    let package = |asset: &Asset| Package { file: file(asset), key: key(&asset.sha256) };
    let needs: BTreeSet<StackId> =
        stack.depends_on.iter().copied().chain(sheet.parameters.iter().map(|it| it.from)).collect();
    let gates: Vec<&str> =
        stack.nodes.iter().filter_map(|node| printer.graph.node(*node).gate.as_deref()).collect();
    StackEntry {
        name: name(&id),
        region: stack.region.code().to_owned(),
        template: printer.names.titles[id.0].file.clone(),
        upload: bytes > INLINE,
        capabilities: sheet.makes_identities.then(|| "CAPABILITY_NAMED_IAM".to_owned()).into_iter().collect(),
        depends_on: needs.iter().filter(|it| printer.holds(**it)).map(name).collect(),
        parameters: sheet
            .parameters
            .iter()
            .map(|it| (it.name.clone(), source(it)))
            .collect::<IndexMap<_, _>>(),
        inputs: sheet.inputs.iter().map(|it| &printer.graph.inputs[it.0]).map(handed_over).collect(),
        assets: sheet.assets.iter().map(|asset| package(&printer.graph.assets[asset.0])).collect(),
        pause_after: (!gates.is_empty()).then(|| gates.join("\n")),
    }
}

fn handed_over(input: &Input) -> (String, String) {
    (input_name(input), input.env.clone())
}

fn manifest(printer: &Printer<'_>, stacks: Vec<StackEntry>) -> String {
    let header = &printer.graph.header;
    let manifest = Manifest {
        drc: header.version.clone(),
        spec: header.spec_hash.clone(),
        system: header.system.clone(),
        environment: header.environment.clone(),
        account: header.account.clone(),
        stacks,
    };
    // Nothing in it can fail: its keys are texts.
    let text = serde_json::to_string_pretty(&manifest).unwrap_or_default();
    text + "\n"
}
