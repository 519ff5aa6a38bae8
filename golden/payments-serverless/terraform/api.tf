# Written by drc 0.1.0 from spec sha256:3a182bbd48ce0d2447a7df6d804513ab37c149647449c81dce478bc8b4b282fc (system payments, environment dev).
# Edits are lost at the next `drc emit`; change the spec instead.

# api.payment

resource "aws_api_gateway_rest_api" "api_payment_us_east_1" {
  provider = aws.us_east_1

  name        = "payment-us-east-1-dev"
  description = "api.payment of payments in us-east-1"

  endpoint_configuration {
    types = ["REGIONAL"]
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_api_gateway_resource" "api_payment_us_east_1_path_payment" {
  provider = aws.us_east_1

  rest_api_id = aws_api_gateway_rest_api.api_payment_us_east_1.id
  parent_id   = aws_api_gateway_rest_api.api_payment_us_east_1.root_resource_id
  path_part   = "payment"
}

resource "aws_api_gateway_resource" "api_payment_us_east_1_path_health" {
  provider = aws.us_east_1

  rest_api_id = aws_api_gateway_rest_api.api_payment_us_east_1.id
  parent_id   = aws_api_gateway_rest_api.api_payment_us_east_1.root_resource_id
  path_part   = "health"
}

resource "aws_api_gateway_method" "api_payment_us_east_1_method_post_payment" {
  provider = aws.us_east_1

  rest_api_id   = aws_api_gateway_rest_api.api_payment_us_east_1.id
  resource_id   = aws_api_gateway_resource.api_payment_us_east_1_path_payment.id
  http_method   = "POST"
  authorization = "AWS_IAM"
}

resource "aws_api_gateway_integration" "api_payment_us_east_1_method_post_payment_integration" {
  provider = aws.us_east_1

  rest_api_id             = aws_api_gateway_rest_api.api_payment_us_east_1.id
  resource_id             = aws_api_gateway_resource.api_payment_us_east_1_path_payment.id
  http_method             = aws_api_gateway_method.api_payment_us_east_1_method_post_payment.http_method
  type                    = "AWS_PROXY"
  integration_http_method = "POST"
  uri                     = "arn:${data.aws_partition.current.partition}:apigateway:us-east-1:lambda:path/2015-03-31/functions/${aws_lambda_function.function_payment_processor_us_east_1.arn}/invocations"
}

resource "aws_lambda_permission" "api_payment_us_east_1_permission_post_payment" {
  provider = aws.us_east_1

  function_name = aws_lambda_function.function_payment_processor_us_east_1.function_name
  action        = "lambda:InvokeFunction"
  principal     = "apigateway.amazonaws.com"
  source_arn    = "arn:${data.aws_partition.current.partition}:execute-api:us-east-1:${data.aws_caller_identity.current.account_id}:${aws_api_gateway_rest_api.api_payment_us_east_1.id}/prod/POST/payment"
}

resource "aws_api_gateway_method" "api_payment_us_east_1_method_get_health" {
  provider = aws.us_east_1

  rest_api_id   = aws_api_gateway_rest_api.api_payment_us_east_1.id
  resource_id   = aws_api_gateway_resource.api_payment_us_east_1_path_health.id
  http_method   = "GET"
  authorization = "NONE"
}

resource "aws_api_gateway_integration" "api_payment_us_east_1_method_get_health_integration" {
  provider = aws.us_east_1

  rest_api_id             = aws_api_gateway_rest_api.api_payment_us_east_1.id
  resource_id             = aws_api_gateway_resource.api_payment_us_east_1_path_health.id
  http_method             = aws_api_gateway_method.api_payment_us_east_1_method_get_health.http_method
  type                    = "AWS_PROXY"
  integration_http_method = "POST"
  uri                     = "arn:${data.aws_partition.current.partition}:apigateway:us-east-1:lambda:path/2015-03-31/functions/${aws_lambda_function.function_payment_processor_us_east_1.arn}/invocations"
}

resource "aws_lambda_permission" "api_payment_us_east_1_permission_get_health" {
  provider = aws.us_east_1

  function_name = aws_lambda_function.function_payment_processor_us_east_1.function_name
  action        = "lambda:InvokeFunction"
  principal     = "apigateway.amazonaws.com"
  source_arn    = "arn:${data.aws_partition.current.partition}:execute-api:us-east-1:${data.aws_caller_identity.current.account_id}:${aws_api_gateway_rest_api.api_payment_us_east_1.id}/prod/GET/health"
}

resource "aws_api_gateway_deployment" "api_payment_us_east_1_deployment" {
  provider = aws.us_east_1

  rest_api_id = aws_api_gateway_rest_api.api_payment_us_east_1.id
  triggers = {
    routes = "a65aaeef4ea0ffae"
  }

  lifecycle {
    create_before_destroy = true
  }

  depends_on = [
    aws_api_gateway_method.api_payment_us_east_1_method_post_payment,
    aws_api_gateway_integration.api_payment_us_east_1_method_post_payment_integration,
    aws_api_gateway_method.api_payment_us_east_1_method_get_health,
    aws_api_gateway_integration.api_payment_us_east_1_method_get_health_integration,
  ]
}

resource "aws_cloudwatch_log_group" "api_payment_us_east_1_logs" {
  provider = aws.us_east_1

  name              = "/aws/apigateway/payment-us-east-1-dev/prod"
  retention_in_days = 7
}

resource "aws_iam_role" "api_payment_us_east_1_logging_role" {
  provider = aws.us_east_1

  name        = "payment-gateway-logs-us-east-1-dev"
  description = "API Gateway writes logs in us-east-1"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "Assume"
        Effect = "Allow"
        Principal = {
          Service = "apigateway.amazonaws.com"
        }
        Action = "sts:AssumeRole"
      },
    ]
  })
}

