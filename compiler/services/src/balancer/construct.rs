//! A load balancer, its listener, and the one target behind it.

use super::fields::BalancerType;
use super::settings::Health;
use crate::function::Invocable;
use crate::shared::certificate::Proof;
use crate::shared::permission::Permission;
use drc_ir::{Attr, Construct, Expr, NodeId, Ref, Shapes, map};

/// TLS 1.2 and 1.3, without CBC and SHA-1 for those who speak 1.3.
/// Source: <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html>.
const TLS_POLICY: &str = "ELBSecurityPolicy-TLS13-1-2-2021-06";

/// A load balancer.
#[derive(Debug)]
pub struct LoadBalancer {
    /// Its name.
    pub name: String,
    /// What it looks into.
    pub kind: BalancerType,
    /// Whether only its network reaches it.
    pub internal: bool,
    /// Ids of its subnets, one per zone.
    pub subnets: Vec<Expr>,
    /// Id of its security group. A network balancer takes one now or never.
    pub group: Expr,
    /// Whether it cannot be deleted.
    pub protect: bool,
}

/// What a balancer passes requests on to, and how it notices that it failed.
#[derive(Debug)]
pub struct TargetGroup {
    /// Its name.
    pub name: String,
    /// What is in it.
    pub target: Target,
    /// How it notices.
    pub health: Health,
}

/// What is in a target group.
#[derive(Debug)]
pub enum Target {
    /// An application balancer.
    Balancer {
        /// Its ARN.
        arn: Expr,
        /// The port it listens on.
        port: i64,
        /// Its listener: without one on that port, it cannot be put in.
        listener: NodeId,
        /// Id of the VPC.
        vpc: Expr,
    },
    /// A function, and its consent.
    Function(Invocable, Ref<Permission>),
}

/// What a balancer does with what reaches a port.
#[derive(Debug)]
pub struct Listener {
    /// The balancer.
    pub balancer: Ref<LoadBalancer>,
    /// The port.
    pub port: i64,
    /// Where it passes requests on.
    pub targets: Ref<TargetGroup>,
    /// The certificate, where it opens TLS.
    pub certificate: Option<Proof>,
}

/// References to a balancer.
pub trait LoadBalancerRef {
    /// Its ARN, which AWS invents.
    fn arn(self) -> Expr;
    /// Its host name, which AWS invents.
    fn dns_name(self) -> Expr;
    /// The zone of that host name.
    fn zone(self) -> Expr;
    /// `app/NAME/50dc6c495c0c9188`: what CloudWatch calls it.
    fn dimension(self) -> Expr;
}
impl LoadBalancerRef for Ref<LoadBalancer> {
    fn arn(self) -> Expr {
        self.get_att("LoadBalancerArn", "arn")
    }
    fn dns_name(self) -> Expr {
        self.get_att("DNSName", "dns_name")
    }
    fn zone(self) -> Expr {
        self.get_att("CanonicalHostedZoneID", "zone_id")
    }
    fn dimension(self) -> Expr {
        self.get_att("LoadBalancerFullName", "arn_suffix")
    }
}

/// References to a target group.
pub trait TargetGroupRef {
    /// Its ARN, which AWS invents.
    fn arn(self) -> Expr;
    /// `targetgroup/NAME/73e2d6bc24d8a067`: what CloudWatch calls it.
    fn dimension(self) -> Expr;
}
impl TargetGroupRef for Ref<TargetGroup> {
    fn arn(self) -> Expr {
        self.get_att("TargetGroupArn", "arn")
    }
    fn dimension(self) -> Expr {
        self.get_att("TargetGroupFullName", "arn_suffix")
    }
}

impl LoadBalancer {
    fn scheme(&self) -> &'static str {
        if self.internal { "internal" } else { "internet-facing" }
    }

    /// A client may be answered by a zone that has no target of its own.
    fn cross_zone(&self) -> Option<bool> {
        match self.kind {
            BalancerType::Network => Some(true),
            BalancerType::Application => None,
        }
    }

    /// Headers that are none are how requests are smuggled past a proxy.
    fn drop_invalid_headers(&self) -> Option<bool> {
        match self.kind {
            BalancerType::Network => None,
            BalancerType::Application => Some(true),
        }
    }
}

impl Construct for LoadBalancer {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let tags = out.tags().list();
        let attributes = [
            ("deletion_protection.enabled", Some(self.protect)),
            ("load_balancing.cross_zone.enabled", self.cross_zone()),
            ("routing.http.drop_invalid_header_fields.enabled", self.drop_invalid_headers()),
        ];
        let attribute = |(key, value): (&'static str, Option<bool>)| {
            value.map(|value| map! { "Key": key, "Value": value.to_string() })
        };
        out.main(
            "AWS::ElasticLoadBalancingV2::LoadBalancer",
            map! {
                "Name": &self.name,
                "Type": self.kind.word(),
                "Scheme": self.scheme(),
                "Subnets": self.subnets.clone(),
                "SecurityGroups": [&self.group],
                "LoadBalancerAttributes": attributes.into_iter().filter_map(attribute).collect::<Expr>(),
                "Tags": tags,
            },
        );
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        out.main(
            "aws_lb",
            map! {
                "name": &self.name,
                "load_balancer_type": self.kind.word(),
                "internal": self.internal,
                "subnets": self.subnets.clone(),
                "security_groups": [&self.group],
                "enable_deletion_protection": self.protect,
                "enable_cross_zone_load_balancing": self.cross_zone(),
                "drop_invalid_header_fields": self.drop_invalid_headers(),
            },
        );
    }

    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}

