# Written by drc 0.1.0 from spec sha256:cefe69400f85201a9aeee7a888cabbbfcf984190536d57ee2f417270b906ebed (system payments, environment dev).
# Edits are lost at the next `drc emit`; change the spec instead.

# database.ledger

resource "aws_secretsmanager_secret" "database_ledger_us_east_1_login" {
  provider = aws.us_east_1

  name                    = "ledger-login-dev"
  description             = "First user of database.ledger of payments"
  recovery_window_in_days = 0

  replica {
    region = "us-west-2"
  }
}

ephemeral "aws_secretsmanager_random_password" "database_ledger_us_east_1_login_password" {
  provider = aws.us_east_1

  password_length     = 40
  exclude_punctuation = true
}

resource "aws_secretsmanager_secret_version" "database_ledger_us_east_1_login_version" {
  provider = aws.us_east_1

  secret_id = aws_secretsmanager_secret.database_ledger_us_east_1_login.id
  secret_string_wo = jsonencode({
    username = "drc_admin"
    password = ephemeral.aws_secretsmanager_random_password.database_ledger_us_east_1_login_password.random_password
  })
  secret_string_wo_version = 1
}

ephemeral "aws_secretsmanager_secret_version" "database_ledger_us_east_1_login_value" {
  provider = aws.us_east_1

  secret_id  = aws_secretsmanager_secret_version.database_ledger_us_east_1_login_version.secret_id
  version_id = aws_secretsmanager_secret_version.database_ledger_us_east_1_login_version.version_id
}

resource "aws_rds_global_cluster" "database_ledger_global" {
  provider = aws.us_west_2

  global_cluster_identifier = "ledger-dev"
  engine                    = "aurora-mysql"
  engine_version            = "8.0.mysql_aurora.3.08.2"
  storage_encrypted         = true
  deletion_protection       = false
  force_destroy             = true
}

resource "aws_db_subnet_group" "database_ledger_us_east_1_subnets" {
  provider = aws.us_east_1

  name        = "ledger-subnets-primary-dev"
  description = "Private subnets of network.main for database.ledger"
  subnet_ids = [
    aws_subnet.network_main_us_east_1_private_az1.id,
    aws_subnet.network_main_us_east_1_private_az2.id,
    aws_subnet.network_main_us_east_1_private_az4.id,
  ]
}

resource "aws_rds_cluster_parameter_group" "database_ledger_us_east_1_parameters" {
  provider = aws.us_east_1

  name        = "ledger-parameters-primary-dev"
  description = "TLS and logs of database.ledger"
  family      = "aurora-mysql8.0"

  parameter {
    name  = "require_secure_transport"
    value = "ON"
  }

  parameter {
    name  = "server_audit_logging"
    value = "1"
  }

  parameter {
    name  = "server_audit_events"
    value = "CONNECT,QUERY_DCL,QUERY_DDL"
  }

  parameter {
    name  = "slow_query_log"
    value = "1"
  }
}

