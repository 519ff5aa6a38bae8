//! A parameter of Systems Manager.

use crate::shared::arn::arn;
use drc_ir::{Attr, Construct, Expr, Shapes, map};
use drc_model::Region;

/// A parameter.
#[derive(Debug)]
pub struct Parameter {
    /// Its path.
    pub path: String,
    /// What it is for.
    pub description: Option<String>,
    /// What is in it.
    pub value: Content,
    /// Its value is somebody else's once it is there: the sync function copies what people change.
    pub changes: bool,
}

/// What is in a parameter.
#[derive(Debug)]
pub enum Content {
    /// Text that anybody may read.
    Plain(Expr),
    /// A secret that whoever deploys hands over.
    Secure(Expr),
}

/// The ARN of a parameter, whose path begins with a slash.
pub fn parameter_arn(path: &str, region: Region) -> Expr {
    arn("ssm", region, format!("parameter{path}"))
}

impl Construct for Parameter {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let tags = out.tags().map();
        // CloudFormation has no SecureString: a spec that wants one does not get this far.
        let (Content::Plain(value) | Content::Secure(value)) = &self.value;
        out.main(
            "AWS::SSM::Parameter",
            map! {
                "Name": &self.path,
                "Description": self.description.clone(),
                "Type": "String",
                "Value": value,
                "Tags": tags,
            },
        );
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        let (kind, plain, secret) = match &self.value {
            // Under this name a plan shows what changes.
            Content::Plain(value) => ("String", Some(value.clone()), None),
            Content::Secure(value) => ("SecureString", None, Some(value.clone().write_once())),
        };
        let shape = out.main(
            "aws_ssm_parameter",
            map! {
                "name": &self.path,
                "description": self.description.clone(),
                "type": kind,
                "insecure_value": plain.clone(),
                "value": secret,
            },
        );
        if self.changes && plain.is_some() {
            shape.ignore_changes = vec!["insecure_value"];
        }
    }

    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}