resource "aws_iam_role_policy_attachment" "api_payment_us_east_1_logging_role_managed" {
  provider = aws.us_east_1

  role       = aws_iam_role.api_payment_us_east_1_logging_role.name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"
}

resource "aws_api_gateway_account" "api_payment_us_east_1_account" {
  provider = aws.us_east_1

  cloudwatch_role_arn = aws_iam_role.api_payment_us_east_1_logging_role.arn
}

resource "aws_api_gateway_stage" "api_payment_us_east_1_stage" {
  provider = aws.us_east_1

  rest_api_id          = aws_api_gateway_rest_api.api_payment_us_east_1.id
  deployment_id        = aws_api_gateway_deployment.api_payment_us_east_1_deployment.id
  stage_name           = "prod"
  xray_tracing_enabled = true

  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.api_payment_us_east_1_logs.arn
    format = jsonencode({
      requestId         = "$context.requestId"
      time              = "$context.requestTimeEpoch"
      ip                = "$context.identity.sourceIp"
      caller            = "$context.identity.caller"
      method            = "$context.httpMethod"
      path              = "$context.path"
      status            = "$context.status"
      latency           = "$context.responseLatency"
      integrationStatus = "$context.integration.status"
      integrationError  = "$context.integration.error"
    })
  }

  depends_on = [aws_api_gateway_account.api_payment_us_east_1_account]
}

resource "aws_api_gateway_method_settings" "api_payment_us_east_1_stage_settings" {
  provider = aws.us_east_1

  rest_api_id = aws_api_gateway_rest_api.api_payment_us_east_1.id
  stage_name  = aws_api_gateway_stage.api_payment_us_east_1_stage.stage_name
  method_path = "*/*"

  settings {
    metrics_enabled        = true
    throttling_rate_limit  = 500
    throttling_burst_limit = 1000
  }
}