resource "aws_security_group" "database_ledger_us_east_1_security_group" {
  provider = aws.us_east_1

  name        = "ledger-database-primary-dev"
  description = "database.ledger: those let in who were granted to connect"
  vpc_id      = aws_vpc.network_main_us_east_1.id
  tags = {
    Name = "ledger-database-primary-dev"
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_cloudwatch_log_group" "database_ledger_us_east_1_logs_audit" {
  provider = aws.us_east_1

  name              = "/aws/rds/cluster/ledger-primary-dev-us-east-1/audit"
  retention_in_days = 30
}

resource "aws_cloudwatch_log_group" "database_ledger_us_east_1_logs_error" {
  provider = aws.us_east_1

  name              = "/aws/rds/cluster/ledger-primary-dev-us-east-1/error"
  retention_in_days = 30
}

resource "aws_cloudwatch_log_group" "database_ledger_us_east_1_logs_slowquery" {
  provider = aws.us_east_1

  name              = "/aws/rds/cluster/ledger-primary-dev-us-east-1/slowquery"
  retention_in_days = 30
}

resource "aws_rds_cluster" "database_ledger_us_east_1" {
  provider = aws.us_east_1

  cluster_identifier              = "ledger-primary-dev-us-east-1"
  global_cluster_identifier       = aws_rds_global_cluster.database_ledger_global.id
  engine                          = "aurora-mysql"
  engine_version                  = "8.0.mysql_aurora.3.08.2"
  database_name                   = "ledger"
  master_username                 = "drc_admin"
  master_password_wo              = jsondecode(ephemeral.aws_secretsmanager_secret_version.database_ledger_us_east_1_login_value.secret_string)["password"]
  master_password_wo_version      = 1
  db_subnet_group_name            = aws_db_subnet_group.database_ledger_us_east_1_subnets.name
  db_cluster_parameter_group_name = aws_rds_cluster_parameter_group.database_ledger_us_east_1_parameters.name
  vpc_security_group_ids          = [aws_security_group.database_ledger_us_east_1_security_group.id]
  storage_encrypted               = true
  backup_retention_period         = 7
  copy_tags_to_snapshot           = true
  enabled_cloudwatch_logs_exports = ["audit", "error", "slowquery"]
  enable_http_endpoint            = true
  apply_immediately               = true
  deletion_protection             = false
  skip_final_snapshot             = true

  lifecycle {
    ignore_changes = [replication_source_identifier, engine_version]
  }

  depends_on = [
    aws_cloudwatch_log_group.database_ledger_us_east_1_logs_audit,
    aws_cloudwatch_log_group.database_ledger_us_east_1_logs_error,
    aws_cloudwatch_log_group.database_ledger_us_east_1_logs_slowquery,
  ]
}

resource "aws_iam_role" "database_ledger_us_east_1_monitoring" {
  provider = aws.us_east_1

  name        = "ledger-monitoring-primary-dev-us-east-1"
  description = "Reports of the operating systems of database.ledger in us-east-1"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "Assume"
        Effect = "Allow"
        Principal = {
          Service = "monitoring.rds.amazonaws.com"
        }
        Action = "sts:AssumeRole"
      },
    ]
  })
}

resource "aws_iam_role_policy_attachment" "database_ledger_us_east_1_monitoring_managed" {
  provider = aws.us_east_1

  role       = aws_iam_role.database_ledger_us_east_1_monitoring.name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
}

resource "aws_rds_cluster_instance" "database_ledger_us_east_1_instance_1" {
  provider = aws.us_east_1

  identifier                            = "ledger-1-primary-dev-us-east-1"
  cluster_identifier                    = aws_rds_cluster.database_ledger_us_east_1.id
  instance_class                        = "db.r6g.large"
  engine                                = "aurora-mysql"
  promotion_tier                        = 0
  publicly_accessible                   = false
  performance_insights_enabled          = true
  performance_insights_retention_period = 7
  monitoring_interval                   = 60
  monitoring_role_arn                   = aws_iam_role.database_ledger_us_east_1_monitoring.arn
  copy_tags_to_snapshot                 = true
  apply_immediately                     = true

  depends_on = [aws_iam_role_policy_attachment.database_ledger_us_east_1_monitoring_managed]
}

resource "aws_rds_cluster_instance" "database_ledger_us_east_1_instance_2" {
  provider = aws.us_east_1

  identifier                            = "ledger-2-primary-dev-us-east-1"
  cluster_identifier                    = aws_rds_cluster.database_ledger_us_east_1.id
  instance_class                        = "db.r6g.large"
  engine                                = "aurora-mysql"
  promotion_tier                        = 1
  publicly_accessible                   = false
  performance_insights_enabled          = true
  performance_insights_retention_period = 7
  monitoring_interval                   = 60
  monitoring_role_arn                   = aws_iam_role.database_ledger_us_east_1_monitoring.arn
  copy_tags_to_snapshot                 = true
  apply_immediately                     = true

  depends_on = [aws_iam_role_policy_attachment.database_ledger_us_east_1_monitoring_managed]
}

