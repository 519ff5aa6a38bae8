# System A in small, as a user would write it: what the tools are proved on when drc is not there.

terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7.0"
    }
  }
}

provider "aws" {
  region = "us-east-1"

  default_tags {
    tags = {
      DR-Role     = "primary"
      Environment = "dev"
      Region      = "us-east-1"
    }
  }
}

provider "aws" {
  alias  = "secondary"
  region = "us-east-2"

  default_tags {
    tags = {
      DR-Role     = "secondary"
      Environment = "dev"
      Region      = "us-east-2"
    }
  }
}

locals {
  domain = "api.payments.acme-bank.com"
}

module "primary" {
  source = "./region"

  certificate = aws_acm_certificate_validation.primary.certificate_arn
  domain      = local.domain
  log_role    = aws_iam_role.api_logs.arn
  region      = "us-east-1"
  replica     = "payment-docs-us-east-2-dev"
  replication = aws_iam_role.replication.arn
  table       = aws_dynamodb_table.payments.arn
}

module "secondary" {
  source    = "./region"
  providers = { aws = aws.secondary }

  certificate = aws_acm_certificate_validation.secondary.certificate_arn
  domain      = local.domain
  log_role    = aws_iam_role.api_logs.arn
  region      = "us-east-2"
  replica     = null
  replication = null
  table       = aws_dynamodb_table_replica.payments.arn
}

# --- data: one global table, one bucket pair ---------------------------------------------

resource "aws_dynamodb_table" "payments" {
  name             = "payments-table-dev"
  billing_mode     = "PAY_PER_REQUEST"
  hash_key         = "paymentId"
  stream_enabled   = true
  stream_view_type = "NEW_AND_OLD_IMAGES"

  attribute {
    name = "paymentId"
    type = "S"
  }

  point_in_time_recovery {
    enabled = true
  }

  server_side_encryption {
    enabled = true
  }

  lifecycle {
    ignore_changes = [replica] # the replica is a resource of its own
  }
}

resource "aws_dynamodb_table_replica" "payments" {
  provider = aws.secondary

  global_table_arn       = aws_dynamodb_table.payments.arn
  point_in_time_recovery = true
}

resource "aws_s3_bucket_replication_configuration" "docs" {
  bucket = module.primary.bucket
  role   = aws_iam_role.replication.arn

  rule {
    id       = "to-us-east-2"
    priority = 1
    status   = "Enabled"

    filter {
      prefix = ""
    }

    delete_marker_replication {
      status = "Enabled"
    }

    destination {
      bucket        = module.secondary.bucket_arn
      storage_class = "STANDARD"

      metrics {
        status = "Enabled"

        event_threshold {
          minutes = 15
        }
      }

      replication_time {
        status = "Enabled"

        time {
          minutes = 15
        }
      }
    }
  }
}

resource "aws_iam_role" "replication" {
  name = "payment-docs-replication-dev"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Action    = "sts:AssumeRole"
      Effect    = "Allow"
      Principal = { Service = "s3.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "replication" {
  name = "replicate"
  role = aws_iam_role.replication.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Action   = ["s3:GetReplicationConfiguration", "s3:ListBucket"]
      Effect   = "Allow"
      Resource = module.primary.bucket_arn
    }]
  })
}

# --- dns: one zone, two certificates, one validation record, failover ---------------------

resource "aws_route53_zone" "main" {
  name          = "payments.acme-bank.com"
  force_destroy = true
}

resource "aws_acm_certificate" "primary" {
  domain_name       = local.domain
  validation_method = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_acm_certificate" "secondary" {
  provider = aws.secondary

  domain_name       = local.domain
  validation_method = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

# ACM derives the record from account and name, so that both certificates ask for this one.
resource "aws_route53_record" "validation" {
  allow_overwrite = true
  name            = one(aws_acm_certificate.primary.domain_validation_options).resource_record_name
  records         = [one(aws_acm_certificate.primary.domain_validation_options).resource_record_value]
  ttl             = 60
  type            = one(aws_acm_certificate.primary.domain_validation_options).resource_record_type
  zone_id         = aws_route53_zone.main.zone_id
}

resource "aws_acm_certificate_validation" "primary" {
  certificate_arn         = aws_acm_certificate.primary.arn
  validation_record_fqdns = [aws_route53_record.validation.fqdn]
}

resource "aws_acm_certificate_validation" "secondary" {
  provider = aws.secondary

  certificate_arn         = aws_acm_certificate.secondary.arn
  validation_record_fqdns = [aws_route53_record.validation.fqdn]
}

resource "aws_route53_health_check" "primary" {
  failure_threshold = 3
  fqdn              = module.primary.host
  measure_latency   = false
  port              = 443
  request_interval  = 30
  resource_path     = "/prod/health"
  type              = "HTTPS"
  enable_sni        = true
}

resource "aws_route53_health_check" "secondary" {
  failure_threshold = 3
  fqdn              = module.secondary.host
  measure_latency   = false
  port              = 443
  request_interval  = 30
  resource_path     = "/prod/health"
  type              = "HTTPS"
  enable_sni        = true
}

resource "aws_route53_record" "primary" {
  health_check_id = aws_route53_health_check.primary.id
  name            = local.domain
  records         = [module.primary.target]
  set_identifier  = "us-east-1"
  ttl             = 60
  type            = "CNAME"
  zone_id         = aws_route53_zone.main.zone_id

  failover_routing_policy {
    type = "PRIMARY"
  }
}

resource "aws_route53_record" "secondary" {
  health_check_id = aws_route53_health_check.secondary.id
  name            = local.domain
  records         = [module.secondary.target]
  set_identifier  = "us-east-2"
  ttl             = 60
  type            = "CNAME"
  zone_id         = aws_route53_zone.main.zone_id

  failover_routing_policy {
    type = "SECONDARY"
  }
}

# --- one per account and region: API Gateway's own role for its logs -----------------------

resource "aws_iam_role" "api_logs" {
  name = "payments-api-logs-dev"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Action    = "sts:AssumeRole"
      Effect    = "Allow"
      Principal = { Service = "apigateway.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "api_logs" {
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"
  role       = aws_iam_role.api_logs.name
}

# --- who drills and fails over ---------------------------------------------------------------

data "aws_caller_identity" "current" {}

resource "aws_iam_role" "operations" {
  name = "dr-operations-dev"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Action    = "sts:AssumeRole"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" }
    }]
  })
}

resource "aws_iam_role_policy" "operations" {
  name = "operate"
  role = aws_iam_role.operations.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Action   = "dynamodb:DescribeTable"
      Effect   = "Allow"
      Resource = aws_dynamodb_table.payments.arn
    }]
  })
}

resource "aws_iam_policy" "read" {
  name   = "payments-read-dev"
  policy = aws_iam_role_policy.operations.policy
}

output "endpoint" {
  value = "https://${local.domain}/payment"
}

output "zone_name_servers" {
  value = aws_route53_zone.main.name_servers
}
