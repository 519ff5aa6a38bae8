//! `key.<name>`: a multi-Region KMS key: what one Region encrypted, the others can read.

mod construct;
mod runbook;

pub use construct::{Key as KeyConstruct, KeyRef, ReplicaKey};

use crate::kind::Kind;
use crate::lowering::At;
use crate::runbook::Contribution;
use crate::shared::connection::Connection;
use crate::shared::metric::{Metric, Watch};
use crate::shared::policy::Statement;
use crate::spec::{Entry, Spec};
use crate::uses::Uses;
use construct::Alias;
use drc_ir::Expr;
use drc_model::{Name, NameKind, PerRegion, PhysicalName, Region, fields};
use drc_syntax::Spanned;

fields! {
    /// A customer-managed KMS key with the same key material in every Region, or keys that are there already.
    pub struct Key {
        /// What the naming rule calls `${service}`. Default: the key's name in the spec.
        name: Option<Spanned<Name>>,
        /// ARNs of keys that are there already, one per Region. Their policies must let the services use them.
        existing: Option<Spanned<PerRegion<Spanned<String>>>>,
    }
}

/// What others may use of a key.
#[derive(Debug)]
pub struct Handle {
    arns: Vec<(Region, Expr)>,
}

impl Handle {
    /// The key's ARN in a Region.
    pub fn arn(&self, region: Region) -> Option<Expr> {
        self.arns.iter().find(|(it, _)| *it == region).map(|(_, arn)| arn.clone())
    }
}

/// What whoever reads and writes encrypted data needs of the key.
const USE: [&str; 4] = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"];
const OPERATE: [&str; 1] = ["kms:DescribeKey"];

fn alias_name(entry: &Entry, spec: &Spec, region: Region) -> String {
    spec.name(entry, "", spec.in_region(region))
}

impl Kind for Key {
    const KIND: &'static str = "key";
    const SINGLETON: bool = false;
    const EXPLAIN: &'static str = include_str!("explain.md");
    const ATTRIBUTES: &'static [&'static str] = &["arn"];
    const VERBS: &'static [&'static str] = &["use", "operate"];
    const METRICS: &'static [Metric] = &[];
    type Handle = Handle;

    fn own_name(&self) -> Option<&str> {
        self.name.as_ref().map(|it| it.value.0.as_str())
    }

    fn uses(&self, _: &mut Uses) {}

    fn names(&self, entry: &Entry, spec: &Spec) -> Vec<PhysicalName> {
        if self.existing.is_some() {
            return Vec::new();
        }
        let name =
            |region| PhysicalName::in_region(NameKind::KeyAlias, alias_name(entry, spec, region), region);
        spec.regions.all().map(name).collect()
    }

    fn lower<'s>(&'s self, at: &mut At<'_, 's>) -> Handle {
        if let Some(existing) = &self.existing {
            let given = existing.value.0.iter();
            return Handle {
                arns: given.map(|(region, arn)| (region.value, Expr::from(&arn.value))).collect(),
            };
        }
        let regions: Vec<Region> = at.regions().collect();
        let description = format!("{} of {}", at.entry.address, at.spec().system.name.value.0);
        let key = at.add(regions[0], "", construct::Key { description: description.clone() });
        let mut arns = vec![(regions[0], key.arn())];
        for region in &regions[1..] {
            let replica = at.add(*region, "", ReplicaKey { primary: key, description: description.clone() });
            arns.push((*region, replica.arn()));
        }
        for (region, arn) in &arns {
            let name = alias_name(at.entry, at.spec(), *region);
            at.add(*region, "alias", Alias { name, key: arn.clone() });
            at.output(*region, "arn", format!("ARN of {} in {region}", at.entry.address), arn.clone());
        }
        Handle { arns }
    }

    fn attribute(handle: &Handle, attribute: &str, region: Region) -> Option<Expr> {
        (attribute == "arn").then(|| handle.arn(region)).flatten()
    }

    fn grant(handle: &Handle, verb: &str, region: Region) -> Vec<Statement> {
        let Some(arn) = handle.arn(region) else { return Vec::new() };
        match verb {
            "use" => vec![Statement::allow("UseKey", USE, [arn])],
            "operate" => vec![Statement::allow("OperateKey", OPERATE, [arn])],
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
