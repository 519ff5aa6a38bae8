//! The table of what CloudFormation calls, and what of it no drawing can make it call.

use super::table::{ACTIONS, TYPES};

/// A type of CloudFormation, or something that drc itself works with.
#[derive(Debug)]
pub(super) struct Type {
    /// `AWS::S3::Bucket`; `drc::Stack`
    pub(super) kind: &'static str,
    /// The property that names it; empty where AWS does.
    pub(super) name: &'static str,
    /// What of IAM's resources it is, without `arn:aws:` and with `{}` for its name.
    pub(super) arns: &'static [&'static str],
    /// The actions that are needed to create, read, change and delete it.
    pub(super) calls: &'static [&'static str],
}

/// An action of IAM.
#[derive(Debug)]
pub(super) struct Action {
    /// `s3:CreateBucket`
    pub(super) name: &'static str,
    /// What it can be narrowed to; nothing: to no resource at all.
    pub(super) patterns: &'static [Pattern],
}

/// A kind of resource that an action asks for.
#[derive(Debug)]
pub(super) struct Pattern {
    /// `s3:::*`
    pub(super) arn: &'static str,
    /// The call always asks for it.
    pub(super) required: bool,
    /// Its tags can be a condition.
    pub(super) tagged: bool,
}

/// A resource that some forms of a call ask for.
pub(super) const fn any(arn: &'static str, tagged: bool) -> Pattern {
    Pattern { arn, required: false, tagged }
}

/// A resource that every form of a call asks for.
pub(super) const fn must(arn: &'static str, tagged: bool) -> Pattern {
    Pattern { arn, required: true, tagged }
}

impl Type {
    /// The type of that name.
    pub(super) fn find(kind: &str) -> Option<&'static Type> {
        TYPES.iter().find(|it| it.kind == kind)
    }

    /// The services whose resources it is.
    pub(super) fn owns(&self, service: &str) -> bool {
        self.arns.iter().any(|arn| arn.split(':').next() == Some(service))
    }
}

impl Action {
    /// The action of that name.
    pub(super) fn find(name: &str) -> Option<&'static Action> {
        let at = ACTIONS.binary_search_by(|it| it.name.cmp(name)).ok()?;
        ACTIONS.get(at)
    }

    /// `s3`
    pub(super) fn service(&self) -> &'static str {
        self.name.split(':').next().unwrap_or_default()
    }
}