impl Target {
    fn word(&self) -> &'static str {
        match self {
            Self::Balancer { .. } => "alb",
            Self::Function(..) => "lambda",
        }
    }

    /// Its id, and the port it takes requests on, where it has one.
    fn registered(&self) -> (Expr, Option<i64>) {
        match self {
            Self::Balancer { arn, port, .. } => (arn.clone(), Some(*port)),
            Self::Function(function, _) => (function.arn(), None),
        }
    }

    /// Of a group of connections: protocol, port, VPC, and the protocol of health checks.
    fn connections(&self) -> Option<(&'static str, i64, &Expr, &'static str)> {
        match self {
            Self::Balancer { port, vpc, .. } => Some(("TCP", *port, vpc, "HTTPS")),
            Self::Function(..) => None,
        }
    }

    /// What must be there before it can be put in.
    fn first(&self) -> NodeId {
        match self {
            Self::Balancer { listener, .. } => *listener,
            Self::Function(_, permission) => permission.id,
        }
    }
}

impl Construct for TargetGroup {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let tags = out.tags().list();
        let (id, port) = self.target.registered();
        let connections = self.target.connections();
        out.main(
            "AWS::ElasticLoadBalancingV2::TargetGroup",
            map! {
                "Name": &self.name,
                "TargetType": self.target.word(),
                "Protocol": connections.map(|(protocol, ..)| protocol),
                "Port": connections.map(|(_, port, ..)| port),
                "VpcId": connections.map(|(_, _, vpc, _)| vpc),
                // Off by default for functions: then nobody would notice.
                "HealthCheckEnabled": true,
                "HealthCheckProtocol": connections.map(|(.., check)| check),
                "HealthCheckPath": &self.health.path,
                "HealthCheckIntervalSeconds": self.health.interval.seconds(),
                "HealthCheckTimeoutSeconds": self.health.timeout.seconds(),
                "HealthyThresholdCount": self.health.threshold,
                "UnhealthyThresholdCount": self.health.threshold,
                "Matcher": map! { "HttpCode": "200" },
                "Targets": [map! { "Id": id, "Port": port }],
                "Tags": tags,
            },
        )
        .after(self.target.first());
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        let (id, port) = self.target.registered();
        let connections = self.target.connections();
        out.main(
            "aws_lb_target_group",
            map! {
                "name": &self.name,
                "target_type": self.target.word(),
                "protocol": connections.map(|(protocol, ..)| protocol),
                "port": connections.map(|(_, port, ..)| port),
                "vpc_id": connections.map(|(_, _, vpc, _)| vpc),
                "health_check": [map! {
                    // Off by default for functions: then nobody would notice.
                    "enabled": true,
                    "protocol": connections.map(|(.., check)| check),
                    "path": &self.health.path,
                    "interval": self.health.interval.seconds(),
                    "timeout": self.health.timeout.seconds(),
                    "healthy_threshold": self.health.threshold,
                    "unhealthy_threshold": self.health.threshold,
                    "matcher": "200",
                }],
            },
        );
        let body = map! { "target_group_arn": Expr::Part("", "arn"), "target_id": id, "port": port };
        out.part("target", "aws_lb_target_group_attachment", body).after(self.target.first());
    }

    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}

impl Listener {
    fn protocol(&self) -> &'static str {
        if self.certificate.is_some() { "HTTPS" } else { "TCP" }
    }

    fn policy(&self) -> Option<&'static str> {
        self.certificate.as_ref().map(|_| TLS_POLICY)
    }
}

impl Construct for Listener {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let certificate = |it: &Proof| [map! { "CertificateArn": it.cloudformation() }];
        out.main(
            "AWS::ElasticLoadBalancingV2::Listener",
            map! {
                "LoadBalancerArn": self.balancer.arn(),
                "Port": self.port,
                "Protocol": self.protocol(),
                "SslPolicy": self.policy(),
                "Certificates": self.certificate.as_ref().map(certificate),
                "DefaultActions": [map! { "Type": "forward", "TargetGroupArn": self.targets.arn() }],
            },
        );
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        out.main(
            "aws_lb_listener",
            map! {
                "load_balancer_arn": self.balancer.arn(),
                "port": self.port,
                "protocol": self.protocol(),
                "ssl_policy": self.policy(),
                "certificate_arn": self.certificate.as_ref().map(Proof::provider),
                "default_action": [map! { "type": "forward", "target_group_arn": self.targets.arn() }],
            },
        );
    }

    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}
