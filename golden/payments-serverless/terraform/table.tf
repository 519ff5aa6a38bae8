# Written by drc 0.1.0 from spec sha256:3a182bbd48ce0d2447a7df6d804513ab37c149647449c81dce478bc8b4b282fc (system payments, environment dev).
# Edits are lost at the next `drc emit`; change the spec instead.

# table.payments

resource "aws_dynamodb_table" "table_payments_us_east_1" {
  provider = aws.us_east_1

  name             = "payments-table-dev"
  billing_mode     = "PAY_PER_REQUEST"
  hash_key         = "paymentId"
  stream_enabled   = true
  stream_view_type = "NEW_AND_OLD_IMAGES"

  attribute {
    name = "paymentId"
    type = "S"
  }

  server_side_encryption {
    enabled = true
  }

  point_in_time_recovery {
    enabled = true
  }

  lifecycle {
    ignore_changes = [replica]
  }
}

resource "aws_dynamodb_table_replica" "table_payments_us_east_2" {
  provider = aws.us_east_2

  global_table_arn       = aws_dynamodb_table.table_payments_us_east_1.arn
  point_in_time_recovery = true
}

resource "aws_cloudwatch_metric_alarm" "table_payments_us_east_1_alarm_table_lag" {
  provider = aws.us_east_1

  alarm_name        = "payments-table-table-lag-us-east-1-dev"
  alarm_description = "ReplicationLatency of table.payments in us-east-1 went above 30s within 1m"
  namespace         = "AWS/DynamoDB"
  metric_name       = "ReplicationLatency"
  dimensions = {
    TableName       = "payments-table-dev"
    ReceivingRegion = "us-east-2"
  }
  statistic           = "Average"
  period              = 60
  evaluation_periods  = 1
  threshold           = 30000
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "ignore"
  alarm_actions       = [aws_sns_topic.alerts_us_east_1.arn]
  ok_actions          = [aws_sns_topic.alerts_us_east_1.arn]
}

resource "aws_cloudwatch_metric_alarm" "table_payments_us_east_1_alarm_table_read_throttles" {
  provider = aws.us_east_1

  alarm_name        = "payments-table-table-read-throttles-us-east-1-dev"
  alarm_description = "ReadThrottleEvents of table.payments in us-east-1 went above 10 within 5m"
  namespace         = "AWS/DynamoDB"
  metric_name       = "ReadThrottleEvents"
  dimensions = {
    TableName = "payments-table-dev"
  }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  threshold           = 10
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "ignore"
  alarm_actions       = [aws_sns_topic.alerts_us_east_1.arn]
  ok_actions          = [aws_sns_topic.alerts_us_east_1.arn]
}

resource "aws_cloudwatch_metric_alarm" "table_payments_us_east_1_alarm_table_write_throttles" {
  provider = aws.us_east_1

  alarm_name        = "payments-table-table-write-throttles-us-east-1-dev"
  alarm_description = "WriteThrottleEvents of table.payments in us-east-1 went above 10 within 5m"
  namespace         = "AWS/DynamoDB"
  metric_name       = "WriteThrottleEvents"
  dimensions = {
    TableName = "payments-table-dev"
  }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  threshold           = 10
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "ignore"
  alarm_actions       = [aws_sns_topic.alerts_us_east_1.arn]
  ok_actions          = [aws_sns_topic.alerts_us_east_1.arn]
}

resource "aws_cloudwatch_metric_alarm" "table_payments_us_east_2_alarm_table_lag" {
  provider = aws.us_east_2

  alarm_name        = "payments-table-table-lag-us-east-2-dev"
  alarm_description = "ReplicationLatency of table.payments in us-east-2 went above 30s within 1m"
  namespace         = "AWS/DynamoDB"
  metric_name       = "ReplicationLatency"
  dimensions = {
    TableName       = "payments-table-dev"
    ReceivingRegion = "us-east-1"
  }
  statistic           = "Average"
  period              = 60
  evaluation_periods  = 1
  threshold           = 30000
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "ignore"
  alarm_actions       = [aws_sns_topic.alerts_us_east_2.arn]
  ok_actions          = [aws_sns_topic.alerts_us_east_2.arn]
}

resource "aws_cloudwatch_metric_alarm" "table_payments_us_east_2_alarm_table_read_throttles" {
  provider = aws.us_east_2

  alarm_name        = "payments-table-table-read-throttles-us-east-2-dev"
  alarm_description = "ReadThrottleEvents of table.payments in us-east-2 went above 10 within 5m"
  namespace         = "AWS/DynamoDB"
  metric_name       = "ReadThrottleEvents"
  dimensions = {
    TableName = "payments-table-dev"
  }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  threshold           = 10
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "ignore"
  alarm_actions       = [aws_sns_topic.alerts_us_east_2.arn]
  ok_actions          = [aws_sns_topic.alerts_us_east_2.arn]
}

resource "aws_cloudwatch_metric_alarm" "table_payments_us_east_2_alarm_table_write_throttles" {
  provider = aws.us_east_2

  alarm_name        = "payments-table-table-write-throttles-us-east-2-dev"
  alarm_description = "WriteThrottleEvents of table.payments in us-east-2 went above 10 within 5m"
  namespace         = "AWS/DynamoDB"
  metric_name       = "WriteThrottleEvents"
  dimensions = {
    TableName = "payments-table-dev"
  }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  threshold           = 10
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "ignore"
  alarm_actions       = [aws_sns_topic.alerts_us_east_2.arn]
  ok_actions          = [aws_sns_topic.alerts_us_east_2.arn]
}