/// Calls that the registry lists for a feature of the type, by how they begin, and the property that asks for the feature,
/// at whatever depth; none: nothing that a template can say does.
pub(super) const FEATURES: &[(&str, &str, Option<&str>)] = &[
    ("AWS::ApiGateway::RestApi", "s3:", Some("BodyS3Location")),
    ("AWS::CertificateManager::Certificate", "acm-pca:", Some("CertificateAuthorityArn")),
    ("AWS::DynamoDB::GlobalTable", "application-autoscaling:", Some("WriteProvisionedThroughputSettings")),
    ("AWS::DynamoDB::GlobalTable", "kinesis:", Some("KinesisStreamSpecification")),
    ("AWS::EC2::EIP", "ec2:AcceptAddressTransfer", Some("TransferAddress")),
    ("AWS::EC2::NatGateway", "ec2:AssignPrivateNatGatewayAddress", Some("SecondaryPrivateIpAddresses")),
    ("AWS::EC2::NatGateway", "ec2:AssociateNatGatewayAddress", Some("SecondaryAllocationIds")),
    ("AWS::EC2::NatGateway", "ec2:DisassociateNatGatewayAddress", Some("SecondaryAllocationIds")),
    ("AWS::EC2::NatGateway", "ec2:UnassignPrivateNatGatewayAddress", Some("SecondaryPrivateIpAddresses")),
    ("AWS::EC2::VPC", "ec2:CreateVpcEncryptionControl", Some("VpcEncryptionControl")),
    ("AWS::EC2::VPCGatewayAttachment", "ec2:AttachVpnGateway", Some("VpnGatewayId")),
    ("AWS::EC2::VPCGatewayAttachment", "ec2:DetachVpnGateway", Some("VpnGatewayId")),
    ("AWS::EC2::VPCEndpoint", "vpc-lattice:", Some("ServiceNetworkArn")),
    ("AWS::EC2::VPCEndpoint", "vpce:", Some("ServiceRegion")),
    ("AWS::EC2::VPCPeeringConnection", "sts:", Some("PeerRoleArn")),
    ("AWS::ElasticLoadBalancingV2::Listener", "cognito-idp:", Some("AuthenticateCognitoConfig")),
    ("AWS::Events::Archive", "kms:", Some("KmsKeyIdentifier")),
    ("AWS::Events::EventBus", "kms:", Some("KmsKeyIdentifier")),
    ("AWS::GlobalAccelerator::Accelerator", "logs:", None),
    ("AWS::GlobalAccelerator::Accelerator", "s3:", None),
    ("AWS::IAM::Role", "iam:AttachRolePolicy", Some("ManagedPolicyArns")),
    ("AWS::IAM::Role", "iam:DeleteRolePermissionsBoundary", Some("PermissionsBoundary")),
    ("AWS::IAM::Role", "iam:PutRolePermissionsBoundary", Some("PermissionsBoundary")),
    ("AWS::Lambda::Alias", "codedeploy:", None),
    ("AWS::Lambda::EventSourceMapping", "kms:", Some("KmsKeyArn")),
    ("AWS::Lambda::Function", "ec2:", Some("VpcConfig")),
    ("AWS::Lambda::Function", "elasticfilesystem:", Some("FileSystemConfigs")),
    ("AWS::Lambda::Function", "kms:", Some("KmsKeyArn")),
    ("AWS::Lambda::Function", "lambda:GetLayerVersion", Some("Layers")),
    ("AWS::Lambda::Function", "lambda:PutFunctionCodeSigningConfig", Some("CodeSigningConfigArn")),
    // Its code is in the bucket of artefacts, which has a line of its own.
    ("AWS::Lambda::Function", "s3:", None),
    ("AWS::Lambda::Function", "s3files:", Some("FileSystemConfigs")),
    ("AWS::Logs::LogGroup", "firehose:", None),
    ("AWS::RDS::DBCluster", "secretsmanager:", Some("ManageMasterUserPassword")),
    ("AWS::RDS::DBInstance", "secretsmanager:", Some("ManageMasterUserPassword")),
    ("AWS::Route53::HealthCheck", "cloudwatch:", Some("AlarmIdentifier")),
    ("AWS::Route53::HealthCheck", "route53-recovery-control-config:", Some("RoutingControlArn")),
    ("AWS::Route53::HostedZone", "ec2:", Some("VPCs")),
    ("AWS::S3::Bucket", "s3tables:", Some("MetadataTableConfiguration")),
    ("AWS::S3::Bucket", "s3:CreateBucketMetadata", Some("MetadataTableConfiguration")),
    ("AWS::S3::Bucket", "s3:DeleteBucketMetadata", Some("MetadataTableConfiguration")),
    ("AWS::S3::Bucket", "s3:UpdateBucketMetadata", Some("MetadataTableConfiguration")),
    ("AWS::SecretsManager::Secret", "kms:", Some("KmsKeyId")),
    ("AWS::SNS::Subscription", "iam:", Some("SubscriptionRoleArn")),
    ("AWS::SNS::Topic", "iam:", Some("DeliveryStatusLogging")),
];

/// Whether a resource that says these properties makes CloudFormation call that. `None`: it does, whatever it says.
pub(super) fn feature(kind: &str, call: &str, says: impl Fn(&str) -> bool) -> Option<bool> {
    let (.., property) = FEATURES.iter().find(|(of, start, _)| *of == kind && call.starts_with(start))?;
    Some(property.is_some_and(says))
}
