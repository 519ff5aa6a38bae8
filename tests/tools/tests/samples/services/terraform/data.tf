# --- keys: one, in both regions --------------------------------------------------------------

resource "aws_kms_key" "main" {
  deletion_window_in_days = 7
  description             = "payments"
  enable_key_rotation     = true
  multi_region            = true
  policy                  = local.key_policy
}

resource "aws_kms_alias" "main" {
  name          = "alias/payments-dev"
  target_key_id = aws_kms_key.main.key_id
}

resource "aws_kms_replica_key" "main" {
  provider = aws.secondary

  deletion_window_in_days = 7
  description             = "payments"
  policy                  = local.key_policy
  primary_key_arn         = aws_kms_key.main.arn
}

resource "aws_kms_alias" "secondary" {
  provider = aws.secondary

  name          = "alias/payments-dev"
  target_key_id = aws_kms_replica_key.main.key_id
}

locals {
  key_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Account"
      Action    = "kms:*"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" }
      Resource  = "*"
    }]
  })
}

# --- the master password: made in a plan that forgets it, kept in a replicated secret ---------

ephemeral "aws_secretsmanager_random_password" "ledger" {
  exclude_punctuation = true
  password_length     = 40
}

resource "aws_secretsmanager_secret" "ledger" {
  description             = "master password of the ledger"
  kms_key_id              = aws_kms_key.main.arn
  name                    = "payments/dev/ledger"
  recovery_window_in_days = 0

  replica {
    kms_key_id = aws_kms_replica_key.main.arn
    region     = "us-west-2"
  }
}

resource "aws_secretsmanager_secret_version" "ledger" {
  secret_id                = aws_secretsmanager_secret.ledger.id
  secret_string_wo_version = 1

  secret_string_wo = jsonencode({
    username = "ledger"
    password = ephemeral.aws_secretsmanager_random_password.ledger.random_password
  })
}

resource "aws_secretsmanager_secret_policy" "ledger" {
  secret_arn = aws_secretsmanager_secret.ledger.arn

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "TlsOnly"
      Action    = "secretsmanager:*"
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
      Effect    = "Deny"
      Principal = "*"
      Resource  = "*"
    }]
  })
}

ephemeral "aws_secretsmanager_secret_version" "ledger" {
  secret_id = aws_secretsmanager_secret_version.ledger.secret_id
}

locals {
  ledger = jsondecode(ephemeral.aws_secretsmanager_secret_version.ledger.secret_string)
}

# --- Aurora: a provisioned global database, and a serverless one -------------------------------

resource "aws_rds_global_cluster" "ledger" {
  engine                    = "aurora-mysql"
  engine_version            = "8.0.mysql_aurora.3.08.2"
  force_destroy             = true
  global_cluster_identifier = "payments-ledger-dev"
  storage_encrypted         = true
}

resource "aws_rds_cluster" "primary" {
  backup_retention_period             = 7
  cluster_identifier                  = "ledger-primary-dev"
  copy_tags_to_snapshot               = true
  database_name                       = "ledger"
  db_cluster_parameter_group_name     = module.primary.parameter_group
  db_subnet_group_name                = module.primary.subnet_group
  enable_http_endpoint                = true
  enabled_cloudwatch_logs_exports     = ["audit", "error", "slowquery"]
  engine                              = aws_rds_global_cluster.ledger.engine
  engine_version                      = aws_rds_global_cluster.ledger.engine_version
  global_cluster_identifier           = aws_rds_global_cluster.ledger.id
  iam_database_authentication_enabled = true
  kms_key_id                          = aws_kms_key.main.arn
  master_password_wo                  = local.ledger.password
  master_password_wo_version          = aws_secretsmanager_secret_version.ledger.secret_string_wo_version
  master_username                     = "ledger"
  preferred_backup_window             = "02:00-02:30"
  preferred_maintenance_window        = "sun:04:00-sun:04:30"
  skip_final_snapshot                 = true
  storage_encrypted                   = true
  vpc_security_group_ids              = [module.primary.database_group]

  lifecycle {
    ignore_changes = [global_cluster_identifier]
  }
}

resource "aws_rds_cluster_instance" "primary" {
  count = 2

  auto_minor_version_upgrade      = true
  cluster_identifier              = aws_rds_cluster.primary.id
  db_subnet_group_name            = module.primary.subnet_group
  engine                          = aws_rds_cluster.primary.engine
  engine_version                  = aws_rds_cluster.primary.engine_version
  identifier                      = "ledger-primary-dev-${count.index}"
  instance_class                  = "db.r6g.large"
  monitoring_interval             = 60
  monitoring_role_arn             = aws_iam_role.monitoring.arn
  performance_insights_enabled    = true
  performance_insights_kms_key_id = aws_kms_key.main.arn
  promotion_tier                  = count.index
}

