"""What the ARN of a resource looks like, for both vendors' names: what only AWS invents becomes a string of that form.

IAM policies are judged as text (parliament matches actions against ARNs), so a reference must come to an ARN of the
right service. A type without a line here comes to an ARN that matches nothing, and the policy that needs it fails.
"""

ACCOUNT = "123456789012"

# Terraform type and attribute, CloudFormation type and attribute ("Ref" for a Ref), form of the ARN.
SHAPES = [
    ("aws_api_gateway_rest_api", "arn", None, None, "apigateway:{region}::/restapis/{name}"),
    ("aws_api_gateway_rest_api", "execution_arn", None, None, "execute-api:{region}:{account}:{name}"),
    ("aws_cloudwatch_event_bus", "arn", "AWS::Events::EventBus", "Arn", "events:{region}:{account}:event-bus/{name}"),
    ("aws_cloudwatch_log_group", "arn", "AWS::Logs::LogGroup", "Arn", "logs:{region}:{account}:log-group:{name}"),
    ("aws_cloudwatch_metric_alarm", "arn", "AWS::CloudWatch::Alarm", "Arn",
     "cloudwatch:{region}:{account}:alarm:{name}"),
    ("aws_dynamodb_table", "arn", "AWS::DynamoDB::GlobalTable", "Arn", "dynamodb:{region}:{account}:table/{name}"),
    ("aws_dynamodb_table", "stream_arn", "AWS::DynamoDB::GlobalTable", "StreamArn",
     "dynamodb:{region}:{account}:table/{name}/stream/latest"),
    ("aws_dynamodb_table_replica", "arn", None, None, "dynamodb:{region}:{account}:table/{name}"),
    ("aws_iam_policy", "arn", "AWS::IAM::ManagedPolicy", "Ref", "iam::{account}:policy/{name}"),
    ("aws_iam_role", "arn", "AWS::IAM::Role", "Arn", "iam::{account}:role/{name}"),
    ("aws_kms_key", "arn", "AWS::KMS::Key", "Arn", "kms:{region}:{account}:key/{name}"),
    ("aws_kms_replica_key", "arn", "AWS::KMS::ReplicaKey", "Arn", "kms:{region}:{account}:key/{name}"),
    ("aws_lambda_alias", "arn", "AWS::Lambda::Alias", "Ref", "lambda:{region}:{account}:function:{name}:live"),
    ("aws_lambda_function", "arn", "AWS::Lambda::Function", "Arn", "lambda:{region}:{account}:function:{name}"),
    ("aws_rds_cluster", "arn", "AWS::RDS::DBCluster", "DBClusterArn", "rds:{region}:{account}:cluster:{name}"),
    ("aws_rds_global_cluster", "arn", None, None, "rds::{account}:global-cluster:{name}"),
    ("aws_route53_health_check", "arn", None, None, "route53:::healthcheck/{name}"),
    ("aws_route53_zone", "arn", None, None, "route53:::hostedzone/{name}"),
    ("aws_s3_bucket", "arn", "AWS::S3::Bucket", "Arn", "s3:::{name}"),
    ("aws_secretsmanager_secret", "arn", "AWS::SecretsManager::Secret", "Ref",
     "secretsmanager:{region}:{account}:secret:{name}"),
    ("aws_sns_topic", "arn", "AWS::SNS::Topic", "Ref", "sns:{region}:{account}:{name}"),
    ("aws_sqs_queue", "arn", "AWS::SQS::Queue", "Arn", "sqs:{region}:{account}:{name}"),
    ("aws_ssm_parameter", "arn", None, None, "ssm:{region}:{account}:parameter/{name}"),
]
TERRAFORM = {(kind, attribute): form for kind, attribute, _, _, form in SHAPES}
CLOUDFORMATION = {(kind, attribute): form for _, _, kind, attribute, form in SHAPES if kind}
# Properties that hold the name: the ARN of a named resource is known in every stack.
NAMES = ("BucketName", "TableName", "FunctionName", "RoleName", "QueueName", "TopicName", "LogGroupName")


def arn(form, name, region):
    return "arn:aws:" + form.format(name=name, region=region, account=ACCOUNT)


def arn_of(resource, attribute):
    """The ARN `attribute` of a CloudFormation resource, or the name a Ref gives; None when it is neither."""
    name = next((resource.text(key) for key in NAMES if key in resource.properties), None)
    form = CLOUDFORMATION.get((resource.type, attribute))
    if form:
        return arn(form, name or f"{resource.stack.name}.{resource.logical}", resource.stack.region)
    return name if attribute == "Ref" else None


def terraform_arn(kind, label, attribute, region):
    """A stand-in for an ARN attribute of a Terraform resource; different for every one."""
    form = TERRAFORM.get((kind, attribute), "drc:{region}:{account}:{name}." + attribute)
    return arn(form, f"{kind}.{label}", region)
