//! An IAM role with its inline policies.

use super::arn::global_arn;
use super::policy::{Statement, document};
use drc_ir::{Attr, CfnReturn, Construct, Expr, Ref, Shapes, map, text};

/// An IAM role.
#[derive(Debug)]
pub struct Role {
    /// Its name, unique in the account.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Who may take it.
    pub trust: Statement,
    /// What it may do; one inline policy.
    pub statements: Vec<Statement>,
    /// A policy of AWS's own, by its path, where AWS asks for that one.
    pub managed: Option<&'static str>,
}

impl Role {
    /// A role an AWS service takes.
    pub fn of_service(name: String, description: impl Into<String>, service: &'static str) -> Self {
        let trust = Statement::allow("Assume", ["sts:AssumeRole"], []).by_service(service);
        Self { name, description: description.into(), trust, statements: Vec::new(), managed: None }
    }

    /// The same role, allowed something.
    #[must_use]
    pub fn with(mut self, statements: impl IntoIterator<Item = Statement>) -> Self {
        self.statements.extend(statements);
        self
    }
}

/// The ARN of a role by its name.
pub fn role_arn(name: &str) -> Expr {
    global_arn("iam", format!("role/{name}"))
}

fn managed_arn(path: &'static str) -> Expr {
    text!["arn:", Expr::Partition, ":iam::aws:policy/", path]
}

/// References to a role.
pub trait RoleRef {
    /// `arn:…:role/…`
    fn arn(self) -> Expr;
}
impl RoleRef for Ref<Role> {
    fn arn(self) -> Expr {
        self.get_att("Arn", "arn")
    }
}

impl Construct for Role {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let policy = || [map! { "PolicyName": "access", "PolicyDocument": document(&self.statements) }];
        let tags = out.tags().list();
        out.main(
            "AWS::IAM::Role",
            map! {
                "RoleName": &self.name,
                "Description": &self.description,
                "AssumeRolePolicyDocument": document(std::slice::from_ref(&self.trust)),
                "Policies": (!self.statements.is_empty()).then(policy),
                "ManagedPolicyArns": self.managed.map(|path| [managed_arn(path)]),
                "Tags": tags,
            },
        );
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        out.main(
            "aws_iam_role",
            map! {
                "name": &self.name,
                "description": &self.description,
                "assume_role_policy": document(std::slice::from_ref(&self.trust)).json(),
            },
        );
        if !self.statements.is_empty() {
            let policy = document(&self.statements).json();
            let body = map! { "name": "access", "role": Expr::Part("", "name"), "policy": policy };
            out.part("access", "aws_iam_role_policy", body);
        }
        if let Some(path) = self.managed {
            let body = map! { "role": Expr::Part("", "name"), "policy_arn": managed_arn(path) };
            out.part("managed", "aws_iam_role_policy_attachment", body);
        }
    }

    fn known(&self, attr: Attr) -> Option<Expr> {
        (attr.cfn == CfnReturn::Att("Arn")).then(|| role_arn(&self.name))
    }
}
