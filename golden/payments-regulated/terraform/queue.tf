# Written by drc 0.1.0 from spec sha256:9d4ef74802203ed26a9fe54c0a29dc2ed23639cf737ac5255ec4bf09badf3117 (system payments, environment dev).
# Edits are lost at the next `drc emit`; change the spec instead.

# queue.payment-retries

resource "aws_sqs_queue" "queue_payment_retries_us_east_1" {
  provider = aws.us_east_1

  name                       = "payment-retries-dev"
  message_retention_seconds  = 345600
  visibility_timeout_seconds = 180
  sqs_managed_sse_enabled    = true
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.queue_failed_payments_us_east_1.arn
    maxReceiveCount     = 5
  })
}

resource "aws_sqs_queue_policy" "queue_payment_retries_us_east_1_policy" {
  provider = aws.us_east_1

  queue_url = aws_sqs_queue.queue_payment_retries_us_east_1.url
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "RefusePlainHttp"
        Effect    = "Deny"
        Principal = "*"
        Action    = "sqs:*"
        Resource  = aws_sqs_queue.queue_payment_retries_us_east_1.arn
        Condition = {
          Bool = {
            "aws:SecureTransport" = "false"
          }
        }
      },
    ]
  })
}

resource "aws_sqs_queue" "queue_payment_retries_us_east_2" {
  provider = aws.us_east_2

  name                       = "payment-retries-dev"
  message_retention_seconds  = 345600
  visibility_timeout_seconds = 180
  sqs_managed_sse_enabled    = true
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.queue_failed_payments_us_east_2.arn
    maxReceiveCount     = 5
  })
}

resource "aws_sqs_queue_policy" "queue_payment_retries_us_east_2_policy" {
  provider = aws.us_east_2

  queue_url = aws_sqs_queue.queue_payment_retries_us_east_2.url
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "RefusePlainHttp"
        Effect    = "Deny"
        Principal = "*"
        Action    = "sqs:*"
        Resource  = aws_sqs_queue.queue_payment_retries_us_east_2.arn
        Condition = {
          Bool = {
            "aws:SecureTransport" = "false"
          }
        }
      },
    ]
  })
}

resource "aws_cloudwatch_metric_alarm" "queue_payment_retries_us_east_1_alarm_queue_age" {
  provider = aws.us_east_1

  alarm_name        = "payment-retries-queue-age-dev"
  alarm_description = "ApproximateAgeOfOldestMessage of queue.payment-retries in us-east-1 went above 6m within 1m"
  namespace         = "AWS/SQS"
  metric_name       = "ApproximateAgeOfOldestMessage"
  dimensions = {
    QueueName = "payment-retries-dev"
  }
  statistic           = "Maximum"
  period              = 60
  evaluation_periods  = 1
  threshold           = 360
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts_us_east_1.arn]
  ok_actions          = [aws_sns_topic.alerts_us_east_1.arn]
}

resource "aws_cloudwatch_metric_alarm" "queue_payment_retries_us_east_2_alarm_queue_age" {
  provider = aws.us_east_2

  alarm_name        = "payment-retries-queue-age-dev"
  alarm_description = "ApproximateAgeOfOldestMessage of queue.payment-retries in us-east-2 went above 6m within 1m"
  namespace         = "AWS/SQS"
  metric_name       = "ApproximateAgeOfOldestMessage"
  dimensions = {
    QueueName = "payment-retries-dev"
  }
  statistic           = "Maximum"
  period              = 60
  evaluation_periods  = 1
  threshold           = 360
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts_us_east_2.arn]
  ok_actions          = [aws_sns_topic.alerts_us_east_2.arn]
}

# queue.failed-payments

resource "aws_sqs_queue" "queue_failed_payments_us_east_1" {
  provider = aws.us_east_1

  name                       = "failed-payments-dev"
  message_retention_seconds  = 1209600
  visibility_timeout_seconds = 30
  sqs_managed_sse_enabled    = true
  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = ["arn:${data.aws_partition.current.partition}:sqs:us-east-1:${data.aws_caller_identity.current.account_id}:payment-retries-dev"]
  })
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

  name                       = "failed-payments-dev"
  message_retention_seconds  = 1209600
  visibility_timeout_seconds = 30
  sqs_managed_sse_enabled    = true
  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = ["arn:${data.aws_partition.current.partition}:sqs:us-east-2:${data.aws_caller_identity.current.account_id}:payment-retries-dev"]
  })
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

  alarm_name        = "failed-payments-queue-waiting-dev"
  alarm_description = "ApproximateNumberOfMessagesVisible of queue.failed-payments in us-east-1 went above 0 within 1m"
  namespace         = "AWS/SQS"
  metric_name       = "ApproximateNumberOfMessagesVisible"
  dimensions = {
    QueueName = "failed-payments-dev"
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

  alarm_name        = "failed-payments-queue-waiting-dev"
  alarm_description = "ApproximateNumberOfMessagesVisible of queue.failed-payments in us-east-2 went above 0 within 1m"
  namespace         = "AWS/SQS"
  metric_name       = "ApproximateNumberOfMessagesVisible"
  dimensions = {
    QueueName = "failed-payments-dev"
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
