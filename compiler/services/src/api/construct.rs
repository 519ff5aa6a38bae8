//! A REST API and its pieces, from the API down to the stage.

use super::logs::ExecutionLogs;
use super::routes::Auth;
use crate::function::Invocable;
use drc_ir::{Attr, CfnReturn, Construct, Expr, NodeId, Ref, Shapes, map, text};
use drc_model::{Region, Route};

/// A regional REST API.
#[derive(Debug)]
pub struct RestApi {
    /// Its name.
    pub name: String,
    /// What it is.
    pub description: String,
}

/// A path segment.
#[derive(Debug)]
pub struct ApiResource {
    /// The API.
    pub api: Ref<RestApi>,
    /// What it is below.
    pub parent: Parent,
    /// `payment`, `{id}`
    pub segment: String,
}

/// Where a path or a method hangs.
#[derive(Clone, Copy, Debug)]
pub enum Parent {
    /// At `/`.
    Root(Ref<RestApi>),
    /// At a path.
    Resource(Ref<ApiResource>),
}

/// A method of a path, answered by a function.
#[derive(Debug)]
pub struct Method {
    /// The API.
    pub api: Ref<RestApi>,
    /// The path.
    pub parent: Parent,
    /// `POST`
    pub http: String,
    /// Who may call it.
    pub auth: Auth,
    /// What answers.
    pub function: Invocable,
    /// Where.
    pub region: Region,
}

/// A frozen copy of the routes, which a stage serves.
#[derive(Debug)]
pub struct Deployment {
    /// The API.
    pub api: Ref<RestApi>,
    /// Changes when the routes do: API Gateway never refreshes a deployment by itself.
    pub routes: String,
    /// What must be there when the copy is taken.
    pub methods: Vec<NodeId>,
}

/// What a deployment is served as.
#[derive(Debug)]
pub struct Stage {
    /// The API.
    pub api: Ref<RestApi>,
    /// What is served.
    pub deployment: Ref<Deployment>,
    /// The first part of every path.
    pub name: String,
    /// Where requests are written down.
    pub access_log: Option<AccessLog>,
    /// What API Gateway tells of its own work.
    pub execution_logs: ExecutionLogs,
    /// Requests a second, and at once.
    pub throttle: Option<(i64, i64)>,
}

/// Where requests are written down.
#[derive(Debug)]
pub struct AccessLog {
    /// ARN of the log group.
    pub destination: Expr,
}

/// The account's setting that lets API Gateway write logs in a Region. Other stacks of the account may have set it
/// too; it stays when this one goes.
#[derive(Debug)]
pub struct Account {
    /// ARN of the role.
    pub role: Expr,
}

/// References to an API.
pub trait RestApiRef {
    /// Its id, which AWS invents.
    fn id(self) -> Expr;
    /// The id of `/`.
    fn root(self) -> Expr;
}
impl RestApiRef for Ref<RestApi> {
    fn id(self) -> Expr {
        self.ref_attr("id")
    }
    fn root(self) -> Expr {
        self.get_att("RootResourceId", "root_resource_id")
    }
}

/// References to a stage.
pub trait StageRef {
    /// Its name.
    fn name(self) -> Expr;
}
impl StageRef for Ref<Stage> {
    fn name(self) -> Expr {
        self.ref_attr("stage_name")
    }
}

impl Parent {
    fn id(self) -> Expr {
        match self {
            Self::Root(api) => api.root(),
            Self::Resource(resource) => resource.ref_attr("id"),
        }
    }
}

impl Auth {
    fn api_name(self) -> &'static str {
        match self {
            Self::Iam => "AWS_IAM",
            // A key is asked for beside the authorisation.
            Self::ApiKey | Self::None => "NONE",
        }
    }

    fn needs_key(self) -> Option<bool> {
        (self == Self::ApiKey).then_some(true)
    }
}

impl Construct for RestApi {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let tags = out.tags().list();
        out.main(
            "AWS::ApiGateway::RestApi",
            map! {
                "Name": &self.name,
                "Description": &self.description,
                "EndpointConfiguration": map! { "Types": ["REGIONAL"] },
                "Tags": tags,
            },
        );
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        out.main(
            "aws_api_gateway_rest_api",
            map! {
                "name": &self.name,
                "description": &self.description,
                "endpoint_configuration": [map! { "types": ["REGIONAL"] }],
            },
        )
        .create_before_destroy = true;
    }

    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}

impl Construct for ApiResource {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let body = map! { "RestApiId": self.api.id(), "ParentId": self.parent.id(), "PathPart": &self.segment };
        out.main("AWS::ApiGateway::Resource", body);
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        let body = map! { "rest_api_id": self.api.id(), "parent_id": self.parent.id(), "path_part": &self.segment };
        out.main("aws_api_gateway_resource", body);
    }

    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}