resource "aws_api_gateway_rest_api" "api_payment_us_east_2" {
  provider = aws.us_east_2

  name        = "payment-us-east-2-dev"
  description = "api.payment of payments in us-east-2"

  endpoint_configuration {
    types = ["REGIONAL"]
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_api_gateway_resource" "api_payment_us_east_2_path_payment" {
  provider = aws.us_east_2

  rest_api_id = aws_api_gateway_rest_api.api_payment_us_east_2.id
  parent_id   = aws_api_gateway_rest_api.api_payment_us_east_2.root_resource_id
  path_part   = "payment"
}

resource "aws_api_gateway_resource" "api_payment_us_east_2_path_health" {
  provider = aws.us_east_2

  rest_api_id = aws_api_gateway_rest_api.api_payment_us_east_2.id
  parent_id   = aws_api_gateway_rest_api.api_payment_us_east_2.root_resource_id
  path_part   = "health"
}

resource "aws_api_gateway_method" "api_payment_us_east_2_method_post_payment" {
  provider = aws.us_east_2

  rest_api_id   = aws_api_gateway_rest_api.api_payment_us_east_2.id
  resource_id   = aws_api_gateway_resource.api_payment_us_east_2_path_payment.id
  http_method   = "POST"
  authorization = "AWS_IAM"
}

resource "aws_api_gateway_integration" "api_payment_us_east_2_method_post_payment_integration" {
  provider = aws.us_east_2

  rest_api_id             = aws_api_gateway_rest_api.api_payment_us_east_2.id
  resource_id             = aws_api_gateway_resource.api_payment_us_east_2_path_payment.id
  http_method             = aws_api_gateway_method.api_payment_us_east_2_method_post_payment.http_method
  type                    = "AWS_PROXY"
  integration_http_method = "POST"
  uri                     = "arn:${data.aws_partition.current.partition}:apigateway:us-east-2:lambda:path/2015-03-31/functions/${aws_lambda_function.function_payment_processor_us_east_2.arn}/invocations"
}

resource "aws_lambda_permission" "api_payment_us_east_2_permission_post_payment" {
  provider = aws.us_east_2

  function_name = aws_lambda_function.function_payment_processor_us_east_2.function_name
  action        = "lambda:InvokeFunction"
  principal     = "apigateway.amazonaws.com"
  source_arn    = "arn:${data.aws_partition.current.partition}:execute-api:us-east-2:${data.aws_caller_identity.current.account_id}:${aws_api_gateway_rest_api.api_payment_us_east_2.id}/prod/POST/payment"
}

resource "aws_api_gateway_method" "api_payment_us_east_2_method_get_health" {
  provider = aws.us_east_2

  rest_api_id   = aws_api_gateway_rest_api.api_payment_us_east_2.id
  resource_id   = aws_api_gateway_resource.api_payment_us_east_2_path_health.id
  http_method   = "GET"
  authorization = "NONE"
}

resource "aws_api_gateway_integration" "api_payment_us_east_2_method_get_health_integration" {
  provider = aws.us_east_2

  rest_api_id             = aws_api_gateway_rest_api.api_payment_us_east_2.id
  resource_id             = aws_api_gateway_resource.api_payment_us_east_2_path_health.id
  http_method             = aws_api_gateway_method.api_payment_us_east_2_method_get_health.http_method
  type                    = "AWS_PROXY"
  integration_http_method = "POST"
  uri                     = "arn:${data.aws_partition.current.partition}:apigateway:us-east-2:lambda:path/2015-03-31/functions/${aws_lambda_function.function_payment_processor_us_east_2.arn}/invocations"
}

resource "aws_lambda_permission" "api_payment_us_east_2_permission_get_health" {
  provider = aws.us_east_2

  function_name = aws_lambda_function.function_payment_processor_us_east_2.function_name
  action        = "lambda:InvokeFunction"
  principal     = "apigateway.amazonaws.com"
  source_arn    = "arn:${data.aws_partition.current.partition}:execute-api:us-east-2:${data.aws_caller_identity.current.account_id}:${aws_api_gateway_rest_api.api_payment_us_east_2.id}/prod/GET/health"
}

resource "aws_api_gateway_deployment" "api_payment_us_east_2_deployment" {
  provider = aws.us_east_2

  rest_api_id = aws_api_gateway_rest_api.api_payment_us_east_2.id
  triggers = {
    routes = "a65aaeef4ea0ffae"
  }

  lifecycle {
    create_before_destroy = true
  }

  depends_on = [
    aws_api_gateway_method.api_payment_us_east_2_method_post_payment,
    aws_api_gateway_integration.api_payment_us_east_2_method_post_payment_integration,
    aws_api_gateway_method.api_payment_us_east_2_method_get_health,
    aws_api_gateway_integration.api_payment_us_east_2_method_get_health_integration,
  ]
}

resource "aws_cloudwatch_log_group" "api_payment_us_east_2_logs" {
  provider = aws.us_east_2

  name              = "/aws/apigateway/payment-us-east-2-dev/prod"
  retention_in_days = 7
}

resource "aws_iam_role" "api_payment_us_east_2_logging_role" {
  provider = aws.us_east_2

  name        = "payment-gateway-logs-us-east-2-dev"
  description = "API Gateway writes logs in us-east-2"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "Assume"
        Effect = "Allow"
        Principal = {
          Service = "apigateway.amazonaws.com"
        }
        Action = "sts:AssumeRole"
      },
    ]
  })
}

