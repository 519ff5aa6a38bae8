# Written by drc 0.1.0 from spec sha256:cefe69400f85201a9aeee7a888cabbbfcf984190536d57ee2f417270b906ebed (system payments, environment dev).
# Edits are lost at the next `drc emit`; change the spec instead.

output "alerts_arn_us_east_1" {
  description = "Topic of alerts in us-east-1"
  value       = aws_sns_topic.alerts_us_east_1.arn
}

output "alerts_arn_us_west_2" {
  description = "Topic of alerts in us-west-2"
  value       = aws_sns_topic.alerts_us_west_2.arn
}

output "network_main_vpc_us_east_1" {
  description = "VPC of network.main in us-east-1"
  value       = aws_vpc.network_main_us_east_1.id
}

output "network_main_vpc_us_west_2" {
  description = "VPC of network.main in us-west-2"
  value       = aws_vpc.network_main_us_west_2.id
}

output "database_ledger_endpoint_us_east_1" {
  description = "Writer of database.ledger in us-east-1, once its cluster writes"
  value       = aws_rds_cluster.database_ledger_us_east_1.endpoint
}

output "database_ledger_reader_endpoint_us_east_1" {
  description = "Readers of database.ledger in us-east-1"
  value       = aws_rds_cluster.database_ledger_us_east_1.reader_endpoint
}

output "database_ledger_cluster_us_east_1" {
  description = "ARN of the cluster of database.ledger in us-east-1"
  value       = aws_rds_cluster.database_ledger_us_east_1.arn
}

output "database_ledger_endpoint_us_west_2" {
  description = "Writer of database.ledger in us-west-2, once its cluster writes"
  value       = aws_rds_cluster.database_ledger_us_west_2.endpoint
}

output "database_ledger_reader_endpoint_us_west_2" {
  description = "Readers of database.ledger in us-west-2"
  value       = aws_rds_cluster.database_ledger_us_west_2.reader_endpoint
}

output "database_ledger_cluster_us_west_2" {
  description = "ARN of the cluster of database.ledger in us-west-2"
  value       = aws_rds_cluster.database_ledger_us_west_2.arn
}

output "database_ledger_global" {
  description = "Global database of database.ledger"
  value       = "ledger-dev"
}

output "database_ledger_alarms_us_east_1" {
  description = "Alarms of database.ledger in us-east-1"
  value = [
    aws_cloudwatch_metric_alarm.database_ledger_us_east_1_alarm_database_lag.arn,
    aws_cloudwatch_metric_alarm.database_ledger_us_east_1_alarm_database_cpu.arn,
  ]
}

output "database_ledger_alarms_us_west_2" {
  description = "Alarms of database.ledger in us-west-2"
  value = [
    aws_cloudwatch_metric_alarm.database_ledger_us_west_2_alarm_database_lag.arn,
    aws_cloudwatch_metric_alarm.database_ledger_us_west_2_alarm_database_cpu.arn,
  ]
}

output "table_sessions_name" {
  description = "Name of table.sessions in every Region"
  value       = "sessions-dev"
}

output "table_sessions_alarms_us_east_1" {
  description = "Alarms of table.sessions in us-east-1"
  value = [
    aws_cloudwatch_metric_alarm.table_sessions_us_east_1_alarm_table_lag.arn,
    aws_cloudwatch_metric_alarm.table_sessions_us_east_1_alarm_table_read_throttles.arn,
    aws_cloudwatch_metric_alarm.table_sessions_us_east_1_alarm_table_write_throttles.arn,
  ]
}

output "table_sessions_alarms_us_west_2" {
  description = "Alarms of table.sessions in us-west-2"
  value = [
    aws_cloudwatch_metric_alarm.table_sessions_us_west_2_alarm_table_lag.arn,
    aws_cloudwatch_metric_alarm.table_sessions_us_west_2_alarm_table_read_throttles.arn,
    aws_cloudwatch_metric_alarm.table_sessions_us_west_2_alarm_table_write_throttles.arn,
  ]
}

