# Written by drc 0.1.0 from spec sha256:3a182bbd48ce0d2447a7df6d804513ab37c149647449c81dce478bc8b4b282fc (system payments, environment dev).
# Edits are lost at the next `drc emit`; change the spec instead.

# function.payment-processor

resource "aws_cloudwatch_log_group" "function_payment_processor_us_east_1_logs" {
  provider = aws.us_east_1

  name              = "/aws/lambda/payment-processor-us-east-1-dev"
  retention_in_days = 7
}

resource "aws_iam_role" "function_payment_processor_us_east_1_role" {
  provider = aws.us_east_1

  name        = "payment-processor-us-east-1-dev"
  description = "What function.payment-processor may do in us-east-1"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "Assume"
        Effect = "Allow"
        Principal = {
          Service = "lambda.amazonaws.com"
        }
        Action = "sts:AssumeRole"
      },
    ]
  })
}

resource "aws_iam_role_policy" "function_payment_processor_us_east_1_role_access" {
  provider = aws.us_east_1

  name = "access"
  role = aws_iam_role.function_payment_processor_us_east_1_role.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "WriteLogs"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "arn:${data.aws_partition.current.partition}:logs:us-east-1:${data.aws_caller_identity.current.account_id}:log-group:/aws/lambda/payment-processor-us-east-1-dev:*"
      },
      {
        Sid      = "Trace"
        Effect   = "Allow"
        Action   = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]
        Resource = "*"
      },
      {
        Sid    = "UseTablePayments"
        Effect = "Allow"
        Action = [
          "dynamodb:GetItem",
          "dynamodb:BatchGetItem",
          "dynamodb:Query",
          "dynamodb:Scan",
          "dynamodb:ConditionCheckItem",
          "dynamodb:PutItem",
          "dynamodb:UpdateItem",
          "dynamodb:DeleteItem",
          "dynamodb:BatchWriteItem",
        ]
        Resource = [
          aws_dynamodb_table.table_payments_us_east_1.arn,
          "${aws_dynamodb_table.table_payments_us_east_1.arn}/index/*",
        ]
      },
      {
        Sid      = "WriteObjectsPaymentDocs"
        Effect   = "Allow"
        Action   = "s3:PutObject"
        Resource = "${aws_s3_bucket.bucket_payment_docs_us_east_1.arn}/*"
      },
      {
        Sid      = "SendMessagesFailedPayments"
        Effect   = "Allow"
        Action   = "sqs:SendMessage"
        Resource = aws_sqs_queue.queue_failed_payments_us_east_1.arn
      },
    ]
  })
}

resource "aws_lambda_function" "function_payment_processor_us_east_1" {
  provider = aws.us_east_1

  function_name    = "payment-processor-us-east-1-dev"
  description      = "function.payment-processor of payments in us-east-1"
  runtime          = "nodejs22.x"
  handler          = "index.handler"
  filename         = "${path.module}/code/payment-processor-node.zip"
  source_code_hash = "dB+S56SCetCj5NP25VTF6XxBf7iTlAwgWm+z0qs/wi8="
  memory_size      = 256
  timeout          = 30
  role             = aws_iam_role.function_payment_processor_us_east_1_role.arn

  environment {
    variables = {
      CURRENCY            = "USD"
      TABLE_PAYMENTS      = "payments-table-dev"
      BUCKET_PAYMENT_DOCS = aws_s3_bucket.bucket_payment_docs_us_east_1.bucket
      FAILURE_QUEUE_URL   = aws_sqs_queue.queue_failed_payments_us_east_1.url
      ENVIRONMENT         = "dev"
      PEER_REGION         = "us-east-2"
    }
  }

  tracing_config {
    mode = "Active"
  }

  depends_on = [
    aws_cloudwatch_log_group.function_payment_processor_us_east_1_logs,
    aws_iam_role_policy.function_payment_processor_us_east_1_role_access,
  ]
}

resource "aws_lambda_function_event_invoke_config" "function_payment_processor_us_east_1_failures" {
  provider = aws.us_east_1

  function_name = aws_lambda_function.function_payment_processor_us_east_1.function_name

  destination_config {
    on_failure {
      destination = aws_sqs_queue.queue_failed_payments_us_east_1.arn
    }
  }
}

resource "aws_cloudwatch_log_group" "function_payment_processor_us_east_2_logs" {
  provider = aws.us_east_2

  name              = "/aws/lambda/payment-processor-us-east-2-dev"
  retention_in_days = 7
}

resource "aws_iam_role" "function_payment_processor_us_east_2_role" {
  provider = aws.us_east_2

  name        = "payment-processor-us-east-2-dev"
  description = "What function.payment-processor may do in us-east-2"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "Assume"
        Effect = "Allow"
        Principal = {
          Service = "lambda.amazonaws.com"
        }
        Action = "sts:AssumeRole"
      },
    ]
  })
}

