# --- roles: one per service --------------------------------------------------------------------

locals {
  services = {
    backup     = "backup.amazonaws.com"
    events     = "events.amazonaws.com"
    flow_logs  = "vpc-flow-logs.amazonaws.com"
    function   = "lambda.amazonaws.com"
    monitoring = "monitoring.rds.amazonaws.com"
  }

  trust = {
    for key, service in local.services : key => jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Action    = "sts:AssumeRole"
        Effect    = "Allow"
        Principal = { Service = service }
      }]
    })
  }
}

resource "aws_iam_role" "backup" {
  assume_role_policy = local.trust.backup
  name               = "payments-backup-dev"
}

resource "aws_iam_role_policy_attachment" "backup" {
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup"
  role       = aws_iam_role.backup.name
}

resource "aws_iam_role" "events" {
  assume_role_policy = local.trust.events
  name               = "payments-events-dev"
}

resource "aws_iam_policy" "events" {
  name = "payments-events-dev"

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Action = "events:PutEvents", Effect = "Allow", Resource = module.secondary.bus }]
  })
}

resource "aws_iam_role_policy_attachment" "events" {
  policy_arn = aws_iam_policy.events.arn
  role       = aws_iam_role.events.name
}

resource "aws_iam_role" "flow_logs" {
  assume_role_policy = local.trust.flow_logs
  name               = "payments-flow-logs-dev"
}

resource "aws_iam_role" "function" {
  assume_role_policy = local.trust.function
  name               = "payments-function-dev"
}

resource "aws_iam_role_policy_attachment" "function" {
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole"
  role       = aws_iam_role.function.name
}

resource "aws_iam_role" "monitoring" {
  assume_role_policy = local.trust.monitoring
  name               = "payments-monitoring-dev"
}

resource "aws_iam_role_policy_attachment" "monitoring" {
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
  role       = aws_iam_role.monitoring.name
}

# --- events: one endpoint in front of both buses -------------------------------------------------

resource "aws_cloudwatch_event_endpoint" "payments" {
  description = "payments"
  name        = "payments-dev"
  role_arn    = aws_iam_role.events.arn

  event_bus {
    event_bus_arn = module.primary.bus
  }

  event_bus {
    event_bus_arn = module.secondary.bus
  }

  replication_config {
    state = "ENABLED"
  }

  routing_config {
    failover_config {
      primary {
        health_check = aws_route53_health_check.all.arn
      }

      secondary {
        route = "us-west-2"
      }
    }
  }
}