output "bus_payments_dead_letters_us_east_1" {
  description = "Queue of what bus.payments could not deliver in us-east-1"
  value       = aws_sqs_queue.bus_payments_us_east_1_dead_letters.url
}

output "bus_payments_arn_us_east_1" {
  description = "ARN of bus.payments in us-east-1"
  value       = aws_cloudwatch_event_bus.bus_payments_us_east_1.arn
}

output "bus_payments_dead_letters_us_west_2" {
  description = "Queue of what bus.payments could not deliver in us-west-2"
  value       = aws_sqs_queue.bus_payments_us_west_2_dead_letters.url
}

output "bus_payments_arn_us_west_2" {
  description = "ARN of bus.payments in us-west-2"
  value       = aws_cloudwatch_event_bus.bus_payments_us_west_2.arn
}

output "bus_payments_alarms_us_east_1" {
  description = "Alarms of bus.payments in us-east-1"
  value = [
    aws_cloudwatch_metric_alarm.bus_payments_us_east_1_alarm_bus_failed_booked.arn,
    aws_cloudwatch_metric_alarm.bus_payments_us_east_1_alarm_bus_failed_copy.arn,
    aws_cloudwatch_metric_alarm.bus_payments_us_east_1_alarm_bus_lost_booked.arn,
    aws_cloudwatch_metric_alarm.bus_payments_us_east_1_alarm_bus_lost_copy.arn,
    aws_cloudwatch_metric_alarm.bus_payments_us_east_1_alarm_bus_dead_letters.arn,
  ]
}

output "bus_payments_alarms_us_west_2" {
  description = "Alarms of bus.payments in us-west-2"
  value = [
    aws_cloudwatch_metric_alarm.bus_payments_us_west_2_alarm_bus_failed_booked.arn,
    aws_cloudwatch_metric_alarm.bus_payments_us_west_2_alarm_bus_failed_copy.arn,
    aws_cloudwatch_metric_alarm.bus_payments_us_west_2_alarm_bus_lost_booked.arn,
    aws_cloudwatch_metric_alarm.bus_payments_us_west_2_alarm_bus_lost_copy.arn,
    aws_cloudwatch_metric_alarm.bus_payments_us_west_2_alarm_bus_dead_letters.arn,
  ]
}

output "parameter_ledger_endpoint_name_us_east_1" {
  description = "Path of parameter.ledger-endpoint in us-east-1"
  value       = "/payments/dev/ledger/endpoint"
}

output "parameter_ledger_endpoint_name_us_west_2" {
  description = "Path of parameter.ledger-endpoint in us-west-2"
  value       = "/payments/dev/ledger/endpoint"
}

output "function_payments_url_us_east_1" {
  description = "function.payments in us-east-1, by its own address"
  value       = aws_lambda_function_url.function_payments_us_east_1_url.function_url
}

output "function_payments_url_us_west_2" {
  description = "function.payments in us-west-2, by its own address"
  value       = aws_lambda_function_url.function_payments_us_west_2_url.function_url
}

output "function_payments_alarms_us_east_1" {
  description = "Alarms of function.payments in us-east-1"
  value = [
    aws_cloudwatch_metric_alarm.function_payments_us_east_1_alarm_errors.arn,
    aws_cloudwatch_metric_alarm.function_payments_us_east_1_alarm_throttles.arn,
  ]
}

output "function_payments_alarms_us_west_2" {
  description = "Alarms of function.payments in us-west-2"
  value = [
    aws_cloudwatch_metric_alarm.function_payments_us_west_2_alarm_errors.arn,
    aws_cloudwatch_metric_alarm.function_payments_us_west_2_alarm_throttles.arn,
  ]
}

