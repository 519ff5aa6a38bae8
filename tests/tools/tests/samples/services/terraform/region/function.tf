# --- the function, its versions and what calls it ------------------------------------------------

resource "aws_cloudwatch_log_group" "function" {
  name              = "/aws/lambda/payments-${local.suffix}"
  retention_in_days = 30
}

resource "aws_lambda_layer_version" "common" {
  compatible_architectures = ["arm64"]
  compatible_runtimes      = ["python3.13"]
  description              = "what the handlers share"
  filename                 = "${path.root}/code/payment-processor.zip"
  layer_name               = "payments-${local.suffix}"
  source_code_hash         = filebase64sha256("${path.root}/code/payment-processor.zip")
}

resource "aws_lambda_function" "payments" {
  architectures                  = ["arm64"]
  description                    = "payments"
  filename                       = "${path.root}/code/payment-processor.zip"
  function_name                  = "payments-${local.suffix}"
  handler                        = "index.handler"
  layers                         = [aws_lambda_layer_version.common.arn]
  memory_size                    = 512
  publish                        = true
  reserved_concurrent_executions = 50
  role                           = var.lambda_role
  runtime                        = "python3.13"
  source_code_hash               = filebase64sha256("${path.root}/code/payment-processor.zip")
  timeout                        = 28

  dead_letter_config {
    target_arn = aws_sqs_queue.failed.arn
  }

  environment {
    variables = { LEDGER = aws_ssm_parameter.endpoint.name }
  }

  ephemeral_storage {
    size = 512
  }

  logging_config {
    log_format = "JSON"
    log_group  = aws_cloudwatch_log_group.function.name
  }

  tracing_config {
    mode = "Active"
  }

  vpc_config {
    security_group_ids = [aws_security_group.function.id]
    subnet_ids         = [for it in aws_subnet.private : it.id]
  }
}

resource "aws_lambda_alias" "live" {
  function_name    = aws_lambda_function.payments.function_name
  function_version = aws_lambda_function.payments.version
  name             = "live"
}

resource "aws_lambda_provisioned_concurrency_config" "live" {
  function_name                     = aws_lambda_function.payments.function_name
  provisioned_concurrent_executions = 2
  qualifier                         = aws_lambda_alias.live.name
}

resource "aws_lambda_function_url" "live" {
  authorization_type = "AWS_IAM"
  function_name      = aws_lambda_function.payments.function_name
  invoke_mode        = "BUFFERED"
  qualifier          = aws_lambda_alias.live.name

  cors {
    allow_methods = ["POST"]
    allow_origins = ["https://acme-bank.com"]
    max_age       = 300
  }
}

resource "aws_lambda_function_url" "plain" {
  authorization_type = "AWS_IAM"
  function_name      = aws_lambda_function.payments.function_name
}

resource "aws_lambda_permission" "url" {
  action                 = "lambda:InvokeFunctionUrl"
  function_name          = aws_lambda_function.payments.function_name
  function_url_auth_type = "AWS_IAM"
  principal              = local.account
  qualifier              = aws_lambda_alias.live.name
  statement_id           = "Url"
}

resource "aws_lambda_permission" "balancer" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.payments.function_name
  principal     = "elasticloadbalancing.amazonaws.com"
  qualifier     = aws_lambda_alias.live.name
  source_arn    = aws_lb_target_group.app.arn
  statement_id  = "Balancer"
}

resource "aws_lambda_permission" "schedule" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.payments.function_name
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_rule.watch.arn
  statement_id  = "Watch"
}

resource "aws_lambda_function_event_invoke_config" "payments" {
  function_name                = aws_lambda_function.payments.function_name
  maximum_event_age_in_seconds = 3600
  maximum_retry_attempts       = 2

  destination_config {
    on_failure {
      destination = aws_sqs_queue.failed.arn
    }
  }
}

resource "aws_lambda_event_source_mapping" "booked" {
  batch_size                         = 10
  event_source_arn                   = aws_sqs_queue.booked.arn
  function_name                      = aws_lambda_function.payments.arn
  function_response_types            = ["ReportBatchItemFailures"]
  maximum_batching_window_in_seconds = 1

  scaling_config {
    maximum_concurrency = 5
  }
}

# --- queues and topics ---------------------------------------------------------------------------

resource "aws_sqs_queue" "failed" {
  message_retention_seconds = 1209600
  name                      = "payments-failed-${local.suffix}"
  sqs_managed_sse_enabled   = true
}

resource "aws_sqs_queue" "booked" {
  message_retention_seconds  = 345600
  name                       = "payments-booked-${local.suffix}"
  sqs_managed_sse_enabled    = true
  visibility_timeout_seconds = 180

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
      Sid       = "Events"
      Action    = "sqs:SendMessage"
      Condition = { ArnEquals = { "aws:SourceArn" = aws_cloudwatch_event_rule.booked.arn } }
      Effect    = "Allow"
      Principal = { Service = "events.amazonaws.com" }
      Resource  = aws_sqs_queue.failed.arn
    }]
  })
}

resource "aws_sns_topic" "booked" {
  kms_master_key_id = "alias/aws/sns"
  name              = "payments-booked-${local.suffix}"
}

resource "aws_sns_topic" "alerts" {
  name = "payments-alerts-${local.suffix}"
}

resource "aws_sns_topic_subscription" "queue" {
  endpoint             = aws_sqs_queue.booked.arn
  protocol             = "sqs"
  raw_message_delivery = true
  topic_arn            = aws_sns_topic.booked.arn

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.failed.arn
  })
}

# --- settings ---------------------------------------------------------------------------------

resource "aws_ssm_parameter" "endpoint" {
  description = "where the ledger is"
  name        = "/payments/dev/ledger/endpoint"
  tier        = "Standard"
  type        = "String"
  value       = "ledger.${var.region}.example"
}

resource "aws_ssm_parameter" "partner" {
  name             = "/payments/dev/partner/api-key"
  type             = "SecureString"
  value_wo         = "written elsewhere"
  value_wo_version = 1
}
