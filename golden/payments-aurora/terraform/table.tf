# Written by drc 0.1.0 from spec sha256:cefe69400f85201a9aeee7a888cabbbfcf984190536d57ee2f417270b906ebed (system payments, environment dev).
# Edits are lost at the next `drc emit`; change the spec instead.

# table.sessions

resource "aws_dynamodb_table" "table_sessions_us_east_1" {
  provider = aws.us_east_1

  name             = "sessions-dev"
  billing_mode     = "PAY_PER_REQUEST"
  hash_key         = "sessionId"
  stream_enabled   = true
  stream_view_type = "NEW_AND_OLD_IMAGES"

  attribute {
    name = "sessionId"
    type = "S"
  }

  ttl {
    attribute_name = "expiresAt"
    enabled        = true
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

resource "aws_dynamodb_table_replica" "table_sessions_us_west_2" {
  provider = aws.us_west_2

  global_table_arn       = aws_dynamodb_table.table_sessions_us_east_1.arn
  point_in_time_recovery = true
}

resource "aws_cloudwatch_metric_alarm" "table_sessions_us_east_1_alarm_table_lag" {
  provider = aws.us_east_1

  alarm_name        = "sessions-table-lag-primary-dev"
  alarm_description = "ReplicationLatency of table.sessions in us-east-1 went above 1m within 1m"
  namespace         = "AWS/DynamoDB"
  metric_name       = "ReplicationLatency"
  dimensions = {
    TableName       = "sessions-dev"
    ReceivingRegion = "us-west-2"
  }
  statistic           = "Average"
  period              = 60
  evaluation_periods  = 1
  threshold           = 60000
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "ignore"
  alarm_actions       = [aws_sns_topic.alerts_us_east_1.arn]
  ok_actions          = [aws_sns_topic.alerts_us_east_1.arn]
}

resource "aws_cloudwatch_metric_alarm" "table_sessions_us_east_1_alarm_table_read_throttles" {
  provider = aws.us_east_1

  alarm_name        = "sessions-table-read-throttles-primary-dev"
  alarm_description = "ReadThrottleEvents of table.sessions in us-east-1 went above 10 within 5m"
  namespace         = "AWS/DynamoDB"
  metric_name       = "ReadThrottleEvents"
  dimensions = {
    TableName = "sessions-dev"
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

resource "aws_cloudwatch_metric_alarm" "table_sessions_us_east_1_alarm_table_write_throttles" {
  provider = aws.us_east_1

  alarm_name        = "sessions-table-write-throttles-primary-dev"
  alarm_description = "WriteThrottleEvents of table.sessions in us-east-1 went above 10 within 5m"
  namespace         = "AWS/DynamoDB"
  metric_name       = "WriteThrottleEvents"
  dimensions = {
    TableName = "sessions-dev"
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

resource "aws_cloudwatch_metric_alarm" "table_sessions_us_west_2_alarm_table_lag" {
  provider = aws.us_west_2

  alarm_name        = "sessions-table-lag-secondary-dev"
  alarm_description = "ReplicationLatency of table.sessions in us-west-2 went above 1m within 1m"
  namespace         = "AWS/DynamoDB"
  metric_name       = "ReplicationLatency"
  dimensions = {
    TableName       = "sessions-dev"
    ReceivingRegion = "us-east-1"
  }
  statistic           = "Average"
  period              = 60
  evaluation_periods  = 1
  threshold           = 60000
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "ignore"
  alarm_actions       = [aws_sns_topic.alerts_us_west_2.arn]
  ok_actions          = [aws_sns_topic.alerts_us_west_2.arn]
}

resource "aws_cloudwatch_metric_alarm" "table_sessions_us_west_2_alarm_table_read_throttles" {
  provider = aws.us_west_2

  alarm_name        = "sessions-table-read-throttles-secondary-dev"
  alarm_description = "ReadThrottleEvents of table.sessions in us-west-2 went above 10 within 5m"
  namespace         = "AWS/DynamoDB"
  metric_name       = "ReadThrottleEvents"
  dimensions = {
    TableName = "sessions-dev"
  }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  threshold           = 10
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "ignore"
  alarm_actions       = [aws_sns_topic.alerts_us_west_2.arn]
  ok_actions          = [aws_sns_topic.alerts_us_west_2.arn]
}

resource "aws_cloudwatch_metric_alarm" "table_sessions_us_west_2_alarm_table_write_throttles" {
  provider = aws.us_west_2

  alarm_name        = "sessions-table-write-throttles-secondary-dev"
  alarm_description = "WriteThrottleEvents of table.sessions in us-west-2 went above 10 within 5m"
  namespace         = "AWS/DynamoDB"
  metric_name       = "WriteThrottleEvents"
  dimensions = {
    TableName = "sessions-dev"
  }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  threshold           = 10
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "ignore"
  alarm_actions       = [aws_sns_topic.alerts_us_west_2.arn]
  ok_actions          = [aws_sns_topic.alerts_us_west_2.arn]
}
