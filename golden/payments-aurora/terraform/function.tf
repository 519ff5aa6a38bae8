# Written by drc 0.1.0 from spec sha256:cefe69400f85201a9aeee7a888cabbbfcf984190536d57ee2f417270b906ebed (system payments, environment dev).
# Edits are lost at the next `drc emit`; change the spec instead.

# function.payments

resource "aws_cloudwatch_log_group" "function_payments_us_east_1_logs" {
  provider = aws.us_east_1

  name              = "/aws/lambda/payments-primary-dev"
  retention_in_days = 30
}

resource "aws_iam_role" "function_payments_us_east_1_role" {
  provider = aws.us_east_1

  name        = "payments-primary-dev-us-east-1"
  description = "What function.payments may do in us-east-1"
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

resource "aws_iam_role_policy" "function_payments_us_east_1_role_access" {
  provider = aws.us_east_1

  name = "access"
  role = aws_iam_role.function_payments_us_east_1_role.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "WriteLogs"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "arn:${data.aws_partition.current.partition}:logs:us-east-1:${data.aws_caller_identity.current.account_id}:log-group:/aws/lambda/payments-primary-dev:*"
      },
      {
        Sid      = "Trace"
        Effect   = "Allow"
        Action   = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]
        Resource = "*"
      },
      {
        Sid    = "CreateInterfaces"
        Effect = "Allow"
        Action = "ec2:CreateNetworkInterface"
        Resource = [
          "arn:${data.aws_partition.current.partition}:ec2:us-east-1:${data.aws_caller_identity.current.account_id}:network-interface/*",
          "arn:${data.aws_partition.current.partition}:ec2:us-east-1:${data.aws_caller_identity.current.account_id}:subnet/*",
          "arn:${data.aws_partition.current.partition}:ec2:us-east-1:${data.aws_caller_identity.current.account_id}:security-group/*",
        ]
      },
      {
        Sid    = "ManageInterfaces"
        Effect = "Allow"
        Action = [
          "ec2:DeleteNetworkInterface",
          "ec2:AssignPrivateIpAddresses",
          "ec2:UnassignPrivateIpAddresses",
        ]
        Resource = "arn:${data.aws_partition.current.partition}:ec2:us-east-1:${data.aws_caller_identity.current.account_id}:network-interface/*"
      },
      {
        Sid      = "DescribeInterfaces"
        Effect   = "Allow"
        Action   = ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"]
        Resource = "*"
      },
      {
        Sid    = "KeepCodeFromInterfaces"
        Effect = "Deny"
        Action = [
          "ec2:CreateNetworkInterface",
          "ec2:DeleteNetworkInterface",
          "ec2:AssignPrivateIpAddresses",
          "ec2:UnassignPrivateIpAddresses",
          "ec2:DescribeNetworkInterfaces",
          "ec2:DescribeSubnets",
        ]
        Resource = "*"
        Condition = {
          ArnEquals = {
            "lambda:SourceFunctionArn" = "arn:${data.aws_partition.current.partition}:lambda:us-east-1:${data.aws_caller_identity.current.account_id}:function:payments-primary-dev"
          }
        }
      },
      {
        Sid    = "ReadSecretLedger"
        Effect = "Allow"
        Action = [
          "secretsmanager:DescribeSecret",
          "secretsmanager:GetSecretValue",
        ]
        Resource = "arn:${data.aws_partition.current.partition}:secretsmanager:us-east-1:${data.aws_caller_identity.current.account_id}:secret:ledger-login-dev-??????"
      },
      {
        Sid    = "SendSqlLedger"
        Effect = "Allow"
        Action = [
          "rds-data:BatchExecuteStatement",
          "rds-data:BeginTransaction",
          "rds-data:CommitTransaction",
          "rds-data:ExecuteStatement",
          "rds-data:RollbackTransaction",
        ]
        Resource = aws_rds_cluster.database_ledger_us_east_1.arn
      },
      {
        Sid    = "UseTableSessions"
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
          aws_dynamodb_table.table_sessions_us_east_1.arn,
          "${aws_dynamodb_table.table_sessions_us_east_1.arn}/index/*",
        ]
      },
      {
        Sid      = "PublishPayments"
        Effect   = "Allow"
        Action   = "events:PutEvents"
        Resource = aws_cloudwatch_event_bus.bus_payments_us_east_1.arn
      },
      {
        Sid      = "ReadParameterLedgerEndpoint"
        Effect   = "Allow"
        Action   = ["ssm:GetParameter", "ssm:GetParameters"]
        Resource = "arn:${data.aws_partition.current.partition}:ssm:us-east-1:${data.aws_caller_identity.current.account_id}:parameter/payments/dev/ledger/endpoint"
      },
    ]
  })
}

