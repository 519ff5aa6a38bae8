# Written by drc 0.1.0 from spec sha256:fb6d94e2ea16e1578b086240b226ca1fbf8725aaf4c80aafb7ea98085f59a734 (system payments, environment dev).
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
          markdown = "# payments (dev) in us-east-1: primary\nRTO 15m, RPO 5m. Regions in order of failover: us-east-1, us-east-2"
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
            aws_cloudwatch_metric_alarm.balancer_edge_us_east_1_alarm_balancer_unhealthy.arn,
            aws_cloudwatch_metric_alarm.balancer_app_us_east_1_alarm_balancer_5xx.arn,
            aws_cloudwatch_metric_alarm.balancer_app_us_east_1_alarm_balancer_target_5xx.arn,
            aws_cloudwatch_metric_alarm.api_payment_us_east_1_alarm_api_errors.arn,
            aws_cloudwatch_metric_alarm.function_payments_us_east_1_alarm_errors.arn,
            aws_cloudwatch_metric_alarm.function_payments_us_east_1_alarm_throttles.arn,
            aws_cloudwatch_metric_alarm.table_sessions_us_east_1_alarm_table_lag.arn,
            aws_cloudwatch_metric_alarm.table_sessions_us_east_1_alarm_table_read_throttles.arn,
            aws_cloudwatch_metric_alarm.table_sessions_us_east_1_alarm_table_write_throttles.arn,
            aws_cloudwatch_metric_alarm.database_ledger_us_east_1_alarm_database_lag.arn,
            aws_cloudwatch_metric_alarm.database_ledger_us_east_1_alarm_database_cpu.arn,
            aws_cloudwatch_metric_alarm.database_ledger_us_east_1_alarm_database_capacity.arn,
            aws_cloudwatch_metric_alarm.bucket_payment_docs_us_east_1_alarm_bucket_lag.arn,
            aws_cloudwatch_metric_alarm.bucket_payment_docs_us_east_1_alarm_bucket_failed_copies.arn,
            aws_cloudwatch_metric_alarm.bus_payments_us_east_1_alarm_failed_over.arn,
            aws_cloudwatch_metric_alarm.parameter_partner_api_key_us_east_1_sync_alarm.arn,
            aws_cloudwatch_metric_alarm.backup_daily_us_east_1_alarm_backup_failed.arn,
            aws_cloudwatch_metric_alarm.backup_daily_us_east_1_alarm_backup_expired.arn,
            aws_cloudwatch_metric_alarm.backup_daily_us_east_1_alarm_copy_failed.arn,
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
          title   = "balancer.edge UnHealthyHostCount"
          region  = "us-east-1"
          view    = "timeSeries"
          stat    = "Maximum"
          period  = 60
          metrics = [["AWS/NetworkELB", "UnHealthyHostCount", "TargetGroup", aws_lb_target_group.balancer_edge_us_east_1_targets.arn_suffix, "LoadBalancer", aws_lb.balancer_edge_us_east_1.arn_suffix]]
        }
      },
      {
        type   = "metric"
        x      = 16
        y      = 6
        width  = 8
        height = 6
        properties = {
          title   = "balancer.app HTTPCode_ELB_5XX_Count"
          region  = "us-east-1"
          view    = "timeSeries"
          stat    = "Sum"
          period  = 60
          metrics = [["AWS/ApplicationELB", "HTTPCode_ELB_5XX_Count", "LoadBalancer", aws_lb.balancer_app_us_east_1.arn_suffix]]
        }
      },
      {
        type   = "metric"
        x      = 0
        y      = 12
        width  = 8
        height = 6
        properties = {
          title   = "balancer.app HTTPCode_Target_5XX_Count"
          region  = "us-east-1"
          view    = "timeSeries"
          stat    = "Sum"
          period  = 60
          metrics = [["AWS/ApplicationELB", "HTTPCode_Target_5XX_Count", "LoadBalancer", aws_lb.balancer_app_us_east_1.arn_suffix]]
        }
      },
      {
        type   = "metric"
        x      = 8
        y      = 12
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
        y      = 12
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
        y      = 18
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
        y      = 18
        width  = 8
        height = 6
        properties = {
          title   = "function.payments Errors"
          region  = "us-east-1"
          view    = "timeSeries"
          stat    = "Sum"
          period  = 60
          metrics = [["AWS/Lambda", "Errors", "FunctionName", "payments-us-east-1-dev"]]
        }
      },
      {
        type   = "metric"
        x      = 16
        y      = 18
        width  = 8
        height = 6
        properties = {
          title   = "function.payments Throttles"
          region  = "us-east-1"
          view    = "timeSeries"
          stat    = "Sum"
          period  = 60
          metrics = [["AWS/Lambda", "Throttles", "FunctionName", "payments-us-east-1-dev"]]
        }
      },
      {
        type   = "metric"
        x      = 0
        y      = 24
        width  = 8
        height = 6
        properties = {
          title   = "table.sessions ReplicationLatency"
          region  = "us-east-1"
          view    = "timeSeries"
          stat    = "Average"
          period  = 60
          metrics = [["AWS/DynamoDB", "ReplicationLatency", "TableName", "sessions-dev", "ReceivingRegion", "us-east-2"]]
        }
      },
      {
        type   = "metric"
        x      = 8
        y      = 24
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
        y      = 24
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
        y      = 30
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
        y      = 30
        width  = 8
        height = 6
        properties = {
          title   = "database.ledger AuroraGlobalDBReplicationLag"
          region  = "us-east-1"
          view    = "timeSeries"
          stat    = "Maximum"
          period  = 60
          metrics = [["AWS/RDS", "AuroraGlobalDBReplicationLag", "DBClusterIdentifier", "ledger-us-east-1-dev"]]
        }
      },
      {
        type   = "metric"
        x      = 16
        y      = 30
        width  = 8
        height = 6
        properties = {
          title   = "database.ledger CPUUtilization"
          region  = "us-east-1"
          view    = "timeSeries"
          stat    = "Average"
          period  = 60
          metrics = [["AWS/RDS", "CPUUtilization", "DBClusterIdentifier", "ledger-us-east-1-dev"]]
        }
      },
      {
        type   = "metric"
        x      = 0
        y      = 36
        width  = 8
        height = 6
        properties = {
          title   = "database.ledger DatabaseConnections"
          region  = "us-east-1"
          view    = "timeSeries"
          stat    = "Maximum"
          period  = 60
          metrics = [["AWS/RDS", "DatabaseConnections", "DBClusterIdentifier", "ledger-us-east-1-dev"]]
        }
      },
      {
        type   = "metric"
        x      = 8
        y      = 36
        width  = 8
        height = 6
        properties = {
          title   = "database.ledger ACUUtilization"
          region  = "us-east-1"
          view    = "timeSeries"
          stat    = "Maximum"
          period  = 60
          metrics = [["AWS/RDS", "ACUUtilization", "DBClusterIdentifier", "ledger-us-east-1-dev"]]
        }
      },
      {
        type   = "metric"
        x      = 16
        y      = 36
        width  = 8
        height = 6
        properties = {
          title   = "database.ledger Deadlocks"
          region  = "us-east-1"
          view    = "timeSeries"
          stat    = "Sum"
          period  = 60
          metrics = [["AWS/RDS", "Deadlocks", "DBClusterIdentifier", "ledger-us-east-1-dev"]]
        }
      },
      {
        type   = "metric"
        x      = 0
        y      = 42
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
        x      = 8
        y      = 42
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
        x      = 16
        y      = 42
        width  = 8
        height = 6
        properties = {
          title   = "topic.booked NumberOfNotificationsFailed"
          region  = "us-east-1"
          view    = "timeSeries"
          stat    = "Sum"
          period  = 60
          metrics = [["AWS/SNS", "NumberOfNotificationsFailed", "TopicName", "booked-us-east-1-dev"]]
        }
      },
      {
        type   = "metric"
        x      = 0
        y      = 48
        width  = 8
        height = 6
        properties = {
          title   = "backup.daily NumberOfBackupJobsFailed"
          region  = "us-east-1"
          view    = "timeSeries"
          stat    = "Sum"
          period  = 60
          metrics = [["AWS/Backup", "NumberOfBackupJobsFailed", "BackupVaultName", "daily-us-east-1-dev"]]
        }
      },
      {
        type   = "metric"
        x      = 8
        y      = 48
        width  = 8
        height = 6
        properties = {
          title   = "backup.daily NumberOfBackupJobsExpired"
          region  = "us-east-1"
          view    = "timeSeries"
          stat    = "Sum"
          period  = 60
          metrics = [["AWS/Backup", "NumberOfBackupJobsExpired", "BackupVaultName", "daily-us-east-1-dev"]]
        }
      },
      {
        type   = "metric"
        x      = 16
        y      = 48
        width  = 8
        height = 6
        properties = {
          title   = "backup.daily NumberOfCopyJobsFailed"
          region  = "us-east-1"
          view    = "timeSeries"
          stat    = "Sum"
          period  = 60
          metrics = [["AWS/Backup", "NumberOfCopyJobsFailed", "BackupVaultName", "daily-us-east-1-dev"]]
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
          markdown = "# payments (dev) in us-east-2: secondary\nRTO 15m, RPO 5m. Regions in order of failover: us-east-1, us-east-2"
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
            aws_cloudwatch_metric_alarm.balancer_edge_us_east_2_alarm_balancer_unhealthy.arn,
            aws_cloudwatch_metric_alarm.balancer_app_us_east_2_alarm_balancer_5xx.arn,
            aws_cloudwatch_metric_alarm.balancer_app_us_east_2_alarm_balancer_target_5xx.arn,
            aws_cloudwatch_metric_alarm.api_payment_us_east_2_alarm_api_errors.arn,
            aws_cloudwatch_metric_alarm.function_payments_us_east_2_alarm_errors.arn,
            aws_cloudwatch_metric_alarm.function_payments_us_east_2_alarm_throttles.arn,
            aws_cloudwatch_metric_alarm.table_sessions_us_east_2_alarm_table_lag.arn,
            aws_cloudwatch_metric_alarm.table_sessions_us_east_2_alarm_table_read_throttles.arn,
            aws_cloudwatch_metric_alarm.table_sessions_us_east_2_alarm_table_write_throttles.arn,
            aws_cloudwatch_metric_alarm.database_ledger_us_east_2_alarm_database_lag.arn,
            aws_cloudwatch_metric_alarm.database_ledger_us_east_2_alarm_database_cpu.arn,
            aws_cloudwatch_metric_alarm.database_ledger_us_east_2_alarm_database_capacity.arn,
            aws_cloudwatch_metric_alarm.database_ledger_us_east_2_alarm_watcher_errors.arn,
            aws_cloudwatch_metric_alarm.parameter_partner_api_key_us_east_2_sync_alarm.arn,
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
          title   = "balancer.edge UnHealthyHostCount"
          region  = "us-east-2"
          view    = "timeSeries"
          stat    = "Maximum"
          period  = 60
          metrics = [["AWS/NetworkELB", "UnHealthyHostCount", "TargetGroup", aws_lb_target_group.balancer_edge_us_east_2_targets.arn_suffix, "LoadBalancer", aws_lb.balancer_edge_us_east_2.arn_suffix]]
        }
      },
      {
        type   = "metric"
        x      = 16
        y      = 6
        width  = 8
        height = 6
        properties = {
          title   = "balancer.app HTTPCode_ELB_5XX_Count"
          region  = "us-east-2"
          view    = "timeSeries"
          stat    = "Sum"
          period  = 60
          metrics = [["AWS/ApplicationELB", "HTTPCode_ELB_5XX_Count", "LoadBalancer", aws_lb.balancer_app_us_east_2.arn_suffix]]
        }
      },
      {
        type   = "metric"
        x      = 0
        y      = 12
        width  = 8
        height = 6
        properties = {
          title   = "balancer.app HTTPCode_Target_5XX_Count"
          region  = "us-east-2"
          view    = "timeSeries"
          stat    = "Sum"
          period  = 60
          metrics = [["AWS/ApplicationELB", "HTTPCode_Target_5XX_Count", "LoadBalancer", aws_lb.balancer_app_us_east_2.arn_suffix]]
        }
      },
      {
        type   = "metric"
        x      = 8
        y      = 12
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
        y      = 12
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
        y      = 18
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
        y      = 18
        width  = 8
        height = 6
        properties = {
          title   = "function.payments Errors"
          region  = "us-east-2"
          view    = "timeSeries"
          stat    = "Sum"
          period  = 60
          metrics = [["AWS/Lambda", "Errors", "FunctionName", "payments-us-east-2-dev"]]
        }
      },
      {
        type   = "metric"
        x      = 16
        y      = 18
        width  = 8
        height = 6
        properties = {
          title   = "function.payments Throttles"
          region  = "us-east-2"
          view    = "timeSeries"
          stat    = "Sum"
          period  = 60
          metrics = [["AWS/Lambda", "Throttles", "FunctionName", "payments-us-east-2-dev"]]
        }
      },
      {
        type   = "metric"
        x      = 0
        y      = 24
        width  = 8
        height = 6
        properties = {
          title   = "table.sessions ReplicationLatency"
          region  = "us-east-2"
          view    = "timeSeries"
          stat    = "Average"
          period  = 60
          metrics = [["AWS/DynamoDB", "ReplicationLatency", "TableName", "sessions-dev", "ReceivingRegion", "us-east-1"]]
        }
      },
      {
        type   = "metric"
        x      = 8
        y      = 24
        width  = 8
        height = 6
        properties = {
          title   = "table.sessions ReadThrottleEvents"
          region  = "us-east-2"
          view    = "timeSeries"
          stat    = "Sum"
          period  = 60
          metrics = [["AWS/DynamoDB", "ReadThrottleEvents", "TableName", "sessions-dev"]]
        }
      },
      {
        type   = "metric"
        x      = 16
        y      = 24
        width  = 8
        height = 6
        properties = {
          title   = "table.sessions WriteThrottleEvents"
          region  = "us-east-2"
          view    = "timeSeries"
          stat    = "Sum"
          period  = 60
          metrics = [["AWS/DynamoDB", "WriteThrottleEvents", "TableName", "sessions-dev"]]
        }
      },
      {
        type   = "metric"
        x      = 0
        y      = 30
        width  = 8
        height = 6
        properties = {
          title  = "table.sessions SystemErrors"
          region = "us-east-2"
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
        y      = 30
        width  = 8
        height = 6
        properties = {
          title   = "database.ledger AuroraGlobalDBReplicationLag"
          region  = "us-east-2"
          view    = "timeSeries"
          stat    = "Maximum"
          period  = 60
          metrics = [["AWS/RDS", "AuroraGlobalDBReplicationLag", "DBClusterIdentifier", "ledger-us-east-2-dev"]]
        }
      },
      {
        type   = "metric"
        x      = 16
        y      = 30
        width  = 8
        height = 6
        properties = {
          title   = "database.ledger CPUUtilization"
          region  = "us-east-2"
          view    = "timeSeries"
          stat    = "Average"
          period  = 60
          metrics = [["AWS/RDS", "CPUUtilization", "DBClusterIdentifier", "ledger-us-east-2-dev"]]
        }
      },
      {
        type   = "metric"
        x      = 0
        y      = 36
        width  = 8
        height = 6
        properties = {
          title   = "database.ledger DatabaseConnections"
          region  = "us-east-2"
          view    = "timeSeries"
          stat    = "Maximum"
          period  = 60
          metrics = [["AWS/RDS", "DatabaseConnections", "DBClusterIdentifier", "ledger-us-east-2-dev"]]
        }
      },
      {
        type   = "metric"
        x      = 8
        y      = 36
        width  = 8
        height = 6
        properties = {
          title   = "database.ledger ACUUtilization"
          region  = "us-east-2"
          view    = "timeSeries"
          stat    = "Maximum"
          period  = 60
          metrics = [["AWS/RDS", "ACUUtilization", "DBClusterIdentifier", "ledger-us-east-2-dev"]]
        }
      },
      {
        type   = "metric"
        x      = 16
        y      = 36
        width  = 8
        height = 6
        properties = {
          title   = "database.ledger Deadlocks"
          region  = "us-east-2"
          view    = "timeSeries"
          stat    = "Sum"
          period  = 60
          metrics = [["AWS/RDS", "Deadlocks", "DBClusterIdentifier", "ledger-us-east-2-dev"]]
        }
      },
      {
        type   = "metric"
        x      = 0
        y      = 42
        width  = 8
        height = 6
        properties = {
          title   = "topic.booked NumberOfNotificationsFailed"
          region  = "us-east-2"
          view    = "timeSeries"
          stat    = "Sum"
          period  = 60
          metrics = [["AWS/SNS", "NumberOfNotificationsFailed", "TopicName", "booked-us-east-2-dev"]]
        }
      },
    ]
  })
}
