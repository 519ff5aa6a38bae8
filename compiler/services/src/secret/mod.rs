//! `secret.<name>`: a Secrets Manager secret, replicated to every Region.

mod construct;
mod runbook;

pub use construct::{Content, Secret as SecretConstruct, SecretRef, partial_arn, unmistakable};

use crate::kind::Kind;
use crate::lowering::At;
use crate::runbook::Contribution;
use crate::shared::connection::Connection;
use crate::shared::encryption::{self, key_arn};
use crate::shared::metric::{Metric, Watch};
use crate::shared::policy::Statement;
use crate::spec::{Entry, Spec};
use crate::uses::Uses;
use drc_ir::{Expr, Ref, text};
use drc_model::{Address, Name, NameKind, PerRegion, PhysicalName, Region, Scope, fields};
use drc_syntax::{Span, Spanned};

fields! {
    /// A secret that every Region has a replica of, so that none has to ask another for it.
    pub struct Secret {
        /// What the naming rule calls `${service}`. Default: the secret's name in the spec.
        name: Option<Spanned<Name>>,
        /// Makes the value up while it is deployed: `{ length = 40 }`. Nobody ever sees it.
        generate: Option<Spanned<Generate>>,
        /// Takes the value from the environment of whoever deploys: `"env:NAME"`.
        value_from: Option<Spanned<String>>,
        /// The key it is encrypted under. Default: AWS's own.
        key: Option<Spanned<Address>>,
        /// Keeps it for a month after it is deleted; its name cannot be used again before that. Default: false.
        protect: bool = false,
        /// ARNs of secrets that are there already, one per Region, instead of all of the above.
        existing: Option<Spanned<PerRegion<Spanned<String>>>>,
    }
}

fields! {
    /// How a value is made up.
    pub struct Generate {
        /// How many letters and digits. Default: 40.
        length: Spanned<i64> = Spanned::new(40, Span::default()),
        /// A user's name: the secret is then `{"username": …, "password": …}`.
        username: Option<Spanned<String>>,
    }
}

/// What others may use of a secret.
#[derive(Debug)]
pub struct Handle {
    name: String,
    regions: Vec<InRegion>,
    node: Option<Ref<construct::Secret>>,
}

#[derive(Debug)]
struct InRegion {
    region: Region,
    arn: Expr,
    /// What policies say: the six characters at the end are not known.
    resource: Expr,
    key: Option<Expr>,
}

impl Handle {
    fn at(&self, region: Region) -> Option<&InRegion> {
        self.regions.iter().find(|it| it.region == region)
    }

    /// The ARN of the replica in a Region.
    pub fn arn(&self, region: Region) -> Option<Expr> {
        self.at(region).map(|it| it.arn.clone())
    }

    /// The secret where it is made, unless it was there already.
    pub fn node(&self) -> Option<Ref<construct::Secret>> {
        self.node
    }

    /// Its name, which all Regions share; empty for one that was there already.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What reading it in a Region takes.
    pub fn read(&self, region: Region) -> Vec<Statement> {
        let Some(here) = self.at(region) else { return Vec::new() };
        let read = Statement::allow("ReadSecret", READ, [here.resource.clone()]);
        std::iter::once(read).chain(encryption::use_of(here.key.as_ref())).collect()
    }
}

const READ: [&str; 2] = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"];
const OPERATE: [&str; 1] = ["secretsmanager:DescribeSecret"];

/// What makes a secret of drc's own.
#[derive(Debug)]
pub struct Plan<'p> {
    /// Which part of the service it is; empty for a secret by itself.
    pub part: &'static str,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// What is in it.
    pub content: Content,
    /// The key it is encrypted under.
    pub key: Option<&'p Spanned<Address>>,
    /// Keeps it for a month after it is deleted.
    pub protect: bool,
    /// A later node asks for a field of it.
    pub read: bool,
}