resource "aws_iam_role_policy_attachment" "api_payment_us_east_2_logging_role_managed" {
  provider = aws.us_east_2

  role       = aws_iam_role.api_payment_us_east_2_logging_role.name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"
}

resource "aws_api_gateway_account" "api_payment_us_east_2_account" {
  provider = aws.us_east_2

  cloudwatch_role_arn = aws_iam_role.api_payment_us_east_2_logging_role.arn
}

resource "aws_api_gateway_stage" "api_payment_us_east_2_stage" {
  provider = aws.us_east_2

  rest_api_id          = aws_api_gateway_rest_api.api_payment_us_east_2.id
  deployment_id        = aws_api_gateway_deployment.api_payment_us_east_2_deployment.id
  stage_name           = "prod"
  xray_tracing_enabled = true

  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.api_payment_us_east_2_logs.arn
    format = jsonencode({
      requestId         = "$context.requestId"
      time              = "$context.requestTimeEpoch"
      ip                = "$context.identity.sourceIp"
      caller            = "$context.identity.caller"
      method            = "$context.httpMethod"
      path              = "$context.path"
      status            = "$context.status"
      latency           = "$context.responseLatency"
      integrationStatus = "$context.integration.status"
      integrationError  = "$context.integration.error"
    })
  }

  depends_on = [aws_api_gateway_account.api_payment_us_east_2_account]
}

resource "aws_api_gateway_method_settings" "api_payment_us_east_2_stage_settings" {
  provider = aws.us_east_2

  rest_api_id = aws_api_gateway_rest_api.api_payment_us_east_2.id
  stage_name  = aws_api_gateway_stage.api_payment_us_east_2_stage.stage_name
  method_path = "*/*"

  settings {
    metrics_enabled        = true
    throttling_rate_limit  = 500
    throttling_burst_limit = 1000
  }
}

resource "aws_cloudwatch_metric_alarm" "api_payment_us_east_1_alarm_api_errors" {
  provider = aws.us_east_1

  alarm_name        = "payment-api-errors-us-east-1-dev"
  alarm_description = "5XXError of api.payment in us-east-1 went above 5 within 5m"
  namespace         = "AWS/ApiGateway"
  metric_name       = "5XXError"
  dimensions = {
    ApiName = "payment-us-east-1-dev"
    Stage   = "prod"
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

resource "aws_cloudwatch_metric_alarm" "api_payment_us_east_2_alarm_api_errors" {
  provider = aws.us_east_2

  alarm_name        = "payment-api-errors-us-east-2-dev"
  alarm_description = "5XXError of api.payment in us-east-2 went above 5 within 5m"
  namespace         = "AWS/ApiGateway"
  metric_name       = "5XXError"
  dimensions = {
    ApiName = "payment-us-east-2-dev"
    Stage   = "prod"
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
