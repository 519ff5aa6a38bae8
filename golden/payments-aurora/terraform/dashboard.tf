# Written by drc 0.1.0 from spec sha256:cefe69400f85201a9aeee7a888cabbbfcf984190536d57ee2f417270b906ebed (system payments, environment dev).
# Edits are lost at the next `drc emit`; change the spec instead.

# dashboard.overview

resource "aws_cloudwatch_dashboard" "dashboard_overview_us_east_1" {
  provider = aws.us_east_1

  dashboard_name = "payments-primary-dev-us-east-1"
  dashboard_body = jsonencode({
    widgets = [
      {
        type   = "text"
        x      = 0
        y      = 0
        width  = 24
        height = 2
        properties = {
          markdown = "# payments (dev) in us-east-1: primary\nRTO 15m, RPO 5m. Regions in order of failover: us-east-1, us-west-2"
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
            aws_cloudwatch_metric_alarm.function_payments_us_east_1_alarm_errors.arn,
            aws_cloudwatch_metric_alarm.function_payments_us_east_1_alarm_throttles.arn,
            aws_cloudwatch_metric_alarm.table_sessions_us_east_1_alarm_table_lag.arn,
            aws_cloudwatch_metric_alarm.table_sessions_us_east_1_alarm_table_read_throttles.arn,
            aws_cloudwatch_metric_alarm.table_sessions_us_east_1_alarm_table_write_throttles.arn,
            aws_cloudwatch_metric_alarm.database_ledger_us_east_1_alarm_database_lag.arn,
            aws_cloudwatch_metric_alarm.database_ledger_us_east_1_alarm_database_cpu.arn,
            aws_cloudwatch_metric_alarm.bus_payments_us_east_1_alarm_bus_failed_booked.arn,
            aws_cloudwatch_metric_alarm.bus_payments_us_east_1_alarm_bus_failed_copy.arn,
            aws_cloudwatch_metric_alarm.bus_payments_us_east_1_alarm_bus_lost_booked.arn,
            aws_cloudwatch_metric_alarm.bus_payments_us_east_1_alarm_bus_lost_copy.arn,
            aws_cloudwatch_metric_alarm.bus_payments_us_east_1_alarm_bus_dead_letters.arn,
            aws_cloudwatch_metric_alarm.backup_nightly_us_east_1_alarm_backup_failed.arn,
            aws_cloudwatch_metric_alarm.backup_nightly_us_east_1_alarm_backup_expired.arn,
            aws_cloudwatch_metric_alarm.backup_nightly_us_east_1_alarm_copy_failed.arn,
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
          metrics = [["AWS/ApiGateway", "5XXError", "ApiName", "payment-primary-dev", "Stage", "prod"]]
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
          metrics = [["AWS/ApiGateway", "4XXError", "ApiName", "payment-primary-dev", "Stage", "prod"]]
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
          metrics = [["AWS/ApiGateway", "Latency", "ApiName", "payment-primary-dev", "Stage", "prod"]]
        }
      },
      {
        type   = "metric"
        x      = 8
        y      = 12
        width  = 8
        height = 6
        properties = {
          title   = "function.payments Errors"
          region  = "us-east-1"
          view    = "timeSeries"
          stat    = "Sum"
          period  = 60
          metrics = [["AWS/Lambda", "Errors", "FunctionName", "payments-primary-dev"]]
        }
      },
      {
        type   = "metric"
        x      = 16
        y      = 12
        width  = 8
        height = 6
        properties = {
          title   = "function.payments Throttles"
          region  = "us-east-1"
          view    = "timeSeries"
          stat    = "Sum"
          period  = 60
          metrics = [["AWS/Lambda", "Throttles", "FunctionName", "payments-primary-dev"]]
        }
      },
      {
        type   = "metric"
        x      = 0
        y      = 18
        width  = 8
        height = 6
        properties = {
          title   = "table.sessions ReplicationLatency"
          region  = "us-east-1"
          view    = "timeSeries"
          stat    = "Average"
          period  = 60
          metrics = [["AWS/DynamoDB", "ReplicationLatency", "TableName", "sessions-dev", "ReceivingRegion", "us-west-2"]]
        }
      },
      {
        type   = "metric"
        x      = 8
        y      = 18
        width  = 8
        height = 6
        properties = {
          title   = "table.sessions ReadThrottleEvents"
          region  = "us-east-1"
          view    = "timeSeries"
          stat    = "Sum"
          period  = 60
          metrics = [["AWS/DynamoDB", "ReadThrottleEvents", "TableName", "sessions-dev"]]
        }
      },
      {
        type   = "metric"
        x      = 16
        y      = 18
        width  = 8
        height = 6
        properties = {
          title   = "table.sessions WriteThrottleEvents"
          region  = "us-east-1"
          view    = "timeSeries"
          stat    = "Sum"
          period  = 60
          metrics = [["AWS/DynamoDB", "WriteThrottleEvents", "TableName", "sessions-dev"]]
        }
      },
      {
        type   = "metric"
        x      = 0
        y      = 24
        width  = 8
        height = 6
        properties = {
          title  = "table.sessions SystemErrors"
          region = "us-east-1"
          view   = "timeSeries"
          stat   = "Sum"
          period = 60
          metrics = [
            ["AWS/DynamoDB", "SystemErrors", "TableName", "sessions-dev", "Operation", "GetItem"],
            ["AWS/DynamoDB", "SystemErrors", "TableName", "sessions-dev", "Operation", "PutItem"],
            ["AWS/DynamoDB", "SystemErrors", "TableName", "sessions-dev", "Operation", "UpdateItem"],
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
          title   = "database.ledger AuroraGlobalDBReplicationLag"
          region  = "us-east-1"
          view    = "timeSeries"
          stat    = "Maximum"
          period  = 60
          metrics = [["AWS/RDS", "AuroraGlobalDBReplicationLag", "DBClusterIdentifier", "ledger-primary-dev-us-east-1"]]
        }
      },
      {
        type   = "metric"
        x      = 16
        y      = 24
        width  = 8
        height = 6
        properties = {
          title   = "database.ledger CPUUtilization"
          region  = "us-east-1"
          view    = "timeSeries"
          stat    = "Average"
          period  = 60
          metrics = [["AWS/RDS", "CPUUtilization", "DBClusterIdentifier", "ledger-primary-dev-us-east-1"]]
        }
      },
      {
        type   = "metric"
        x      = 0
        y      = 30
        width  = 8
        height = 6
        properties = {
          title   = "database.ledger DatabaseConnections"
          region  = "us-east-1"
          view    = "timeSeries"
          stat    = "Maximum"
          period  = 60
          metrics = [["AWS/RDS", "DatabaseConnections", "DBClusterIdentifier", "ledger-primary-dev-us-east-1"]]
        }
      },
      {
        type   = "metric"
        x      = 8
        y      = 30
        width  = 8
        height = 6
        properties = {
          title   = "database.ledger ACUUtilization"
          region  = "us-east-1"
          view    = "timeSeries"
          stat    = "Maximum"
          period  = 60
          metrics = [["AWS/RDS", "ACUUtilization", "DBClusterIdentifier", "ledger-primary-dev-us-east-1"]]
        }
      },
      {
        type   = "metric"
        x      = 16
        y      = 30
        width  = 8
        height = 6
        properties = {
          title   = "database.ledger Deadlocks"
          region  = "us-east-1"
          view    = "timeSeries"
          stat    = "Sum"
          period  = 60
          metrics = [["AWS/RDS", "Deadlocks", "DBClusterIdentifier", "ledger-primary-dev-us-east-1"]]
        }
      },
      {
        type   = "metric"
        x      = 0
        y      = 36
        width  = 8
        height = 6
        properties = {
          title   = "queue.booked ApproximateNumberOfMessagesVisible"
          region  = "us-east-1"
          view    = "timeSeries"
          stat    = "Maximum"
          period  = 60
          metrics = [["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", "booked-primary-dev"]]
        }
      },
      {
        type   = "metric"
        x      = 8
        y      = 36
        width  = 8
        height = 6
        properties = {
          title   = "queue.booked ApproximateAgeOfOldestMessage"
          region  = "us-east-1"
          view    = "timeSeries"
          stat    = "Maximum"
          period  = 60
          metrics = [["AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", "booked-primary-dev"]]
        }
      },
      {
        type   = "metric"
        x      = 16
        y      = 36
        width  = 8
        height = 6
        properties = {
          title  = "bus.payments FailedInvocations"
          region = "us-east-1"
          view   = "timeSeries"
          stat   = "Sum"
          period = 60
          metrics = [
            ["AWS/Events", "FailedInvocations", "EventBusName", "payments-primary-dev", "RuleName", "payments-booked-primary-dev"],
            ["AWS/Events", "FailedInvocations", "EventBusName", "payments-primary-dev", "RuleName", "payments-copy-primary-dev"],
          ]
        }
      },
      {
        type   = "metric"
        x      = 0
        y      = 42
        width  = 8
        height = 6
        properties = {
          title  = "bus.payments InvocationsFailedToBeSentToDlq"
          region = "us-east-1"
          view   = "timeSeries"
          stat   = "Sum"
          period = 60
          metrics = [
            ["AWS/Events", "InvocationsFailedToBeSentToDlq", "EventBusName", "payments-primary-dev", "RuleName", "payments-booked-primary-dev"],
            ["AWS/Events", "InvocationsFailedToBeSentToDlq", "EventBusName", "payments-primary-dev", "RuleName", "payments-copy-primary-dev"],
          ]
        }
      },
      {
        type   = "metric"
        x      = 8
        y      = 42
        width  = 8
        height = 6
        properties = {
          title   = "bus.payments ApproximateNumberOfMessagesVisible"
          region  = "us-east-1"
          view    = "timeSeries"
          stat    = "Maximum"
          period  = 60
          metrics = [["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", "payments-dead-letters-primary-dev"]]
        }
      },
      {
        type   = "metric"
        x      = 16
        y      = 42
        width  = 8
        height = 6
        properties = {
          title   = "backup.nightly NumberOfBackupJobsFailed"
          region  = "us-east-1"
          view    = "timeSeries"
          stat    = "Sum"
          period  = 60
          metrics = [["AWS/Backup", "NumberOfBackupJobsFailed", "BackupVaultName", "nightly-primary-dev"]]
        }
      },
      {
        type   = "metric"
        x      = 0
        y      = 48
        width  = 8
        height = 6
        properties = {
          title   = "backup.nightly NumberOfBackupJobsExpired"
          region  = "us-east-1"
          view    = "timeSeries"
          stat    = "Sum"
          period  = 60
          metrics = [["AWS/Backup", "NumberOfBackupJobsExpired", "BackupVaultName", "nightly-primary-dev"]]
        }
      },
      {
        type   = "metric"
        x      = 8
        y      = 48
        width  = 8
        height = 6
        properties = {
          title   = "backup.nightly NumberOfCopyJobsFailed"
          region  = "us-east-1"
          view    = "timeSeries"
          stat    = "Sum"
          period  = 60
          metrics = [["AWS/Backup", "NumberOfCopyJobsFailed", "BackupVaultName", "nightly-primary-dev"]]
        }
      },
    ]
  })
}

resource "aws_cloudwatch_dashboard" "dashboard_overview_us_west_2" {
  provider = aws.us_west_2

  dashboard_name = "payments-secondary-dev-us-west-2"
  dashboard_body = jsonencode({
    widgets = [
      {
        type   = "text"
        x      = 0
        y      = 0
        width  = 24
        height = 2
        properties = {
          markdown = "# payments (dev) in us-west-2: secondary\nRTO 15m, RPO 5m. Regions in order of failover: us-east-1, us-west-2"
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
            aws_cloudwatch_metric_alarm.api_payment_us_west_2_alarm_api_errors.arn,
            aws_cloudwatch_metric_alarm.function_payments_us_west_2_alarm_errors.arn,
            aws_cloudwatch_metric_alarm.function_payments_us_west_2_alarm_throttles.arn,
            aws_cloudwatch_metric_alarm.table_sessions_us_west_2_alarm_table_lag.arn,
            aws_cloudwatch_metric_alarm.table_sessions_us_west_2_alarm_table_read_throttles.arn,
            aws_cloudwatch_metric_alarm.table_sessions_us_west_2_alarm_table_write_throttles.arn,
            aws_cloudwatch_metric_alarm.database_ledger_us_west_2_alarm_database_lag.arn,
            aws_cloudwatch_metric_alarm.database_ledger_us_west_2_alarm_database_cpu.arn,
            aws_cloudwatch_metric_alarm.database_ledger_us_west_2_alarm_watcher_errors.arn,
            aws_cloudwatch_metric_alarm.bus_payments_us_west_2_alarm_bus_failed_booked.arn,
            aws_cloudwatch_metric_alarm.bus_payments_us_west_2_alarm_bus_failed_copy.arn,
            aws_cloudwatch_metric_alarm.bus_payments_us_west_2_alarm_bus_lost_booked.arn,
            aws_cloudwatch_metric_alarm.bus_payments_us_west_2_alarm_bus_lost_copy.arn,
            aws_cloudwatch_metric_alarm.bus_payments_us_west_2_alarm_bus_dead_letters.arn,
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
          region  = "us-west-2"
          view    = "timeSeries"
          stat    = "Sum"
          period  = 60
          metrics = [["AWS/ApiGateway", "5XXError", "ApiName", "payment-secondary-dev", "Stage", "prod"]]
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
          region  = "us-west-2"
          view    = "timeSeries"
          stat    = "Sum"
          period  = 60
          metrics = [["AWS/ApiGateway", "4XXError", "ApiName", "payment-secondary-dev", "Stage", "prod"]]
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
          region  = "us-west-2"
          view    = "timeSeries"
          stat    = "p99"
          period  = 60
          metrics = [["AWS/ApiGateway", "Latency", "ApiName", "payment-secondary-dev", "Stage", "prod"]]
        }
      },
      {
        type   = "metric"
        x      = 8
        y      = 12
        width  = 8
        height = 6
        properties = {
          title   = "function.payments Errors"
          region  = "us-west-2"
          view    = "timeSeries"
          stat    = "Sum"
          period  = 60
          metrics = [["AWS/Lambda", "Errors", "FunctionName", "payments-secondary-dev"]]
        }
      },
      {
        type   = "metric"
        x      = 16
        y      = 12
        width  = 8
        height = 6
        properties = {
          title   = "function.payments Throttles"
          region  = "us-west-2"
          view    = "timeSeries"
          stat    = "Sum"
          period  = 60
          metrics = [["AWS/Lambda", "Throttles", "FunctionName", "payments-secondary-dev"]]
        }
      },
      {
        type   = "metric"
        x      = 0
        y      = 18
        width  = 8
        height = 6
        properties = {
          title   = "table.sessions ReplicationLatency"
          region  = "us-west-2"
          view    = "timeSeries"
          stat    = "Average"
          period  = 60
          metrics = [["AWS/DynamoDB", "ReplicationLatency", "TableName", "sessions-dev", "ReceivingRegion", "us-east-1"]]
        }
      },
      {
        type   = "metric"
        x      = 8
        y      = 18
        width  = 8
        height = 6
        properties = {
          title   = "table.sessions ReadThrottleEvents"
          region  = "us-west-2"
          view    = "timeSeries"
          stat    = "Sum"
          period  = 60
          metrics = [["AWS/DynamoDB", "ReadThrottleEvents", "TableName", "sessions-dev"]]
        }
      },
      {
        type   = "metric"
        x      = 16
        y      = 18
        width  = 8
        height = 6
        properties = {
          title   = "table.sessions WriteThrottleEvents"
          region  = "us-west-2"
          view    = "timeSeries"
          stat    = "Sum"
          period  = 60
          metrics = [["AWS/DynamoDB", "WriteThrottleEvents", "TableName", "sessions-dev"]]
        }
      },
      {
        type   = "metric"
        x      = 0
        y      = 24
        width  = 8
        height = 6
        properties = {
          title  = "table.sessions SystemErrors"
          region = "us-west-2"
          view   = "timeSeries"
          stat   = "Sum"
          period = 60
          metrics = [
            ["AWS/DynamoDB", "SystemErrors", "TableName", "sessions-dev", "Operation", "GetItem"],
            ["AWS/DynamoDB", "SystemErrors", "TableName", "sessions-dev", "Operation", "PutItem"],
            ["AWS/DynamoDB", "SystemErrors", "TableName", "sessions-dev", "Operation", "UpdateItem"],
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
          title   = "database.ledger AuroraGlobalDBReplicationLag"
          region  = "us-west-2"
          view    = "timeSeries"
          stat    = "Maximum"
          period  = 60
          metrics = [["AWS/RDS", "AuroraGlobalDBReplicationLag", "DBClusterIdentifier", "ledger-secondary-dev-us-west-2"]]
        }
      },
      {
        type   = "metric"
        x      = 16
        y      = 24
        width  = 8
        height = 6
        properties = {
          title   = "database.ledger CPUUtilization"
          region  = "us-west-2"
          view    = "timeSeries"
          stat    = "Average"
          period  = 60
          metrics = [["AWS/RDS", "CPUUtilization", "DBClusterIdentifier", "ledger-secondary-dev-us-west-2"]]
        }
      },
      {
        type   = "metric"
        x      = 0
        y      = 30
        width  = 8
        height = 6
        properties = {
          title   = "database.ledger DatabaseConnections"
          region  = "us-west-2"
          view    = "timeSeries"
          stat    = "Maximum"
          period  = 60
          metrics = [["AWS/RDS", "DatabaseConnections", "DBClusterIdentifier", "ledger-secondary-dev-us-west-2"]]
        }
      },
      {
        type   = "metric"
        x      = 8
        y      = 30
        width  = 8
        height = 6
        properties = {
          title   = "database.ledger ACUUtilization"
          region  = "us-west-2"
          view    = "timeSeries"
          stat    = "Maximum"
          period  = 60
          metrics = [["AWS/RDS", "ACUUtilization", "DBClusterIdentifier", "ledger-secondary-dev-us-west-2"]]
        }
      },
      {
        type   = "metric"
        x      = 16
        y      = 30
        width  = 8
        height = 6
        properties = {
          title   = "database.ledger Deadlocks"
          region  = "us-west-2"
          view    = "timeSeries"
          stat    = "Sum"
          period  = 60
          metrics = [["AWS/RDS", "Deadlocks", "DBClusterIdentifier", "ledger-secondary-dev-us-west-2"]]
        }
      },
      {
        type   = "metric"
        x      = 0
        y      = 36
        width  = 8
        height = 6
        properties = {
          title   = "queue.booked ApproximateNumberOfMessagesVisible"
          region  = "us-west-2"
          view    = "timeSeries"
          stat    = "Maximum"
          period  = 60
          metrics = [["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", "booked-secondary-dev"]]
        }
      },
      {
        type   = "metric"
        x      = 8
        y      = 36
        width  = 8
        height = 6
        properties = {
          title   = "queue.booked ApproximateAgeOfOldestMessage"
          region  = "us-west-2"
          view    = "timeSeries"
          stat    = "Maximum"
          period  = 60
          metrics = [["AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", "booked-secondary-dev"]]
        }
      },
      {
        type   = "metric"
        x      = 16
        y      = 36
        width  = 8
        height = 6
        properties = {
          title  = "bus.payments FailedInvocations"
          region = "us-west-2"
          view   = "timeSeries"
          stat   = "Sum"
          period = 60
          metrics = [
            ["AWS/Events", "FailedInvocations", "EventBusName", "payments-secondary-dev", "RuleName", "payments-booked-secondary-dev"],
            ["AWS/Events", "FailedInvocations", "EventBusName", "payments-secondary-dev", "RuleName", "payments-copy-secondary-dev"],
          ]
        }
      },
      {
        type   = "metric"
        x      = 0
        y      = 42
        width  = 8
        height = 6
        properties = {
          title  = "bus.payments InvocationsFailedToBeSentToDlq"
          region = "us-west-2"
          view   = "timeSeries"
          stat   = "Sum"
          period = 60
          metrics = [
            ["AWS/Events", "InvocationsFailedToBeSentToDlq", "EventBusName", "payments-secondary-dev", "RuleName", "payments-booked-secondary-dev"],
            ["AWS/Events", "InvocationsFailedToBeSentToDlq", "EventBusName", "payments-secondary-dev", "RuleName", "payments-copy-secondary-dev"],
          ]
        }
      },
      {
        type   = "metric"
        x      = 8
        y      = 42
        width  = 8
        height = 6
        properties = {
          title   = "bus.payments ApproximateNumberOfMessagesVisible"
          region  = "us-west-2"
          view    = "timeSeries"
          stat    = "Maximum"
          period  = 60
          metrics = [["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", "payments-dead-letters-secondary-dev"]]
        }
      },
    ]
  })
}
