//! A function's own address, and the rights a public one needs.

use super::construct::FunctionRef;
use super::fields::UrlAuth;
use super::live::Invocable;
use drc_ir::{Attr, Construct, Dependency, Expr, Ref, Shapes, map};

/// The HTTPS address of a function in one Region. It answers to its own host name and to no other.
#[derive(Debug)]
pub struct Url {
    /// What it calls.
    pub calls: Invocable,
    /// Who may call it. `"iam"` needs no policy on the function: within the account the caller's own is enough.
    pub auth: UrlAuth,
}

/// Everybody's right to call a function by its address. Since October 2025 that takes two permissions
/// (<https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html>), the second of which must say that it holds for the
/// address only, or whoever has AWS credentials could call the function with events of their own making.
#[derive(Debug)]
pub struct PublicCalls {
    /// What may be called.
    pub calls: Invocable,
}

/// References to an address.
pub trait UrlRef {
    /// `https://….lambda-url.REGION.on.aws/`, which AWS invents.
    fn url(self) -> Expr;
}
impl UrlRef for Ref<Url> {
    fn url(self) -> Expr {
        self.get_att("FunctionUrl", "function_url")
    }
}

impl Construct for Url {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let shape = out.main(
            "AWS::Lambda::Url",
            map! {
                "TargetFunctionArn": self.calls.function.arn(),
                "Qualifier": self.calls.qualifier(),
                "AuthType": self.auth.auth_type(),
            },
        );
        shape.after.extend(self.calls.alias.map(|alias| Dependency::Node(alias.id)));
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        let shape = out.main(
            "aws_lambda_function_url",
            map! {
                "function_name": self.calls.function.name(),
                "qualifier": self.calls.qualifier(),
                "authorization_type": self.auth.auth_type(),
            },
        );
        shape.after.extend(self.calls.alias.map(|alias| Dependency::Node(alias.id)));
    }

    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}

impl Construct for PublicCalls {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        out.main(
            "AWS::Lambda::Permission",
            map! {
                "FunctionName": self.calls.cloudformation_name(),
                "Action": "lambda:InvokeFunctionUrl",
                "Principal": "*",
                "FunctionUrlAuthType": UrlAuth::Public.auth_type(),
            },
        );
        out.part(
            "invoke",
            "AWS::Lambda::Permission",
            map! {
                "FunctionName": self.calls.cloudformation_name(),
                "Action": "lambda:InvokeFunction",
                "Principal": "*",
                "InvokedViaFunctionUrl": true,
            },
        );
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        let (name, qualifier) = self.calls.provider_name();
        out.main(
            "aws_lambda_permission",
            map! {
                // The provider adds a statement of this id with the address, and leaves it there when the address
                // goes. One that is there already it takes as its own, and this one goes with its resource.
                "statement_id": "FunctionURLAllowPublicAccess",
                "function_name": name,
                "qualifier": qualifier,
                "action": "lambda:InvokeFunctionUrl",
                "principal": "*",
                "function_url_auth_type": UrlAuth::Public.auth_type(),
            },
        );
        // Provider 5.100 cannot say `invoked_via_function_url`; the cloud control API can.
        out.part(
            "invoke",
            "aws_cloudcontrolapi_resource",
            map! {
                "type_name": "AWS::Lambda::Permission",
                "desired_state": map! {
                    "FunctionName": self.calls.arn(),
                    "Action": "lambda:InvokeFunction",
                    "Principal": "*",
                    "InvokedViaFunctionUrl": true,
                }.json(),
            },
        );
    }

    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}