resource "aws_db_subnet_group" "database_ledger_us_west_2_subnets" {
  provider = aws.us_west_2

  name        = "ledger-subnets-secondary-dev"
  description = "Private subnets of network.main for database.ledger"
  subnet_ids = [
    aws_subnet.network_main_us_west_2_private_az1.id,
    aws_subnet.network_main_us_west_2_private_az2.id,
    aws_subnet.network_main_us_west_2_private_az3.id,
  ]
}

resource "aws_rds_cluster_parameter_group" "database_ledger_us_west_2_parameters" {
  provider = aws.us_west_2

  name        = "ledger-parameters-secondary-dev"
  description = "TLS and logs of database.ledger"
  family      = "aurora-mysql8.0"

  parameter {
    name  = "require_secure_transport"
    value = "ON"
  }

  parameter {
    name  = "server_audit_logging"
    value = "1"
  }

  parameter {
    name  = "server_audit_events"
    value = "CONNECT,QUERY_DCL,QUERY_DDL"
  }

  parameter {
    name  = "slow_query_log"
    value = "1"
  }
}

resource "aws_security_group" "database_ledger_us_west_2_security_group" {
  provider = aws.us_west_2

  name        = "ledger-database-secondary-dev"
  description = "database.ledger: those let in who were granted to connect"
  vpc_id      = aws_vpc.network_main_us_west_2.id
  tags = {
    Name = "ledger-database-secondary-dev"
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_cloudwatch_log_group" "database_ledger_us_west_2_logs_audit" {
  provider = aws.us_west_2

  name              = "/aws/rds/cluster/ledger-secondary-dev-us-west-2/audit"
  retention_in_days = 30
}

resource "aws_cloudwatch_log_group" "database_ledger_us_west_2_logs_error" {
  provider = aws.us_west_2

  name              = "/aws/rds/cluster/ledger-secondary-dev-us-west-2/error"
  retention_in_days = 30
}

resource "aws_cloudwatch_log_group" "database_ledger_us_west_2_logs_slowquery" {
  provider = aws.us_west_2

  name              = "/aws/rds/cluster/ledger-secondary-dev-us-west-2/slowquery"
  retention_in_days = 30
}

resource "aws_rds_cluster" "database_ledger_us_west_2" {
  provider = aws.us_west_2

  cluster_identifier              = "ledger-secondary-dev-us-west-2"
  global_cluster_identifier       = aws_rds_global_cluster.database_ledger_global.id
  engine                          = "aurora-mysql"
  engine_version                  = "8.0.mysql_aurora.3.08.2"
  source_region                   = "us-east-1"
  db_subnet_group_name            = aws_db_subnet_group.database_ledger_us_west_2_subnets.name
  db_cluster_parameter_group_name = aws_rds_cluster_parameter_group.database_ledger_us_west_2_parameters.name
  vpc_security_group_ids          = [aws_security_group.database_ledger_us_west_2_security_group.id]
  storage_encrypted               = true
  kms_key_id                      = "arn:${data.aws_partition.current.partition}:kms:us-west-2:${data.aws_caller_identity.current.account_id}:alias/aws/rds"
  backup_retention_period         = 7
  copy_tags_to_snapshot           = true
  enabled_cloudwatch_logs_exports = ["audit", "error", "slowquery"]
  enable_http_endpoint            = true
  apply_immediately               = true
  deletion_protection             = false
  skip_final_snapshot             = true

  lifecycle {
    ignore_changes = [replication_source_identifier, engine_version, kms_key_id]
  }

  depends_on = [
    aws_rds_cluster_instance.database_ledger_us_east_1_instance_1,
    aws_cloudwatch_log_group.database_ledger_us_west_2_logs_audit,
    aws_cloudwatch_log_group.database_ledger_us_west_2_logs_error,
    aws_cloudwatch_log_group.database_ledger_us_west_2_logs_slowquery,
  ]
}

resource "aws_iam_role" "database_ledger_us_west_2_monitoring" {
  provider = aws.us_west_2

  name        = "ledger-monitoring-secondary-dev-us-west-2"
  description = "Reports of the operating systems of database.ledger in us-west-2"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "Assume"
        Effect = "Allow"
        Principal = {
          Service = "monitoring.rds.amazonaws.com"
        }
        Action = "sts:AssumeRole"
      },
    ]
  })
}