resource "aws_iam_role_policy" "function_payment_processor_us_east_2_role_access" {
  provider = aws.us_east_2

  name = "access"
  role = aws_iam_role.function_payment_processor_us_east_2_role.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "WriteLogs"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "arn:${data.aws_partition.current.partition}:logs:us-east-2:${data.aws_caller_identity.current.account_id}:log-group:/aws/lambda/payment-processor-us-east-2-dev:*"
      },
      {
        Sid      = "Trace"
        Effect   = "Allow"
        Action   = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]
        Resource = "*"
      },
      {
        Sid    = "UseTablePayments"
        Effect = "Allow"
        Action = [
          "dynamodb:GetItem",
          "dynamodb:BatchGetItem",
          "dynamodb:Query",
          "dynamodb:Scan",
          "dynamodb:ConditionCheckItem",
          "dynamodb:PutItem",
          "dynamodb:UpdateItem",
          "dynamodb:DeleteItem",
          "dynamodb:BatchWriteItem",
        ]
        Resource = [
          aws_dynamodb_table_replica.table_payments_us_east_2.arn,
          "${aws_dynamodb_table_replica.table_payments_us_east_2.arn}/index/*",
        ]
      },
      {
        Sid      = "WriteObjectsPaymentDocs"
        Effect   = "Allow"
        Action   = "s3:PutObject"
        Resource = "${aws_s3_bucket.bucket_payment_docs_us_east_2.arn}/*"
      },
      {
        Sid      = "SendMessagesFailedPayments"
        Effect   = "Allow"
        Action   = "sqs:SendMessage"
        Resource = aws_sqs_queue.queue_failed_payments_us_east_2.arn
      },
    ]
  })
}

resource "aws_lambda_function" "function_payment_processor_us_east_2" {
  provider = aws.us_east_2

  function_name    = "payment-processor-us-east-2-dev"
  description      = "function.payment-processor of payments in us-east-2"
  runtime          = "nodejs22.x"
  handler          = "index.handler"
  filename         = "${path.module}/code/payment-processor-node.zip"
  source_code_hash = "dB+S56SCetCj5NP25VTF6XxBf7iTlAwgWm+z0qs/wi8="
  memory_size      = 256
  timeout          = 30
  role             = aws_iam_role.function_payment_processor_us_east_2_role.arn

  environment {
    variables = {
      CURRENCY            = "USD"
      TABLE_PAYMENTS      = "payments-table-dev"
      BUCKET_PAYMENT_DOCS = aws_s3_bucket.bucket_payment_docs_us_east_2.bucket
      FAILURE_QUEUE_URL   = aws_sqs_queue.queue_failed_payments_us_east_2.url
      ENVIRONMENT         = "dev"
      PEER_REGION         = "us-east-1"
    }
  }

  tracing_config {
    mode = "Active"
  }

  depends_on = [
    aws_cloudwatch_log_group.function_payment_processor_us_east_2_logs,
    aws_iam_role_policy.function_payment_processor_us_east_2_role_access,
  ]
}

resource "aws_lambda_function_event_invoke_config" "function_payment_processor_us_east_2_failures" {
  provider = aws.us_east_2

  function_name = aws_lambda_function.function_payment_processor_us_east_2.function_name

  destination_config {
    on_failure {
      destination = aws_sqs_queue.queue_failed_payments_us_east_2.arn
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "function_payment_processor_us_east_1_alarm_errors" {
  provider = aws.us_east_1

  alarm_name        = "payment-processor-errors-us-east-1-dev"
  alarm_description = "More than 5 failed payments in 5 minutes: look at the function's log, then at the failure queue"
  namespace         = "AWS/Lambda"
  metric_name       = "Errors"
  dimensions = {
    FunctionName = "payment-processor-us-east-1-dev"
  }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  threshold           = 5
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts_us_east_1.arn]
  ok_actions          = [aws_sns_topic.alerts_us_east_1.arn]
}

resource "aws_cloudwatch_metric_alarm" "function_payment_processor_us_east_1_alarm_throttles" {
  provider = aws.us_east_1

  alarm_name        = "payment-processor-throttles-us-east-1-dev"
  alarm_description = "Throttles of function.payment-processor in us-east-1 went above 0 within 5m"
  namespace         = "AWS/Lambda"
  metric_name       = "Throttles"
  dimensions = {
    FunctionName = "payment-processor-us-east-1-dev"
  }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  threshold           = 0
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts_us_east_1.arn]
  ok_actions          = [aws_sns_topic.alerts_us_east_1.arn]
}

resource "aws_cloudwatch_metric_alarm" "function_payment_processor_us_east_2_alarm_errors" {
  provider = aws.us_east_2

  alarm_name        = "payment-processor-errors-us-east-2-dev"
  alarm_description = "More than 5 failed payments in 5 minutes: look at the function's log, then at the failure queue"
  namespace         = "AWS/Lambda"
  metric_name       = "Errors"
  dimensions = {
    FunctionName = "payment-processor-us-east-2-dev"
  }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  threshold           = 5
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts_us_east_2.arn]
  ok_actions          = [aws_sns_topic.alerts_us_east_2.arn]
}

resource "aws_cloudwatch_metric_alarm" "function_payment_processor_us_east_2_alarm_throttles" {
  provider = aws.us_east_2

  alarm_name        = "payment-processor-throttles-us-east-2-dev"
  alarm_description = "Throttles of function.payment-processor in us-east-2 went above 0 within 5m"
  namespace         = "AWS/Lambda"
  metric_name       = "Throttles"
  dimensions = {
    FunctionName = "payment-processor-us-east-2-dev"
  }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  threshold           = 0
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts_us_east_2.arn]
  ok_actions          = [aws_sns_topic.alerts_us_east_2.arn]
}
