# Written by drc 0.1.0 from spec sha256:cefe69400f85201a9aeee7a888cabbbfcf984190536d57ee2f417270b906ebed (system payments, environment dev).
# Edits are lost at the next `drc emit`; change the spec instead.

# role.dr-operations

resource "aws_iam_role" "role_dr_operations" {
  provider = aws.us_west_2

  name        = "dr-operations-dev"
  description = "Operators of payments in a drill or a failover"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "Assume"
        Effect = "Allow"
        Principal = {
          AWS = "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:root"
        }
        Action = "sts:AssumeRole"
        Condition = {
          Bool = {
            "aws:MultiFactorAuthPresent" = "true"
          }
        }
      },
    ]
  })
}

resource "aws_iam_role_policy" "role_dr_operations_access" {
  provider = aws.us_west_2

  name = "access"
  role = aws_iam_role.role_dr_operations.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "ReadHealth"
        Effect   = "Allow"
        Action   = ["route53:GetHealthCheck", "route53:GetHealthCheckStatus"]
        Resource = "arn:${data.aws_partition.current.partition}:route53:::healthcheck/*"
      },
      {
        Sid    = "ReadAlarms"
        Effect = "Allow"
        Action = "cloudwatch:DescribeAlarms"
        Resource = [
          "arn:${data.aws_partition.current.partition}:cloudwatch:us-east-1:${data.aws_caller_identity.current.account_id}:alarm:*",
          "arn:${data.aws_partition.current.partition}:cloudwatch:us-west-2:${data.aws_caller_identity.current.account_id}:alarm:*",
        ]
      },
      {
        Sid    = "DescribeDatabaseLedger"
        Effect = "Allow"
        Action = ["rds:DescribeDBClusters", "rds:DescribeGlobalClusters"]
        Resource = [
          "arn:${data.aws_partition.current.partition}:rds::${data.aws_caller_identity.current.account_id}:global-cluster:ledger-dev",
          aws_rds_cluster.database_ledger_us_east_1.arn,
          aws_rds_cluster.database_ledger_us_west_2.arn,
        ]
      },
      {
        Sid    = "PromoteDatabaseLedger"
        Effect = "Allow"
        Action = ["rds:FailoverGlobalCluster", "rds:SwitchoverGlobalCluster"]
        Resource = [
          "arn:${data.aws_partition.current.partition}:rds::${data.aws_caller_identity.current.account_id}:global-cluster:ledger-dev",
          aws_rds_cluster.database_ledger_us_east_1.arn,
          aws_rds_cluster.database_ledger_us_west_2.arn,
        ]
      },
      {
        Sid    = "ArmWatcherLedger"
        Effect = "Allow"
        Action = ["ssm:GetParameter", "ssm:PutParameter"]
        Resource = [
          "arn:${data.aws_partition.current.partition}:ssm:us-west-2:${data.aws_caller_identity.current.account_id}:parameter/payments/dev/ledger/watcher-armed",
          "arn:${data.aws_partition.current.partition}:ssm:us-west-2:${data.aws_caller_identity.current.account_id}:parameter/payments/dev/ledger/watcher-state",
        ]
      },
      {
        Sid      = "AskWatcherLedger"
        Effect   = "Allow"
        Action   = "lambda:InvokeFunction"
        Resource = "arn:${data.aws_partition.current.partition}:lambda:us-west-2:${data.aws_caller_identity.current.account_id}:function:ledger-watcher-secondary-dev"
      },
      {
        Sid    = "OperateFunctionPayments"
        Effect = "Allow"
        Action = [
          "lambda:GetFunctionConfiguration",
          "lambda:GetFunctionConcurrency",
          "lambda:PutFunctionConcurrency",
          "lambda:DeleteFunctionConcurrency",
        ]
        Resource = [
          aws_lambda_function.function_payments_us_east_1.arn,
          aws_lambda_function.function_payments_us_west_2.arn,
        ]
      },
      {
        Sid    = "OperateTableSessions"
        Effect = "Allow"
        Action = [
          "dynamodb:DescribeTable",
          "dynamodb:DescribeContinuousBackups",
        ]
        Resource = [
          aws_dynamodb_table.table_sessions_us_east_1.arn,
          aws_dynamodb_table_replica.table_sessions_us_west_2.arn,
        ]
      },
    ]
  })
}
