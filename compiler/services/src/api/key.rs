//! The key of an API in one Region.

use super::construct::{RestApi, RestApiRef, Stage, StageRef};
use drc_ir::{Attr, Construct, Expr, Ref, Shapes, map};

/// A key that AWS makes up, and the plan that ties it to a stage: without one, a key opens nothing.
#[derive(Debug)]
pub struct ApiKey {
    /// Its name, and the plan's.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// The API.
    pub api: Ref<RestApi>,
    /// Its stage.
    pub stage: Ref<Stage>,
}

/// References to a key.
pub trait ApiKeyRef {
    /// Its id, which AWS invents; the value is asked for by it.
    fn id(self) -> Expr;
}
impl ApiKeyRef for Ref<ApiKey> {
    fn id(self) -> Expr {
        self.get_att("APIKeyId", "id")
    }
}

impl Construct for ApiKey {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let tags = out.tags().list();
        out.main(
            "AWS::ApiGateway::ApiKey",
            map! { "Name": &self.name, "Description": &self.description, "Enabled": true, "Tags": tags.clone() },
        );
        out.part(
            "plan",
            "AWS::ApiGateway::UsagePlan",
            map! {
                "UsagePlanName": &self.name,
                "Description": &self.description,
                "ApiStages": [map! { "ApiId": self.api.id(), "Stage": self.stage.name() }],
                "Tags": tags,
            },
        );
        out.part(
            "in-plan",
            "AWS::ApiGateway::UsagePlanKey",
            map! {
                "KeyId": Expr::Part("", "APIKeyId"), "KeyType": "API_KEY", "UsagePlanId": Expr::Part("plan", "Ref"),
            },
        );
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        let body = map! { "name": &self.name, "description": &self.description };
        out.main("aws_api_gateway_api_key", body);
        out.part(
            "plan",
            "aws_api_gateway_usage_plan",
            map! {
                "name": &self.name,
                "description": &self.description,
                "api_stages": [map! { "api_id": self.api.id(), "stage": self.stage.name() }],
            },
        );
        out.part(
            "in-plan",
            "aws_api_gateway_usage_plan_key",
            map! {
                "key_id": Expr::Part("", "id"), "key_type": "API_KEY", "usage_plan_id": Expr::Part("plan", "id"),
            },
        );
    }

    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}