resource "aws_security_group" "function_payments_us_east_1_security_group" {
  provider = aws.us_east_1

  name        = "payments-function-primary-dev"
  description = "function.payments in us-east-1"
  vpc_id      = aws_vpc.network_main_us_east_1.id
  tags = {
    Name = "payments-function-primary-dev"
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_egress_rule" "function_payments_us_east_1_egress_https" {
  provider = aws.us_east_1

  security_group_id = aws_security_group.function_payments_us_east_1_security_group.id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "0.0.0.0/0"
  description       = "function.payments calls AWS services"
}

resource "aws_vpc_security_group_egress_rule" "function_payments_us_east_1_egress_endpoints" {
  provider = aws.us_east_1

  security_group_id            = aws_security_group.function_payments_us_east_1_security_group.id
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
  referenced_security_group_id = aws_security_group.network_main_us_east_1_endpoints.id
  description                  = "function.payments calls AWS services"
}

resource "aws_vpc_security_group_ingress_rule" "function_payments_us_east_1_ingress_endpoints" {
  provider = aws.us_east_1

  security_group_id            = aws_security_group.network_main_us_east_1_endpoints.id
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
  referenced_security_group_id = aws_security_group.function_payments_us_east_1_security_group.id
  description                  = "function.payments calls AWS services"
}

resource "aws_vpc_security_group_egress_rule" "function_payments_us_east_1_egress_database_ledger" {
  provider = aws.us_east_1

  security_group_id            = aws_security_group.function_payments_us_east_1_security_group.id
  ip_protocol                  = "tcp"
  from_port                    = 3306
  to_port                      = 3306
  referenced_security_group_id = aws_security_group.database_ledger_us_east_1_security_group.id
  description                  = "function.payments connects to database.ledger"
}

resource "aws_vpc_security_group_ingress_rule" "function_payments_us_east_1_ingress_database_ledger" {
  provider = aws.us_east_1

  security_group_id            = aws_security_group.database_ledger_us_east_1_security_group.id
  ip_protocol                  = "tcp"
  from_port                    = 3306
  to_port                      = 3306
  referenced_security_group_id = aws_security_group.function_payments_us_east_1_security_group.id
  description                  = "function.payments connects to database.ledger"
}

resource "aws_lambda_function" "function_payments_us_east_1" {
  provider = aws.us_east_1

  function_name    = "payments-primary-dev"
  description      = "function.payments of payments in us-east-1"
  runtime          = "python3.13"
  handler          = "index.handler"
  filename         = "${path.module}/code/payment-ledger-python.zip"
  source_code_hash = "YKw3VfQL+r+DSC8XqNAtrSjfexJsqxACYyf8zoBw1+k="
  memory_size      = 512
  timeout          = 28
  role             = aws_iam_role.function_payments_us_east_1_role.arn

  environment {
    variables = {
      DATABASE_LEDGER           = aws_rds_cluster.database_ledger_us_east_1.endpoint
      DATABASE_LEDGER_READER    = aws_rds_cluster.database_ledger_us_east_1.reader_endpoint
      DATABASE_LEDGER_PORT      = "3306"
      DATABASE_LEDGER_NAME      = "ledger"
      DATABASE_LEDGER_ARN       = aws_rds_cluster.database_ledger_us_east_1.arn
      DATABASE_LEDGER_SECRET    = aws_secretsmanager_secret.database_ledger_us_east_1_login.arn
      TABLE_SESSIONS            = "sessions-dev"
      BUS_PAYMENTS              = "payments-primary-dev"
      PARAMETER_LEDGER_ENDPOINT = "/payments/dev/ledger/endpoint"
      ENVIRONMENT               = "dev"
      PEER_REGION               = "us-west-2"
    }
  }

  tracing_config {
    mode = "Active"
  }

  vpc_config {
    subnet_ids = [
      aws_subnet.network_main_us_east_1_private_az1.id,
      aws_subnet.network_main_us_east_1_private_az2.id,
      aws_subnet.network_main_us_east_1_private_az4.id,
    ]
    security_group_ids = [aws_security_group.function_payments_us_east_1_security_group.id]
  }

  depends_on = [
    aws_cloudwatch_log_group.function_payments_us_east_1_logs,
    aws_iam_role_policy.function_payments_us_east_1_role_access,
  ]
}

resource "aws_lambda_function_url" "function_payments_us_east_1_url" {
  provider = aws.us_east_1

  function_name      = aws_lambda_function.function_payments_us_east_1.function_name
  authorization_type = "AWS_IAM"
}

resource "aws_cloudwatch_log_group" "function_payments_us_west_2_logs" {
  provider = aws.us_west_2

  name              = "/aws/lambda/payments-secondary-dev"
  retention_in_days = 30
}

resource "aws_iam_role" "function_payments_us_west_2_role" {
  provider = aws.us_west_2

  name        = "payments-secondary-dev-us-west-2"
  description = "What function.payments may do in us-west-2"
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

resource "aws_iam_role_policy" "function_payments_us_west_2_role_access" {
  provider = aws.us_west_2

  name = "access"
  role = aws_iam_role.function_payments_us_west_2_role.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "WriteLogs"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "arn:${data.aws_partition.current.partition}:logs:us-west-2:${data.aws_caller_identity.current.account_id}:log-group:/aws/lambda/payments-secondary-dev:*"
      },
      {
        Sid      = "Trace"
        Effect   = "Allow"
        Action   = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]
        Resource = "*"
      },
      {
        Sid    = "CreateInterfaces"
        Effect = "Allow"
        Action = "ec2:CreateNetworkInterface"
        Resource = [
          "arn:${data.aws_partition.current.partition}:ec2:us-west-2:${data.aws_caller_identity.current.account_id}:network-interface/*",
          "arn:${data.aws_partition.current.partition}:ec2:us-west-2:${data.aws_caller_identity.current.account_id}:subnet/*",
          "arn:${data.aws_partition.current.partition}:ec2:us-west-2:${data.aws_caller_identity.current.account_id}:security-group/*",
        ]
      },
      {
        Sid    = "ManageInterfaces"
        Effect = "Allow"
        Action = [
          "ec2:DeleteNetworkInterface",
          "ec2:AssignPrivateIpAddresses",
          "ec2:UnassignPrivateIpAddresses",
        ]
        Resource = "arn:${data.aws_partition.current.partition}:ec2:us-west-2:${data.aws_caller_identity.current.account_id}:network-interface/*"
      },
      {
        Sid      = "DescribeInterfaces"
        Effect   = "Allow"
        Action   = ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"]
        Resource = "*"
      },
      {
        Sid    = "KeepCodeFromInterfaces"
        Effect = "Deny"
        Action = [
          "ec2:CreateNetworkInterface",
          "ec2:DeleteNetworkInterface",
          "ec2:AssignPrivateIpAddresses",
          "ec2:UnassignPrivateIpAddresses",
          "ec2:DescribeNetworkInterfaces",
          "ec2:DescribeSubnets",
        ]
        Resource = "*"
        Condition = {
          ArnEquals = {
            "lambda:SourceFunctionArn" = "arn:${data.aws_partition.current.partition}:lambda:us-west-2:${data.aws_caller_identity.current.account_id}:function:payments-secondary-dev"
          }
        }
      },
      {
        Sid    = "ReadSecretLedger"
        Effect = "Allow"
        Action = [
          "secretsmanager:DescribeSecret",
          "secretsmanager:GetSecretValue",
        ]
        Resource = "arn:${data.aws_partition.current.partition}:secretsmanager:us-west-2:${data.aws_caller_identity.current.account_id}:secret:ledger-login-dev-??????"
      },
      {
        Sid    = "SendSqlLedger"
        Effect = "Allow"
        Action = [
          "rds-data:BatchExecuteStatement",
          "rds-data:BeginTransaction",
          "rds-data:CommitTransaction",
          "rds-data:ExecuteStatement",
          "rds-data:RollbackTransaction",
        ]
        Resource = aws_rds_cluster.database_ledger_us_west_2.arn
      },
      {
        Sid    = "UseTableSessions"
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
          aws_dynamodb_table_replica.table_sessions_us_west_2.arn,
          "${aws_dynamodb_table_replica.table_sessions_us_west_2.arn}/index/*",
        ]
      },
      {
        Sid      = "PublishPayments"
        Effect   = "Allow"
        Action   = "events:PutEvents"
        Resource = aws_cloudwatch_event_bus.bus_payments_us_west_2.arn
      },
      {
        Sid      = "ReadParameterLedgerEndpoint"
        Effect   = "Allow"
        Action   = ["ssm:GetParameter", "ssm:GetParameters"]
        Resource = "arn:${data.aws_partition.current.partition}:ssm:us-west-2:${data.aws_caller_identity.current.account_id}:parameter/payments/dev/ledger/endpoint"
      },
    ]
  })
}