/// Adds a secret in the first Region and its replicas in all others.
pub fn add(at: &mut At<'_, '_>, plan: Plan<'_>) -> Handle {
    let regions: Vec<Region> = at.regions().collect();
    let keys: Vec<Option<Expr>> = regions.iter().map(|it| key_arn(at, plan.key, *it)).collect();
    let secret = construct::Secret {
        name: plan.name.clone(),
        description: plan.description,
        content: plan.content,
        key: keys[0].clone(),
        replicas: regions.iter().copied().zip(keys.iter().cloned()).skip(1).collect(),
        region: regions[0],
        protect: plan.protect,
        read: plan.read,
    };
    let node = at.add(regions[0], plan.part, secret);
    let here = |(at, (region, key)): (usize, (&Region, Option<Expr>))| InRegion {
        region: *region,
        arn: if at == 0 { node.arn() } else { partial_arn(&plan.name, *region) },
        resource: text![partial_arn(&plan.name, *region), "-??????"],
        key,
    };
    let regions = regions.iter().zip(keys).enumerate().map(here).collect();
    Handle { name: plan.name, regions, node: Some(node) }
}

impl Secret {
    fn content(&self, at: &mut At<'_, '_>) -> Content {
        if let Some(from) = &self.value_from {
            let env = from.value.strip_prefix("env:").unwrap_or_default();
            return Content::Given(at.input(env, format!("The value of {}.", at.entry.address)));
        }
        let length = self.generate.as_ref().map_or(40, |it| it.value.length.value);
        match self.generate.as_ref().and_then(|it| it.value.username.as_ref()) {
            Some(username) => Content::Login { username: username.value.clone(), length },
            None => Content::Random { length },
        }
    }
}

impl Kind for Secret {
    const KIND: &'static str = "secret";
    const SINGLETON: bool = false;
    const EXPLAIN: &'static str = include_str!("explain.md");
    const ATTRIBUTES: &'static [&'static str] = &["name", "arn"];
    const VERBS: &'static [&'static str] = &["read", "operate"];
    const METRICS: &'static [Metric] = &[];
    type Handle = Handle;

    fn own_name(&self) -> Option<&str> {
        self.name.as_ref().map(|it| it.value.0.as_str())
    }

    fn uses(&self, uses: &mut Uses) {
        encryption::uses(self.key.as_ref(), uses);
    }

    fn names(&self, entry: &Entry, spec: &Spec) -> Vec<PhysicalName> {
        if self.existing.is_some() {
            return Vec::new();
        }
        vec![PhysicalName::global(NameKind::Secret, unmistakable(spec.name(entry, "", Scope::Global)))]
    }

    fn lower<'s>(&'s self, at: &mut At<'_, 's>) -> Handle {
        if let Some(existing) = &self.existing {
            let given = |(region, arn): &(Spanned<Region>, Spanned<String>)| InRegion {
                region: region.value,
                arn: Expr::from(&arn.value),
                resource: Expr::from(&arn.value),
                key: None,
            };
            let regions = existing.value.0.iter().map(given).collect();
            return Handle { name: String::new(), regions, node: None };
        }
        let plan = Plan {
            part: "",
            name: unmistakable(at.name("", Scope::Global)),
            description: format!("{} of {}", at.entry.address, at.spec().system.name.value.0),
            content: self.content(at),
            key: self.key.as_ref(),
            protect: self.protect,
            read: at.spec().is_login(&at.entry.address),
        };
        let handle = add(at, plan);
        at.output_global("name", format!("Name of {} in every Region", at.entry.address), &handle.name);
        handle
    }

    fn attribute(handle: &Handle, attribute: &str, region: Region) -> Option<Expr> {
        match attribute {
            "name" => Some(Expr::from(&handle.name)),
            "arn" => handle.arn(region),
            _ => None,
        }
    }

    fn grant(handle: &Handle, verb: &str, region: Region) -> Vec<Statement> {
        match (verb, handle.at(region)) {
            ("read", Some(_)) => handle.read(region),
            ("operate", Some(here)) => {
                vec![Statement::allow("OperateSecret", OPERATE, [here.resource.clone()])]
            }
            _ => Vec::new(),
        }
    }

    fn locators(handle: &Handle, region: Region) -> Vec<(&'static str, Expr)> {
        handle.arn(region).map(|arn| ("", arn)).into_iter().collect()
    }

    fn connection(_: &Handle, _: Region) -> Option<Connection> {
        None
    }

    fn watches(&self, _: &Handle, _: &Metric, _: Region, _: &Spec) -> Vec<Watch> {
        Vec::new()
    }

    fn runbook(&self, entry: &Entry, spec: &Spec) -> Contribution {
        runbook::part(self, entry, spec)
    }
}
