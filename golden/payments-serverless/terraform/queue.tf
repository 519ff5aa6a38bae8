# Written by drc 0.1.0 from spec sha256:3a182bbd48ce0d2447a7df6d804513ab37c149647449c81dce478bc8b4b282fc (system payments, environment dev).
# Edits are lost at the next `drc emit`; change the spec instead.

# queue.failed-payments

resource "aws_sqs_queue" "queue_failed_payments_us_east_1" {
  provider = aws.us_east_1

  name                       = "failed-payments-us-east-1-dev"
  message_retention_seconds  = 1209600
  visibility_timeout_seconds = 30
  sqs_managed_sse_enabled    = true
}

resource "aws_sqs_queue_policy" "queue_failed_payments_us_east_1_policy" {
  provider = aws.us_east_1

  queue_url = aws_sqs_queue.queue_failed_payments_us_east_1.url
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "RefusePlainHttp"
        Effect    = "Deny"
        Principal = "*"
        Action    = "sqs:*"
        Resource  = aws_sqs_queue.queue_failed_payments_us_east_1.arn
        Condition = {
          Bool = {
            "aws:SecureTransport" = "false"
          }
        }
      },
    ]
  })
}

resource "aws_sqs_queue" "queue_failed_payments_us_east_2" {
  provider = aws.us_east_2

  name                       = "failed-payments-us-east-2-dev"
  message_retention_seconds  = 1209600
  visibility_timeout_seconds = 30
  sqs_managed_sse_enabled    = true
}

resource "aws_sqs_queue_policy" "queue_failed_payments_us_east_2_policy" {
  provider = aws.us_east_2

  queue_url = aws_sqs_queue.queue_failed_payments_us_east_2.url
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "RefusePlainHttp"
        Effect    = "Deny"
        Principal = "*"
        Action    = "sqs:*"
        Resource  = aws_sqs_queue.queue_failed_payments_us_east_2.arn
        Condition = {
          Bool = {
            "aws:SecureTransport" = "false"
          }
        }
      },
    ]
  })
}

resource "aws_cloudwatch_metric_alarm" "queue_failed_payments_us_east_1_alarm_queue_waiting" {
  provider = aws.us_east_1

  alarm_name        = "failed-payments-queue-waiting-us-east-1-dev"
  alarm_description = "ApproximateNumberOfMessagesVisible of queue.failed-payments in us-east-1 went above 0 within 1m"
  namespace         = "AWS/SQS"
  metric_name       = "ApproximateNumberOfMessagesVisible"
  dimensions = {
    QueueName = "failed-payments-us-east-1-dev"
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

resource "aws_cloudwatch_metric_alarm" "queue_failed_payments_us_east_2_alarm_queue_waiting" {
  provider = aws.us_east_2

  alarm_name        = "failed-payments-queue-waiting-us-east-2-dev"
  alarm_description = "ApproximateNumberOfMessagesVisible of queue.failed-payments in us-east-2 went above 0 within 1m"
  namespace         = "AWS/SQS"
  metric_name       = "ApproximateNumberOfMessagesVisible"
  dimensions = {
    QueueName = "failed-payments-us-east-2-dev"
  }
  statistic           = "Maximum"
  period              = 60
  evaluation_periods  = 1
  threshold           = 0
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts_us_east_2.arn]
  ok_actions          = [aws_sns_topic.alerts_us_east_2.arn]
}
