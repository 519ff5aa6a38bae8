# Written by drc 0.1.0 from spec sha256:fb6d94e2ea16e1578b086240b226ca1fbf8725aaf4c80aafb7ea98085f59a734 (system payments, environment dev).
# Edits are lost at the next `drc emit`; change the spec instead.

# parameter.ledger-endpoint

resource "aws_ssm_parameter" "parameter_ledger_endpoint_us_east_1" {
  provider = aws.us_east_1

  name           = "/payments/dev/ledger/endpoint"
  type           = "String"
  insecure_value = aws_rds_cluster.database_ledger_us_east_1.endpoint
}

resource "aws_ssm_parameter" "parameter_ledger_endpoint_us_east_2" {
  provider = aws.us_east_2

  name           = "/payments/dev/ledger/endpoint"
  type           = "String"
  insecure_value = aws_rds_cluster.database_ledger_us_east_2.endpoint
}

# parameter.partner-api-key

resource "aws_cloudwatch_log_group" "parameter_partner_api_key_us_east_1_sync_logs" {
  provider = aws.us_east_1

  name              = "/aws/lambda/parameter-sync-us-east-1-dev"
  retention_in_days = 30
}

resource "aws_iam_role" "parameter_partner_api_key_us_east_1_sync_role" {
  provider = aws.us_east_1

  name        = "parameter-sync-us-east-1-dev"
  description = "What the sync function may do in us-east-1"
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

resource "aws_iam_role_policy" "parameter_partner_api_key_us_east_1_sync_role_access" {
  provider = aws.us_east_1

  name = "access"
  role = aws_iam_role.parameter_partner_api_key_us_east_1_sync_role.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "WriteLogs"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "arn:${data.aws_partition.current.partition}:logs:us-east-1:${data.aws_caller_identity.current.account_id}:log-group:/aws/lambda/parameter-sync-us-east-1-dev:*"
      },
      {
        Sid      = "Trace"
        Effect   = "Allow"
        Action   = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]
        Resource = "*"
      },
      {
        Sid    = "KeepParameters"
        Effect = "Allow"
        Action = ["ssm:GetParameters", "ssm:PutParameter"]
        Resource = [
          "arn:${data.aws_partition.current.partition}:ssm:us-east-1:${data.aws_caller_identity.current.account_id}:parameter/payments/dev/features/instant-payments",
          "arn:${data.aws_partition.current.partition}:ssm:us-east-2:${data.aws_caller_identity.current.account_id}:parameter/payments/dev/features/instant-payments",
          "arn:${data.aws_partition.current.partition}:ssm:us-east-1:${data.aws_caller_identity.current.account_id}:parameter/payments/dev/partner/api-key",
        ]
      },
      {
        Sid    = "ReadSecretPartnerApiKey"
        Effect = "Allow"
        Action = [
          "secretsmanager:DescribeSecret",
          "secretsmanager:GetSecretValue",
        ]
        Resource = "arn:${data.aws_partition.current.partition}:secretsmanager:us-east-1:${data.aws_caller_identity.current.account_id}:secret:partner-api-key-dev-??????"
      },
    ]
  })
}

resource "aws_lambda_function" "parameter_partner_api_key_us_east_1_sync" {
  provider = aws.us_east_1

  function_name    = "parameter-sync-us-east-1-dev"
  description      = "Keeps parameters of payments in step in us-east-1"
  runtime          = "python3.13"
  handler          = "index.handler"
  filename         = "${path.module}/code/parameter-sync.zip"
  source_code_hash = "Eh5GGV6zIwTw5sa0rZshX/4UrxDbpDAEO2sy+VfqJz4="
  memory_size      = 256
  timeout          = 60
  role             = aws_iam_role.parameter_partner_api_key_us_east_1_sync_role.arn

  environment {
    variables = {
      PEER_REGIONS = "us-east-2"
      PARAMETERS   = jsonencode(["/payments/dev/features/instant-payments"])
      SECRETS = jsonencode({
        "/payments/dev/partner/api-key" = aws_secretsmanager_secret.secret_partner_api_key_us_east_1.arn
      })
    }
  }

  tracing_config {
    mode = "Active"
  }

  depends_on = [
    aws_cloudwatch_log_group.parameter_partner_api_key_us_east_1_sync_logs,
    aws_iam_role_policy.parameter_partner_api_key_us_east_1_sync_role_access,
  ]
}