resource "aws_iam_role_policy_attachment" "database_ledger_us_west_2_monitoring_managed" {
  provider = aws.us_west_2

  role       = aws_iam_role.database_ledger_us_west_2_monitoring.name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
}

resource "aws_rds_cluster_instance" "database_ledger_us_west_2_instance_1" {
  provider = aws.us_west_2

  identifier                            = "ledger-1-secondary-dev-us-west-2"
  cluster_identifier                    = aws_rds_cluster.database_ledger_us_west_2.id
  instance_class                        = "db.r6g.large"
  engine                                = "aurora-mysql"
  promotion_tier                        = 0
  publicly_accessible                   = false
  performance_insights_enabled          = true
  performance_insights_retention_period = 7
  monitoring_interval                   = 60
  monitoring_role_arn                   = aws_iam_role.database_ledger_us_west_2_monitoring.arn
  copy_tags_to_snapshot                 = true
  apply_immediately                     = true

  depends_on = [aws_iam_role_policy_attachment.database_ledger_us_west_2_monitoring_managed]
}

resource "aws_cloudwatch_metric_alarm" "database_ledger_us_east_1_alarm_database_lag" {
  provider = aws.us_east_1

  alarm_name        = "ledger-database-lag-primary-dev"
  alarm_description = "AuroraGlobalDBReplicationLag of database.ledger in us-east-1 went above 1m within 1m"
  namespace         = "AWS/RDS"
  metric_name       = "AuroraGlobalDBReplicationLag"
  dimensions = {
    DBClusterIdentifier = "ledger-primary-dev-us-east-1"
  }
  statistic           = "Maximum"
  period              = 60
  evaluation_periods  = 1
  threshold           = 60000
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts_us_east_1.arn]
  ok_actions          = [aws_sns_topic.alerts_us_east_1.arn]
}

resource "aws_cloudwatch_metric_alarm" "database_ledger_us_east_1_alarm_database_cpu" {
  provider = aws.us_east_1

  alarm_name        = "ledger-database-cpu-primary-dev"
  alarm_description = "CPUUtilization of database.ledger in us-east-1 went above 80 within 15m"
  namespace         = "AWS/RDS"
  metric_name       = "CPUUtilization"
  dimensions = {
    DBClusterIdentifier = "ledger-primary-dev-us-east-1"
  }
  statistic           = "Average"
  period              = 60
  evaluation_periods  = 15
  threshold           = 80
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts_us_east_1.arn]
  ok_actions          = [aws_sns_topic.alerts_us_east_1.arn]
}

resource "aws_cloudwatch_metric_alarm" "database_ledger_us_west_2_alarm_database_lag" {
  provider = aws.us_west_2

  alarm_name        = "ledger-database-lag-secondary-dev"
  alarm_description = "AuroraGlobalDBReplicationLag of database.ledger in us-west-2 went above 1m within 1m"
  namespace         = "AWS/RDS"
  metric_name       = "AuroraGlobalDBReplicationLag"
  dimensions = {
    DBClusterIdentifier = "ledger-secondary-dev-us-west-2"
  }
  statistic           = "Maximum"
  period              = 60
  evaluation_periods  = 1
  threshold           = 60000
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts_us_west_2.arn]
  ok_actions          = [aws_sns_topic.alerts_us_west_2.arn]
}

resource "aws_cloudwatch_metric_alarm" "database_ledger_us_west_2_alarm_database_cpu" {
  provider = aws.us_west_2

  alarm_name        = "ledger-database-cpu-secondary-dev"
  alarm_description = "CPUUtilization of database.ledger in us-west-2 went above 80 within 15m"
  namespace         = "AWS/RDS"
  metric_name       = "CPUUtilization"
  dimensions = {
    DBClusterIdentifier = "ledger-secondary-dev-us-west-2"
  }
  statistic           = "Average"
  period              = 60
  evaluation_periods  = 15
  threshold           = 80
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts_us_west_2.arn]
  ok_actions          = [aws_sns_topic.alerts_us_west_2.arn]
}

