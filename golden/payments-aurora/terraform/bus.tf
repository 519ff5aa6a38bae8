# Written by drc 0.1.0 from spec sha256:cefe69400f85201a9aeee7a888cabbbfcf984190536d57ee2f417270b906ebed (system payments, environment dev).
# Edits are lost at the next `drc emit`; change the spec instead.

# bus.payments

resource "aws_sqs_queue" "bus_payments_us_east_1_dead_letters" {
  provider = aws.us_east_1

  name                       = "payments-dead-letters-primary-dev"
  message_retention_seconds  = 1209600
  visibility_timeout_seconds = 30
  sqs_managed_sse_enabled    = true
}

resource "aws_sqs_queue_policy" "bus_payments_us_east_1_dead_letters_policy" {
  provider = aws.us_east_1

  queue_url = aws_sqs_queue.bus_payments_us_east_1_dead_letters.url
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "TakeDeadLetters"
        Effect = "Allow"
        Principal = {
          Service = "events.amazonaws.com"
        }
        Action   = "sqs:SendMessage"
        Resource = aws_sqs_queue.bus_payments_us_east_1_dead_letters.arn
        Condition = {
          ArnEquals = {
            "aws:SourceArn" = [
              "arn:${data.aws_partition.current.partition}:events:us-east-1:${data.aws_caller_identity.current.account_id}:rule/payments-primary-dev/payments-booked-primary-dev",
              "arn:${data.aws_partition.current.partition}:events:us-east-1:${data.aws_caller_identity.current.account_id}:rule/payments-primary-dev/payments-copy-primary-dev",
            ]
          }
        }
      },
      {
        Sid       = "RefusePlainHttp"
        Effect    = "Deny"
        Principal = "*"
        Action    = "sqs:*"
        Resource  = aws_sqs_queue.bus_payments_us_east_1_dead_letters.arn
        Condition = {
          Bool = {
            "aws:SecureTransport" = "false"
          }
        }
      },
    ]
  })
}

resource "aws_cloudwatch_event_bus" "bus_payments_us_east_1" {
  provider = aws.us_east_1

  name        = "payments-primary-dev"
  description = "bus.payments of payments in us-east-1"
}

resource "aws_sqs_queue" "bus_payments_us_west_2_dead_letters" {
  provider = aws.us_west_2

  name                       = "payments-dead-letters-secondary-dev"
  message_retention_seconds  = 1209600
  visibility_timeout_seconds = 30
  sqs_managed_sse_enabled    = true
}

resource "aws_sqs_queue_policy" "bus_payments_us_west_2_dead_letters_policy" {
  provider = aws.us_west_2

  queue_url = aws_sqs_queue.bus_payments_us_west_2_dead_letters.url
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "TakeDeadLetters"
        Effect = "Allow"
        Principal = {
          Service = "events.amazonaws.com"
        }
        Action   = "sqs:SendMessage"
        Resource = aws_sqs_queue.bus_payments_us_west_2_dead_letters.arn
        Condition = {
          ArnEquals = {
            "aws:SourceArn" = [
              "arn:${data.aws_partition.current.partition}:events:us-west-2:${data.aws_caller_identity.current.account_id}:rule/payments-secondary-dev/payments-booked-secondary-dev",
              "arn:${data.aws_partition.current.partition}:events:us-west-2:${data.aws_caller_identity.current.account_id}:rule/payments-secondary-dev/payments-copy-secondary-dev",
            ]
          }
        }
      },
      {
        Sid       = "RefusePlainHttp"
        Effect    = "Deny"
        Principal = "*"
        Action    = "sqs:*"
        Resource  = aws_sqs_queue.bus_payments_us_west_2_dead_letters.arn
        Condition = {
          Bool = {
            "aws:SecureTransport" = "false"
          }
        }
      },
    ]
  })
}

resource "aws_cloudwatch_event_bus" "bus_payments_us_west_2" {
  provider = aws.us_west_2

  name        = "payments-secondary-dev"
  description = "bus.payments of payments in us-west-2"
}

resource "aws_cloudwatch_event_archive" "bus_payments_us_east_1_archive" {
  provider = aws.us_east_1

  name             = "payments-primary-dev"
  description      = "Events of bus.payments in us-east-1, for replaying them"
  event_source_arn = aws_cloudwatch_event_bus.bus_payments_us_east_1.arn
  retention_days   = 7
}

resource "aws_cloudwatch_event_archive" "bus_payments_us_west_2_archive" {
  provider = aws.us_west_2

  name             = "payments-secondary-dev"
  description      = "Events of bus.payments in us-west-2, for replaying them"
  event_source_arn = aws_cloudwatch_event_bus.bus_payments_us_west_2.arn
  retention_days   = 7
}