resource "aws_cloudwatch_event_rule" "parameter_partner_api_key_us_east_1_sync_rule" {
  provider = aws.us_east_1

  name        = "parameter-sync-us-east-1-dev"
  description = "Calls the sync function when a parameter changes, and every now and then"
  event_pattern = jsonencode({
    source        = ["aws.ssm"]
    "detail-type" = ["Parameter Store Change"]
    detail = {
      name      = ["/payments/dev/features/instant-payments"]
      operation = ["Create", "Update"]
    }
  })
  schedule_expression = "rate(5 minutes)"
}

resource "aws_cloudwatch_event_target" "parameter_partner_api_key_us_east_1_sync_rule_target_1" {
  provider = aws.us_east_1

  rule      = aws_cloudwatch_event_rule.parameter_partner_api_key_us_east_1_sync_rule.name
  target_id = "sync"
  arn       = aws_lambda_function.parameter_partner_api_key_us_east_1_sync.arn

  retry_policy {
    maximum_event_age_in_seconds = 300
    maximum_retry_attempts       = 185
  }
}

resource "aws_lambda_permission" "parameter_partner_api_key_us_east_1_sync_permission" {
  provider = aws.us_east_1

  function_name = aws_lambda_function.parameter_partner_api_key_us_east_1_sync.function_name
  action        = "lambda:InvokeFunction"
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_rule.parameter_partner_api_key_us_east_1_sync_rule.arn
}

resource "aws_cloudwatch_metric_alarm" "parameter_partner_api_key_us_east_1_sync_alarm" {
  provider = aws.us_east_1

  alarm_name        = "parameter-sync-errors-us-east-1-dev"
  alarm_description = "The function that keeps parameters in step failed in us-east-1"
  namespace         = "AWS/Lambda"
  metric_name       = "Errors"
  dimensions = {
    FunctionName = "parameter-sync-us-east-1-dev"
  }
  statistic           = "Sum"
  period              = 900
  evaluation_periods  = 1
  threshold           = 6
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts_us_east_1.arn]
  ok_actions          = [aws_sns_topic.alerts_us_east_1.arn]
}

resource "aws_cloudwatch_log_group" "parameter_partner_api_key_us_east_2_sync_logs" {
  provider = aws.us_east_2

  name              = "/aws/lambda/parameter-sync-us-east-2-dev"
  retention_in_days = 30
}

resource "aws_iam_role" "parameter_partner_api_key_us_east_2_sync_role" {
  provider = aws.us_east_2

  name        = "parameter-sync-us-east-2-dev"
  description = "What the sync function may do in us-east-2"
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

resource "aws_iam_role_policy" "parameter_partner_api_key_us_east_2_sync_role_access" {
  provider = aws.us_east_2

  name = "access"
  role = aws_iam_role.parameter_partner_api_key_us_east_2_sync_role.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "WriteLogs"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "arn:${data.aws_partition.current.partition}:logs:us-east-2:${data.aws_caller_identity.current.account_id}:log-group:/aws/lambda/parameter-sync-us-east-2-dev:*"
      },
      {
        Sid      = "Trace"
        Effect   = "Allow"
        Action   = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]
        Resource = "*"
      },
      {
        Sid    = "KeepParameters"
        Effect = "Allow"
        Action = ["ssm:GetParameters", "ssm:PutParameter"]
        Resource = [
          "arn:${data.aws_partition.current.partition}:ssm:us-east-1:${data.aws_caller_identity.current.account_id}:parameter/payments/dev/features/instant-payments",
          "arn:${data.aws_partition.current.partition}:ssm:us-east-2:${data.aws_caller_identity.current.account_id}:parameter/payments/dev/features/instant-payments",
          "arn:${data.aws_partition.current.partition}:ssm:us-east-2:${data.aws_caller_identity.current.account_id}:parameter/payments/dev/partner/api-key",
        ]
      },
      {
        Sid    = "ReadSecretPartnerApiKey"
        Effect = "Allow"
        Action = [
          "secretsmanager:DescribeSecret",
          "secretsmanager:GetSecretValue",
        ]
        Resource = "arn:${data.aws_partition.current.partition}:secretsmanager:us-east-2:${data.aws_caller_identity.current.account_id}:secret:partner-api-key-dev-??????"
      },
    ]
  })
}

