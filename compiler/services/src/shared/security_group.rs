//! A security group, and rules between groups: traffic is let through by who sends it, never by address.

use crate::network::Protocol;
use drc_ir::{Attr, Construct, Expr, Ref, Shapes, map};

/// A security group. It lets nothing in or out until rules say so.
#[derive(Debug)]
pub struct SecurityGroup {
    /// Its name.
    pub name: String,
    /// What it guards.
    pub description: String,
    /// Id of the VPC.
    pub vpc: Expr,
}

/// Lets one group's members reach another's.
#[derive(Debug)]
pub struct SecurityRule {
    /// Id of the group the rule stands in.
    pub group: Expr,
    /// Which way.
    pub direction: Direction,
    /// Who is let in, or what is reached.
    pub other: Other,
    /// On which port; `None` for all of them and all protocols.
    pub port: Option<(Protocol, i64)>,
    /// What for.
    pub description: String,
}

/// Which way a rule lets traffic through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Into the group.
    Ingress,
    /// Out of it.
    Egress,
}

/// The other end of a rule.
#[derive(Clone, Debug)]
pub enum Other {
    /// Members of a group, by its id.
    Group(Expr),
    /// Addresses, in CIDR notation.
    Cidr(Expr),
}

/// References to a security group.
pub trait SecurityGroupRef {
    /// Its id, which AWS invents.
    fn id(self) -> Expr;
}
impl SecurityGroupRef for Ref<SecurityGroup> {
    fn id(self) -> Expr {
        self.get_att("GroupId", "id")
    }
}

impl Construct for SecurityGroup {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let tags = out.tags().with("Name", &self.name).list();
        out.main(
            "AWS::EC2::SecurityGroup",
            map! {
                "GroupName": &self.name,
                "GroupDescription": &self.description,
                "VpcId": &self.vpc,
                // Left out, AWS adds a rule that lets everything out; one that reaches nobody takes its place.
                "SecurityGroupEgress": [map! {
                    "IpProtocol": "icmp", "FromPort": 252, "ToPort": 86, "CidrIp": "255.255.255.255/32",
                    "Description": "Nothing: rules beside this group say what may leave",
                }],
                "Tags": tags,
            },
        );
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        // The provider takes away AWS's rule that lets everything out.
        out.main(
            "aws_security_group",
            map! {
                "name": &self.name,
                "description": &self.description,
                "vpc_id": &self.vpc,
                "tags": map! { "Name": &self.name },
            },
        )
        .create_before_destroy = true;
    }

    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}

impl SecurityRule {
    fn protocol(&self) -> &'static str {
        self.port.map_or("-1", |(protocol, _)| protocol.word())
    }

    fn port(&self) -> Option<i64> {
        self.port.map(|(_, port)| port)
    }

    fn group(&self) -> Option<&Expr> {
        match &self.other {
            Other::Group(id) => Some(id),
            Other::Cidr(_) => None,
        }
    }

    fn cidr(&self) -> Option<&Expr> {
        match &self.other {
            Other::Group(_) => None,
            Other::Cidr(cidr) => Some(cidr),
        }
    }
}

impl Construct for SecurityRule {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let (kind, source, target) = match self.direction {
            Direction::Ingress => ("AWS::EC2::SecurityGroupIngress", self.group(), None),
            Direction::Egress => ("AWS::EC2::SecurityGroupEgress", None, self.group()),
        };
        out.main(
            kind,
            map! {
                "GroupId": &self.group,
                "IpProtocol": self.protocol(),
                "FromPort": self.port(),
                "ToPort": self.port(),
                "SourceSecurityGroupId": source,
                "DestinationSecurityGroupId": target,
                "CidrIp": self.cidr(),
                "Description": &self.description,
            },
        );
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        let kind = match self.direction {
            Direction::Ingress => "aws_vpc_security_group_ingress_rule",
            Direction::Egress => "aws_vpc_security_group_egress_rule",
        };
        out.main(
            kind,
            map! {
                "security_group_id": &self.group,
                "ip_protocol": self.protocol(),
                "from_port": self.port(),
                "to_port": self.port(),
                "referenced_security_group_id": self.group(),
                "cidr_ipv4": self.cidr(),
                "description": &self.description,
            },
        );
    }

    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}
