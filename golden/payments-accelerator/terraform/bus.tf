# Written by drc 0.1.0 from spec sha256:fb6d94e2ea16e1578b086240b226ca1fbf8725aaf4c80aafb7ea98085f59a734 (system payments, environment dev).
# Edits are lost at the next `drc emit`; change the spec instead.

# bus.payments

resource "aws_cloudwatch_event_bus" "bus_payments_us_east_1" {
  provider = aws.us_east_1

  name        = "payments-dev"
  description = "bus.payments of payments in us-east-1"
}

resource "aws_cloudwatch_event_bus" "bus_payments_us_east_2" {
  provider = aws.us_east_2

  name        = "payments-dev"
  description = "bus.payments of payments in us-east-2"
}

resource "aws_sqs_queue" "bus_payments_us_east_1_heartbeat_queue" {
  provider = aws.us_east_1

  name                       = "payments-heartbeat-us-east-1-dev"
  message_retention_seconds  = 60
  visibility_timeout_seconds = 30
  sqs_managed_sse_enabled    = true
}

resource "aws_sqs_queue_policy" "bus_payments_us_east_1_heartbeat_queue_policy" {
  provider = aws.us_east_1

  queue_url = aws_sqs_queue.bus_payments_us_east_1_heartbeat_queue.url
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "TakeHeartbeat"
        Effect = "Allow"
        Principal = {
          Service = "events.amazonaws.com"
        }
        Action   = "sqs:SendMessage"
        Resource = aws_sqs_queue.bus_payments_us_east_1_heartbeat_queue.arn
        Condition = {
          ArnEquals = {
            "aws:SourceArn" = "arn:${data.aws_partition.current.partition}:events:us-east-1:${data.aws_caller_identity.current.account_id}:rule/payments-dev/payments-heartbeat-us-east-1-dev"
          }
        }
      },
      {
        Sid       = "RefusePlainHttp"
        Effect    = "Deny"
        Principal = "*"
        Action    = "sqs:*"
        Resource  = aws_sqs_queue.bus_payments_us_east_1_heartbeat_queue.arn
        Condition = {
          Bool = {
            "aws:SecureTransport" = "false"
          }
        }
      },
    ]
  })
}

resource "aws_cloudwatch_event_rule" "bus_payments_us_east_1_heartbeat_rule" {
  provider = aws.us_east_1

  name           = "payments-heartbeat-us-east-1-dev"
  description    = "Has the heartbeat of bus.payments delivered, so that EventBridge has something to measure"
  event_bus_name = aws_cloudwatch_event_bus.bus_payments_us_east_1.name
  event_pattern = jsonencode({
    source = ["drc.heartbeat"]
  })
}

resource "aws_cloudwatch_event_target" "bus_payments_us_east_1_heartbeat_rule_target_1" {
  provider = aws.us_east_1

  rule           = aws_cloudwatch_event_rule.bus_payments_us_east_1_heartbeat_rule.name
  event_bus_name = aws_cloudwatch_event_bus.bus_payments_us_east_1.name
  target_id      = "heartbeat"
  arn            = aws_sqs_queue.bus_payments_us_east_1_heartbeat_queue.arn

  retry_policy {
    maximum_event_age_in_seconds = 60
    maximum_retry_attempts       = 185
  }
}

resource "aws_iam_role" "bus_payments_us_east_1_heartbeat_role" {
  provider = aws.us_east_1

  name        = "payments-heartbeat-us-east-1-dev"
  description = "Puts a heartbeat on bus.payments every minute"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "Assume"
        Effect = "Allow"
        Principal = {
          Service = "scheduler.amazonaws.com"
        }
        Action = "sts:AssumeRole"
      },
    ]
  })
}

resource "aws_iam_role_policy" "bus_payments_us_east_1_heartbeat_role_access" {
  provider = aws.us_east_1

  name = "access"
  role = aws_iam_role.bus_payments_us_east_1_heartbeat_role.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "PublishHeartbeat"
        Effect   = "Allow"
        Action   = "events:PutEvents"
        Resource = aws_cloudwatch_event_bus.bus_payments_us_east_1.arn
      },
    ]
  })
}

