//! The files that hold no service: provider, data, outputs.

use crate::names::{Names, joined};
use crate::page::Page;
use crate::printer::{Asked, Printer};
use crate::reference::head;
use crate::text::push_quoted;
use drc_ir::{Asset, Expr, Graph, Header, Input, Output, references, snake};
use drc_model::Region;
use drc_vendor::Type;

/// Where a package stands, below the output folder.
pub(crate) fn package(asset: &Asset) -> String {
    format!("code/{}.zip", asset.name)
}

/// The first lines of every file. No date and no path: same spec, same bytes.
pub(crate) fn header(header: &Header) -> String {
    let Header { version, spec_hash, system, environment, account: _ } = header;
    format!(
        "# Written by drc {version} from spec {spec_hash} (system {system}, environment {environment}).\n\
         # Edits are lost at the next `drc emit`; change the spec instead.\n"
    )
}

/// The table of names was made from 5.100 and holds only what 6 accepts too. Terraform 1.5 is the oldest that
/// a failback can use: it brought `import` blocks, by which what was made during an outage is adopted.
/// OpenTofu began there as well.
/// Write-only arguments, which keep passwords out of the state, need 1.11.
pub(crate) fn versions(it: &Header, asked: Asked) -> String {
    let header = header(it);
    let terraform = if asked.write_only { "1.11" } else { "1.5" };
    format!(
        r#"{header}
terraform {{
  required_version = ">= {terraform}"

  required_providers {{
    aws = {{
      source  = "hashicorp/aws"
      version = ">= {}, < 7.0.0"
    }}
  }}
}}
"#,
        drc_vendor::TERRAFORM_VERSION
    )
}

/// One aliased provider per Region and none without an alias: a resource that forgets to say its Region is
/// then an error of Terraform's, never a resource in whatever Region the shell happens to name.
pub(crate) fn providers(graph: &Graph, names: &Names) -> String {
    let mut page = Page::new(header(&graph.header));
    for (region, alias) in names.providers() {
        page.open(&["provider \"aws\""]);
        page.words("alias", &["\"", alias, "\""]);
        page.words("region", &["\"", region.code(), "\""]);
        if let Some(account) = &graph.header.account {
            page.words("allowed_account_ids", &["[\"", account, "\"]"]);
        }
        default_tags(&mut page, &tags(graph, *region));
        page.close();
    }
    page.replace(String::new())
}

fn default_tags(page: &mut Page, tags: &[&(String, String)]) {
    if tags.is_empty() {
        return;
    }
    page.open(&["default_tags"]);
    page.tall_key("tags");
    page.bracket("{");
    for (key, value) in tags {
        page.key(key);
        push_quoted(&mut page.text, value);
        page.newline();
    }
    page.shut("}");
    page.newline();
    page.close();
}

/// The variable of an input.
pub(crate) fn input_name(input: &Input) -> String {
    snake(&input.env).to_lowercase()
}

/// The values whoever deploys hands over, if any.
pub(crate) fn variables(graph: &Graph) -> Option<String> {
    let mut page = Page::new(header(&graph.header));
    for input in &graph.inputs {
        let name = input_name(input);
        page.gap();
        page.comment(&format!("export TF_VAR_{name}=\"${}\"", input.env));
        page.open(&["variable \"", &name, "\""]);
        page.key("description");
        push_quoted(&mut page.text, &input.description);
        page.newline();
        page.words("type", &["string"]);
        page.words("sensitive", &["true"]);
        // In no plan and no state.
        page.words("ephemeral", &["true"]);
        page.close();
    }
    (!graph.inputs.is_empty()).then(|| page.replace(String::new()))
}

/// The tags of a Region. One that is not the system's has those that all of the system's share: which role it
/// plays, no tag can say.
fn tags(graph: &Graph, region: Region) -> Vec<&(String, String)> {
    match graph.regions.iter().position(|it| *it == region) {
        Some(at) => graph.tags.get(at).into_iter().flat_map(|tags| &tags.0).collect(),
        None => {
            let (first, rest) =
                graph.tags.split_first().map_or((&[][..], &[][..]), |(first, rest)| (&first.0, rest));
            first.iter().filter(|tag| rest.iter().all(|tags| tags.0.contains(tag))).collect()
        }
    }
}

/// What the resources asked about the account, if anything.
pub(crate) fn data(graph: &Graph, names: &Names, asked: Asked) -> Option<String> {
    let alias = names.alias(*graph.regions.last()?);
    let mut page = Page::new(header(&graph.header));
    if !asked.account && !asked.partition {
        return None;
    }
    page.gap();
    page.comment(
        "Asked in the Region of last resort: the answer is the same in every Region, and a plan must work",
    );
    page.comment("while the primary is down.");
    for (kind, asked) in [("aws_caller_identity", asked.account), ("aws_partition", asked.partition)] {
        if asked {
            page.open(&["data \"", kind, "\" \"current\""]);
            page.words("provider", &["aws.", alias]);
            page.close();
        }
    }
    Some(page.replace(String::new()))
}

impl Printer<'_> {
    pub(crate) fn output(&mut self, output: &Output) {
        let service = &self.graph.services[output.service.0];
        let region = if output.global { "" } else { output.region.code() };
        let label = joined(&[service.kind, &service.name, &output.name, region]);
        self.page.open(&["output \"", &label, "\""]);
        self.page.key("description");
        push_quoted(&mut self.page.text, &output.description);
        self.page.newline();
        self.entry("value", &output.value);
        if self.is_sensitive(&output.value) {
            self.page.words("sensitive", &["true"]);
        }
        self.page.close();
    }

    /// Terraform refuses an output that holds what its provider marks sensitive and does not say so.
    fn is_sensitive(&self, value: &Expr) -> bool {
        let mut sensitive = false;
        references(value, &mut |node, attr| {
            let kind = self.names.find(node, attr.part).and_then(|it| Type::find(it.kind));
            sensitive |=
                kind.and_then(|kind| kind.field(head(attr.field))).is_some_and(|field| field.sensitive);
        });
        sensitive
    }
}
