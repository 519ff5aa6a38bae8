terraform {
  required_version = ">= 1.11"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}

provider "aws" {
  region = "us-east-1"

  default_tags {
    tags = {
      Environment = "dev"
      Region      = "us-east-1"
    }
  }
}

provider "aws" {
  alias  = "us_east_2"
  region = "us-east-2"

  default_tags {
    tags = {
      Environment = "dev"
      Region      = "us-east-2"
    }
  }
}

data "aws_caller_identity" "current" {
}

data "aws_partition" "current" {
}

resource "aws_s3_bucket" "receipts_us_east_1" {
  bucket        = "receipts-us-east-1-dev"
  force_destroy = true
}

resource "aws_s3_bucket_versioning" "receipts_us_east_1_versioning" {
  bucket = aws_s3_bucket.receipts_us_east_1.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "receipts_us_east_1_encryption" {
  bucket = aws_s3_bucket.receipts_us_east_1.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "receipts_us_east_1_public_access" {
  bucket                  = aws_s3_bucket.receipts_us_east_1.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_policy" "receipts_us_east_1_policy" {
  bucket = aws_s3_bucket.receipts_us_east_1.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "OnlyTls"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [aws_s3_bucket.receipts_us_east_1.arn, "${aws_s3_bucket.receipts_us_east_1.arn}/*"]
        Condition = {
          Bool = {
            "aws:SecureTransport" = "false"
          }
        }
      }
    ]
  })
}

resource "aws_s3_bucket" "receipts_us_east_2" {
  provider      = aws.us_east_2
  bucket        = "receipts-us-east-2-dev"
  force_destroy = true
}

resource "aws_s3_bucket_versioning" "receipts_us_east_2_versioning" {
  provider = aws.us_east_2
  bucket   = aws_s3_bucket.receipts_us_east_2.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_public_access_block" "receipts_us_east_2_public_access" {
  provider                = aws.us_east_2
  bucket                  = aws_s3_bucket.receipts_us_east_2.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_replication_configuration" "receipts_us_east_1_replication" {
  bucket = aws_s3_bucket.receipts_us_east_1.id
  role   = aws_iam_role.replication.arn

  rule {
    id       = "everything"
    status   = "Enabled"
    priority = 1

    filter {
      prefix = ""
    }

    delete_marker_replication {
      status = "Enabled"
    }

    destination {
      bucket        = aws_s3_bucket.receipts_us_east_2.arn
      storage_class = "STANDARD"

      replication_time {
        status = "Enabled"

        time {
          minutes = 15
        }
      }

      metrics {
        status = "Enabled"

        event_threshold {
          minutes = 15
        }
      }
    }
  }

  depends_on = [aws_s3_bucket_versioning.receipts_us_east_1_versioning, aws_s3_bucket_versioning.receipts_us_east_2_versioning]
}

resource "aws_iam_role" "replication" {
  name = "receipts-replication-dev"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        Principal = {
          Service = "s3.amazonaws.com"
        }
        Action = "sts:AssumeRole"
        Condition = {
          StringEquals = {
            "aws:SourceAccount" = data.aws_caller_identity.current.account_id
          }
        }
      }
    ]
  })
}

resource "aws_iam_role_policy" "replication_policy" {
  name = "replicate"
  role = aws_iam_role.replication.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["s3:GetReplicationConfiguration", "s3:ListBucket"]
        Resource = aws_s3_bucket.receipts_us_east_1.arn
      },
      {
        Effect   = "Allow"
        Action   = ["s3:GetObjectVersionAcl", "s3:GetObjectVersionForReplication", "s3:GetObjectVersionTagging"]
        Resource = "${aws_s3_bucket.receipts_us_east_1.arn}/*"
      },
      {
        Effect   = "Allow"
        Action   = ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"]
        Resource = "${aws_s3_bucket.receipts_us_east_2.arn}/*"
      }
    ]
  })
}

resource "aws_dynamodb_table" "receipts" {
  name                        = "receipts-dev"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "receiptId"
  stream_enabled              = true
  stream_view_type            = "NEW_AND_OLD_IMAGES"
  deletion_protection_enabled = false

  attribute {
    name = "receiptId"
    type = "S"
  }

  point_in_time_recovery {
    enabled = true
  }

  server_side_encryption {
    enabled = true
  }

  lifecycle {
    ignore_changes = [replica]
  }
}

resource "aws_dynamodb_table_replica" "receipts_replica" {
  provider               = aws.us_east_2
  global_table_arn       = aws_dynamodb_table.receipts.arn
  point_in_time_recovery = true
}

resource "aws_iam_role" "writer_role" {
  name = "receipts-writer-dev"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        Principal = {
          Service = "lambda.amazonaws.com"
        }
        Action = "sts:AssumeRole"
      }
    ]
  })
}

