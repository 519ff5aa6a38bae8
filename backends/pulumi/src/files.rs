//! Puts together what was printed: the program, its providers, what it asks of AWS.

use crate::printer::Printer;
use crate::value::{ACCOUNT, PARTITION, file, input_name};
use drc_ir::{Artifacts, Graph};
use drc_model::Region;
use drc_vendor::{PulumiMajor, Type};
use drc_yaml::Writer;

pub(crate) fn files(mut printer: Printer<'_>) -> Artifacts {
    let mut files = Artifacts::default();
    files.text("Pulumi.yaml", program(&mut printer));
    files.text(format!("sdks/aws-{}.yaml", printer.major.version()), lock(printer.graph, printer.major));
    for asset in &printer.graph.assets {
        files.bytes(file(asset), asset.zip.clone());
    }
    files
}

fn header(page: &mut Writer, graph: &Graph) {
    let it = &graph.header;
    page.comment(&format!(
        "Written by drc {} from spec {} (system {}, environment {}).\n\
         Edits are lost at the next `drc emit`; change the spec instead.",
        it.version, it.spec_hash, it.system, it.environment
    ));
}

fn program(printer: &mut Printer<'_>) -> String {
    let graph = printer.graph;
    let it = &graph.header;
    header(&mut printer.page, graph);
    let regions: Vec<&str> = graph.regions.iter().map(|region| region.code()).collect();
    printer.page.entry("name", &it.system);
    printer.page.entry("runtime", "yaml");
    let description = format!("{} in {}: stack {}", it.system, regions.join(", "), it.environment);
    printer.page.entry("description", &description);
    config(printer);
    let top = printer.page.len();
    section(printer, "resources");
    for (region, name) in printer.names.providers() {
        printer.page.blank();
        provider(printer, *region, name);
    }
    printer.resources(&graph.printing_order());
    printer.page.close_map();
    if !graph.outputs.is_empty() {
        section(printer, "outputs");
        printer.outputs();
        printer.page.close_map();
    }
    let mut text = std::mem::take(&mut printer.page).finish();
    // Only now is it known what was asked for.
    text.insert_str(top, &variables(printer));
    text
}

/// What is set per stack without changing what is built: everything else is the spec's.
const RETRIES: &str = "max-retries";

fn config(printer: &mut Printer<'_>) {
    section(printer, "config");
    let page = &mut printer.page;
    page.comment("How often a call that AWS throttles is tried again: few fail fast in a drill, many wait a bad day out.");
    page.key(RETRIES);
    page.open();
    page.entry("type", "integer");
    page.key("default");
    // The provider's own default.
    page.int(25);
    page.close_map();
    for input in &printer.graph.inputs {
        let name = input_name(input);
        page.comment(&format!("pulumi config set --secret {name} \"${}\"", input.env));
        page.key(&name);
        page.open();
        page.entry("type", "string");
        page.key("secret");
        page.bool(true);
        page.close_map();
    }
    page.close_map();
}

fn section(printer: &mut Printer<'_>, key: &str) {
    printer.page.blank();
    printer.page.key(key);
    printer.page.open();
}

/// What the resources asked about the account, if anything.
fn variables(printer: &Printer<'_>) -> String {
    let asked = printer.asked;
    let last = printer.graph.regions.last();
    let wanted = asked.account || asked.partition || !printer.readings.is_empty();
    let Some(region) = last.filter(|_| wanted) else { return String::new() };
    let mut page = Writer::new();
    page.key("variables");
    page.open();
    if asked.account || asked.partition {
        page.comment(
            "Asked in the Region of last resort: the answer is the same in every Region, and an update must work",
        );
        page.comment("while the primary is down.");
    }
    let questions = [
        (asked.account, ACCOUNT, "aws:getCallerIdentity", "accountId"),
        (asked.partition, PARTITION, "aws:getPartition", "partition"),
    ];
    for (_, name, function, answer) in questions.into_iter().filter(|question| question.0) {
        page.key(name);
        page.open();
        page.key("fn::invoke");
        page.open();
        page.entry("function", function);
        // Older releases of Pulumi take no call without.
        page.key("arguments");
        page.open();
        page.close_map();
        page.entry("return", answer);
        page.key("options");
        page.open();
        page.entry("provider", &format!("${{{}}}", printer.names.provider(*region)));
        page.close_map();
        page.close_map();
        page.close_map();
    }
    page.splice(&printer.readings);
    page.close_map();
    format!("\n{}", page.finish())
}

/// An explicit provider per Region and no default one: a resource that forgets to say its Region is then seen at
/// once, and never made in whatever Region the shell happens to name.
fn provider(printer: &mut Printer<'_>, region: Region, name: &str) {
    let (graph, major, page) = (printer.graph, printer.major, &mut printer.page);
    page.key(name);
    page.open();
    page.entry("type", Type::provider().pulumi(major));
    page.key("properties");
    page.open();
    page.entry("region", region.code());
    page.entry("maxRetries", &format!("${{{RETRIES}}}"));
    if let Some(account) = &graph.header.account {
        page.key("allowedAccountIds");
        page.open();
        page.dash();
        page.text(account);
        page.close_list();
    }
    default_tags(page, &tags(graph, region));
    page.close_map();
    page.key("options");
    page.open();
    page.entry("version", major.version());
    page.close_map();
    page.close_map();
}

fn default_tags(page: &mut Writer, tags: &[&(String, String)]) {
    if tags.is_empty() {
        return;
    }
    page.key("defaultTags");
    page.open();
    page.key("tags");
    page.open();
    for (key, value) in tags {
        page.entry(&crate::text::escaped(key), &crate::text::escaped(value));
    }
    page.close_map();
    page.close_map();
}

/// The tags of a Region. One that is not the system's has those that all of the system's share: which role it plays,
/// no tag can say.
fn tags(graph: &Graph, region: Region) -> Vec<&(String, String)> {
    if let Some(at) = graph.regions.iter().position(|it| *it == region) {
        return graph.tags.get(at).into_iter().flat_map(|tags| &tags.0).collect();
    }
    let Some((first, rest)) = graph.tags.split_first() else { return Vec::new() };
    first.0.iter().filter(|tag| rest.iter().all(|tags| tags.0.contains(tag))).collect()
}

/// The declaration that `pulumi package add` writes. A provider's `version` option decides what runs, but Pulumi
/// checks the types of its resources against the newest provider on the machine unless a declaration says which;
/// Pulumi takes any version as exactly that one. Source: `GetReferencedPackages` and `loadPackages` of pulumi-yaml
/// 1.38, `SelectCompatiblePlugin` of Pulumi 3.
fn lock(graph: &Graph, major: PulumiMajor) -> String {
    let mut page = Writer::new();
    header(&mut page, graph);
    page.key("packageDeclarationVersion");
    page.int(1);
    page.entry("name", "aws");
    page.entry("version", major.version());
    page.finish()
}
