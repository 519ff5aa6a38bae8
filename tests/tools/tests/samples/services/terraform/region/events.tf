# --- the bus, what it copies, keeps and starts -----------------------------------------------------

resource "aws_cloudwatch_event_bus" "payments" {
  description = "payments"
  name        = "payments-dev"

  dead_letter_config {
    arn = aws_sqs_queue.failed.arn
  }
}

resource "aws_cloudwatch_event_bus_policy" "payments" {
  event_bus_name = aws_cloudwatch_event_bus.payments.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Account"
      Action    = "events:PutEvents"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::${local.account}:root" }
      Resource  = aws_cloudwatch_event_bus.payments.arn
    }]
  })
}

resource "aws_cloudwatch_event_archive" "payments" {
  description      = "a week of payments"
  event_pattern    = jsonencode({ source = ["payments"] })
  event_source_arn = aws_cloudwatch_event_bus.payments.arn
  name             = "payments-dev"
  retention_days   = 7
}

resource "aws_cloudwatch_event_rule" "booked" {
  description    = "bookings"
  event_bus_name = aws_cloudwatch_event_bus.payments.name
  event_pattern  = jsonencode({ source = ["payments"], detail-type = ["PaymentBooked"] })
  name           = "booked-dev"
}

resource "aws_cloudwatch_event_target" "queue" {
  arn            = aws_sqs_queue.booked.arn
  event_bus_name = aws_cloudwatch_event_bus.payments.name
  rule           = aws_cloudwatch_event_rule.booked.name
  target_id      = "booked"

  dead_letter_config {
    arn = aws_sqs_queue.failed.arn
  }

  retry_policy {
    maximum_event_age_in_seconds = 3600
    maximum_retry_attempts       = 8
  }
}

resource "aws_cloudwatch_event_target" "bus" {
  count = local.is_primary ? 1 : 0

  arn            = var.target_bus
  event_bus_name = aws_cloudwatch_event_bus.payments.name
  role_arn       = var.send_role
  rule           = aws_cloudwatch_event_rule.booked.name
  target_id      = "secondary"

  dead_letter_config {
    arn = aws_sqs_queue.failed.arn
  }
}

resource "aws_cloudwatch_event_rule" "watch" {
  description         = "every minute"
  name                = "watch-dev"
  schedule_expression = "rate(1 minute)"
  state               = "ENABLED"
}

resource "aws_cloudwatch_event_target" "watch" {
  arn       = aws_lambda_function.payments.arn
  input     = jsonencode({ watch = true })
  rule      = aws_cloudwatch_event_rule.watch.name
  target_id = "watch"
}

# --- backups ------------------------------------------------------------------------------------

resource "aws_backup_vault" "main" {
  force_destroy = true
  name          = "payments-${local.suffix}"
}

resource "aws_backup_vault_policy" "main" {
  backup_vault_name = aws_backup_vault.main.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Copies"
      Action    = "backup:CopyIntoBackupVault"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::${local.account}:root" }
      Resource  = "*"
    }]
  })
}

resource "aws_backup_plan" "daily" {
  count = local.is_primary ? 1 : 0

  name = "payments-daily-${local.suffix}"

  rule {
    completion_window        = 180
    enable_continuous_backup = false
    rule_name                = "daily"
    schedule                 = "cron(0 3 * * ? *)"
    start_window             = 60
    target_vault_name        = aws_backup_vault.main.name

    recovery_point_tags = { Environment = "dev" }

    copy_action {
      destination_vault_arn = var.copy_vault

      lifecycle {
        delete_after = 7
      }
    }

    lifecycle {
      delete_after = 7
    }
  }
}

resource "aws_backup_selection" "daily" {
  count = local.is_primary ? 1 : 0

  iam_role_arn = var.backup_role
  name         = "payments-daily"
  plan_id      = aws_backup_plan.daily[0].id
  resources    = var.backed_up
}

# --- what is watched ------------------------------------------------------------------------------

resource "aws_cloudwatch_metric_alarm" "errors" {
  actions_enabled     = true
  alarm_actions       = [aws_sns_topic.alerts.arn]
  alarm_description   = "errors of the function"
  alarm_name          = "payments-errors-${local.suffix}"
  comparison_operator = "GreaterThanThreshold"
  datapoints_to_alarm = 1
  evaluation_periods  = 1
  metric_name         = "Errors"
  namespace           = "AWS/Lambda"
  period              = 300
  statistic           = "Sum"
  threshold           = 5
  treat_missing_data  = "notBreaching"

  dimensions = { FunctionName = aws_lambda_function.payments.function_name }
}

resource "aws_cloudwatch_metric_alarm" "rate" {
  alarm_name          = "payments-error-rate-${local.suffix}"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 3
  threshold           = 1
  treat_missing_data  = "notBreaching"

  metric_query {
    expression  = "100 * errors / calls"
    id          = "rate"
    label       = "errors in a hundred"
    return_data = true
  }

  metric_query {
    id = "errors"

    metric {
      dimensions  = { FunctionName = aws_lambda_function.payments.function_name }
      metric_name = "Errors"
      namespace   = "AWS/Lambda"
      period      = 60
      stat        = "Sum"
    }
  }

  metric_query {
    id = "calls"

    metric {
      dimensions  = { FunctionName = aws_lambda_function.payments.function_name }
      metric_name = "Invocations"
      namespace   = "AWS/Lambda"
      period      = 60
      stat        = "Sum"
    }
  }
}

resource "aws_cloudwatch_composite_alarm" "down" {
  actions_enabled   = true
  alarm_actions     = [aws_sns_topic.alerts.arn]
  alarm_description = "both at once"
  alarm_name        = "payments-down-${local.suffix}"
  alarm_rule        = "ALARM(\"${aws_cloudwatch_metric_alarm.errors.alarm_name}\") AND ALARM(\"${aws_cloudwatch_metric_alarm.rate.alarm_name}\")"
}

resource "aws_cloudwatch_dashboard" "payments" {
  dashboard_name = "payments-${local.suffix}"

  dashboard_body = jsonencode({
    widgets = [{
      type   = "metric"
      x      = 0
      y      = 0
      width  = 12
      height = 6
      properties = {
        metrics = [["AWS/Lambda", "Errors", "FunctionName", aws_lambda_function.payments.function_name]]
        period  = 60
        region  = var.region
        stat    = "Sum"
        title   = "Errors"
      }
    }]
  })
}
