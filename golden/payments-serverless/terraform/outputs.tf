# Written by drc 0.1.0 from spec sha256:3a182bbd48ce0d2447a7df6d804513ab37c149647449c81dce478bc8b4b282fc (system payments, environment dev).
# Edits are lost at the next `drc emit`; change the spec instead.

output "alerts_arn_us_east_1" {
  description = "Topic of alerts in us-east-1"
  value       = aws_sns_topic.alerts_us_east_1.arn
}

output "alerts_arn_us_east_2" {
  description = "Topic of alerts in us-east-2"
  value       = aws_sns_topic.alerts_us_east_2.arn
}

output "table_payments_name" {
  description = "Name of table.payments in every Region"
  value       = "payments-table-dev"
}

output "table_payments_alarms_us_east_1" {
  description = "Alarms of table.payments in us-east-1"
  value = [
    aws_cloudwatch_metric_alarm.table_payments_us_east_1_alarm_table_lag.arn,
    aws_cloudwatch_metric_alarm.table_payments_us_east_1_alarm_table_read_throttles.arn,
    aws_cloudwatch_metric_alarm.table_payments_us_east_1_alarm_table_write_throttles.arn,
  ]
}

output "table_payments_alarms_us_east_2" {
  description = "Alarms of table.payments in us-east-2"
  value = [
    aws_cloudwatch_metric_alarm.table_payments_us_east_2_alarm_table_lag.arn,
    aws_cloudwatch_metric_alarm.table_payments_us_east_2_alarm_table_read_throttles.arn,
    aws_cloudwatch_metric_alarm.table_payments_us_east_2_alarm_table_write_throttles.arn,
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

output "queue_failed_payments_alarms_us_east_1" {
  description = "Alarms of queue.failed-payments in us-east-1"
  value       = [aws_cloudwatch_metric_alarm.queue_failed_payments_us_east_1_alarm_queue_waiting.arn]
}

output "queue_failed_payments_alarms_us_east_2" {
  description = "Alarms of queue.failed-payments in us-east-2"
  value       = [aws_cloudwatch_metric_alarm.queue_failed_payments_us_east_2_alarm_queue_waiting.arn]
}

output "function_payment_processor_alarms_us_east_1" {
  description = "Alarms of function.payment-processor in us-east-1"
  value = [
    aws_cloudwatch_metric_alarm.function_payment_processor_us_east_1_alarm_errors.arn,
    aws_cloudwatch_metric_alarm.function_payment_processor_us_east_1_alarm_throttles.arn,
  ]
}

output "function_payment_processor_alarms_us_east_2" {
  description = "Alarms of function.payment-processor in us-east-2"
  value = [
    aws_cloudwatch_metric_alarm.function_payment_processor_us_east_2_alarm_errors.arn,
    aws_cloudwatch_metric_alarm.function_payment_processor_us_east_2_alarm_throttles.arn,
  ]
}

output "api_payment_endpoint_us_east_1" {
  description = "api.payment in us-east-1, past DNS"
  value       = "https://${aws_api_gateway_rest_api.api_payment_us_east_1.id}.execute-api.us-east-1.amazonaws.com/${aws_api_gateway_stage.api_payment_us_east_1_stage.stage_name}"
}

output "api_payment_endpoint_us_east_2" {
  description = "api.payment in us-east-2, past DNS"
  value       = "https://${aws_api_gateway_rest_api.api_payment_us_east_2.id}.execute-api.us-east-2.amazonaws.com/${aws_api_gateway_stage.api_payment_us_east_2_stage.stage_name}"
}

output "api_payment_alarms_us_east_1" {
  description = "Alarms of api.payment in us-east-1"
  value       = [aws_cloudwatch_metric_alarm.api_payment_us_east_1_alarm_api_errors.arn]
}

output "api_payment_alarms_us_east_2" {
  description = "Alarms of api.payment in us-east-2"
  value       = [aws_cloudwatch_metric_alarm.api_payment_us_east_2_alarm_api_errors.arn]
}

output "traffic_name_servers" {
  description = "Name servers that the parent zone of payments.acme-bank.com must delegate to"
  value       = aws_route53_zone.traffic_zone.name_servers
}

output "traffic_name" {
  description = "The name users call"
  value       = "https://api.payments.acme-bank.com"
}

output "traffic_health_checks" {
  description = "Health checks by Region, and what they ask"
  value = {
    "us-east-1" = {
      id  = aws_route53_health_check.traffic_health_primary.id
      url = "https://${aws_api_gateway_rest_api.api_payment_us_east_1.id}.execute-api.us-east-1.amazonaws.com/prod/health"
    }
    "us-east-2" = {
      id  = aws_route53_health_check.traffic_health_secondary.id
      url = "https://${aws_api_gateway_rest_api.api_payment_us_east_2.id}.execute-api.us-east-2.amazonaws.com/prod/health"
    }
  }
}

output "role_dr_operations_arn" {
  description = "Role of role.dr-operations"
  value       = aws_iam_role.role_dr_operations.arn
}

output "dashboard_overview_url_us_east_1" {
  description = "dashboard.overview of us-east-1"
  value       = "https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#dashboards/dashboard/payments-us-east-1-dev"
}

output "dashboard_overview_url_us_east_2" {
  description = "dashboard.overview of us-east-2"
  value       = "https://us-east-2.console.aws.amazon.com/cloudwatch/home?region=us-east-2#dashboards/dashboard/payments-us-east-2-dev"
}
