//! Route tables, their routes, and the peering connections some of them lead through.

use super::construct::{InternetGateway, NatGateway, Vpc, VpcRef};
use drc_ir::{Attr, Construct, Expr, Ref, Shapes, map};
use drc_model::{Cidr, Region};

/// Every address.
pub const ANYWHERE: Cidr = Cidr { address: 0, prefix: 0 };

/// A route table. Its VPC's own addresses are in it from the start.
#[derive(Debug)]
pub struct RouteTable {
    /// Its name.
    pub name: String,
    /// The VPC.
    pub vpc: Ref<Vpc>,
}

/// One route.
#[derive(Debug)]
pub struct Route {
    /// The table it is in.
    pub table: Ref<RouteTable>,
    /// To which addresses.
    pub to: Cidr,
    /// Which way.
    pub via: Via,
}

/// Which way a route leads.
#[derive(Clone, Copy, Debug)]
pub enum Via {
    /// Through the VPC's door.
    Internet(Ref<InternetGateway>),
    /// Through a gateway in a public subnet.
    Nat(Ref<NatGateway>),
    /// To the VPC of another Region, which has accepted.
    Peering(Ref<Peering>, Ref<Acceptance>),
}

/// Joins two VPCs; it stands in the Region that asks for it.
#[derive(Debug)]
pub struct Peering {
    /// Its name.
    pub name: String,
    /// The VPC that asks.
    pub vpc: Ref<Vpc>,
    /// The VPC that is asked.
    pub peer: Ref<Vpc>,
    /// Where that is.
    pub peer_region: Region,
}

/// The consent of the VPC that is asked. In CloudFormation the peering gives it itself, within one account.
#[derive(Debug)]
pub struct Acceptance {
    /// What the connection is called on this side.
    pub name: String,
    /// The peering.
    pub peering: Ref<Peering>,
}

impl Construct for RouteTable {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let tags = out.tags().with("Name", &self.name).list();
        out.main("AWS::EC2::RouteTable", map! { "VpcId": self.vpc.id(), "Tags": tags });
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        out.main("aws_route_table", map! { "vpc_id": self.vpc.id(), "tags": map! { "Name": &self.name } });
    }

    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}

impl Construct for Route {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let (internet, nat, peering) = match self.via {
            Via::Internet(gateway) => (Some(gateway.get_att("InternetGatewayId", "id")), None, None),
            Via::Nat(gateway) => (None, Some(gateway.get_att("NatGatewayId", "id")), None),
            Via::Peering(peering, _) => (None, None, Some(peering.get_att("Id", "id"))),
        };
        out.main(
            "AWS::EC2::Route",
            map! {
                "RouteTableId": self.table.ref_attr("id"),
                "DestinationCidrBlock": self.to.to_string(),
                "GatewayId": internet,
                "NatGatewayId": nat,
                "VpcPeeringConnectionId": peering,
            },
        );
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        let (internet, nat, peering) = match self.via {
            Via::Internet(gateway) => (Some(gateway.ref_attr("id")), None, None),
            Via::Nat(gateway) => (None, Some(gateway.ref_attr("id")), None),
            // Through the consent: before it the route would lead nowhere.
            Via::Peering(_, acceptance) => (None, None, Some(acceptance.ref_attr("id"))),
        };
        out.main(
            "aws_route",
            map! {
                "route_table_id": self.table.ref_attr("id"),
                "destination_cidr_block": self.to.to_string(),
                "gateway_id": internet,
                "nat_gateway_id": nat,
                "vpc_peering_connection_id": peering,
            },
        );
    }

    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}

impl Construct for Peering {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let tags = out.tags().with("Name", &self.name).list();
        out.main(
            "AWS::EC2::VPCPeeringConnection",
            map! {
                "VpcId": self.vpc.id(),
                "PeerVpcId": self.peer.id(),
                "PeerRegion": self.peer_region.code(),
                "Tags": tags,
            },
        );
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        out.main(
            "aws_vpc_peering_connection",
            map! {
                "vpc_id": self.vpc.id(),
                "peer_vpc_id": self.peer.id(),
                "peer_region": self.peer_region.code(),
                "tags": map! { "Name": &self.name },
            },
        );
    }

    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}

impl Construct for Acceptance {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        out.drawn_by(self.peering.id);
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        out.main(
            "aws_vpc_peering_connection_accepter",
            map! {
                "vpc_peering_connection_id": self.peering.ref_attr("id"),
                "auto_accept": true,
                "tags": map! { "Name": &self.name },
            },
        );
    }

    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}
