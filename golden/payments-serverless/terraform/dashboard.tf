# Written by drc 0.1.0 from spec sha256:3a182bbd48ce0d2447a7df6d804513ab37c149647449c81dce478bc8b4b282fc (system payments, environment dev).
# Edits are lost at the next `drc emit`; change the spec instead.

# dashboard.overview

resource "aws_cloudwatch_dashboard" "dashboard_overview_us_east_1" {
  provider = aws.us_east_1

  dashboard_name = "payments-us-east-1-dev"
  dashboard_body = jsonencode({
    widgets = [
      {
        type   = "text"
        x      = 0
        y      = 0
        width  = 24
        height = 2
        properties = {
          markdown = "# payments (dev) in us-east-1: primary\nRTO 5m, RPO 1m. Regions in order of failover: us-east-1, us-east-2"
        }
      },
      {
        type   = "alarm"
        x      = 0
        y      = 2
        width  = 24
        height = 4
        properties = {
          title = "Alarms"
          alarms = [
            aws_cloudwatch_metric_alarm.api_payment_us_east_1_alarm_api_errors.arn,
            aws_cloudwatch_metric_alarm.function_payment_processor_us_east_1_alarm_errors.arn,
            aws_cloudwatch_metric_alarm.function_payment_processor_us_east_1_alarm_throttles.arn,
            aws_cloudwatch_metric_alarm.table_payments_us_east_1_alarm_table_lag.arn,
            aws_cloudwatch_metric_alarm.table_payments_us_east_1_alarm_table_read_throttles.arn,
            aws_cloudwatch_metric_alarm.table_payments_us_east_1_alarm_table_write_throttles.arn,
            aws_cloudwatch_metric_alarm.bucket_payment_docs_us_east_1_alarm_bucket_lag.arn,
            aws_cloudwatch_metric_alarm.bucket_payment_docs_us_east_1_alarm_bucket_failed_copies.arn,
            aws_cloudwatch_metric_alarm.queue_failed_payments_us_east_1_alarm_queue_waiting.arn,
          ]
        }
      },
      {
        type   = "metric"
        x      = 0
        y      = 6
        width  = 8
        height = 6
        properties = {
          title  = "traffic HealthCheckStatus"
          region = "us-east-1"
          view   = "timeSeries"
          stat   = "Minimum"
          period = 60
          metrics = [
            ["AWS/Route53", "HealthCheckStatus", "HealthCheckId", aws_route53_health_check.traffic_health_primary.id],
            ["AWS/Route53", "HealthCheckStatus", "HealthCheckId", aws_route53_health_check.traffic_health_secondary.id],
          ]
        }
      },
      {
        type   = "metric"
        x      = 8
        y      = 6
        width  = 8
        height = 6
        properties = {
          title   = "api.payment 5XXError"
          region  = "us-east-1"
          view    = "timeSeries"
          stat    = "Sum"
          period  = 60
          metrics = [["AWS/ApiGateway", "5XXError", "ApiName", "payment-us-east-1-dev", "Stage", "prod"]]
        }
      },
      {
        type   = "metric"
        x      = 16
        y      = 6
        width  = 8
        height = 6
        properties = {
          title   = "api.payment 4XXError"
          region  = "us-east-1"
          view    = "timeSeries"
          stat    = "Sum"
          period  = 60
          metrics = [["AWS/ApiGateway", "4XXError", "ApiName", "payment-us-east-1-dev", "Stage", "prod"]]
        }
      },
      {
        type   = "metric"
        x      = 0
        y      = 12
        width  = 8
        height = 6
        properties = {
          title   = "api.payment Latency"
          region  = "us-east-1"
          view    = "timeSeries"
          stat    = "p99"
          period  = 60
          metrics = [["AWS/ApiGateway", "Latency", "ApiName", "payment-us-east-1-dev", "Stage", "prod"]]
        }
      },
      {
        type   = "metric"
        x      = 8
        y      = 12
        width  = 8
        height = 6
        properties = {
          title   = "function.payment-processor Errors"
          region  = "us-east-1"
          view    = "timeSeries"
          stat    = "Sum"
          period  = 60
          metrics = [["AWS/Lambda", "Errors", "FunctionName", "payment-processor-us-east-1-dev"]]
        }
      },
      {
        type   = "metric"
        x      = 16
        y      = 12
        width  = 8
        height = 6
        properties = {
          title   = "function.payment-processor Throttles"
          region  = "us-east-1"
          view    = "timeSeries"
          stat    = "Sum"
          period  = 60
          metrics = [["AWS/Lambda", "Throttles", "FunctionName", "payment-processor-us-east-1-dev"]]
        }
      },
      {
        type   = "metric"
        x      = 0
        y      = 18
        width  = 8
        height = 6
        properties = {
          title   = "table.payments ReplicationLatency"
          region  = "us-east-1"
          view    = "timeSeries"
          stat    = "Average"
          period  = 60
          metrics = [["AWS/DynamoDB", "ReplicationLatency", "TableName", "payments-table-dev", "ReceivingRegion", "us-east-2"]]
        }
      },
      {
        type   = "metric"
        x      = 8
        y      = 18
        width  = 8
        height = 6
        properties = {
          title   = "table.payments ReadThrottleEvents"
          region  = "us-east-1"
          view    = "timeSeries"
          stat    = "Sum"
          period  = 60
          metrics = [["AWS/DynamoDB", "ReadThrottleEvents", "TableName", "payments-table-dev"]]
        }
      },
      {
        type   = "metric"
        x      = 16
        y      = 18
        width  = 8
        height = 6
        properties = {
          title   = "table.payments WriteThrottleEvents"
          region  = "us-east-1"
          view    = "timeSeries"
          stat    = "Sum"
          period  = 60
          metrics = [["AWS/DynamoDB", "WriteThrottleEvents", "TableName", "payments-table-dev"]]
        }
      },
      {
        type   = "metric"
        x      = 0
        y      = 24
        width  = 8
        height = 6
        properties = {
          title  = "table.payments SystemErrors"
          region = "us-east-1"
          view   = "timeSeries"
          stat   = "Sum"
          period = 60
          metrics = [
            ["AWS/DynamoDB", "SystemErrors", "TableName", "payments-table-dev", "Operation", "GetItem"],
            ["AWS/DynamoDB", "SystemErrors", "TableName", "payments-table-dev", "Operation", "PutItem"],
            ["AWS/DynamoDB", "SystemErrors", "TableName", "payments-table-dev", "Operation", "UpdateItem"],
          ]
        }
      },
      {
        type   = "metric"
        x      = 8
        y      = 24
        width  = 8
        height = 6
        properties = {
          title   = "bucket.payment-docs ReplicationLatency"
          region  = "us-east-1"
          view    = "timeSeries"
          stat    = "Maximum"
          period  = 60
          metrics = [["AWS/S3", "ReplicationLatency", "SourceBucket", aws_s3_bucket.bucket_payment_docs_us_east_1.bucket, "DestinationBucket", aws_s3_bucket.bucket_payment_docs_us_east_2.bucket, "RuleId", "to-us-east-2"]]
        }
      },
      {
        type   = "metric"
        x      = 16
        y      = 24
        width  = 8
        height = 6
        properties = {
          title   = "bucket.payment-docs OperationsFailedReplication"
          region  = "us-east-1"
          view    = "timeSeries"
          stat    = "Sum"
          period  = 60
          metrics = [["AWS/S3", "OperationsFailedReplication", "SourceBucket", aws_s3_bucket.bucket_payment_docs_us_east_1.bucket, "DestinationBucket", aws_s3_bucket.bucket_payment_docs_us_east_2.bucket, "RuleId", "to-us-east-2"]]
        }
      },
      {
        type   = "metric"
        x      = 0
        y      = 30
        width  = 8
        height = 6
        properties = {
          title   = "queue.failed-payments ApproximateNumberOfMessagesVisible"
          region  = "us-east-1"
          view    = "timeSeries"
          stat    = "Maximum"
          period  = 60
          metrics = [["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", "failed-payments-us-east-1-dev"]]
        }
      },
      {
        type   = "metric"
        x      = 8
        y      = 30
        width  = 8
        height = 6
        properties = {
          title   = "queue.failed-payments ApproximateAgeOfOldestMessage"
          region  = "us-east-1"
          view    = "timeSeries"
          stat    = "Maximum"
          period  = 60
          metrics = [["AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", "failed-payments-us-east-1-dev"]]
        }
      },
    ]
  })
}