resource "aws_ssm_parameter" "database_ledger_us_west_2_watcher_armed" {
  provider = aws.us_west_2

  name        = "/payments/dev/ledger/watcher-armed"
  description = "database.ledger: Whether the watcher may promote: true, or anything else for no"
  type        = "String"
  value       = "true"

  lifecycle {
    ignore_changes = [value]
  }
}

resource "aws_ssm_parameter" "database_ledger_us_west_2_watcher_state" {
  provider = aws.us_west_2

  name        = "/payments/dev/ledger/watcher-state"
  description = "database.ledger: What the watcher has seen and done"
  type        = "String"
  value       = "{}"

  lifecycle {
    ignore_changes = [value]
  }
}

resource "aws_cloudwatch_log_group" "database_ledger_us_west_2_watcher_logs" {
  provider = aws.us_west_2

  name              = "/aws/lambda/ledger-watcher-secondary-dev"
  retention_in_days = 30
}

resource "aws_iam_role" "database_ledger_us_west_2_watcher_role" {
  provider = aws.us_west_2

  name        = "ledger-watcher-secondary-dev-us-west-2"
  description = "Watches and promotes database.ledger"
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

resource "aws_iam_role_policy" "database_ledger_us_west_2_watcher_role_access" {
  provider = aws.us_west_2

  name = "access"
  role = aws_iam_role.database_ledger_us_west_2_watcher_role.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "WriteLogs"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "arn:${data.aws_partition.current.partition}:logs:us-west-2:${data.aws_caller_identity.current.account_id}:log-group:/aws/lambda/ledger-watcher-secondary-dev:*"
      },
      {
        Sid      = "Trace"
        Effect   = "Allow"
        Action   = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]
        Resource = "*"
      },
      {
        Sid    = "Look"
        Effect = "Allow"
        Action = ["rds:DescribeDBClusters", "rds:DescribeGlobalClusters"]
        Resource = [
          "arn:${data.aws_partition.current.partition}:rds::${data.aws_caller_identity.current.account_id}:global-cluster:ledger-dev",
          "arn:${data.aws_partition.current.partition}:rds:us-east-1:${data.aws_caller_identity.current.account_id}:cluster:ledger-primary-dev-us-east-1",
          "arn:${data.aws_partition.current.partition}:rds:us-west-2:${data.aws_caller_identity.current.account_id}:cluster:ledger-secondary-dev-us-west-2",
        ]
      },
      {
        Sid    = "Promote"
        Effect = "Allow"
        Action = ["rds:FailoverGlobalCluster", "rds:SwitchoverGlobalCluster"]
        Resource = [
          "arn:${data.aws_partition.current.partition}:rds::${data.aws_caller_identity.current.account_id}:global-cluster:ledger-dev",
          "arn:${data.aws_partition.current.partition}:rds:us-east-1:${data.aws_caller_identity.current.account_id}:cluster:ledger-primary-dev-us-east-1",
          "arn:${data.aws_partition.current.partition}:rds:us-west-2:${data.aws_caller_identity.current.account_id}:cluster:ledger-secondary-dev-us-west-2",
        ]
      },
      {
        Sid    = "Remember"
        Effect = "Allow"
        Action = ["ssm:GetParameters", "ssm:PutParameter"]
        Resource = [
          "arn:${data.aws_partition.current.partition}:ssm:us-west-2:${data.aws_caller_identity.current.account_id}:parameter/payments/dev/ledger/watcher-armed",
          "arn:${data.aws_partition.current.partition}:ssm:us-west-2:${data.aws_caller_identity.current.account_id}:parameter/payments/dev/ledger/watcher-state",
        ]
      },
      {
        Sid      = "Tell"
        Effect   = "Allow"
        Action   = "sns:Publish"
        Resource = aws_sns_topic.alerts_us_west_2.arn
      },
    ]
  })
}