output "api_payment_endpoint_us_east_1" {
  description = "api.payment in us-east-1, past DNS"
  value       = "https://${aws_api_gateway_rest_api.api_payment_us_east_1.id}.execute-api.us-east-1.amazonaws.com/${aws_api_gateway_stage.api_payment_us_east_1_stage.stage_name}"
}

output "api_payment_endpoint_us_west_2" {
  description = "api.payment in us-west-2, past DNS"
  value       = "https://${aws_api_gateway_rest_api.api_payment_us_west_2.id}.execute-api.us-west-2.amazonaws.com/${aws_api_gateway_stage.api_payment_us_west_2_stage.stage_name}"
}

output "api_payment_alarms_us_east_1" {
  description = "Alarms of api.payment in us-east-1"
  value       = [aws_cloudwatch_metric_alarm.api_payment_us_east_1_alarm_api_errors.arn]
}

output "api_payment_alarms_us_west_2" {
  description = "Alarms of api.payment in us-west-2"
  value       = [aws_cloudwatch_metric_alarm.api_payment_us_west_2_alarm_api_errors.arn]
}

output "traffic_name_servers" {
  description = "Name servers that the parent zone of payments.acme-bank.com must delegate to"
  value       = aws_route53_zone.traffic_zone.name_servers
}

output "traffic_name" {
  description = "The name users call"
  value       = "https://pay.payments.acme-bank.com"
}

output "traffic_health_checks" {
  description = "Health checks by Region, and what they ask"
  value = {
    "us-east-1" = {
      id  = aws_route53_health_check.traffic_health_primary.id
      url = "https://${aws_api_gateway_rest_api.api_payment_us_east_1.id}.execute-api.us-east-1.amazonaws.com/prod/health"
    }
    "us-west-2" = {
      id  = aws_route53_health_check.traffic_health_secondary.id
      url = "https://${aws_api_gateway_rest_api.api_payment_us_west_2.id}.execute-api.us-west-2.amazonaws.com/prod/health"
    }
  }
}

output "backup_nightly_vault_us_east_1" {
  description = "Vault of backup.nightly in us-east-1"
  value       = aws_backup_vault.backup_nightly_us_east_1.arn
}

output "backup_nightly_vault_us_west_2" {
  description = "Vault of backup.nightly in us-west-2"
  value       = aws_backup_vault.backup_nightly_us_west_2.arn
}

output "backup_nightly_alarms_us_east_1" {
  description = "Alarms of backup.nightly in us-east-1"
  value = [
    aws_cloudwatch_metric_alarm.backup_nightly_us_east_1_alarm_backup_failed.arn,
    aws_cloudwatch_metric_alarm.backup_nightly_us_east_1_alarm_backup_expired.arn,
    aws_cloudwatch_metric_alarm.backup_nightly_us_east_1_alarm_copy_failed.arn,
  ]
}

output "role_dr_operations_arn" {
  description = "Role of role.dr-operations"
  value       = aws_iam_role.role_dr_operations.arn
}

output "database_ledger_watcher_alarm_us_west_2" {
  description = "Alarm of the watcher of database.ledger"
  value       = aws_cloudwatch_metric_alarm.database_ledger_us_west_2_alarm_watcher_errors.arn
}

output "database_ledger_watcher_us_west_2" {
  description = "Watches and promotes database.ledger"
  value       = aws_lambda_function.database_ledger_us_west_2_watcher.function_name
}

output "database_ledger_watcher_armed_us_west_2" {
  description = "Parameter that disarms the watcher of database.ledger: false"
  value       = "/payments/dev/ledger/watcher-armed"
}

output "dashboard_overview_url_us_east_1" {
  description = "dashboard.overview of us-east-1"
  value       = "https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#dashboards/dashboard/payments-primary-dev-us-east-1"
}

output "dashboard_overview_url_us_west_2" {
  description = "dashboard.overview of us-west-2"
  value       = "https://us-west-2.console.aws.amazon.com/cloudwatch/home?region=us-west-2#dashboards/dashboard/payments-secondary-dev-us-west-2"
}
