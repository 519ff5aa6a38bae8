//! A VPC, its subnets, and its ways to the internet.

use super::routes::RouteTable;
use drc_ir::{Attr, Construct, Expr, Ref, Shapes, map};
use drc_model::{AvailabilityZone, Cidr};

/// A VPC that resolves names, as private DNS of endpoints wants it.
#[derive(Debug)]
pub struct Vpc {
    /// Its name.
    pub name: String,
    /// Its addresses.
    pub cidr: Cidr,
}

/// The door of a VPC to the internet, hung in.
#[derive(Debug)]
pub struct InternetGateway {
    /// Its name.
    pub name: String,
    /// The VPC.
    pub vpc: Ref<Vpc>,
}

/// A subnet, and the route table that makes it public or private.
#[derive(Debug)]
pub struct Subnet {
    /// Its name.
    pub name: String,
    /// The VPC.
    pub vpc: Ref<Vpc>,
    /// Its addresses.
    pub cidr: Cidr,
    /// The zone it is in.
    pub zone: AvailabilityZone,
    /// What leaves it goes by this table.
    pub routes: Ref<RouteTable>,
}

/// Lets private subnets call the internet, from one address of its own.
#[derive(Debug)]
pub struct NatGateway {
    /// Its name.
    pub name: String,
    /// The public subnet it is in.
    pub subnet: Ref<Subnet>,
}

/// References to a VPC.
pub trait VpcRef {
    /// Its id, which AWS invents.
    fn id(self) -> Expr;
}
impl VpcRef for Ref<Vpc> {
    fn id(self) -> Expr {
        self.get_att("VpcId", "id")
    }
}

/// References to a subnet.
pub trait SubnetRef {
    /// Its id, which AWS invents.
    fn id(self) -> Expr;
}
impl SubnetRef for Ref<Subnet> {
    fn id(self) -> Expr {
        self.get_att("SubnetId", "id")
    }
}

impl Construct for Vpc {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let tags = out.tags().with("Name", &self.name).list();
        out.main(
            "AWS::EC2::VPC",
            map! {
                "CidrBlock": self.cidr.to_string(),
                "EnableDnsSupport": true,
                "EnableDnsHostnames": true,
                "Tags": tags,
            },
        );
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        out.main(
            "aws_vpc",
            map! {
                "cidr_block": self.cidr.to_string(),
                "enable_dns_support": true,
                "enable_dns_hostnames": true,
                "tags": map! { "Name": &self.name },
            },
        );
    }

    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}

impl Construct for InternetGateway {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let tags = out.tags().with("Name", &self.name).list();
        out.main("AWS::EC2::InternetGateway", map! { "Tags": tags });
        let body = map! { "VpcId": self.vpc.id(), "InternetGatewayId": Expr::Part("", "InternetGatewayId") };
        out.part("attachment", "AWS::EC2::VPCGatewayAttachment", body);
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        out.main(
            "aws_internet_gateway",
            map! { "vpc_id": self.vpc.id(), "tags": map! { "Name": &self.name } },
        );
    }

    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}

impl Construct for Subnet {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let tags = out.tags().with("Name", &self.name).list();
        out.main(
            "AWS::EC2::Subnet",
            map! {
                "VpcId": self.vpc.id(),
                "CidrBlock": self.cidr.to_string(),
                "AvailabilityZoneId": self.zone.id(),
                "Tags": tags,
            },
        );
        let body =
            map! { "SubnetId": Expr::Part("", "SubnetId"), "RouteTableId": self.routes.ref_attr("id") };
        out.part("association", "AWS::EC2::SubnetRouteTableAssociation", body);
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        out.main(
            "aws_subnet",
            map! {
                "vpc_id": self.vpc.id(),
                "cidr_block": self.cidr.to_string(),
                "availability_zone_id": self.zone.id(),
                "tags": map! { "Name": &self.name },
            },
        );
        let body = map! { "subnet_id": Expr::Part("", "id"), "route_table_id": self.routes.ref_attr("id") };
        out.part("association", "aws_route_table_association", body);
    }

    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}

impl Construct for NatGateway {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let tags = out.tags().with("Name", &self.name).list();
        out.main(
            "AWS::EC2::NatGateway",
            map! {
                "SubnetId": self.subnet.id(),
                "AllocationId": Expr::Part("address", "AllocationId"),
                "Tags": tags.clone(),
            },
        );
        out.part("address", "AWS::EC2::EIP", map! { "Domain": "vpc", "Tags": tags });
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        let tags = map! { "Name": &self.name };
        out.main(
            "aws_nat_gateway",
            map! {
                "subnet_id": self.subnet.id(),
                "allocation_id": Expr::Part("address", "allocation_id"),
                "tags": &tags,
            },
        );
        out.part("address", "aws_eip", map! { "domain": "vpc", "tags": tags });
    }

    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}
