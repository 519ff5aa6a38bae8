variable "backed_up" {
  type = list(string)
}

variable "backup_role" {
  type = string
}

variable "certificate" {
  type = string
}

variable "cidr" {
  type = string
}

variable "copy_vault" {
  type = string
}

variable "flow_role" {
  type = string
}

variable "lambda_role" {
  type = string
}

variable "peer" {
  type = string
}

variable "peer_cidr" {
  type = string
}

variable "region" {
  type = string
}

variable "send_role" {
  type = string
}

variable "target_bus" {
  type = string
}

output "alarm" {
  value = aws_cloudwatch_metric_alarm.errors.alarm_name
}

output "bus" {
  value = aws_cloudwatch_event_bus.payments.arn
}

output "database_group" {
  value = aws_security_group.database.id
}

output "edge" {
  value = aws_lb.edge.arn
}

output "edge_name" {
  value = aws_lb.edge.dns_name
}

output "edge_zone" {
  value = aws_lb.edge.zone_id
}

output "parameter_group" {
  value = aws_rds_cluster_parameter_group.ledger.name
}

output "subnet_group" {
  value = aws_db_subnet_group.ledger.name
}

output "vault" {
  value = aws_backup_vault.main.arn
}

output "vpc" {
  value = aws_vpc.main.id
}
