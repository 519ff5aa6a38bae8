//! `parameter.<name>`: a parameter of Systems Manager in every Region, kept in step where the spec asks for it.

mod construct;
mod fields;
mod runbook;
mod sync;

pub use construct::parameter_arn;
pub use fields::{Parameter, ValueFrom};
pub use sync::{copied_paths, finish, first_synced};

use crate::kind::Kind;
use crate::lowering::At;
use crate::runbook::Contribution;
use crate::shared::connection::Connection;
use crate::shared::metric::{Metric, Watch};
use crate::shared::policy::Statement;
use crate::spec::{Entry, Spec};
use crate::uses::{Use, Uses};
use construct::Content;
use drc_ir::Expr;
use drc_model::{NameKind, PhysicalName, Piece, Region};

/// What others may use of a parameter.
#[derive(Debug)]
pub struct Handle {
    paths: Vec<(Region, String)>,
}

impl Handle {
    fn at(&self, region: Region) -> Option<&str> {
        self.paths.iter().find(|(it, _)| *it == region).map(|(_, path)| path.as_str())
    }
}

/// Words a path may hold: a path is known before anything exists.
pub const PATH_WORDS: &[&str] = &["system", "environment", "region", "role"];

/// The path in a Region.
pub fn path(parameter: &Parameter, spec: &Spec, region: Region) -> String {
    let piece = |piece: &Piece| match piece {
        Piece::Plain(text) => text.clone(),
        Piece::Reference(words) => match words.value.first().map(String::as_str).unwrap_or_default() {
            "system" => spec.system.name.value.0.clone(),
            "environment" => spec.environment.clone(),
            "region" => region.code().to_owned(),
            "role" => spec.regions.role(region).word().to_owned(),
            _ => format!("${{{}}}", words.value.join(".")),
        },
    };
    parameter.path.value.pieces.iter().map(piece).collect()
}

const READ: [&str; 2] = ["ssm:GetParameter", "ssm:GetParameters"];
const WRITE: [&str; 1] = ["ssm:PutParameter"];

impl Kind for Parameter {
    const KIND: &'static str = "parameter";
    const SINGLETON: bool = false;
    const EXPLAIN: &'static str = include_str!("explain.md");
    const ATTRIBUTES: &'static [&'static str] = &["name", "arn"];
    const VERBS: &'static [&'static str] = &["read", "write"];
    const METRICS: &'static [Metric] = &[];
    type Handle = Handle;

    fn own_name(&self) -> Option<&str> {
        None
    }

    fn uses(&self, uses: &mut Uses) {
        uses.text(&self.path.value);
        if let Some(value) = &self.value {
            uses.text(&value.value);
        }
        if let (Some(secret), Some(from)) = (self.secret(), &self.value_from) {
            let secret = from.clone().map(|_| secret.clone());
            uses.all.push(Use::Service(secret, &["secret"]));
        }
    }

    fn names(&self, entry: &Entry, spec: &Spec) -> Vec<PhysicalName> {
        let here = |region| PhysicalName::in_region(NameKind::Parameter, path(self, spec, region), region);
        spec.regions.all().map(here).chain(sync::names(entry, spec)).collect()
    }

    fn lower<'s>(&'s self, at: &mut At<'_, 's>) -> Handle {
        let paths: Vec<(Region, String)> =
            at.regions().map(|region| (region, path(self, at.spec(), region))).collect();
        for (region, path) in &paths {
            if let Some(value) = self.content(at, *region) {
                let parameter = construct::Parameter {
                    path: path.clone(),
                    description: self.description.clone(),
                    value,
                    changes: self.sync.value,
                };
                at.add(*region, "", parameter);
            }
            at.output(*region, "name", format!("Path of {} in {region}", at.entry.address), path);
        }
        Handle { paths }
    }

    fn attribute(handle: &Handle, attribute: &str, region: Region) -> Option<Expr> {
        let path = handle.at(region)?;
        match attribute {
            "name" => Some(Expr::from(path.to_owned())),
            "arn" => Some(parameter_arn(path, region)),
            _ => None,
        }
    }

    /// Whoever may read a SecureString may use AWS's key for it through Systems Manager: that key's policy says so.
    fn grant(handle: &Handle, verb: &str, region: Region) -> Vec<Statement> {
        let Some(path) = handle.at(region) else { return Vec::new() };
        let on = [parameter_arn(path, region)];
        match verb {
            "read" => vec![Statement::allow("ReadParameter", READ, on)],
            "write" => vec![Statement::allow("WriteParameter", WRITE, on)],
            _ => Vec::new(),
        }
    }

    fn locators(handle: &Handle, region: Region) -> Vec<(&'static str, Expr)> {
        handle.at(region).map(|path| ("", Expr::from(path.to_owned()))).into_iter().collect()
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

impl Parameter {
    /// What is declared of it: nothing where the sync function writes it, so that no template and no state ever holds it.
    fn content(&self, at: &mut At<'_, '_>, region: Region) -> Option<Content> {
        match self.value_from.as_ref().map(|it| &it.value) {
            Some(ValueFrom::Secret(_)) => None,
            Some(ValueFrom::Env(env)) => {
                let about = format!("The value of {}.", at.entry.address);
                Some(Content::Secure(at.input(env, about)))
            }
            None => self.value.as_ref().map(|it| Content::Plain(at.text(&it.value, region))),
        }
    }
}