resource "aws_cloudwatch_metric_alarm" "bus_payments_us_east_1_alarm_bus_failed_booked" {
  provider = aws.us_east_1

  alarm_name        = "payments-bus-failed-booked-primary-dev"
  alarm_description = "FailedInvocations of bus.payments in us-east-1 went above 0 within 1m"
  namespace         = "AWS/Events"
  metric_name       = "FailedInvocations"
  dimensions = {
    EventBusName = "payments-primary-dev"
    RuleName     = "payments-booked-primary-dev"
  }
  statistic           = "Sum"
  period              = 60
  evaluation_periods  = 1
  threshold           = 0
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts_us_east_1.arn]
  ok_actions          = [aws_sns_topic.alerts_us_east_1.arn]
}

resource "aws_cloudwatch_metric_alarm" "bus_payments_us_east_1_alarm_bus_failed_copy" {
  provider = aws.us_east_1

  alarm_name        = "payments-bus-failed-copy-primary-dev"
  alarm_description = "FailedInvocations of bus.payments in us-east-1 went above 0 within 1m"
  namespace         = "AWS/Events"
  metric_name       = "FailedInvocations"
  dimensions = {
    EventBusName = "payments-primary-dev"
    RuleName     = "payments-copy-primary-dev"
  }
  statistic           = "Sum"
  period              = 60
  evaluation_periods  = 1
  threshold           = 0
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts_us_east_1.arn]
  ok_actions          = [aws_sns_topic.alerts_us_east_1.arn]
}

resource "aws_cloudwatch_metric_alarm" "bus_payments_us_east_1_alarm_bus_lost_booked" {
  provider = aws.us_east_1

  alarm_name        = "payments-bus-lost-booked-primary-dev"
  alarm_description = "InvocationsFailedToBeSentToDlq of bus.payments in us-east-1 went above 0 within 1m"
  namespace         = "AWS/Events"
  metric_name       = "InvocationsFailedToBeSentToDlq"
  dimensions = {
    EventBusName = "payments-primary-dev"
    RuleName     = "payments-booked-primary-dev"
  }
  statistic           = "Sum"
  period              = 60
  evaluation_periods  = 1
  threshold           = 0
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts_us_east_1.arn]
  ok_actions          = [aws_sns_topic.alerts_us_east_1.arn]
}

resource "aws_cloudwatch_metric_alarm" "bus_payments_us_east_1_alarm_bus_lost_copy" {
  provider = aws.us_east_1

  alarm_name        = "payments-bus-lost-copy-primary-dev"
  alarm_description = "InvocationsFailedToBeSentToDlq of bus.payments in us-east-1 went above 0 within 1m"
  namespace         = "AWS/Events"
  metric_name       = "InvocationsFailedToBeSentToDlq"
  dimensions = {
    EventBusName = "payments-primary-dev"
    RuleName     = "payments-copy-primary-dev"
  }
  statistic           = "Sum"
  period              = 60
  evaluation_periods  = 1
  threshold           = 0
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts_us_east_1.arn]
  ok_actions          = [aws_sns_topic.alerts_us_east_1.arn]
}

resource "aws_cloudwatch_metric_alarm" "bus_payments_us_east_1_alarm_bus_dead_letters" {
  provider = aws.us_east_1

  alarm_name        = "payments-bus-dead-letters-primary-dev"
  alarm_description = "ApproximateNumberOfMessagesVisible of bus.payments in us-east-1 went above 0 within 1m"
  namespace         = "AWS/SQS"
  metric_name       = "ApproximateNumberOfMessagesVisible"
  dimensions = {
    QueueName = "payments-dead-letters-primary-dev"
  }
  statistic           = "Maximum"
  period              = 60
  evaluation_periods  = 1
  threshold           = 0
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts_us_east_1.arn]
  ok_actions          = [aws_sns_topic.alerts_us_east_1.arn]
}

resource "aws_cloudwatch_metric_alarm" "bus_payments_us_west_2_alarm_bus_failed_booked" {
  provider = aws.us_west_2

  alarm_name        = "payments-bus-failed-booked-secondary-dev"
  alarm_description = "FailedInvocations of bus.payments in us-west-2 went above 0 within 1m"
  namespace         = "AWS/Events"
  metric_name       = "FailedInvocations"
  dimensions = {
    EventBusName = "payments-secondary-dev"
    RuleName     = "payments-booked-secondary-dev"
  }
  statistic           = "Sum"
  period              = 60
  evaluation_periods  = 1
  threshold           = 0
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts_us_west_2.arn]
  ok_actions          = [aws_sns_topic.alerts_us_west_2.arn]
}