resource "aws_scheduler_schedule" "bus_payments_us_east_1_heartbeat" {
  provider = aws.us_east_1

  name                = "payments-heartbeat-us-east-1-dev"
  description         = "So that EventBridge has something to measure on a quiet bus"
  schedule_expression = "rate(1 minute)"

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = aws_cloudwatch_event_bus.bus_payments_us_east_1.arn
    role_arn = aws_iam_role.bus_payments_us_east_1_heartbeat_role.arn
    input    = "{}"

    eventbridge_parameters {
      source      = "drc.heartbeat"
      detail_type = "Heartbeat"
    }

    retry_policy {
      maximum_retry_attempts = 0
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "bus_payments_us_east_1_alarm_failed_over" {
  provider = aws.us_east_1

  alarm_name          = "payments-bus-failed-over-us-east-1-dev"
  alarm_description   = "EventBridge in us-east-1 is slow or silent: bus.payments uses us-east-2"
  namespace           = "AWS/Events"
  metric_name         = "IngestionToInvocationStartLatency"
  statistic           = "Average"
  period              = 60
  evaluation_periods  = 5
  threshold           = 30000
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "breaching"
  alarm_actions       = [aws_sns_topic.alerts_us_east_1.arn]
  ok_actions          = [aws_sns_topic.alerts_us_east_1.arn]
}

resource "aws_iam_role" "bus_payments_endpoint_role" {
  provider = aws.us_east_2

  name        = "payments-endpoint-dev"
  description = "Copies the events of bus.payments to the other Region"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "Assume"
        Effect = "Allow"
        Principal = {
          Service = "events.amazonaws.com"
        }
        Action = "sts:AssumeRole"
      },
    ]
  })
}

resource "aws_iam_role_policy" "bus_payments_endpoint_role_access" {
  provider = aws.us_east_2

  name = "access"
  role = aws_iam_role.bus_payments_endpoint_role.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "MakeRules"
        Effect = "Allow"
        Action = [
          "events:PutRule",
          "events:PutTargets",
          "events:DeleteRule",
          "events:RemoveTargets",
        ]
        Resource = [
          "arn:${data.aws_partition.current.partition}:events:us-east-1:${data.aws_caller_identity.current.account_id}:rule/payments-dev/GlobalEndpointManagedRule-*",
          "arn:${data.aws_partition.current.partition}:events:us-east-2:${data.aws_caller_identity.current.account_id}:rule/payments-dev/GlobalEndpointManagedRule-*",
        ]
      },
      {
        Sid    = "CopyEvents"
        Effect = "Allow"
        Action = "events:PutEvents"
        Resource = [
          "arn:${data.aws_partition.current.partition}:events:us-east-1:${data.aws_caller_identity.current.account_id}:event-bus/payments-dev",
          "arn:${data.aws_partition.current.partition}:events:us-east-2:${data.aws_caller_identity.current.account_id}:event-bus/payments-dev",
        ]
      },
      {
        Sid      = "GiveRulesThisRole"
        Effect   = "Allow"
        Action   = "iam:PassRole"
        Resource = "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:role/payments-endpoint-dev"
        Condition = {
          StringEquals = {
            "iam:PassedToService" = "events.amazonaws.com"
          }
        }
      },
    ]
  })
}

resource "aws_route53_health_check" "bus_payments_endpoint_health" {
  provider = aws.us_east_2

  type                            = "CLOUDWATCH_METRIC"
  cloudwatch_alarm_name           = "payments-bus-failed-over-us-east-1-dev"
  cloudwatch_alarm_region         = "us-east-1"
  insufficient_data_health_status = "Unhealthy"
  tags = {
    Name = "payments-endpoint-dev"
  }

  depends_on = [aws_cloudwatch_metric_alarm.bus_payments_us_east_1_alarm_failed_over]
}

resource "aws_cloudwatch_event_endpoint" "bus_payments_us_east_1_endpoint" {
  provider = aws.us_east_1

  name        = "payments-endpoint-dev"
  description = "bus.payments of payments"
  role_arn    = aws_iam_role.bus_payments_endpoint_role.arn

  event_bus {
    event_bus_arn = aws_cloudwatch_event_bus.bus_payments_us_east_1.arn
  }

  event_bus {
    event_bus_arn = aws_cloudwatch_event_bus.bus_payments_us_east_2.arn
  }

  replication_config {
    state = "ENABLED"
  }

  routing_config {
    failover_config {
      primary {
        health_check = "arn:${data.aws_partition.current.partition}:route53:::healthcheck/${aws_route53_health_check.bus_payments_endpoint_health.id}"
      }

      secondary {
        route = "us-east-2"
      }
    }
  }

  depends_on = [aws_iam_role_policy.bus_payments_endpoint_role_access]
}
