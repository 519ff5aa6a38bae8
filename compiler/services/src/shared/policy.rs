//! IAM policies as data: both dialects draw the same document.

use crate::lowering::At;
use drc_ir::{Expr, map, pascal};
use drc_model::{Address, Grant, Region};
use drc_syntax::Spanned;
use std::borrow::Cow;

/// One statement of a policy.
#[derive(Clone, Debug)]
pub struct Statement {
    allow: bool,
    sid: Cow<'static, str>,
    principal: Option<Expr>,
    actions: Vec<&'static str>,
    resources: Vec<Expr>,
    condition: Expr,
}

impl Statement {
    /// Allows actions on resources. `sid` says what for; letters and digits only.
    pub fn allow(
        sid: &'static str,
        actions: impl IntoIterator<Item = &'static str>,
        resources: impl IntoIterator<Item = Expr>,
    ) -> Self {
        Self {
            allow: true,
            sid: Cow::Borrowed(sid),
            principal: None,
            actions: actions.into_iter().collect(),
            resources: resources.into_iter().collect(),
            condition: Expr::Absent,
        }
    }

    /// Refuses actions, whoever allows them.
    pub fn deny(
        sid: &'static str,
        actions: impl IntoIterator<Item = &'static str>,
        resources: impl IntoIterator<Item = Expr>,
    ) -> Self {
        Self { allow: false, ..Self::allow(sid, actions, resources) }
    }

    /// For an AWS service (a resource or trust policy).
    #[must_use]
    pub fn by_service(mut self, service: &'static str) -> Self {
        self.principal = Some(map! { "Service": service });
        self
    }

    /// For principals by ARN.
    #[must_use]
    pub fn by_principal(mut self, arn: Expr) -> Self {
        self.principal = Some(map! { "AWS": arn });
        self
    }

    /// For everybody: only ever in a `deny`.
    #[must_use]
    pub fn by_anyone(mut self) -> Self {
        self.principal = Some("*".into());
        self
    }

    /// Holds only under a condition: operator to key to value.
    #[must_use]
    pub fn when(mut self, condition: Expr) -> Self {
        self.condition = condition;
        self
    }

    /// The same statement in a policy that has others of its kind: its id carries the name of what it is on.
    #[must_use]
    pub fn of(mut self, address: &Address) -> Self {
        self.sid = format!("{}{}", self.sid, pascal(&address.name)).into();
        self
    }

    fn expr(&self) -> Expr {
        map! {
            "Sid": Expr::Text(self.sid.clone()),
            "Effect": if self.allow { "Allow" } else { "Deny" },
            "Principal": self.principal.clone(),
            "Action": one_or_many(self.actions.iter().copied().map(Expr::from).collect()),
            "Resource": if self.resources.is_empty() { Expr::Absent } else { one_or_many(self.resources.clone()) },
            "Condition": &self.condition,
        }
    }
}

/// AWS hands a list of one back as its element; written so from the start, no plan shows a difference.
fn one_or_many(mut items: Vec<Expr>) -> Expr {
    if items.len() == 1 { items.remove(0) } else { Expr::List(items) }
}

/// The document of some statements.
pub fn document(statements: &[Statement]) -> Expr {
    map! {
        "Version": "2012-10-17",
        "Statement": statements.iter().map(Statement::expr).collect::<Expr>(),
    }
}

/// The statements of `access = […]` in some Regions. A statement of a target in several Regions is one with all
/// their resources; ids carry the target's name, for a policy must not use one twice.
pub fn granted(at: &At<'_, '_>, grants: &[Spanned<Grant>], regions: &[Region]) -> Vec<Statement> {
    let mut all: Vec<Statement> = Vec::new();
    for grant in grants {
        let handle = at.any_handle(&grant.to.value);
        let mut merged: Vec<Statement> = Vec::new();
        for region in regions {
            for (at, statement) in handle.grant(&grant.verb, *region).into_iter().enumerate() {
                match merged.get_mut(at) {
                    Some(same) => {
                        // What has no Region is the same for all of them.
                        let new = statement.resources.into_iter().filter(|it| !same.resources.contains(it));
                        let new: Vec<Expr> = new.collect();
                        same.resources.extend(new);
                    }
                    None => merged.push(statement),
                }
            }
        }
        for statement in merged {
            let mut statement = statement.of(&grant.to.value);
            let same = all.iter().filter(|it| it.sid.starts_with(statement.sid.as_ref())).count();
            if same > 0 {
                statement.sid = format!("{}{}", statement.sid, same + 1).into();
            }
            all.push(statement);
        }
    }
    all
}
