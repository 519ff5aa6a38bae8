//! The certificates of a domain, one per Region, and the one record that proves all of them.

use crate::lowering::At;
use crate::traffic::Traffic;
use drc_diagnostic::problems::UnknownValue;
use drc_ir::{Attr, CfnReturn, Construct, Expr, Ref, Shapes, map};
use drc_model::{Cx, Decode, Inspect, Region, Type, What};
use drc_syntax::{Item, Spanned, Value};
use schemars::{Schema, SchemaGenerator, json_schema};

/// The certificates of a domain, one per Region.
#[derive(Clone, Debug)]
pub enum Certificates {
    /// Made here, validated by DNS.
    Create,
    /// There already, by Region.
    Existing(Vec<(Spanned<Region>, Spanned<String>)>),
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

/// Where the certificate of an endpoint comes from.
#[derive(Clone, Debug)]
pub enum Proof {
    /// It was there.
    Given(String),
    /// It is made here: the certificate, and the wait for it.
    Made(Ref<Certificate>, Ref<CertificateValidation>),
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

/// The certificates of a domain in some Regions, which are all that serve it. They are made once in a system, whoever
/// asks first; those of the domain of `[traffic]` stand there.
pub fn certificates(
    at: &mut At<'_, '_>,
    domain: &str,
    regions: &[Region],
    zone: &Expr,
    from: &Certificates,
) -> Vec<(Region, Proof)> {
    if let Certificates::Existing(arns) = from {
        let given = |region: &Region| {
            let (_, arn) = arns.iter().find(|(it, _)| it.value == *region)?;
            Some((*region, Proof::Given(arn.value.clone())))
        };
        return regions.iter().filter_map(given).collect();
    }
    let home = at.spec().regions.recovery();
    at.once(format!("certificates {domain}"), home, |at| {
        match at.spec().one::<Traffic>().filter(|(_, traffic)| traffic.domain.value == domain) {
            Some((entry, _)) => create(&mut at.standing_in_for(entry), domain, regions, zone),
            None => create(at, domain, regions, zone),
        }
    })
}

fn create(at: &mut At<'_, '_>, domain: &str, regions: &[Region], zone: &Expr) -> Vec<(Region, Proof)> {
    let certificate = |region: &Region| {
        let certificate = Certificate { name: domain.to_owned(), zone: zone.clone() };
        (*region, at.add(*region, "certificate", certificate))
    };
    let made: Vec<(Region, Ref<Certificate>)> = regions.iter().map(certificate).collect();
    // The proof is the same record for one name and account in every Region. It stands in the hands of the
    // Region that takes over: certificates renew by it as long as they live.
    let home = at.spec().regions.recovery();
    let Some((_, proven)) = made.iter().find(|(it, _)| *it == home).or(made.last()) else {
        return Vec::new();
    };
    let record = ValidationRecord { certificate: *proven, zone: zone.clone() };
    let record = at.add_global(proof_part(at, regions), record);
    let validation = |(region, certificate): (Region, Ref<Certificate>)| {
        let validation = CertificateValidation { certificate, record };
        (region, Proof::Made(certificate, at.add(region, "certificate-validation", validation)))
    };
    made.into_iter().map(validation).collect()
}

/// A service may have a domain per Region: their proofs all stand in one Region and must be told apart.
fn proof_part(at: &At<'_, '_>, regions: &[Region]) -> String {
    let all = at.regions().all(|region| regions.contains(&region));
    let of = regions.first().filter(|_| !all);
    of.map_or_else(|| "certificate-proof".to_owned(), |region| format!("certificate-proof-{region}"))
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
    /// Its ARN in the CloudFormation dialect, whose certificates wait themselves.
    pub fn cloudformation(&self) -> Expr {
        match self {
            Self::Given(arn) => Expr::from(arn),
            Self::Made(certificate, _) => certificate.arn(),
        }
    }

    /// Its ARN in the provider dialect: through the wait, for no service takes a certificate that is not proven yet.
    pub fn provider(&self) -> Expr {
        match self {
            Self::Given(arn) => Expr::from(arn),
            Self::Made(_, validation) => validation.ref_attr("certificate_arn"),
        }
    }
}

impl Inspect for Certificates {
    fn kind() -> Type {
        Type::Any
    }
    fn inspect(&self) -> drc_model::Value<'_> {
        match self {
            Self::Create => drc_model::Value::text("create"),
            Self::Existing(arns) => {
                let named = arns.iter().map(|(region, arn)| (region.value.code().into(), arn.inspect()));
                drc_model::Value::new(What::Named(named.collect()))
            }
        }
    }
}

impl Decode for Certificates {
    fn decode(item: &Item, cx: &mut Cx<'_>) -> Option<Self> {
        if let Value::String(word) = &item.value {
            let value = || Spanned::new(word.clone(), item.span);
            return if word == "create" {
                Some(Self::Create)
            } else {
                cx.report(&UnknownValue {
                    value: value(),
                    what: "a way to get certificates",
                    known: vec!["create"],
                })
            };
        }
        let Value::Table(table) = &item.value else {
            return cx.wrong_type(item, "\"create\" or a table of ARNs by Region");
        };
        let mut arns = Vec::new();
        for entry in &table.entries {
            let key = Item { value: Value::String(entry.key.text.clone()), span: entry.key.span };
            arns.push(Spanned::decode(&key, cx).zip(Spanned::decode(&entry.item, cx)));
        }
        arns.into_iter().collect::<Option<_>>().map(Self::Existing)
    }
    fn schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "anyOf": [
                { "const": "create" },
                { "type": "object", "additionalProperties": { "type": "string" } },
            ],
        })
    }
}
