# Written by drc 0.1.0 from spec sha256:fb6d94e2ea16e1578b086240b226ca1fbf8725aaf4c80aafb7ea98085f59a734 (system payments, environment dev).
# Edits are lost at the next `drc emit`; change the spec instead.

output "alerts_arn_us_east_1" {
  description = "Topic of alerts in us-east-1"
  value       = aws_sns_topic.alerts_us_east_1.arn
}

output "alerts_arn_us_east_2" {
  description = "Topic of alerts in us-east-2"
  value       = aws_sns_topic.alerts_us_east_2.arn
}

output "network_main_vpc_us_east_1" {
  description = "VPC of network.main in us-east-1"
  value       = aws_vpc.network_main_us_east_1.id
}

output "network_main_vpc_us_east_2" {
  description = "VPC of network.main in us-east-2"
  value       = aws_vpc.network_main_us_east_2.id
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

output "database_ledger_endpoint_us_east_2" {
  description = "Writer of database.ledger in us-east-2, once its cluster writes"
  value       = aws_rds_cluster.database_ledger_us_east_2.endpoint
}

output "database_ledger_reader_endpoint_us_east_2" {
  description = "Readers of database.ledger in us-east-2"
  value       = aws_rds_cluster.database_ledger_us_east_2.reader_endpoint
}

output "database_ledger_cluster_us_east_2" {
  description = "ARN of the cluster of database.ledger in us-east-2"
  value       = aws_rds_cluster.database_ledger_us_east_2.arn
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
    aws_cloudwatch_metric_alarm.database_ledger_us_east_1_alarm_database_capacity.arn,
  ]
}