resource "aws_cloudwatch_metric_alarm" "bus_payments_us_west_2_alarm_bus_failed_copy" {
  provider = aws.us_west_2

  alarm_name        = "payments-bus-failed-copy-secondary-dev"
  alarm_description = "FailedInvocations of bus.payments in us-west-2 went above 0 within 1m"
  namespace         = "AWS/Events"
  metric_name       = "FailedInvocations"
  dimensions = {
    EventBusName = "payments-secondary-dev"
    RuleName     = "payments-copy-secondary-dev"
  }
  statistic           = "Sum"
  period              = 60
  evaluation_periods  = 1
  threshold           = 0
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts_us_west_2.arn]
  ok_actions          = [aws_sns_topic.alerts_us_west_2.arn]
}

resource "aws_cloudwatch_metric_alarm" "bus_payments_us_west_2_alarm_bus_lost_booked" {
  provider = aws.us_west_2

  alarm_name        = "payments-bus-lost-booked-secondary-dev"
  alarm_description = "InvocationsFailedToBeSentToDlq of bus.payments in us-west-2 went above 0 within 1m"
  namespace         = "AWS/Events"
  metric_name       = "InvocationsFailedToBeSentToDlq"
  dimensions = {
    EventBusName = "payments-secondary-dev"
    RuleName     = "payments-booked-secondary-dev"
  }
  statistic           = "Sum"
  period              = 60
  evaluation_periods  = 1
  threshold           = 0
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts_us_west_2.arn]
  ok_actions          = [aws_sns_topic.alerts_us_west_2.arn]
}

resource "aws_cloudwatch_metric_alarm" "bus_payments_us_west_2_alarm_bus_lost_copy" {
  provider = aws.us_west_2

  alarm_name        = "payments-bus-lost-copy-secondary-dev"
  alarm_description = "InvocationsFailedToBeSentToDlq of bus.payments in us-west-2 went above 0 within 1m"
  namespace         = "AWS/Events"
  metric_name       = "InvocationsFailedToBeSentToDlq"
  dimensions = {
    EventBusName = "payments-secondary-dev"
    RuleName     = "payments-copy-secondary-dev"
  }
  statistic           = "Sum"
  period              = 60
  evaluation_periods  = 1
  threshold           = 0
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts_us_west_2.arn]
  ok_actions          = [aws_sns_topic.alerts_us_west_2.arn]
}

resource "aws_cloudwatch_metric_alarm" "bus_payments_us_west_2_alarm_bus_dead_letters" {
  provider = aws.us_west_2

  alarm_name        = "payments-bus-dead-letters-secondary-dev"
  alarm_description = "ApproximateNumberOfMessagesVisible of bus.payments in us-west-2 went above 0 within 1m"
  namespace         = "AWS/SQS"
  metric_name       = "ApproximateNumberOfMessagesVisible"
  dimensions = {
    QueueName = "payments-dead-letters-secondary-dev"
  }
  statistic           = "Maximum"
  period              = 60
  evaluation_periods  = 1
  threshold           = 0
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts_us_west_2.arn]
  ok_actions          = [aws_sns_topic.alerts_us_west_2.arn]
}

resource "aws_iam_role" "bus_payments_us_east_1_delivery" {
  provider = aws.us_east_1

  name        = "payments-delivery-primary-dev-us-east-1"
  description = "Delivers the events of bus.payments in us-east-1"
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

resource "aws_iam_role_policy" "bus_payments_us_east_1_delivery_access" {
  provider = aws.us_east_1

  name = "access"
  role = aws_iam_role.bus_payments_us_east_1_delivery.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "CopyEvents"
        Effect   = "Allow"
        Action   = "events:PutEvents"
        Resource = "arn:${data.aws_partition.current.partition}:events:us-west-2:${data.aws_caller_identity.current.account_id}:event-bus/payments-secondary-dev"
      },
    ]
  })
}

resource "aws_cloudwatch_event_rule" "bus_payments_us_east_1_rule_booked" {
  provider = aws.us_east_1

  name           = "payments-booked-primary-dev"
  description    = "booked of bus.payments"
  event_bus_name = aws_cloudwatch_event_bus.bus_payments_us_east_1.name
  event_pattern = jsonencode({
    source        = ["payments"]
    "detail-type" = ["PaymentBooked"]
  })
}

resource "aws_cloudwatch_event_target" "bus_payments_us_east_1_rule_booked_target_1" {
  provider = aws.us_east_1

  rule           = aws_cloudwatch_event_rule.bus_payments_us_east_1_rule_booked.name
  event_bus_name = aws_cloudwatch_event_bus.bus_payments_us_east_1.name
  target_id      = "queue-booked"
  arn            = aws_sqs_queue.queue_booked_us_east_1.arn

  dead_letter_config {
    arn = aws_sqs_queue.bus_payments_us_east_1_dead_letters.arn
  }

  retry_policy {
    maximum_event_age_in_seconds = 3600
    maximum_retry_attempts       = 185
  }
}

