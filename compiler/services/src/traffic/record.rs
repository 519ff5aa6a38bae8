//! Records of the name users call, and of the names that the chain of three and more Regions needs.

use super::health_check::{HealthCheck, HealthCheckRef};
use drc_ir::{Attr, CfnReturn, Construct, Expr, Ref, Shapes, map};
use drc_model::{Duration, Region, Role};

/// One record.
#[derive(Debug)]
pub struct Record {
    /// Id of the zone.
    pub zone: Expr,
    /// The host name.
    pub name: String,
    /// When it is given.
    pub policy: Policy,
    /// What says whether it may be given.
    pub health: Option<Ref<HealthCheck>>,
    /// Where it leads.
    pub answer: Answer,
}

/// When a record is given. All records of a name have the same kind of policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// Always: the name has no other.
    Simple,
    /// The first while it is healthy, else the second. Route 53 takes one of each per name.
    Failover(Role),
    /// To whoever is nearest to the Region.
    Latency(Region),
}

/// Where a record leads.
#[derive(Clone, Debug)]
pub enum Answer {
    /// To another host: a CNAME, which no name at the top of its zone can have.
    Host(Expr, Duration),
    /// To an endpoint of AWS and its zone: an alias, whose TTL is AWS's.
    Endpoint(Expr, Expr),
    /// To the records of another name of the zone: an alias of their type, with their TTL.
    Name(Expr, RecordType),
}

/// The type of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordType {
    /// An address.
    A,
    /// Another host.
    Cname,
}

/// References to a record.
pub trait RecordRef {
    /// Its name.
    fn name(self) -> Expr;
}
impl RecordRef for Ref<Record> {
    fn name(self) -> Expr {
        self.ref_attr("fqdn")
    }
}

impl Policy {
    /// Tells the records of a name apart.
    fn set_identifier(self) -> Option<&'static str> {
        match self {
            Self::Simple => None,
            Self::Failover(role) => Some(role.word()),
            Self::Latency(region) => Some(region.code()),
        }
    }

    fn failover(self) -> Option<&'static str> {
        match self {
            Self::Failover(Role::Primary) => Some("PRIMARY"),
            Self::Failover(Role::Secondary) => Some("SECONDARY"),
            Self::Simple | Self::Latency(_) => None,
        }
    }

    fn latency(self) -> Option<&'static str> {
        match self {
            Self::Latency(region) => Some(region.code()),
            Self::Simple | Self::Failover(_) => None,
        }
    }
}

impl RecordType {
    /// Route 53's word.
    fn word(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::Cname => "CNAME",
        }
    }
}

impl Answer {
    /// The type of a record that leads there.
    pub fn record_type(&self) -> RecordType {
        match self {
            Self::Host(..) => RecordType::Cname,
            Self::Endpoint(..) => RecordType::A,
            Self::Name(_, of) => *of,
        }
    }

    fn host(&self) -> Option<(&Expr, Duration)> {
        match self {
            Self::Host(host, ttl) => Some((host, *ttl)),
            Self::Endpoint(..) | Self::Name(..) => None,
        }
    }
}

impl Record {
    /// What an alias names: the host and its zone, and whether its health counts. A name's only record is given
    /// whatever its health.
    fn alias(&self) -> Option<(&Expr, &Expr, bool)> {
        let evaluate = self.policy != Policy::Simple;
        match &self.answer {
            Answer::Host(..) => None,
            Answer::Endpoint(host, zone) => Some((host, zone, evaluate)),
            Answer::Name(name, _) => Some((name, &self.zone, evaluate)),
        }
    }
}

impl Construct for Record {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let alias = |(host, zone, evaluate)| map! { "DNSName": host, "HostedZoneId": zone, "EvaluateTargetHealth": evaluate };
        let host = self.answer.host();
        out.main(
            "AWS::Route53::RecordSet",
            map! {
                "HostedZoneId": &self.zone,
                "Name": &self.name,
                "Type": self.answer.record_type().word(),
                "SetIdentifier": self.policy.set_identifier(),
                "Failover": self.policy.failover(),
                "Region": self.policy.latency(),
                "HealthCheckId": self.health.map(HealthCheckRef::id),
                // A string in CloudFormation, of all things.
                "TTL": host.map(|(_, ttl)| ttl.seconds().to_string()),
                "ResourceRecords": host.map(|(host, _)| [host]),
                "AliasTarget": self.alias().map(alias),
            },
        );
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        let alias = |(host, zone, evaluate)| {
            [map! { "name": host, "zone_id": zone, "evaluate_target_health": evaluate }]
        };
        let host = self.answer.host();
        out.main(
            "aws_route53_record",
            map! {
                "zone_id": &self.zone,
                "name": &self.name,
                "type": self.answer.record_type().word(),
                "set_identifier": self.policy.set_identifier(),
                "failover_routing_policy": self.policy.failover().map(|it| [map! { "type": it }]),
                "latency_routing_policy": self.policy.latency().map(|it| [map! { "region": it }]),
                "health_check_id": self.health.map(HealthCheckRef::id),
                "ttl": host.map(|(_, ttl)| ttl.seconds()),
                "records": host.map(|(host, _)| [host]),
                "alias": self.alias().map(alias),
            },
        );
    }

    fn known(&self, attr: Attr) -> Option<Expr> {
        (attr.cfn == CfnReturn::Ref).then(|| Expr::from(&self.name))
    }
}
