# What each region has of its own: bucket, function, API, alarms.

terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

data "aws_caller_identity" "current" {}

locals {
  suffix = "${var.region}-dev"
}

# --- bucket -----------------------------------------------------------------------------

resource "aws_s3_bucket" "docs" {
  bucket        = "payment-docs-${local.suffix}"
  force_destroy = true
}

resource "aws_s3_bucket_versioning" "docs" {
  bucket = aws_s3_bucket.docs.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "docs" {
  bucket = aws_s3_bucket.docs.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "docs" {
  block_public_acls       = true
  block_public_policy     = true
  bucket                  = aws_s3_bucket.docs.id
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "docs" {
  bucket = aws_s3_bucket.docs.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "docs" {
  bucket     = aws_s3_bucket.docs.id
  depends_on = [aws_s3_bucket_versioning.docs]

  rule {
    id     = "age"
    status = "Enabled"

    filter {
      prefix = ""
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }

    noncurrent_version_expiration {
      noncurrent_days = 90
    }

    transition {
      days          = 30
      storage_class = "STANDARD_IA"
    }
  }
}

resource "aws_s3_bucket_policy" "docs" {
  bucket = aws_s3_bucket.docs.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "TlsOnly"
      Action    = "s3:*"
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
      Effect    = "Deny"
      Principal = "*"
      Resource  = [aws_s3_bucket.docs.arn, "${aws_s3_bucket.docs.arn}/*"]
    }]
  })
}

# --- function, its queue and its topic ----------------------------------------------------

resource "aws_sqs_queue" "failed" {
  message_retention_seconds = 1209600
  name                      = "failed-payments-${local.suffix}"
  sqs_managed_sse_enabled   = true
}

resource "aws_sqs_queue" "retry" {
  name                    = "retry-payments-${local.suffix}"
  sqs_managed_sse_enabled = true

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.failed.arn
    maxReceiveCount     = 5
  })
}

resource "aws_sqs_queue_policy" "failed" {
  queue_url = aws_sqs_queue.failed.url

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "TlsOnly"
      Action    = "sqs:*"
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
      Effect    = "Deny"
      Principal = "*"
      Resource  = aws_sqs_queue.failed.arn
    }]
  })
}

resource "aws_sqs_queue_redrive_allow_policy" "failed" {
  queue_url = aws_sqs_queue.failed.url

  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [aws_sqs_queue.retry.arn]
  })
}

resource "aws_sns_topic" "alerts" {
  name = "failover-alerts-${local.suffix}"
}

resource "aws_sns_topic_policy" "alerts" {
  arn = aws_sns_topic.alerts.arn

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Alarms"
      Action    = "sns:Publish"
      Condition = { StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id } }
      Effect    = "Allow"
      Principal = { Service = "cloudwatch.amazonaws.com" }
      Resource  = aws_sns_topic.alerts.arn
    }]
  })
}

resource "aws_sns_topic_subscription" "oncall" {
  endpoint  = "oncall@acme-bank.com"
  protocol  = "email"
  topic_arn = aws_sns_topic.alerts.arn
}

resource "aws_iam_role" "function" {
  name = "payment-processor-${local.suffix}"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Action    = "sts:AssumeRole"
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "function" {
  name = "access"
  role = aws_iam_role.function.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Action = ["dynamodb:GetItem", "dynamodb:PutItem"], Effect = "Allow", Resource = var.table },
      { Action = "s3:PutObject", Effect = "Allow", Resource = "${aws_s3_bucket.docs.arn}/*" },
      { Action = "sqs:SendMessage", Effect = "Allow", Resource = aws_sqs_queue.failed.arn },
      { Action = ["logs:CreateLogStream", "logs:PutLogEvents"], Effect = "Allow", Resource = "${aws_cloudwatch_log_group.function.arn}:*" },
    ]
  })
}

resource "aws_cloudwatch_log_group" "function" {
  name              = "/aws/lambda/payment-processor-${local.suffix}"
  retention_in_days = 7
}

resource "aws_lambda_function" "processor" {
  depends_on       = [aws_cloudwatch_log_group.function, aws_iam_role_policy.function]
  filename         = "${path.root}/code/payment-processor.zip"
  function_name    = "payment-processor-${local.suffix}"
  handler          = "index.handler"
  memory_size      = 256
  role             = aws_iam_role.function.arn
  runtime          = "nodejs22.x"
  source_code_hash = filebase64sha256("${path.root}/code/payment-processor.zip")
  timeout          = 30

  environment {
    variables = {
      BUCKET_PAYMENT_DOCS = aws_s3_bucket.docs.bucket
      CURRENCY            = "USD"
      ENVIRONMENT         = "dev"
      FAILURE_QUEUE_URL   = aws_sqs_queue.failed.url
      TABLE_PAYMENTS      = "payments-table-dev"
    }
  }

  logging_config {
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.function.name
  }

  tracing_config {
    mode = "Active"
  }
}

