# Written by drc 0.1.0 from spec sha256:3a182bbd48ce0d2447a7df6d804513ab37c149647449c81dce478bc8b4b282fc (system payments, environment dev).
# Edits are lost at the next `drc emit`; change the spec instead.

# role.dr-operations

resource "aws_iam_role" "role_dr_operations" {
  provider = aws.us_east_2

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
  provider = aws.us_east_2

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
          "arn:${data.aws_partition.current.partition}:cloudwatch:us-east-2:${data.aws_caller_identity.current.account_id}:alarm:*",
        ]
      },
      {
        Sid    = "OperateFunctionPaymentProcessor"
        Effect = "Allow"
        Action = [
          "lambda:GetFunctionConfiguration",
          "lambda:GetFunctionConcurrency",
          "lambda:PutFunctionConcurrency",
          "lambda:DeleteFunctionConcurrency",
        ]
        Resource = [
          aws_lambda_function.function_payment_processor_us_east_1.arn,
          aws_lambda_function.function_payment_processor_us_east_2.arn,
        ]
      },
      {
        Sid    = "OperateTablePayments"
        Effect = "Allow"
        Action = [
          "dynamodb:DescribeTable",
          "dynamodb:DescribeContinuousBackups",
        ]
        Resource = [
          aws_dynamodb_table.table_payments_us_east_1.arn,
          aws_dynamodb_table_replica.table_payments_us_east_2.arn,
        ]
      },
      {
        Sid    = "OperateBucketPaymentDocs"
        Effect = "Allow"
        Action = [
          "s3:GetReplicationConfiguration",
          "s3:GetBucketVersioning",
          "s3:ListBucket",
        ]
        Resource = [
          aws_s3_bucket.bucket_payment_docs_us_east_1.arn,
          aws_s3_bucket.bucket_payment_docs_us_east_2.arn,
        ]
      },
      {
        Sid    = "ReceiveMessagesFailedPayments"
        Effect = "Allow"
        Action = [
          "sqs:ReceiveMessage",
          "sqs:DeleteMessage",
          "sqs:ChangeMessageVisibility",
          "sqs:GetQueueAttributes",
        ]
        Resource = [
          aws_sqs_queue.queue_failed_payments_us_east_1.arn,
          aws_sqs_queue.queue_failed_payments_us_east_2.arn,
        ]
      },
    ]
  })
}