resource "aws_iam_role_policy" "writer_policy" {
  name = "write"
  role = aws_iam_role.writer_role.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["dynamodb:GetItem", "dynamodb:PutItem"]
        Resource = aws_dynamodb_table.receipts.arn
      },
      {
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "arn:${data.aws_partition.current.partition}:logs:us-east-1:${data.aws_caller_identity.current.account_id}:log-group:/aws/lambda/receipts-writer-dev:*"
      },
      {
        Effect   = "Allow"
        Action   = ["xray:PutTelemetryRecords", "xray:PutTraceSegments"]
        Resource = "*"
      }
    ]
  })
}

resource "aws_cloudwatch_log_group" "writer_logs" {
  name              = "/aws/lambda/receipts-writer-dev"
  retention_in_days = 7
}

resource "aws_lambda_function" "writer" {
  function_name = "receipts-writer-dev"
  role          = aws_iam_role.writer_role.arn
  runtime       = "nodejs22.x"
  handler       = "index.handler"
  filename      = "${path.module}/lambda/writer.zip"
  memory_size   = 256
  timeout       = 30

  environment {
    variables = {
      TABLE = aws_dynamodb_table.receipts.name
    }
  }

  tracing_config {
    mode = "Active"
  }

  depends_on = [aws_cloudwatch_log_group.writer_logs]
}

resource "aws_api_gateway_rest_api" "receipts_api" {
  name = "receipts-dev"

  endpoint_configuration {
    types = ["REGIONAL"]
  }
}

resource "aws_api_gateway_resource" "receipt" {
  rest_api_id = aws_api_gateway_rest_api.receipts_api.id
  parent_id   = aws_api_gateway_rest_api.receipts_api.root_resource_id
  path_part   = "receipt"
}

resource "aws_api_gateway_method" "receipt_post" {
  rest_api_id   = aws_api_gateway_rest_api.receipts_api.id
  resource_id   = aws_api_gateway_resource.receipt.id
  http_method   = "POST"
  authorization = "AWS_IAM"
}

resource "aws_api_gateway_integration" "receipt_post_integration" {
  rest_api_id             = aws_api_gateway_rest_api.receipts_api.id
  resource_id             = aws_api_gateway_resource.receipt.id
  http_method             = aws_api_gateway_method.receipt_post.http_method
  integration_http_method = "POST"
  type                    = "AWS_PROXY"
  uri                     = aws_lambda_function.writer.invoke_arn
}

resource "aws_lambda_permission" "receipt_post_permission" {
  statement_id  = "receipt-post"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.writer.function_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_api_gateway_rest_api.receipts_api.execution_arn}/*/POST/receipt"
}

resource "aws_api_gateway_deployment" "receipts_deployment" {
  rest_api_id = aws_api_gateway_rest_api.receipts_api.id
  triggers = {
    routes = "1"
  }

  depends_on = [aws_api_gateway_integration.receipt_post_integration]

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_api_gateway_stage" "prod" {
  rest_api_id          = aws_api_gateway_rest_api.receipts_api.id
  deployment_id        = aws_api_gateway_deployment.receipts_deployment.id
  stage_name           = "prod"
  xray_tracing_enabled = true
}

resource "aws_sns_topic" "alerts" {
  name = "receipts-alerts-us-east-1-dev"
}

resource "aws_cloudwatch_metric_alarm" "writer_errors" {
  alarm_name          = "receipts-writer-errors-dev"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  metric_name         = "Errors"
  namespace           = "AWS/Lambda"
  period              = 300
  statistic           = "Sum"
  threshold           = 5
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts.arn]
  dimensions = {
    FunctionName = aws_lambda_function.writer.function_name
  }
}

resource "aws_route53_zone" "zone" {
  name    = "receipts.acme-bank.com"
  comment = "Receipts"
}

resource "aws_route53_health_check" "primary_check" {
  type              = "HTTPS"
  fqdn              = "${aws_api_gateway_rest_api.receipts_api.id}.execute-api.us-east-1.amazonaws.com"
  port              = 443
  resource_path     = "/prod/health"
  request_interval  = 30
  failure_threshold = 3
}

resource "aws_route53_record" "primary" {
  zone_id         = aws_route53_zone.zone.zone_id
  name            = "api.receipts.acme-bank.com"
  type            = "CNAME"
  ttl             = 60
  records         = ["api-us-east-1.receipts.acme-bank.com"]
  set_identifier  = "primary"
  health_check_id = aws_route53_health_check.primary_check.id

  failover_routing_policy {
    type = "PRIMARY"
  }
}

resource "aws_route53_record" "secondary" {
  zone_id        = aws_route53_zone.zone.zone_id
  name           = "api.receipts.acme-bank.com"
  type           = "CNAME"
  ttl            = 60
  records        = ["api-us-east-2.receipts.acme-bank.com"]
  set_identifier = "secondary"

  failover_routing_policy {
    type = "SECONDARY"
  }
}

output "api_url" {
  value = "https://${aws_api_gateway_rest_api.receipts_api.id}.execute-api.us-east-1.amazonaws.com/prod"
}

output "table_arn" {
  value = aws_dynamodb_table.receipts.arn
}