resource "aws_cloudwatch_event_rule" "bus_payments_us_east_1_copy" {
  provider = aws.us_east_1

  name           = "payments-copy-primary-dev"
  description    = "Copies the events that us-east-1 published to the other Regions"
  event_bus_name = aws_cloudwatch_event_bus.bus_payments_us_east_1.name
  event_pattern = jsonencode({
    region = ["us-east-1"]
    "replay-name" = [
      {
        exists = false
      },
    ]
  })

  depends_on = [
    aws_iam_role.bus_payments_us_east_1_delivery,
    aws_iam_role_policy.bus_payments_us_east_1_delivery_access,
  ]
}

resource "aws_cloudwatch_event_target" "bus_payments_us_east_1_copy_target_1" {
  provider = aws.us_east_1

  rule           = aws_cloudwatch_event_rule.bus_payments_us_east_1_copy.name
  event_bus_name = aws_cloudwatch_event_bus.bus_payments_us_east_1.name
  target_id      = "copy-us-west-2"
  arn            = "arn:${data.aws_partition.current.partition}:events:us-west-2:${data.aws_caller_identity.current.account_id}:event-bus/payments-secondary-dev"
  role_arn       = aws_iam_role.bus_payments_us_east_1_delivery.arn

  dead_letter_config {
    arn = aws_sqs_queue.bus_payments_us_east_1_dead_letters.arn
  }

  retry_policy {
    maximum_event_age_in_seconds = 86400
    maximum_retry_attempts       = 185
  }
}

resource "aws_iam_role" "bus_payments_us_west_2_delivery" {
  provider = aws.us_west_2

  name        = "payments-delivery-secondary-dev-us-west-2"
  description = "Delivers the events of bus.payments in us-west-2"
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

resource "aws_iam_role_policy" "bus_payments_us_west_2_delivery_access" {
  provider = aws.us_west_2

  name = "access"
  role = aws_iam_role.bus_payments_us_west_2_delivery.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "CopyEvents"
        Effect   = "Allow"
        Action   = "events:PutEvents"
        Resource = "arn:${data.aws_partition.current.partition}:events:us-east-1:${data.aws_caller_identity.current.account_id}:event-bus/payments-primary-dev"
      },
    ]
  })
}

resource "aws_cloudwatch_event_rule" "bus_payments_us_west_2_rule_booked" {
  provider = aws.us_west_2

  name           = "payments-booked-secondary-dev"
  description    = "booked of bus.payments"
  event_bus_name = aws_cloudwatch_event_bus.bus_payments_us_west_2.name
  event_pattern = jsonencode({
    source        = ["payments"]
    "detail-type" = ["PaymentBooked"]
  })
}

resource "aws_cloudwatch_event_target" "bus_payments_us_west_2_rule_booked_target_1" {
  provider = aws.us_west_2

  rule           = aws_cloudwatch_event_rule.bus_payments_us_west_2_rule_booked.name
  event_bus_name = aws_cloudwatch_event_bus.bus_payments_us_west_2.name
  target_id      = "queue-booked"
  arn            = aws_sqs_queue.queue_booked_us_west_2.arn

  dead_letter_config {
    arn = aws_sqs_queue.bus_payments_us_west_2_dead_letters.arn
  }

  retry_policy {
    maximum_event_age_in_seconds = 3600
    maximum_retry_attempts       = 185
  }
}

resource "aws_cloudwatch_event_rule" "bus_payments_us_west_2_copy" {
  provider = aws.us_west_2

  name           = "payments-copy-secondary-dev"
  description    = "Copies the events that us-west-2 published to the other Regions"
  event_bus_name = aws_cloudwatch_event_bus.bus_payments_us_west_2.name
  event_pattern = jsonencode({
    region = ["us-west-2"]
    "replay-name" = [
      {
        exists = false
      },
    ]
  })

  depends_on = [
    aws_iam_role.bus_payments_us_west_2_delivery,
    aws_iam_role_policy.bus_payments_us_west_2_delivery_access,
  ]
}

resource "aws_cloudwatch_event_target" "bus_payments_us_west_2_copy_target_1" {
  provider = aws.us_west_2

  rule           = aws_cloudwatch_event_rule.bus_payments_us_west_2_copy.name
  event_bus_name = aws_cloudwatch_event_bus.bus_payments_us_west_2.name
  target_id      = "copy-us-east-1"
  arn            = "arn:${data.aws_partition.current.partition}:events:us-east-1:${data.aws_caller_identity.current.account_id}:event-bus/payments-primary-dev"
  role_arn       = aws_iam_role.bus_payments_us_west_2_delivery.arn

  dead_letter_config {
    arn = aws_sqs_queue.bus_payments_us_west_2_dead_letters.arn
  }

  retry_policy {
    maximum_event_age_in_seconds = 86400
    maximum_retry_attempts       = 185
  }
}