resource "aws_lambda_function" "database_ledger_us_west_2_watcher" {
  provider = aws.us_west_2

  function_name                  = "ledger-watcher-secondary-dev"
  description                    = "Watches and promotes database.ledger"
  runtime                        = "python3.13"
  handler                        = "index.handler"
  filename                       = "${path.module}/code/promotion-watcher.zip"
  source_code_hash               = "Gtj+WSyD4YcXKm/1eSB3+bjpfbfgKoJkJEMwAoMiEc0="
  memory_size                    = 256
  timeout                        = 120
  role                           = aws_iam_role.database_ledger_us_west_2_watcher_role.arn
  reserved_concurrent_executions = 1

  environment {
    variables = {
      GLOBAL_CLUSTER     = "ledger-dev"
      TARGET_CLUSTER_ARN = aws_rds_cluster.database_ledger_us_west_2.arn
      PRIMARY_CLUSTER    = "ledger-primary-dev-us-east-1"
      PRIMARY_REGION     = "us-east-1"
      PROBE_URLS         = "https://${aws_api_gateway_rest_api.api_payment_us_east_1.id}.execute-api.us-east-1.amazonaws.com/prod/health"
      THRESHOLD          = "3"
      STATE_PARAMETER    = "/payments/dev/ledger/watcher-state"
      ARMED_PARAMETER    = "/payments/dev/ledger/watcher-armed"
      TOPIC_ARN          = aws_sns_topic.alerts_us_west_2.arn
    }
  }

  tracing_config {
    mode = "Active"
  }

  depends_on = [
    aws_ssm_parameter.database_ledger_us_west_2_watcher_armed,
    aws_ssm_parameter.database_ledger_us_west_2_watcher_state,
    aws_cloudwatch_log_group.database_ledger_us_west_2_watcher_logs,
    aws_iam_role_policy.database_ledger_us_west_2_watcher_role_access,
  ]
}

resource "aws_lambda_function_event_invoke_config" "database_ledger_us_west_2_watcher_once" {
  provider = aws.us_west_2

  function_name                = aws_lambda_function.database_ledger_us_west_2_watcher.function_name
  maximum_event_age_in_seconds = 60
  maximum_retry_attempts       = 0
}

resource "aws_cloudwatch_event_rule" "database_ledger_us_west_2_watcher_rule" {
  provider = aws.us_west_2

  name                = "ledger-watcher-secondary-dev"
  description         = "Looks at the primary of database.ledger every 1m"
  schedule_expression = "rate(1 minute)"
}

resource "aws_cloudwatch_event_target" "database_ledger_us_west_2_watcher_rule_target_1" {
  provider = aws.us_west_2

  rule      = aws_cloudwatch_event_rule.database_ledger_us_west_2_watcher_rule.name
  target_id = "watcher"
  arn       = aws_lambda_function.database_ledger_us_west_2_watcher.arn

  retry_policy {
    maximum_event_age_in_seconds = 60
    maximum_retry_attempts       = 185
  }
}

resource "aws_lambda_permission" "database_ledger_us_west_2_watcher_permission" {
  provider = aws.us_west_2

  function_name = aws_lambda_function.database_ledger_us_west_2_watcher.function_name
  action        = "lambda:InvokeFunction"
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_rule.database_ledger_us_west_2_watcher_rule.arn
}

resource "aws_cloudwatch_metric_alarm" "database_ledger_us_west_2_alarm_watcher_errors" {
  provider = aws.us_west_2

  alarm_name        = "ledger-watcher-errors-secondary-dev"
  alarm_description = "The watcher of database.ledger failed or did not run: nobody promotes it"
  namespace         = "AWS/Lambda"
  metric_name       = "Errors"
  dimensions = {
    FunctionName = "ledger-watcher-secondary-dev"
  }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  threshold           = 0
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "breaching"
  alarm_actions       = [aws_sns_topic.alerts_us_west_2.arn]
  ok_actions          = [aws_sns_topic.alerts_us_west_2.arn]
}
