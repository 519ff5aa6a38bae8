# What each region has of its own: a network, first of all.

terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

data "aws_caller_identity" "current" {}

locals {
  account    = data.aws_caller_identity.current.account_id
  is_primary = var.region == "us-east-1"
  suffix     = "${var.region}-dev"
  zones      = { a = 0, b = 1, c = 2 }
}

resource "aws_vpc" "main" {
  cidr_block           = var.cidr
  enable_dns_hostnames = true
  enable_dns_support   = true

  tags = { Name = "payments-${local.suffix}" }
}

resource "aws_default_security_group" "main" {
  vpc_id = aws_vpc.main.id
}

resource "aws_subnet" "public" {
  for_each = local.zones

  availability_zone       = "${var.region}${each.key}"
  cidr_block              = cidrsubnet(var.cidr, 4, each.value)
  map_public_ip_on_launch = false
  vpc_id                  = aws_vpc.main.id

  tags = { Name = "payments-public-${each.key}" }
}

resource "aws_subnet" "private" {
  for_each = local.zones

  availability_zone = "${var.region}${each.key}"
  cidr_block        = cidrsubnet(var.cidr, 4, each.value + 8)
  vpc_id            = aws_vpc.main.id

  tags = { Name = "payments-private-${each.key}" }
}

resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}

resource "aws_eip" "nat" {
  depends_on = [aws_internet_gateway.main]

  domain = "vpc"
}

resource "aws_nat_gateway" "main" {
  allocation_id     = aws_eip.nat.id
  connectivity_type = "public"
  subnet_id         = aws_subnet.public["a"].id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.main.id
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.main.id
}

resource "aws_route" "public" {
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.main.id
  route_table_id         = aws_route_table.public.id
}

resource "aws_route" "private" {
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.main.id
  route_table_id         = aws_route_table.private.id
}

resource "aws_route" "peer" {
  destination_cidr_block    = var.peer_cidr
  route_table_id            = aws_route_table.private.id
  vpc_peering_connection_id = var.peer
}

resource "aws_route_table_association" "public" {
  for_each = aws_subnet.public

  route_table_id = aws_route_table.public.id
  subnet_id      = each.value.id
}

resource "aws_route_table_association" "private" {
  for_each = aws_subnet.private

  route_table_id = aws_route_table.private.id
  subnet_id      = each.value.id
}

# --- security groups: rules are resources of their own --------------------------------------

resource "aws_security_group" "function" {
  description = "the function"
  name        = "payments-function-${local.suffix}"
  vpc_id      = aws_vpc.main.id
}

resource "aws_security_group" "database" {
  description = "the ledger"
  name        = "payments-ledger-${local.suffix}"
  vpc_id      = aws_vpc.main.id
}

resource "aws_security_group" "endpoints" {
  description = "the endpoints"
  name        = "payments-endpoints-${local.suffix}"
  vpc_id      = aws_vpc.main.id
}

resource "aws_security_group" "edge" {
  description            = "the balancers"
  name                   = "payments-edge-${local.suffix}"
  revoke_rules_on_delete = true
  vpc_id                 = aws_vpc.main.id
}

resource "aws_vpc_security_group_egress_rule" "function" {
  cidr_ipv4         = "0.0.0.0/0"
  description       = "HTTPS"
  from_port         = 443
  ip_protocol       = "tcp"
  security_group_id = aws_security_group.function.id
  to_port           = 443
}

resource "aws_vpc_security_group_egress_rule" "database" {
  description                  = "the ledger"
  from_port                    = 3306
  ip_protocol                  = "tcp"
  referenced_security_group_id = aws_security_group.database.id
  security_group_id            = aws_security_group.function.id
  to_port                      = 3306
}

resource "aws_vpc_security_group_ingress_rule" "database" {
  description                  = "the function"
  from_port                    = 3306
  ip_protocol                  = "tcp"
  referenced_security_group_id = aws_security_group.function.id
  security_group_id            = aws_security_group.database.id
  to_port                      = 3306
}

resource "aws_vpc_security_group_ingress_rule" "peer" {
  cidr_ipv4         = var.peer_cidr
  description       = "the other region"
  from_port         = 3306
  ip_protocol       = "tcp"
  security_group_id = aws_security_group.database.id
  to_port           = 3306
}

resource "aws_vpc_security_group_ingress_rule" "endpoints" {
  cidr_ipv4         = var.cidr
  description       = "HTTPS"
  from_port         = 443
  ip_protocol       = "tcp"
  security_group_id = aws_security_group.endpoints.id
  to_port           = 443
}

resource "aws_vpc_security_group_ingress_rule" "edge" {
  cidr_ipv4         = "0.0.0.0/0"
  description       = "HTTPS"
  from_port         = 443
  ip_protocol       = "tcp"
  security_group_id = aws_security_group.edge.id
  to_port           = 443
}

resource "aws_vpc_security_group_egress_rule" "edge" {
  cidr_ipv4         = "0.0.0.0/0"
  description       = "everything"
  ip_protocol       = "-1"
  security_group_id = aws_security_group.edge.id
}

# --- endpoints and flow logs ------------------------------------------------------------------

resource "aws_vpc_endpoint" "gateway" {
  for_each = toset(["dynamodb", "s3"])

  route_table_ids   = [aws_route_table.private.id]
  service_name      = "com.amazonaws.${var.region}.${each.value}"
  vpc_endpoint_type = "Gateway"
  vpc_id            = aws_vpc.main.id
}

resource "aws_vpc_endpoint" "interface" {
  for_each = toset(["events", "kms", "logs", "rds-data", "secretsmanager", "sns", "sqs", "ssm", "sts"])

  private_dns_enabled = true
  security_group_ids  = [aws_security_group.endpoints.id]
  service_name        = "com.amazonaws.${var.region}.${each.value}"
  subnet_ids          = [for it in aws_subnet.private : it.id]
  vpc_endpoint_type   = "Interface"
  vpc_id              = aws_vpc.main.id

  policy = each.value != "ssm" ? null : jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Action    = "ssm:GetParameter"
      Effect    = "Allow"
      Principal = "*"
      Resource  = "*"
    }]
  })
}

resource "aws_cloudwatch_log_group" "flow" {
  name              = "/payments/${local.suffix}/flow"
  retention_in_days = 30
}

resource "aws_flow_log" "main" {
  iam_role_arn             = var.flow_role
  log_destination          = aws_cloudwatch_log_group.flow.arn
  log_destination_type     = "cloud-watch-logs"
  max_aggregation_interval = 60
  traffic_type             = "ALL"
  vpc_id                   = aws_vpc.main.id
}

# --- what the databases stand on ----------------------------------------------------------------

resource "aws_db_subnet_group" "ledger" {
  description = "private"
  name        = "payments-ledger-${local.suffix}"
  subnet_ids  = [for it in aws_subnet.private : it.id]
}

resource "aws_rds_cluster_parameter_group" "ledger" {
  description = "TLS only"
  family      = "aurora-mysql8.0"
  name        = "payments-ledger-${local.suffix}"

  parameter {
    apply_method = "pending-reboot"
    name         = "binlog_format"
    value        = "ROW"
  }

  parameter {
    name  = "require_secure_transport"
    value = "ON"
  }
}
