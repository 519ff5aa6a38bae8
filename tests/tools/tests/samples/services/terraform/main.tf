# What systems B, C and D add to system A, a type at a time: what the server is proved on when drc is not there.

terraform {
  required_version = ">= 1.11"
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
  region = "us-west-2"

  default_tags {
    tags = {
      DR-Role     = "secondary"
      Environment = "dev"
      Region      = "us-west-2"
    }
  }
}

data "aws_caller_identity" "current" {}

module "primary" {
  source = "./region"

  certificate = aws_acm_certificate_validation.primary.certificate_arn
  cidr        = "10.0.0.0/16"
  flow_role   = aws_iam_role.flow_logs.arn
  lambda_role = aws_iam_role.function.arn
  peer        = aws_vpc_peering_connection.main.id
  peer_cidr   = "10.1.0.0/16"
  region      = "us-east-1"
  send_role   = aws_iam_role.events.arn
  target_bus  = module.secondary.bus
  copy_vault  = module.secondary.vault
  backup_role = aws_iam_role.backup.arn
  backed_up   = [aws_rds_cluster.primary.arn, aws_dynamodb_table.sessions.arn]
}

module "secondary" {
  source    = "./region"
  providers = { aws = aws.secondary }

  certificate = aws_acm_certificate_validation.secondary.certificate_arn
  cidr        = "10.1.0.0/16"
  flow_role   = aws_iam_role.flow_logs.arn
  lambda_role = aws_iam_role.function.arn
  peer        = aws_vpc_peering_connection_accepter.main.id
  peer_cidr   = "10.0.0.0/16"
  region      = "us-west-2"
  send_role   = null
  target_bus  = null
  copy_vault  = null
  backup_role = null
  backed_up   = []
}

resource "aws_vpc_peering_connection" "main" {
  peer_region = "us-west-2"
  peer_vpc_id = module.secondary.vpc
  vpc_id      = module.primary.vpc

  tags = { Name = "payments" }
}

resource "aws_vpc_peering_connection_accepter" "main" {
  provider = aws.secondary

  auto_accept               = true
  vpc_peering_connection_id = aws_vpc_peering_connection.main.id

  tags = { Name = "payments" }
}

resource "aws_vpc_peering_connection_options" "requester" {
  vpc_peering_connection_id = aws_vpc_peering_connection_accepter.main.id

  requester {
    allow_remote_vpc_dns_resolution = true
  }
}

resource "aws_vpc_peering_connection_options" "accepter" {
  provider = aws.secondary

  vpc_peering_connection_id = aws_vpc_peering_connection_accepter.main.id

  accepter {
    allow_remote_vpc_dns_resolution = true
  }
}