resource "aws_lambda_function_event_invoke_config" "processor" {
  function_name          = aws_lambda_function.processor.function_name
  maximum_retry_attempts = 2

  destination_config {
    on_failure {
      destination = aws_sqs_queue.failed.arn
    }
  }
}

resource "aws_lambda_permission" "api" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.processor.function_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_api_gateway_rest_api.payment.execution_arn}/*/*"
  statement_id  = "AllowApi"
}

# --- api ----------------------------------------------------------------------------------

resource "aws_api_gateway_rest_api" "payment" {
  name = "payment-${local.suffix}"

  endpoint_configuration {
    types = ["REGIONAL"]
  }
}

resource "aws_api_gateway_request_validator" "body" {
  name                        = "body"
  rest_api_id                 = aws_api_gateway_rest_api.payment.id
  validate_request_body       = true
  validate_request_parameters = true
}

resource "aws_api_gateway_gateway_response" "failed" {
  response_type = "DEFAULT_5XX"
  rest_api_id   = aws_api_gateway_rest_api.payment.id

  response_templates = {
    "application/json" = "{\"message\":$context.error.messageString}"
  }
}

resource "aws_api_gateway_resource" "payment" {
  parent_id   = aws_api_gateway_rest_api.payment.root_resource_id
  path_part   = "payment"
  rest_api_id = aws_api_gateway_rest_api.payment.id
}

resource "aws_api_gateway_resource" "health" {
  parent_id   = aws_api_gateway_rest_api.payment.root_resource_id
  path_part   = "health"
  rest_api_id = aws_api_gateway_rest_api.payment.id
}

resource "aws_api_gateway_method" "payment" {
  authorization        = "AWS_IAM"
  http_method          = "POST"
  request_validator_id = aws_api_gateway_request_validator.body.id
  resource_id          = aws_api_gateway_resource.payment.id
  rest_api_id          = aws_api_gateway_rest_api.payment.id
}

resource "aws_api_gateway_method" "health" {
  authorization = "NONE"
  http_method   = "GET"
  resource_id   = aws_api_gateway_resource.health.id
  rest_api_id   = aws_api_gateway_rest_api.payment.id
}

resource "aws_api_gateway_integration" "payment" {
  http_method             = aws_api_gateway_method.payment.http_method
  integration_http_method = "POST"
  resource_id             = aws_api_gateway_resource.payment.id
  rest_api_id             = aws_api_gateway_rest_api.payment.id
  type                    = "AWS_PROXY"
  uri                     = aws_lambda_function.processor.invoke_arn
}

resource "aws_api_gateway_integration" "health" {
  http_method             = aws_api_gateway_method.health.http_method
  integration_http_method = "POST"
  resource_id             = aws_api_gateway_resource.health.id
  rest_api_id             = aws_api_gateway_rest_api.payment.id
  type                    = "AWS_PROXY"
  uri                     = aws_lambda_function.processor.invoke_arn
}

resource "aws_api_gateway_deployment" "payment" {
  depends_on  = [aws_api_gateway_integration.health, aws_api_gateway_integration.payment]
  rest_api_id = aws_api_gateway_rest_api.payment.id
  triggers    = { routes = "GET /health, POST /payment" }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_cloudwatch_log_group" "access" {
  name              = "/aws/apigateway/payment-${local.suffix}"
  retention_in_days = 7
}

resource "aws_api_gateway_account" "this" {
  cloudwatch_role_arn = var.log_role
}

resource "aws_api_gateway_stage" "prod" {
  depends_on           = [aws_api_gateway_account.this] # without its role the stage may not log
  deployment_id        = aws_api_gateway_deployment.payment.id
  rest_api_id          = aws_api_gateway_rest_api.payment.id
  stage_name           = "prod"
  xray_tracing_enabled = true

  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.access.arn
    format          = jsonencode({ requestId = "$context.requestId", status = "$context.status" })
  }
}

resource "aws_api_gateway_method_settings" "prod" {
  method_path = "*/*"
  rest_api_id = aws_api_gateway_rest_api.payment.id
  stage_name  = aws_api_gateway_stage.prod.stage_name

  settings {
    logging_level          = "INFO"
    metrics_enabled        = true
    throttling_burst_limit = 1000
    throttling_rate_limit  = 500
  }
}

resource "aws_api_gateway_domain_name" "payment" {
  domain_name              = var.domain
  regional_certificate_arn = var.certificate
  security_policy          = "TLS_1_2"

  endpoint_configuration {
    types = ["REGIONAL"]
  }
}

resource "aws_api_gateway_base_path_mapping" "payment" {
  api_id      = aws_api_gateway_rest_api.payment.id
  domain_name = aws_api_gateway_domain_name.payment.domain_name
  stage_name  = aws_api_gateway_stage.prod.stage_name
}

