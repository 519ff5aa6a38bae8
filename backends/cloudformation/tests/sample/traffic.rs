//! Zone, certificates, regional names, and the records that fail over between them.

use drc_ir::{Attr, CfnReturn, Construct, Expr, Ref, Shapes, map};
use drc_model::Region;

#[derive(Debug)]
pub(crate) struct Zone {
    pub(crate) name: String,
}

#[derive(Debug)]
pub(crate) struct Certificate {
    pub(crate) name: String,
    pub(crate) zone: Ref<Zone>,
}

#[derive(Debug)]
pub(crate) struct Domain {
    pub(crate) name: String,
    pub(crate) certificate: Ref<Certificate>,
}

#[derive(Debug)]
pub(crate) struct HealthCheck {
    pub(crate) host: Expr,
}

#[derive(Debug)]
pub(crate) struct Record {
    pub(crate) zone: Ref<Zone>,
    pub(crate) name: String,
    pub(crate) role: &'static str,
    pub(crate) health: Option<Ref<HealthCheck>>,
    pub(crate) to: Ref<Domain>,
}

pub(crate) trait ZoneRef {
    fn name_servers(self) -> Expr;
}
impl ZoneRef for Ref<Zone> {
    fn name_servers(self) -> Expr {
        self.attr(Attr::new(CfnReturn::ListAtt("NameServers"), "name_servers"))
    }
}

pub(crate) trait DomainRef {
    fn host(self) -> Expr;
    fn zone(self) -> Expr;
}
impl DomainRef for Ref<Domain> {
    fn host(self) -> Expr {
        self.get_att("RegionalDomainName", "regional_domain_name")
    }
    fn zone(self) -> Expr {
        self.get_att("RegionalHostedZoneId", "regional_zone_id")
    }
}

pub(crate) trait HealthRef {
    fn id(self) -> Expr;
}
impl HealthRef for Ref<HealthCheck> {
    fn id(self) -> Expr {
        self.get_att("HealthCheckId", "id")
    }
}

impl Construct for Zone {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        out.main("AWS::Route53::HostedZone", map! { "Name": &self.name });
    }
    fn provider(&self, out: &mut Shapes<'_>) {
        out.main("aws_route53_zone", map! { "name": &self.name, "force_destroy": true });
    }
    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}

impl Construct for Certificate {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let proof = map! { "DomainName": &self.name, "HostedZoneId": self.zone.ref_attr("zone_id") };
        let body = map! {
            "DomainName": &self.name, "ValidationMethod": "DNS", "DomainValidationOptions": [proof], "Tags": out.tags().list(),
        };
        out.main("AWS::CertificateManager::Certificate", body);
    }
    fn provider(&self, out: &mut Shapes<'_>) {
        let option = |field| Expr::Part("", field);
        out.main("aws_acm_certificate", map! { "domain_name": &self.name, "validation_method": "DNS" });
        out.part(
            "proof",
            "aws_route53_record",
            map! {
                "zone_id": self.zone.ref_attr("zone_id"), "ttl": 60, "allow_overwrite": true,
                "name": option("domain_validation_options[0].resource_record_name"),
                "type": option("domain_validation_options[0].resource_record_type"),
                "records": [option("domain_validation_options[0].resource_record_value")],
            },
        );
        let body = map! { "certificate_arn": option("arn"), "validation_record_fqdns": [Expr::Part("proof", "fqdn")] };
        out.part("validation", "aws_acm_certificate_validation", body);
    }
    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}

impl Construct for Domain {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let body = map! {
            "DomainName": &self.name, "EndpointConfiguration": map! { "Types": ["REGIONAL"] },
            "RegionalCertificateArn": self.certificate.ref_attr("arn"), "SecurityPolicy": "TLS_1_2", "Tags": out.tags().list(),
        };
        out.main("AWS::ApiGateway::DomainName", body);
    }
    fn provider(&self, out: &mut Shapes<'_>) {
        let validated = Attr::of_part(CfnReturn::Ref, "validation", "certificate_arn");
        let body = map! {
            "domain_name": &self.name, "endpoint_configuration": [map! { "types": ["REGIONAL"] }],
            "regional_certificate_arn": self.certificate.attr(validated), "security_policy": "TLS_1_2",
        };
        out.main("aws_api_gateway_domain_name", body);
    }
    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}

impl Construct for HealthCheck {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let config = map! {
            "Type": "HTTPS", "FullyQualifiedDomainName": &self.host, "RequestInterval": 30, "FailureThreshold": 3,
        };
        out.main("AWS::Route53::HealthCheck", map! { "HealthCheckConfig": config });
    }
    fn provider(&self, out: &mut Shapes<'_>) {
        let body = map! { "type": "HTTPS", "fqdn": &self.host, "port": 443, "request_interval": 30, "failure_threshold": 3 };
        out.main("aws_route53_health_check", body);
        let alarm = map! {
            "alarm_name": "primary-is-down", "namespace": "AWS/Route53", "metric_name": "HealthCheckStatus", "statistic": "Minimum",
            "dimensions": map! { "HealthCheckId": Expr::Part("", "id") }, "comparison_operator": "LessThanThreshold",
            "threshold": 1, "period": 60, "evaluation_periods": 1,
        };
        // Route 53 reports its metrics in one Region only.
        out.part("alarm", "aws_cloudwatch_metric_alarm", alarm).region = Region::find("us-west-2");
    }
    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}

impl Construct for Record {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        out.main("AWS::Route53::RecordSet", map! {
            "HostedZoneId": self.zone.ref_attr("zone_id"), "Name": &self.name, "Type": "A",
            "SetIdentifier": self.role.to_lowercase(), "Failover": self.role,
            "HealthCheckId": self.health.map(HealthRef::id),
            "AliasTarget": map! { "DNSName": self.to.host(), "HostedZoneId": self.to.zone(), "EvaluateTargetHealth": true },
        });
    }
    fn provider(&self, out: &mut Shapes<'_>) {
        out.main("aws_route53_record", map! {
            "zone_id": self.zone.ref_attr("zone_id"), "name": &self.name, "type": "A",
            "set_identifier": self.role.to_lowercase(),
            "failover_routing_policy": map! { "type": self.role },
            "health_check_id": self.health.map(HealthRef::id),
            "alias": [map! { "name": self.to.host(), "zone_id": self.to.zone(), "evaluate_target_health": true }],
        });
    }
    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}
