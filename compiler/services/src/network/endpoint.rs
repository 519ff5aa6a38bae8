//! Endpoints: AWS services that private subnets reach without the internet.

use super::construct::{Subnet, SubnetRef, Vpc, VpcRef};
use super::routes::RouteTable;
use crate::shared::security_group::{SecurityGroup, SecurityGroupRef};
use drc_ir::{Attr, Construct, Expr, Ref, Shapes, map};
use drc_model::{Partition, Region, keywords};

keywords! {
    /// An AWS service that a private subnet reaches without the internet.
    pub enum EndpointService as "a service that VPC endpoints lead to" {
        /// DynamoDB, by routes and for nothing
        DynamoDb = "dynamodb",
        /// S3, by routes and for nothing
        S3 = "s3",
        /// EventBridge
        Events = "events",
        /// APIs of API Gateway that are private
        ExecuteApi = "execute-api",
        /// Kinesis data streams
        Kinesis = "kinesis-streams",
        /// KMS
        Kms = "kms",
        /// Calls of Lambda functions
        Lambda = "lambda",
        /// CloudWatch Logs
        Logs = "logs",
        /// CloudWatch metrics and alarms
        Monitoring = "monitoring",
        /// RDS, to change databases; not to query them
        Rds = "rds",
        /// Queries by the Data API of Aurora
        RdsData = "rds-data",
        /// Secrets Manager
        Secrets = "secretsmanager",
        /// SNS
        Sns = "sns",
        /// SQS
        Sqs = "sqs",
        /// Systems Manager, with Parameter Store
        Ssm = "ssm",
        /// Step Functions
        States = "states",
        /// STS
        Sts = "sts",
        /// X-Ray
        XRay = "xray",
    }
}

impl EndpointService {
    /// Whether it is reached by a route: that kind costs nothing, and only these two have it.
    /// Source: <https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html>.
    pub fn by_route(self) -> bool {
        match self {
            Self::S3 | Self::DynamoDb => true,
            Self::Events
            | Self::ExecuteApi
            | Self::Kinesis
            | Self::Kms
            | Self::Lambda
            | Self::Logs
            | Self::Monitoring
            | Self::Rds
            | Self::RdsData
            | Self::Secrets
            | Self::Sns
            | Self::Sqs
            | Self::Ssm
            | Self::States
            | Self::Sts
            | Self::XRay => false,
        }
    }

    /// What EC2 calls it in a Region. In China, services that came late have another prefix; source: the CDK's list
    /// in `vpc-endpoint.ts`, read in November 2026.
    pub fn name(self, region: Region) -> String {
        let came_late = match self {
            Self::ExecuteApi
            | Self::Kinesis
            | Self::Lambda
            | Self::Monitoring
            | Self::Rds
            | Self::Sqs
            | Self::States
            | Self::Sts
            | Self::XRay => true,
            Self::DynamoDb
            | Self::S3
            | Self::Events
            | Self::Kms
            | Self::Logs
            | Self::RdsData
            | Self::Secrets
            | Self::Sns
            | Self::Ssm => false,
        };
        let prefix = if came_late && region.partition() == Partition::China {
            "cn.com.amazonaws"
        } else {
            "com.amazonaws"
        };
        format!("{prefix}.{region}.{}", self.word())
    }
}

/// An endpoint.
#[derive(Debug)]
pub struct Endpoint {
    /// Its name.
    pub name: String,
    /// The VPC.
    pub vpc: Ref<Vpc>,
    /// What it leads to, as EC2 calls it.
    pub service: String,
    /// How it is reached.
    pub reach: Reach,
}

/// How an endpoint is reached.
#[derive(Debug)]
pub enum Reach {
    /// By a route in these tables.
    Routes(Vec<Ref<RouteTable>>),
    /// By an address in each of these subnets, under the service's own name.
    Addresses {
        /// One per zone.
        subnets: Vec<Ref<Subnet>>,
        /// Who may call.
        group: Ref<SecurityGroup>,
    },
}

impl Reach {
    fn kind(&self) -> &'static str {
        match self {
            Self::Routes(_) => "Gateway",
            Self::Addresses { .. } => "Interface",
        }
    }

    fn tables(&self) -> Option<Expr> {
        match self {
            Self::Routes(tables) => Some(tables.iter().map(|it| it.ref_attr("id")).collect()),
            Self::Addresses { .. } => None,
        }
    }

    fn subnets(&self) -> Option<Expr> {
        match self {
            Self::Routes(_) => None,
            Self::Addresses { subnets, .. } => Some(subnets.iter().map(|it| it.id()).collect()),
        }
    }

    fn groups(&self) -> Option<[Expr; 1]> {
        match self {
            Self::Routes(_) => None,
            Self::Addresses { group, .. } => Some([group.id()]),
        }
    }

    /// Without it, code would have to be told another host name.
    fn private_dns(&self) -> Option<bool> {
        match self {
            Self::Routes(_) => None,
            Self::Addresses { .. } => Some(true),
        }
    }
}

impl Construct for Endpoint {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let tags = out.tags().with("Name", &self.name).list();
        out.main(
            "AWS::EC2::VPCEndpoint",
            map! {
                "VpcId": self.vpc.id(),
                "ServiceName": &self.service,
                "VpcEndpointType": self.reach.kind(),
                "RouteTableIds": self.reach.tables(),
                "SubnetIds": self.reach.subnets(),
                "SecurityGroupIds": self.reach.groups(),
                "PrivateDnsEnabled": self.reach.private_dns(),
                "Tags": tags,
            },
        );
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        out.main(
            "aws_vpc_endpoint",
            map! {
                "vpc_id": self.vpc.id(),
                "service_name": &self.service,
                "vpc_endpoint_type": self.reach.kind(),
                "route_table_ids": self.reach.tables(),
                "subnet_ids": self.reach.subnets(),
                "security_group_ids": self.reach.groups(),
                "private_dns_enabled": self.reach.private_dns(),
                "tags": map! { "Name": &self.name },
            },
        );
    }

    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}