resource "aws_api_gateway_api_key" "partner" {
  name = "partner-${local.suffix}"
}

resource "aws_api_gateway_usage_plan" "partner" {
  name = "partner-${local.suffix}"

  api_stages {
    api_id = aws_api_gateway_rest_api.payment.id
    stage  = aws_api_gateway_stage.prod.stage_name
  }

  throttle_settings {
    burst_limit = 100
    rate_limit  = 50
  }
}

resource "aws_api_gateway_usage_plan_key" "partner" {
  key_id        = aws_api_gateway_api_key.partner.id
  key_type      = "API_KEY"
  usage_plan_id = aws_api_gateway_usage_plan.partner.id
}

# --- alarms, dashboard, parameters ----------------------------------------------------------

resource "aws_cloudwatch_metric_alarm" "errors" {
  alarm_actions       = [aws_sns_topic.alerts.arn]
  alarm_name          = "payment-processor-errors-${local.suffix}"
  comparison_operator = "GreaterThanThreshold"
  dimensions          = { FunctionName = aws_lambda_function.processor.function_name }
  evaluation_periods  = 1
  metric_name         = "Errors"
  namespace           = "AWS/Lambda"
  ok_actions          = [aws_sns_topic.alerts.arn]
  period              = 300
  statistic           = "Sum"
  threshold           = 5
  treat_missing_data  = "notBreaching"
}

resource "aws_cloudwatch_metric_alarm" "replication" {
  count = var.replica == null ? 0 : 1

  alarm_actions       = [aws_sns_topic.alerts.arn]
  alarm_name          = "payment-docs-replication-${local.suffix}"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  metric_name         = "ReplicationLatency"
  namespace           = "AWS/S3"
  period              = 300
  statistic           = "Maximum"
  threshold           = 900
  treat_missing_data  = "notBreaching"

  dimensions = {
    DestinationBucket = var.replica
    RuleId            = "to-us-east-2"
    SourceBucket      = aws_s3_bucket.docs.bucket
  }
}

resource "aws_cloudwatch_metric_alarm" "table" {
  count = var.replica == null ? 0 : 1

  alarm_actions       = [aws_sns_topic.alerts.arn]
  alarm_name          = "payments-table-replication-${local.suffix}"
  comparison_operator = "GreaterThanThreshold"
  dimensions          = { ReceivingRegion = "us-east-2", TableName = "payments-table-dev" }
  evaluation_periods  = 5
  metric_name         = "ReplicationLatency"
  namespace           = "AWS/DynamoDB"
  period              = 60
  statistic           = "Average"
  threshold           = 60000
  treat_missing_data  = "notBreaching"
}

resource "aws_cloudwatch_metric_alarm" "error_rate" {
  alarm_actions       = [aws_sns_topic.alerts.arn]
  alarm_name          = "payment-processor-error-rate-${local.suffix}"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 2
  threshold           = 1
  treat_missing_data  = "notBreaching"

  metric_query {
    expression  = "100 * errors / calls"
    id          = "rate"
    label       = "errors per 100 calls"
    return_data = true
  }

  metric_query {
    id = "errors"

    metric {
      dimensions  = { FunctionName = aws_lambda_function.processor.function_name }
      metric_name = "Errors"
      namespace   = "AWS/Lambda"
      period      = 60
      stat        = "Sum"
    }
  }

  metric_query {
    id = "calls"

    metric {
      dimensions  = { FunctionName = aws_lambda_function.processor.function_name }
      metric_name = "Invocations"
      namespace   = "AWS/Lambda"
      period      = 60
      stat        = "Sum"
    }
  }
}

resource "aws_cloudwatch_dashboard" "payments" {
  dashboard_name = "payments-${local.suffix}"

  dashboard_body = jsonencode({
    widgets = [{
      type   = "text"
      height = 2
      width  = 12
      x      = 0
      y      = 0
      properties = {
        markdown = "payments in ${var.region}"
      }
    }]
  })
}

resource "aws_ssm_parameter" "endpoint" {
  name  = "/payments/dev/endpoint"
  type  = "String"
  value = "https://${aws_api_gateway_rest_api.payment.id}.execute-api.${var.region}.amazonaws.com/prod"
}

output "bucket" {
  value = aws_s3_bucket.docs.bucket
}

output "bucket_arn" {
  value      = aws_s3_bucket.docs.arn
  depends_on = [aws_s3_bucket_versioning.docs] # replication wants it on both sides
}

output "host" {
  value = "${aws_api_gateway_rest_api.payment.id}.execute-api.${var.region}.amazonaws.com"
}

output "target" {
  value = aws_api_gateway_domain_name.payment.regional_domain_name
}