resource "aws_rds_cluster" "secondary" {
  provider   = aws.secondary
  depends_on = [aws_rds_cluster_instance.primary]

  cluster_identifier              = "ledger-secondary-dev"
  copy_tags_to_snapshot           = true
  db_cluster_parameter_group_name = module.secondary.parameter_group
  db_subnet_group_name            = module.secondary.subnet_group
  enabled_cloudwatch_logs_exports = ["audit", "error", "slowquery"]
  engine                          = aws_rds_global_cluster.ledger.engine
  engine_version                  = aws_rds_global_cluster.ledger.engine_version
  global_cluster_identifier       = aws_rds_global_cluster.ledger.id
  kms_key_id                      = aws_kms_replica_key.main.arn
  skip_final_snapshot             = true
  storage_encrypted               = true
  vpc_security_group_ids          = [module.secondary.database_group]

  lifecycle {
    ignore_changes = [global_cluster_identifier, replication_source_identifier]
  }
}

resource "aws_rds_cluster_instance" "secondary" {
  provider = aws.secondary

  cluster_identifier   = aws_rds_cluster.secondary.id
  db_subnet_group_name = module.secondary.subnet_group
  engine               = aws_rds_cluster.secondary.engine
  engine_version       = aws_rds_cluster.secondary.engine_version
  identifier           = "ledger-secondary-dev-0"
  instance_class       = "db.r6g.large"
}

resource "aws_rds_global_cluster" "serverless" {
  engine                    = "aurora-mysql"
  engine_version            = "8.0.mysql_aurora.3.08.2"
  force_destroy             = true
  global_cluster_identifier = "payments-serverless-dev"
  storage_encrypted         = true
}

resource "aws_rds_cluster" "serverless" {
  for_each = { primary = "us-east-1" }

  cluster_identifier         = "serverless-${each.key}-dev"
  db_subnet_group_name       = module.primary.subnet_group
  enable_http_endpoint       = true
  engine                     = aws_rds_global_cluster.serverless.engine
  engine_version             = aws_rds_global_cluster.serverless.engine_version
  global_cluster_identifier  = aws_rds_global_cluster.serverless.id
  master_password_wo         = local.ledger.password
  master_password_wo_version = 1
  master_username            = "ledger"
  skip_final_snapshot        = true
  storage_encrypted          = true
  vpc_security_group_ids     = [module.primary.database_group]

  serverlessv2_scaling_configuration {
    max_capacity = 1
    min_capacity = 0.5
  }
}

resource "aws_rds_cluster_instance" "serverless" {
  cluster_identifier = aws_rds_cluster.serverless["primary"].id
  engine             = aws_rds_cluster.serverless["primary"].engine
  engine_version     = aws_rds_cluster.serverless["primary"].engine_version
  identifier         = "serverless-primary-dev-0"
  instance_class     = "db.serverless"
}

# --- DynamoDB: replicas inside the table, and a table of three regions beside it ---------------

resource "aws_dynamodb_table" "sessions" {
  billing_mode                = "PAY_PER_REQUEST"
  deletion_protection_enabled = false
  hash_key                    = "sessionId"
  name                        = "sessions-dev"
  stream_enabled              = true
  stream_view_type            = "NEW_AND_OLD_IMAGES"

  attribute {
    name = "customer"
    type = "S"
  }

  attribute {
    name = "sessionId"
    type = "S"
  }

  global_secondary_index {
    hash_key        = "customer"
    name            = "by-customer"
    projection_type = "ALL"
  }

  point_in_time_recovery {
    enabled = true
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = aws_kms_key.main.arn
  }

  ttl {
    attribute_name = "expiresAt"
    enabled        = true
  }

  lifecycle {
    ignore_changes = [replica]
  }
}

resource "aws_dynamodb_table_replica" "sessions" {
  provider = aws.secondary

  global_table_arn       = aws_dynamodb_table.sessions.arn
  kms_key_arn            = aws_kms_replica_key.main.arn
  point_in_time_recovery = true
}

resource "aws_dynamodb_table" "replicated" {
  for_each = {
    three = [{ region = "us-east-2" }, { region = "us-west-2" }]
    two   = [{ region = "us-west-2" }]
  }

  billing_mode     = "PAY_PER_REQUEST"
  hash_key         = "id"
  name             = "replicas-${each.key}-dev"
  stream_enabled   = true
  stream_view_type = "NEW_AND_OLD_IMAGES"

  attribute {
    name = "id"
    type = "S"
  }

  point_in_time_recovery {
    enabled = true
  }

  ttl {
    attribute_name = "expiresAt"
    enabled        = true
  }

  dynamic "replica" {
    for_each = each.value

    content {
      point_in_time_recovery = true
      propagate_tags         = true
      region_name            = replica.value.region
    }
  }
}
