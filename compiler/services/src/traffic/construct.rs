//! From the name users call to the API of a Region: the custom domain and its mapping.

use crate::api::{InRegion, RestApiRef, StageRef};
use crate::shared::certificate::Proof;
use drc_ir::{Attr, CfnReturn, Construct, Expr, Ref, Shapes, map};

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