impl Construct for Method {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        out.main(
            "AWS::ApiGateway::Method",
            map! {
                "RestApiId": self.api.id(),
                "ResourceId": self.parent.id(),
                "HttpMethod": &self.http,
                "AuthorizationType": self.auth.api_name(),
                "ApiKeyRequired": self.auth.needs_key(),
                "Integration": map! {
                    "Type": "AWS_PROXY",
                    // Lambda is always called by POST, whatever the request was.
                    "IntegrationHttpMethod": "POST",
                    "Uri": self.function.invoke_uri(self.region),
                },
            },
        );
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        out.main(
            "aws_api_gateway_method",
            map! {
                "rest_api_id": self.api.id(),
                "resource_id": self.parent.id(),
                "http_method": &self.http,
                "authorization": self.auth.api_name(),
                "api_key_required": self.auth.needs_key(),
            },
        );
        out.part(
            "integration",
            "aws_api_gateway_integration",
            map! {
                "rest_api_id": self.api.id(),
                "resource_id": self.parent.id(),
                "http_method": Expr::Part("", "http_method"),
                "type": "AWS_PROXY",
                "integration_http_method": "POST",
                "uri": self.function.invoke_uri(self.region),
            },
        );
    }

    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}

/// The ARN of a route of a stage and no other; a path parameter can be anything.
pub fn route_arn(api: Ref<RestApi>, stage: &str, route: &Route, region: Region) -> Expr {
    let anything = |segment: &str| if segment.starts_with('{') { "*".to_owned() } else { segment.to_owned() };
    let path: Vec<String> = route.path.split('/').map(anything).collect();
    let method = if route.method == "ANY" { "*" } else { &route.method };
    let below = format!("/{stage}/{method}{}", path.join("/"));
    let service = format!(":execute-api:{region}:");
    text!["arn:", Expr::Partition, service, Expr::Account, ":", api.id(), below]
}

impl Construct for Deployment {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let body = map! { "RestApiId": self.api.id(), "Description": format!("Routes {}", self.routes) };
        let shape = out.main("AWS::ApiGateway::Deployment", body);
        // A deployment is never updated: another id makes another one.
        shape.id_suffix = Some(self.routes.clone());
        for method in &self.methods {
            shape.after(*method);
        }
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        let body = map! { "rest_api_id": self.api.id(), "triggers": map! { "routes": &self.routes } };
        let shape = out.main("aws_api_gateway_deployment", body);
        // The stage must be moved to the new one before the old one can go.
        shape.create_before_destroy = true;
        for method in &self.methods {
            shape.after(*method);
        }
    }

    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}

/// One line of JSON per request; nothing of its body.
fn log_format() -> Expr {
    map! {
        "requestId": "$context.requestId",
        "time": "$context.requestTimeEpoch",
        "ip": "$context.identity.sourceIp",
        "caller": "$context.identity.caller",
        "method": "$context.httpMethod",
        "path": "$context.path",
        "status": "$context.status",
        "latency": "$context.responseLatency",
        "integrationStatus": "$context.integration.status",
        "integrationError": "$context.integration.error",
    }
    .json()
}

impl Construct for Stage {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let tags = out.tags().list();
        out.main(
            "AWS::ApiGateway::Stage",
            map! {
                "RestApiId": self.api.id(),
                "DeploymentId": self.deployment.ref_attr("id"),
                "StageName": &self.name,
                "TracingEnabled": true,
                "AccessLogSetting": self.access_log.as_ref().map(|it| map! {
                    "DestinationArn": &it.destination, "Format": log_format(),
                }),
                "MethodSettings": [map! {
                    "ResourcePath": "/*", "HttpMethod": "*",
                    "MetricsEnabled": true,
                    "LoggingLevel": self.execution_logs.level(),
                    "DataTraceEnabled": self.execution_logs.level().map(|_| false),
                    "ThrottlingRateLimit": self.throttle.map(|(rate, _)| rate),
                    "ThrottlingBurstLimit": self.throttle.map(|(_, burst)| burst),
                }],
                "Tags": tags,
            },
        );
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        out.main(
            "aws_api_gateway_stage",
            map! {
                "rest_api_id": self.api.id(),
                "deployment_id": self.deployment.ref_attr("id"),
                "stage_name": &self.name,
                "xray_tracing_enabled": true,
                "access_log_settings": self.access_log.as_ref().map(|it| [map! {
                    "destination_arn": &it.destination, "format": log_format(),
                }]),
            },
        );
        out.part(
            "settings",
            "aws_api_gateway_method_settings",
            map! {
                "rest_api_id": self.api.id(),
                "stage_name": Expr::Part("", "stage_name"),
                "method_path": "*/*",
                "settings": [map! {
                    "metrics_enabled": true,
                    "logging_level": self.execution_logs.level(),
                    "data_trace_enabled": self.execution_logs.level().map(|_| false),
                    "throttling_rate_limit": self.throttle.map(|(rate, _)| rate),
                    "throttling_burst_limit": self.throttle.map(|(_, burst)| burst),
                }],
            },
        );
    }

    fn known(&self, attr: Attr) -> Option<Expr> {
        (attr.cfn == CfnReturn::Ref).then(|| Expr::from(&self.name))
    }
}

impl Construct for Account {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        out.main("AWS::ApiGateway::Account", map! { "CloudWatchRoleArn": &self.role });
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        out.main("aws_api_gateway_account", map! { "cloudwatch_role_arn": &self.role });
    }

    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}
