//! From the name users call to the API of a Region: custom domains, health checks, records.

use crate::api::{InRegion, RestApiRef, StageRef};
use crate::shared::certificate::Proof;
use drc_ir::{Attr, CfnReturn, Construct, Expr, Ref, Shapes, map};
use drc_model::{Duration, Role};

/// A regional custom domain of API Gateway.
#[derive(Debug)]
pub struct DomainName {
    /// The host name: the same in every Region, or clients get 403 after a failover.
    pub name: String,
    /// Its certificate, in the same Region.
    pub certificate: Proof,
}

/// Which API a custom domain serves.
#[derive(Debug)]
pub struct BasePathMapping {
    /// The domain.
    pub domain: Ref<DomainName>,
    /// The API and its stage.
    pub api: InRegion,
}

/// A Route 53 health check over HTTPS.
#[derive(Debug)]
pub struct HealthCheck {
    /// What the console calls it.
    pub name: String,
    /// The host it asks.
    pub host: Expr,
    /// The path it asks.
    pub path: String,
    /// Time between two requests of one checker.
    pub interval: Duration,
    /// Failures in a row.
    pub threshold: i64,
}

/// One of the two answers of a failover name.
#[derive(Debug)]
pub struct FailoverRecord {
    /// Id of the zone.
    pub zone: Expr,
    /// The host name.
    pub name: String,
    /// Which of the two it is.
    pub role: Role,
    /// What says whether it may be given.
    pub health: Ref<HealthCheck>,
    /// Where it leads.
    pub target: Ref<DomainName>,
    /// How long it may be kept; `None`: an alias, whose TTL is AWS's.
    pub ttl: Option<Duration>,
}

/// References to a custom domain.
pub trait DomainNameRef {
    /// The host AWS made for it.
    fn target(self) -> Expr;
    /// The zone of that host.
    fn target_zone(self) -> Expr;
}
impl DomainNameRef for Ref<DomainName> {
    fn target(self) -> Expr {
        self.get_att("RegionalDomainName", "regional_domain_name")
    }
    fn target_zone(self) -> Expr {
        self.get_att("RegionalHostedZoneId", "regional_zone_id")
    }
}

/// References to a health check.
pub trait HealthCheckRef {
    /// Its id, which AWS invents.
    fn id(self) -> Expr;
}
impl HealthCheckRef for Ref<HealthCheck> {
    fn id(self) -> Expr {
        self.get_att("HealthCheckId", "id")
    }
}

impl Construct for DomainName {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let tags = out.tags().list();
        out.main(
            "AWS::ApiGateway::DomainName",
            map! {
                "DomainName": &self.name,
                "RegionalCertificateArn": self.certificate.cloudformation(),
                "EndpointConfiguration": map! { "Types": ["REGIONAL"] },
                "SecurityPolicy": "TLS_1_2",
                "Tags": tags,
            },
        );
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        out.main(
            "aws_api_gateway_domain_name",
            map! {
                "domain_name": &self.name,
                "regional_certificate_arn": self.certificate.provider(),
                "security_policy": "TLS_1_2",
                "endpoint_configuration": [map! { "types": ["REGIONAL"] }],
            },
        );
    }

    fn known(&self, attr: Attr) -> Option<Expr> {
        (attr.cfn == CfnReturn::Ref).then(|| Expr::from(&self.name))
    }
}

impl Construct for BasePathMapping {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        out.main(
            "AWS::ApiGateway::BasePathMapping",
            map! {
                "DomainName": self.domain.ref_attr("domain_name"),
                "RestApiId": self.api.api.id(),
                "Stage": self.api.stage.name(),
            },
        );
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        out.main(
            "aws_api_gateway_base_path_mapping",
            map! {
                "domain_name": self.domain.ref_attr("domain_name"),
                "api_id": self.api.api.id(),
                "stage_name": self.api.stage.name(),
            },
        );
    }

    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}

impl Construct for HealthCheck {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let tags = out.tags().with("Name", &self.name).list();
        out.main(
            "AWS::Route53::HealthCheck",
            map! {
                "HealthCheckConfig": map! {
                    "Type": "HTTPS",
                    "FullyQualifiedDomainName": &self.host,
                    "Port": 443,
                    "ResourcePath": &self.path,
                    "RequestInterval": self.interval.seconds(),
                    "FailureThreshold": self.threshold,
                    // API Gateway holds many certificates behind one address: without SNI the handshake fails.
                    "EnableSNI": true,
                },
                "HealthCheckTags": tags,
            },
        );
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        out.main(
            "aws_route53_health_check",
            map! {
                "type": "HTTPS",
                "fqdn": &self.host,
                "port": 443,
                "resource_path": &self.path,
                "request_interval": self.interval.seconds(),
                "failure_threshold": self.threshold,
                "enable_sni": true,
                "tags": map! { "Name": &self.name },
            },
        );
    }

    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}

impl FailoverRecord {
    fn failover(&self) -> &'static str {
        match self.role {
            Role::Primary => "PRIMARY",
            Role::Secondary => "SECONDARY",
        }
    }
}

impl Construct for FailoverRecord {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let alias = || {
            map! {
                "DNSName": self.target.target(), "HostedZoneId": self.target.target_zone(),
                "EvaluateTargetHealth": true,
            }
        };
        out.main(
            "AWS::Route53::RecordSet",
            map! {
                "HostedZoneId": &self.zone,
                "Name": &self.name,
                "Type": if self.ttl.is_some() { "CNAME" } else { "A" },
                "SetIdentifier": self.role.word(),
                "Failover": self.failover(),
                "HealthCheckId": self.health.id(),
                // A string in CloudFormation, of all things.
                "TTL": self.ttl.map(|it| it.seconds().to_string()),
                "ResourceRecords": self.ttl.map(|_| [self.target.target()]),
                "AliasTarget": self.ttl.is_none().then(alias),
            },
        );
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        let alias = || {
            [map! {
                "name": self.target.target(), "zone_id": self.target.target_zone(),
                "evaluate_target_health": true,
            }]
        };
        out.main(
            "aws_route53_record",
            map! {
                "zone_id": &self.zone,
                "name": &self.name,
                "type": if self.ttl.is_some() { "CNAME" } else { "A" },
                "set_identifier": self.role.word(),
                "failover_routing_policy": [map! { "type": self.failover() }],
                "health_check_id": self.health.id(),
                "ttl": self.ttl.map(Duration::seconds),
                "records": self.ttl.map(|_| [self.target.target()]),
                "alias": self.ttl.is_none().then(alias),
            },
        );
    }

    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}
