//! From the name users call to the API of a Region: zone, certificates, custom domains, health checks, records.

use crate::api::{InRegion, RestApiRef, StageRef};
use drc_ir::{Attr, CfnReturn, Construct, Expr, Ref, Shapes, map};
use drc_model::{Duration, Role};

/// A public hosted zone.
#[derive(Debug)]
pub struct HostedZone {
    /// Its name.
    pub name: String,
    /// What the console shows. Left out, each tool would write its own name there.
    pub comment: String,
}

/// A certificate of ACM, proven by DNS.
#[derive(Debug)]
pub struct Certificate {
    /// The host name it is for.
    pub name: String,
    /// Id of the zone that proves it.
    pub zone: Expr,
}

/// The record that proves a certificate. CloudFormation's certificate writes it itself.
#[derive(Debug)]
pub struct ValidationRecord {
    /// The certificate.
    pub certificate: Ref<Certificate>,
    /// Id of the zone.
    pub zone: Expr,
}

/// The wait until a certificate is proven. CloudFormation's certificate waits itself.
#[derive(Debug)]
pub struct CertificateValidation {
    /// The certificate.
    pub certificate: Ref<Certificate>,
    /// Its proof.
    pub record: Ref<ValidationRecord>,
}

/// Where a custom domain's certificate comes from.
#[derive(Clone, Debug)]
pub enum Proof {
    /// It was there.
    Given(String),
    /// It is made here: the certificate, and the wait for it.
    Made(Ref<Certificate>, Ref<CertificateValidation>),
}

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

/// References to a zone.
pub trait HostedZoneRef {
    /// `Z0…`, which AWS invents.
    fn id(self) -> Expr;
    /// The name servers its parent must delegate to.
    fn name_servers(self) -> Expr;
}
impl HostedZoneRef for Ref<HostedZone> {
    fn id(self) -> Expr {
        self.ref_attr("zone_id")
    }
    fn name_servers(self) -> Expr {
        self.attr(Attr::new(CfnReturn::ListAtt("NameServers"), "name_servers"))
    }
}

/// References to a certificate.
pub trait CertificateRef {
    /// Its ARN, which AWS invents.
    fn arn(self) -> Expr;
}
impl CertificateRef for Ref<Certificate> {
    fn arn(self) -> Expr {
        self.ref_attr("arn")
    }
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

impl Construct for HostedZone {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let tags = out.tags().list();
        out.main("AWS::Route53::HostedZone", map! {
                "Name": &self.name,
                "HostedZoneConfig": map! { "Comment": &self.comment },
                "HostedZoneTags": tags,
            });
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        // Destroyable with whatever was written into it.
        let body = map! { "name": &self.name, "comment": &self.comment, "force_destroy": true };
        out.main("aws_route53_zone", body);
    }

    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}

impl Construct for Certificate {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let tags = out.tags().list();
        out.main(
            "AWS::CertificateManager::Certificate",
            map! {
                "DomainName": &self.name,
                "ValidationMethod": "DNS",
                "DomainValidationOptions": [map! { "DomainName": &self.name, "HostedZoneId": &self.zone }],
                "Tags": tags,
            },
        );
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        out.main("aws_acm_certificate", map! { "domain_name": &self.name, "validation_method": "DNS" })
            // The custom domain must be on the new one before the old one can go.
            .create_before_destroy = true;
    }

    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}

impl Construct for ValidationRecord {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        out.drawn_by(self.certificate.id);
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        let option = |field| self.certificate.attr(Attr::new(CfnReturn::Known("option"), field));
        out.main(
            "aws_route53_record",
            map! {
                "zone_id": &self.zone,
                "name": option("domain_validation_options[0].resource_record_name"),
                "type": option("domain_validation_options[0].resource_record_type"),
                "ttl": 60,
                "records": [option("domain_validation_options[0].resource_record_value")],
                // Another stack of the account may prove the same name by the same record.
                "allow_overwrite": true,
            },
        );
    }

    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}

impl Construct for CertificateValidation {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        out.drawn_by(self.certificate.id);
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        out.main(
            "aws_acm_certificate_validation",
            map! {
                "certificate_arn": self.certificate.arn(),
                "validation_record_fqdns": [self.record.ref_attr("fqdn")],
            },
        );
    }

    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}

impl Proof {
    fn cloudformation(&self) -> Expr {
        match self {
            Self::Given(arn) => Expr::from(arn),
            Self::Made(certificate, _) => certificate.arn(),
        }
    }

    fn provider(&self) -> Expr {
        match self {
            Self::Given(arn) => Expr::from(arn),
            // Through the wait: API Gateway refuses a certificate that is not proven yet.
            Self::Made(_, validation) => validation.ref_attr("certificate_arn"),
        }
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