output "database_ledger_alarms_us_east_2" {
  description = "Alarms of database.ledger in us-east-2"
  value = [
    aws_cloudwatch_metric_alarm.database_ledger_us_east_2_alarm_database_lag.arn,
    aws_cloudwatch_metric_alarm.database_ledger_us_east_2_alarm_database_cpu.arn,
    aws_cloudwatch_metric_alarm.database_ledger_us_east_2_alarm_database_capacity.arn,
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

output "table_sessions_alarms_us_east_2" {
  description = "Alarms of table.sessions in us-east-2"
  value = [
    aws_cloudwatch_metric_alarm.table_sessions_us_east_2_alarm_table_lag.arn,
    aws_cloudwatch_metric_alarm.table_sessions_us_east_2_alarm_table_read_throttles.arn,
    aws_cloudwatch_metric_alarm.table_sessions_us_east_2_alarm_table_write_throttles.arn,
  ]
}

output "bucket_payment_docs_name_us_east_1" {
  description = "Name of bucket.payment-docs in us-east-1"
  value       = "payment-docs-us-east-1-dev"
}

output "bucket_payment_docs_name_us_east_2" {
  description = "Name of bucket.payment-docs in us-east-2"
  value       = "payment-docs-us-east-2-dev"
}

output "bucket_payment_docs_alarms_us_east_1" {
  description = "Alarms of bucket.payment-docs in us-east-1"
  value = [
    aws_cloudwatch_metric_alarm.bucket_payment_docs_us_east_1_alarm_bucket_lag.arn,
    aws_cloudwatch_metric_alarm.bucket_payment_docs_us_east_1_alarm_bucket_failed_copies.arn,
  ]
}

output "bus_payments_arn_us_east_1" {
  description = "ARN of bus.payments in us-east-1"
  value       = aws_cloudwatch_event_bus.bus_payments_us_east_1.arn
}

output "bus_payments_arn_us_east_2" {
  description = "ARN of bus.payments in us-east-2"
  value       = aws_cloudwatch_event_bus.bus_payments_us_east_2.arn
}

output "bus_payments_endpoint_id_us_east_1" {
  description = "What PutEvents names the global endpoint by, of bus.payments"
  value       = split(".endpoint.", replace(aws_cloudwatch_event_endpoint.bus_payments_us_east_1_endpoint.endpoint_url, "https://", ""))[0]
}

output "bus_payments_failover_alarm_us_east_1" {
  description = "Alarm that moves the events of bus.payments"
  value       = aws_cloudwatch_metric_alarm.bus_payments_us_east_1_alarm_failed_over.arn
}

output "bus_payments_health_check" {
  description = "Health check that moves the events of bus.payments"
  value       = aws_route53_health_check.bus_payments_endpoint_health.id
}

output "parameter_ledger_endpoint_name_us_east_1" {
  description = "Path of parameter.ledger-endpoint in us-east-1"
  value       = "/payments/dev/ledger/endpoint"
}

output "parameter_ledger_endpoint_name_us_east_2" {
  description = "Path of parameter.ledger-endpoint in us-east-2"
  value       = "/payments/dev/ledger/endpoint"
}

output "secret_partner_api_key_name" {
  description = "Name of secret.partner-api-key in every Region"
  value       = "partner-api-key-dev"
}

output "parameter_partner_api_key_name_us_east_1" {
  description = "Path of parameter.partner-api-key in us-east-1"
  value       = "/payments/dev/partner/api-key"
}

output "parameter_partner_api_key_name_us_east_2" {
  description = "Path of parameter.partner-api-key in us-east-2"
  value       = "/payments/dev/partner/api-key"
}

output "parameter_instant_payments_name_us_east_1" {
  description = "Path of parameter.instant-payments in us-east-1"
  value       = "/payments/dev/features/instant-payments"
}

output "parameter_instant_payments_name_us_east_2" {
  description = "Path of parameter.instant-payments in us-east-2"
  value       = "/payments/dev/features/instant-payments"
}

output "function_payments_alarms_us_east_1" {
  description = "Alarms of function.payments in us-east-1"
  value = [
    aws_cloudwatch_metric_alarm.function_payments_us_east_1_alarm_errors.arn,
    aws_cloudwatch_metric_alarm.function_payments_us_east_1_alarm_throttles.arn,
  ]
}

output "function_payments_alarms_us_east_2" {
  description = "Alarms of function.payments in us-east-2"
  value = [
    aws_cloudwatch_metric_alarm.function_payments_us_east_2_alarm_errors.arn,
    aws_cloudwatch_metric_alarm.function_payments_us_east_2_alarm_throttles.arn,
  ]
}

output "traffic_name_servers" {
  description = "Name servers that the parent zone of payments.acme-bank.com must delegate to"
  value       = aws_route53_zone.traffic_zone.name_servers
}

output "balancer_app_endpoint_us_east_1" {
  description = "Where balancer.app answers in us-east-1; its certificate is for the name users call"
  value       = "https://${aws_lb.balancer_app_us_east_1.dns_name}"
}

output "balancer_app_endpoint_us_east_2" {
  description = "Where balancer.app answers in us-east-2; its certificate is for the name users call"
  value       = "https://${aws_lb.balancer_app_us_east_2.dns_name}"
}

output "balancer_app_alarms_us_east_1" {
  description = "Alarms of balancer.app in us-east-1"
  value = [
    aws_cloudwatch_metric_alarm.balancer_app_us_east_1_alarm_balancer_5xx.arn,
    aws_cloudwatch_metric_alarm.balancer_app_us_east_1_alarm_balancer_target_5xx.arn,
  ]
}

output "balancer_app_alarms_us_east_2" {
  description = "Alarms of balancer.app in us-east-2"
  value = [
    aws_cloudwatch_metric_alarm.balancer_app_us_east_2_alarm_balancer_5xx.arn,
    aws_cloudwatch_metric_alarm.balancer_app_us_east_2_alarm_balancer_target_5xx.arn,
  ]
}

output "balancer_edge_endpoint_us_east_1" {
  description = "Where balancer.edge answers in us-east-1; its certificate is for the name users call"
  value       = "https://${aws_lb.balancer_edge_us_east_1.dns_name}"
}

output "balancer_edge_endpoint_us_east_2" {
  description = "Where balancer.edge answers in us-east-2; its certificate is for the name users call"
  value       = "https://${aws_lb.balancer_edge_us_east_2.dns_name}"
}

output "balancer_edge_alarms_us_east_1" {
  description = "Alarms of balancer.edge in us-east-1"
  value       = [aws_cloudwatch_metric_alarm.balancer_edge_us_east_1_alarm_balancer_unhealthy.arn]
}

output "balancer_edge_alarms_us_east_2" {
  description = "Alarms of balancer.edge in us-east-2"
  value       = [aws_cloudwatch_metric_alarm.balancer_edge_us_east_2_alarm_balancer_unhealthy.arn]
}

output "traffic_accelerator" {
  description = "ARN of the accelerator"
  value       = aws_globalaccelerator_accelerator.traffic_accelerator.arn
}

output "traffic_listener" {
  description = "ARN of the accelerator's listener"
  value       = aws_globalaccelerator_listener.traffic_listener.arn
}

output "traffic_accelerator_name" {
  description = "The accelerator's own host name"
  value       = aws_globalaccelerator_accelerator.traffic_accelerator.dns_name
}

output "traffic_addresses" {
  description = "The two addresses users reach from everywhere; they never change"
  value       = aws_globalaccelerator_accelerator.traffic_accelerator.ip_sets.*.ip_addresses[0]
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
      url = "https://${aws_lb.balancer_edge_us_east_1.dns_name}/health"
    }
    "us-east-2" = {
      id  = aws_route53_health_check.traffic_health_secondary.id
      url = "https://${aws_lb.balancer_edge_us_east_2.dns_name}/health"
    }
  }
}