resource "aws_lambda_function" "parameter_partner_api_key_us_east_2_sync" {
  provider = aws.us_east_2

  function_name    = "parameter-sync-us-east-2-dev"
  description      = "Keeps parameters of payments in step in us-east-2"
  runtime          = "python3.13"
  handler          = "index.handler"
  filename         = "${path.module}/code/parameter-sync.zip"
  source_code_hash = "Eh5GGV6zIwTw5sa0rZshX/4UrxDbpDAEO2sy+VfqJz4="
  memory_size      = 256
  timeout          = 60
  role             = aws_iam_role.parameter_partner_api_key_us_east_2_sync_role.arn

  environment {
    variables = {
      PEER_REGIONS = "us-east-1"
      PARAMETERS   = jsonencode(["/payments/dev/features/instant-payments"])
      SECRETS = jsonencode({
        "/payments/dev/partner/api-key" = "arn:${data.aws_partition.current.partition}:secretsmanager:us-east-2:${data.aws_caller_identity.current.account_id}:secret:partner-api-key-dev"
      })
    }
  }

  tracing_config {
    mode = "Active"
  }

  depends_on = [
    aws_cloudwatch_log_group.parameter_partner_api_key_us_east_2_sync_logs,
    aws_iam_role_policy.parameter_partner_api_key_us_east_2_sync_role_access,
  ]
}

resource "aws_cloudwatch_event_rule" "parameter_partner_api_key_us_east_2_sync_rule" {
  provider = aws.us_east_2

  name        = "parameter-sync-us-east-2-dev"
  description = "Calls the sync function when a parameter changes, and every now and then"
  event_pattern = jsonencode({
    source        = ["aws.ssm"]
    "detail-type" = ["Parameter Store Change"]
    detail = {
      name      = ["/payments/dev/features/instant-payments"]
      operation = ["Create", "Update"]
    }
  })
  schedule_expression = "rate(5 minutes)"
}

resource "aws_cloudwatch_event_target" "parameter_partner_api_key_us_east_2_sync_rule_target_1" {
  provider = aws.us_east_2

  rule      = aws_cloudwatch_event_rule.parameter_partner_api_key_us_east_2_sync_rule.name
  target_id = "sync"
  arn       = aws_lambda_function.parameter_partner_api_key_us_east_2_sync.arn

  retry_policy {
    maximum_event_age_in_seconds = 300
    maximum_retry_attempts       = 185
  }
}

resource "aws_lambda_permission" "parameter_partner_api_key_us_east_2_sync_permission" {
  provider = aws.us_east_2

  function_name = aws_lambda_function.parameter_partner_api_key_us_east_2_sync.function_name
  action        = "lambda:InvokeFunction"
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_rule.parameter_partner_api_key_us_east_2_sync_rule.arn
}

resource "aws_cloudwatch_metric_alarm" "parameter_partner_api_key_us_east_2_sync_alarm" {
  provider = aws.us_east_2

  alarm_name        = "parameter-sync-errors-us-east-2-dev"
  alarm_description = "The function that keeps parameters in step failed in us-east-2"
  namespace         = "AWS/Lambda"
  metric_name       = "Errors"
  dimensions = {
    FunctionName = "parameter-sync-us-east-2-dev"
  }
  statistic           = "Sum"
  period              = 900
  evaluation_periods  = 1
  threshold           = 6
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts_us_east_2.arn]
  ok_actions          = [aws_sns_topic.alerts_us_east_2.arn]
}

# parameter.instant-payments

resource "aws_ssm_parameter" "parameter_instant_payments_us_east_1" {
  provider = aws.us_east_1

  name           = "/payments/dev/features/instant-payments"
  type           = "String"
  insecure_value = "off"

  lifecycle {
    ignore_changes = [insecure_value]
  }
}

resource "aws_ssm_parameter" "parameter_instant_payments_us_east_2" {
  provider = aws.us_east_2

  name           = "/payments/dev/features/instant-payments"
  type           = "String"
  insecure_value = "off"

  lifecycle {
    ignore_changes = [insecure_value]
  }
}