resource "aws_security_group" "function_payments_us_west_2_security_group" {
  provider = aws.us_west_2

  name        = "payments-function-secondary-dev"
  description = "function.payments in us-west-2"
  vpc_id      = aws_vpc.network_main_us_west_2.id
  tags = {
    Name = "payments-function-secondary-dev"
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_egress_rule" "function_payments_us_west_2_egress_https" {
  provider = aws.us_west_2

  security_group_id = aws_security_group.function_payments_us_west_2_security_group.id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "0.0.0.0/0"
  description       = "function.payments calls AWS services"
}

resource "aws_vpc_security_group_egress_rule" "function_payments_us_west_2_egress_endpoints" {
  provider = aws.us_west_2

  security_group_id            = aws_security_group.function_payments_us_west_2_security_group.id
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
  referenced_security_group_id = aws_security_group.network_main_us_west_2_endpoints.id
  description                  = "function.payments calls AWS services"
}

resource "aws_vpc_security_group_ingress_rule" "function_payments_us_west_2_ingress_endpoints" {
  provider = aws.us_west_2

  security_group_id            = aws_security_group.network_main_us_west_2_endpoints.id
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
  referenced_security_group_id = aws_security_group.function_payments_us_west_2_security_group.id
  description                  = "function.payments calls AWS services"
}

resource "aws_vpc_security_group_egress_rule" "function_payments_us_west_2_egress_database_ledger" {
  provider = aws.us_west_2

  security_group_id            = aws_security_group.function_payments_us_west_2_security_group.id
  ip_protocol                  = "tcp"
  from_port                    = 3306
  to_port                      = 3306
  referenced_security_group_id = aws_security_group.database_ledger_us_west_2_security_group.id
  description                  = "function.payments connects to database.ledger"
}

resource "aws_vpc_security_group_ingress_rule" "function_payments_us_west_2_ingress_database_ledger" {
  provider = aws.us_west_2

  security_group_id            = aws_security_group.database_ledger_us_west_2_security_group.id
  ip_protocol                  = "tcp"
  from_port                    = 3306
  to_port                      = 3306
  referenced_security_group_id = aws_security_group.function_payments_us_west_2_security_group.id
  description                  = "function.payments connects to database.ledger"
}

resource "aws_lambda_function" "function_payments_us_west_2" {
  provider = aws.us_west_2

  function_name    = "payments-secondary-dev"
  description      = "function.payments of payments in us-west-2"
  runtime          = "python3.13"
  handler          = "index.handler"
  filename         = "${path.module}/code/payment-ledger-python.zip"
  source_code_hash = "YKw3VfQL+r+DSC8XqNAtrSjfexJsqxACYyf8zoBw1+k="
  memory_size      = 512
  timeout          = 28
  role             = aws_iam_role.function_payments_us_west_2_role.arn

  environment {
    variables = {
      DATABASE_LEDGER           = aws_rds_cluster.database_ledger_us_west_2.endpoint
      DATABASE_LEDGER_READER    = aws_rds_cluster.database_ledger_us_west_2.reader_endpoint
      DATABASE_LEDGER_PORT      = "3306"
      DATABASE_LEDGER_NAME      = "ledger"
      DATABASE_LEDGER_ARN       = aws_rds_cluster.database_ledger_us_west_2.arn
      DATABASE_LEDGER_SECRET    = "arn:${data.aws_partition.current.partition}:secretsmanager:us-west-2:${data.aws_caller_identity.current.account_id}:secret:ledger-login-dev"
      TABLE_SESSIONS            = "sessions-dev"
      BUS_PAYMENTS              = "payments-secondary-dev"
      PARAMETER_LEDGER_ENDPOINT = "/payments/dev/ledger/endpoint"
      ENVIRONMENT               = "dev"
      PEER_REGION               = "us-east-1"
    }
  }

  tracing_config {
    mode = "Active"
  }

  vpc_config {
    subnet_ids = [
      aws_subnet.network_main_us_west_2_private_az1.id,
      aws_subnet.network_main_us_west_2_private_az2.id,
      aws_subnet.network_main_us_west_2_private_az3.id,
    ]
    security_group_ids = [aws_security_group.function_payments_us_west_2_security_group.id]
  }

  depends_on = [
    aws_cloudwatch_log_group.function_payments_us_west_2_logs,
    aws_iam_role_policy.function_payments_us_west_2_role_access,
  ]
}

resource "aws_lambda_function_url" "function_payments_us_west_2_url" {
  provider = aws.us_west_2

  function_name      = aws_lambda_function.function_payments_us_west_2.function_name
  authorization_type = "AWS_IAM"
}

resource "aws_cloudwatch_metric_alarm" "function_payments_us_east_1_alarm_errors" {
  provider = aws.us_east_1

  alarm_name        = "payments-errors-primary-dev"
  alarm_description = "Errors of function.payments in us-east-1 went above 5 within 5m"
  namespace         = "AWS/Lambda"
  metric_name       = "Errors"
  dimensions = {
    FunctionName = "payments-primary-dev"
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

resource "aws_cloudwatch_metric_alarm" "function_payments_us_east_1_alarm_throttles" {
  provider = aws.us_east_1

  alarm_name        = "payments-throttles-primary-dev"
  alarm_description = "Throttles of function.payments in us-east-1 went above 0 within 5m"
  namespace         = "AWS/Lambda"
  metric_name       = "Throttles"
  dimensions = {
    FunctionName = "payments-primary-dev"
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

resource "aws_cloudwatch_metric_alarm" "function_payments_us_west_2_alarm_errors" {
  provider = aws.us_west_2

  alarm_name        = "payments-errors-secondary-dev"
  alarm_description = "Errors of function.payments in us-west-2 went above 5 within 5m"
  namespace         = "AWS/Lambda"
  metric_name       = "Errors"
  dimensions = {
    FunctionName = "payments-secondary-dev"
  }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  threshold           = 5
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts_us_west_2.arn]
  ok_actions          = [aws_sns_topic.alerts_us_west_2.arn]
}

resource "aws_cloudwatch_metric_alarm" "function_payments_us_west_2_alarm_throttles" {
  provider = aws.us_west_2

  alarm_name        = "payments-throttles-secondary-dev"
  alarm_description = "Throttles of function.payments in us-west-2 went above 0 within 5m"
  namespace         = "AWS/Lambda"
  metric_name       = "Throttles"
  dimensions = {
    FunctionName = "payments-secondary-dev"
  }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  threshold           = 0
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts_us_west_2.arn]
  ok_actions          = [aws_sns_topic.alerts_us_west_2.arn]
}