resource "aws_cloudwatch_dashboard" "dashboard_overview_us_east_2" {
  provider = aws.us_east_2

  dashboard_name = "payments-us-east-2-dev"
  dashboard_body = jsonencode({
    widgets = [
      {
        type   = "text"
        x      = 0
        y      = 0
        width  = 24
        height = 2
        properties = {
          markdown = "# payments (dev) in us-east-2: secondary\nRTO 5m, RPO 1m. Regions in order of failover: us-east-1, us-east-2"
        }
      },
      {
        type   = "alarm"
        x      = 0
        y      = 2
        width  = 24
        height = 4
        properties = {
          title = "Alarms"
          alarms = [
            aws_cloudwatch_metric_alarm.api_payment_us_east_2_alarm_api_errors.arn,
            aws_cloudwatch_metric_alarm.function_payment_processor_us_east_2_alarm_errors.arn,
            aws_cloudwatch_metric_alarm.function_payment_processor_us_east_2_alarm_throttles.arn,
            aws_cloudwatch_metric_alarm.table_payments_us_east_2_alarm_table_lag.arn,
            aws_cloudwatch_metric_alarm.table_payments_us_east_2_alarm_table_read_throttles.arn,
            aws_cloudwatch_metric_alarm.table_payments_us_east_2_alarm_table_write_throttles.arn,
            aws_cloudwatch_metric_alarm.queue_failed_payments_us_east_2_alarm_queue_waiting.arn,
          ]
        }
      },
      {
        type   = "metric"
        x      = 0
        y      = 6
        width  = 8
        height = 6
        properties = {
          title  = "traffic HealthCheckStatus"
          region = "us-east-1"
          view   = "timeSeries"
          stat   = "Minimum"
          period = 60
          metrics = [
            ["AWS/Route53", "HealthCheckStatus", "HealthCheckId", aws_route53_health_check.traffic_health_primary.id],
            ["AWS/Route53", "HealthCheckStatus", "HealthCheckId", aws_route53_health_check.traffic_health_secondary.id],
          ]
        }
      },
      {
        type   = "metric"
        x      = 8
        y      = 6
        width  = 8
        height = 6
        properties = {
          title   = "api.payment 5XXError"
          region  = "us-east-2"
          view    = "timeSeries"
          stat    = "Sum"
          period  = 60
          metrics = [["AWS/ApiGateway", "5XXError", "ApiName", "payment-us-east-2-dev", "Stage", "prod"]]
        }
      },
      {
        type   = "metric"
        x      = 16
        y      = 6
        width  = 8
        height = 6
        properties = {
          title   = "api.payment 4XXError"
          region  = "us-east-2"
          view    = "timeSeries"
          stat    = "Sum"
          period  = 60
          metrics = [["AWS/ApiGateway", "4XXError", "ApiName", "payment-us-east-2-dev", "Stage", "prod"]]
        }
      },
      {
        type   = "metric"
        x      = 0
        y      = 12
        width  = 8
        height = 6
        properties = {
          title   = "api.payment Latency"
          region  = "us-east-2"
          view    = "timeSeries"
          stat    = "p99"
          period  = 60
          metrics = [["AWS/ApiGateway", "Latency", "ApiName", "payment-us-east-2-dev", "Stage", "prod"]]
        }
      },
      {
        type   = "metric"
        x      = 8
        y      = 12
        width  = 8
        height = 6
        properties = {
          title   = "function.payment-processor Errors"
          region  = "us-east-2"
          view    = "timeSeries"
          stat    = "Sum"
          period  = 60
          metrics = [["AWS/Lambda", "Errors", "FunctionName", "payment-processor-us-east-2-dev"]]
        }
      },
      {
        type   = "metric"
        x      = 16
        y      = 12
        width  = 8
        height = 6
        properties = {
          title   = "function.payment-processor Throttles"
          region  = "us-east-2"
          view    = "timeSeries"
          stat    = "Sum"
          period  = 60
          metrics = [["AWS/Lambda", "Throttles", "FunctionName", "payment-processor-us-east-2-dev"]]
        }
      },
      {
        type   = "metric"
        x      = 0
        y      = 18
        width  = 8
        height = 6
        properties = {
          title   = "table.payments ReplicationLatency"
          region  = "us-east-2"
          view    = "timeSeries"
          stat    = "Average"
          period  = 60
          metrics = [["AWS/DynamoDB", "ReplicationLatency", "TableName", "payments-table-dev", "ReceivingRegion", "us-east-1"]]
        }
      },
      {
        type   = "metric"
        x      = 8
        y      = 18
        width  = 8
        height = 6
        properties = {
          title   = "table.payments ReadThrottleEvents"
          region  = "us-east-2"
          view    = "timeSeries"
          stat    = "Sum"
          period  = 60
          metrics = [["AWS/DynamoDB", "ReadThrottleEvents", "TableName", "payments-table-dev"]]
        }
      },
      {
        type   = "metric"
        x      = 16
        y      = 18
        width  = 8
        height = 6
        properties = {
          title   = "table.payments WriteThrottleEvents"
          region  = "us-east-2"
          view    = "timeSeries"
          stat    = "Sum"
          period  = 60
          metrics = [["AWS/DynamoDB", "WriteThrottleEvents", "TableName", "payments-table-dev"]]
        }
      },
      {
        type   = "metric"
        x      = 0
        y      = 24
        width  = 8
        height = 6
        properties = {
          title  = "table.payments SystemErrors"
          region = "us-east-2"
          view   = "timeSeries"
          stat   = "Sum"
          period = 60
          metrics = [
            ["AWS/DynamoDB", "SystemErrors", "TableName", "payments-table-dev", "Operation", "GetItem"],
            ["AWS/DynamoDB", "SystemErrors", "TableName", "payments-table-dev", "Operation", "PutItem"],
            ["AWS/DynamoDB", "SystemErrors", "TableName", "payments-table-dev", "Operation", "UpdateItem"],
          ]
        }
      },
      {
        type   = "metric"
        x      = 8
        y      = 24
        width  = 8
        height = 6
        properties = {
          title   = "queue.failed-payments ApproximateNumberOfMessagesVisible"
          region  = "us-east-2"
          view    = "timeSeries"
          stat    = "Maximum"
          period  = 60
          metrics = [["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", "failed-payments-us-east-2-dev"]]
        }
      },
      {
        type   = "metric"
        x      = 16
        y      = 24
        width  = 8
        height = 6
        properties = {
          title   = "queue.failed-payments ApproximateAgeOfOldestMessage"
          region  = "us-east-2"
          view    = "timeSeries"
          stat    = "Maximum"
          period  = 60
          metrics = [["AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", "failed-payments-us-east-2-dev"]]
        }
      },
    ]
  })
}