output "api_payment_endpoint_us_east_1" {
  description = "api.payment in us-east-1, past DNS"
  value       = "https://${aws_api_gateway_rest_api.api_payment_us_east_1.id}.execute-api.us-east-1.amazonaws.com/${aws_api_gateway_stage.api_payment_us_east_1_stage.stage_name}"
}

output "api_payment_endpoint_us_east_2" {
  description = "api.payment in us-east-2, past DNS"
  value       = "https://${aws_api_gateway_rest_api.api_payment_us_east_2.id}.execute-api.us-east-2.amazonaws.com/${aws_api_gateway_stage.api_payment_us_east_2_stage.stage_name}"
}

output "api_payment_domain_us_east_1" {
  description = "api.payment in us-east-1, by a name of its own"
  value       = "https://api-primary.payments.acme-bank.com"
}

output "api_payment_domain_us_east_2" {
  description = "api.payment in us-east-2, by a name of its own"
  value       = "https://api-secondary.payments.acme-bank.com"
}

output "api_payment_alarms_us_east_1" {
  description = "Alarms of api.payment in us-east-1"
  value       = [aws_cloudwatch_metric_alarm.api_payment_us_east_1_alarm_api_errors.arn]
}

output "api_payment_alarms_us_east_2" {
  description = "Alarms of api.payment in us-east-2"
  value       = [aws_cloudwatch_metric_alarm.api_payment_us_east_2_alarm_api_errors.arn]
}

output "topic_booked_arn_us_east_1" {
  description = "Topic of topic.booked in us-east-1"
  value       = aws_sns_topic.topic_booked_us_east_1.arn
}

output "topic_booked_arn_us_east_2" {
  description = "Topic of topic.booked in us-east-2"
  value       = aws_sns_topic.topic_booked_us_east_2.arn
}

output "backup_daily_vault_us_east_1" {
  description = "Vault of backup.daily in us-east-1"
  value       = aws_backup_vault.backup_daily_us_east_1.arn
}

output "backup_daily_vault_us_east_2" {
  description = "Vault of backup.daily in us-east-2"
  value       = aws_backup_vault.backup_daily_us_east_2.arn
}

output "backup_daily_alarms_us_east_1" {
  description = "Alarms of backup.daily in us-east-1"
  value = [
    aws_cloudwatch_metric_alarm.backup_daily_us_east_1_alarm_backup_failed.arn,
    aws_cloudwatch_metric_alarm.backup_daily_us_east_1_alarm_backup_expired.arn,
    aws_cloudwatch_metric_alarm.backup_daily_us_east_1_alarm_copy_failed.arn,
  ]
}

output "role_dr_operations_arn" {
  description = "Role of role.dr-operations"
  value       = aws_iam_role.role_dr_operations.arn
}

output "database_ledger_watcher_alarm_us_east_2" {
  description = "Alarm of the watcher of database.ledger"
  value       = aws_cloudwatch_metric_alarm.database_ledger_us_east_2_alarm_watcher_errors.arn
}

output "database_ledger_watcher_us_east_2" {
  description = "Watches and promotes database.ledger"
  value       = aws_lambda_function.database_ledger_us_east_2_watcher.function_name
}

output "database_ledger_watcher_armed_us_east_2" {
  description = "Parameter that disarms the watcher of database.ledger: false"
  value       = "/payments/dev/ledger/watcher-armed"
}

output "parameter_partner_api_key_sync_alarm_us_east_1" {
  description = "Alarm of the function that keeps parameters in step in us-east-1"
  value       = aws_cloudwatch_metric_alarm.parameter_partner_api_key_us_east_1_sync_alarm.arn
}

output "parameter_partner_api_key_sync_alarm_us_east_2" {
  description = "Alarm of the function that keeps parameters in step in us-east-2"
  value       = aws_cloudwatch_metric_alarm.parameter_partner_api_key_us_east_2_sync_alarm.arn
}

output "dashboard_overview_url_us_east_1" {
  description = "dashboard.overview of us-east-1"
  value       = "https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#dashboards/dashboard/payments-us-east-1-dev"
}

output "dashboard_overview_url_us_east_2" {
  description = "dashboard.overview of us-east-2"
  value       = "https://us-east-2.console.aws.amazon.com/cloudwatch/home?region=us-east-2#dashboards/dashboard/payments-us-east-2-dev"
}
