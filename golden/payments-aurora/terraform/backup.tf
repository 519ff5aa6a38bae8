# Written by drc 0.1.0 from spec sha256:cefe69400f85201a9aeee7a888cabbbfcf984190536d57ee2f417270b906ebed (system payments, environment dev).
# Edits are lost at the next `drc emit`; change the spec instead.

# backup.nightly

resource "aws_backup_vault" "backup_nightly_us_east_1" {
  provider = aws.us_east_1

  name          = "nightly-primary-dev"
  force_destroy = true
}

resource "aws_backup_vault_policy" "backup_nightly_us_east_1_policy" {
  provider = aws.us_east_1

  backup_vault_name = aws_backup_vault.backup_nightly_us_east_1.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "RefuseOtherAccounts"
        Effect    = "Deny"
        Principal = "*"
        Action    = "backup:CopyIntoBackupVault"
        Resource  = "*"
        Condition = {
          StringNotEquals = {
            "aws:PrincipalAccount" = data.aws_caller_identity.current.account_id
          }
        }
      },
    ]
  })
}

resource "aws_backup_vault" "backup_nightly_us_west_2" {
  provider = aws.us_west_2

  name          = "nightly-secondary-dev"
  force_destroy = true
}

resource "aws_backup_vault_policy" "backup_nightly_us_west_2_policy" {
  provider = aws.us_west_2

  backup_vault_name = aws_backup_vault.backup_nightly_us_west_2.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "RefuseOtherAccounts"
        Effect    = "Deny"
        Principal = "*"
        Action    = "backup:CopyIntoBackupVault"
        Resource  = "*"
        Condition = {
          StringNotEquals = {
            "aws:PrincipalAccount" = data.aws_caller_identity.current.account_id
          }
        }
      },
    ]
  })
}

resource "aws_iam_role" "backup_nightly_us_east_1_role" {
  provider = aws.us_east_1

  name        = "nightly-backup-primary-dev-us-east-1"
  description = "What AWS Backup may do for backup.nightly in us-east-1"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "Assume"
        Effect = "Allow"
        Principal = {
          Service = "backup.amazonaws.com"
        }
        Action = "sts:AssumeRole"
      },
    ]
  })
}

resource "aws_iam_role_policy_attachment" "backup_nightly_us_east_1_role_managed" {
  provider = aws.us_east_1

  role       = aws_iam_role.backup_nightly_us_east_1_role.name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup"
}

resource "aws_backup_plan" "backup_nightly_us_east_1_plan" {
  provider = aws.us_east_1

  name = "nightly-primary-dev"

  rule {
    rule_name         = "nightly-primary-dev"
    target_vault_name = aws_backup_vault.backup_nightly_us_east_1.name
    schedule          = "cron(0 3 * * ? *)"
    start_window      = 60
    completion_window = 480

    lifecycle {
      delete_after = 7
    }

    copy_action {
      destination_vault_arn = aws_backup_vault.backup_nightly_us_west_2.arn

      lifecycle {
        delete_after = 7
      }
    }
  }
}

resource "aws_backup_selection" "backup_nightly_us_east_1_selection" {
  provider = aws.us_east_1

  name         = "nightly-primary-dev"
  plan_id      = aws_backup_plan.backup_nightly_us_east_1_plan.id
  iam_role_arn = aws_iam_role.backup_nightly_us_east_1_role.arn
  resources = [
    aws_dynamodb_table.table_sessions_us_east_1.arn,
    aws_rds_cluster.database_ledger_us_east_1.arn,
  ]
}

resource "aws_cloudwatch_metric_alarm" "backup_nightly_us_east_1_alarm_backup_failed" {
  provider = aws.us_east_1

  alarm_name        = "nightly-backup-failed-primary-dev"
  alarm_description = "NumberOfBackupJobsFailed of backup.nightly in us-east-1 went above 0 within 1h"
  namespace         = "AWS/Backup"
  metric_name       = "NumberOfBackupJobsFailed"
  dimensions = {
    BackupVaultName = "nightly-primary-dev"
  }
  statistic           = "Sum"
  period              = 3600
  evaluation_periods  = 1
  threshold           = 0
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts_us_east_1.arn]
  ok_actions          = [aws_sns_topic.alerts_us_east_1.arn]
}

resource "aws_cloudwatch_metric_alarm" "backup_nightly_us_east_1_alarm_backup_expired" {
  provider = aws.us_east_1

  alarm_name        = "nightly-backup-expired-primary-dev"
  alarm_description = "NumberOfBackupJobsExpired of backup.nightly in us-east-1 went above 0 within 1h"
  namespace         = "AWS/Backup"
  metric_name       = "NumberOfBackupJobsExpired"
  dimensions = {
    BackupVaultName = "nightly-primary-dev"
  }
  statistic           = "Sum"
  period              = 3600
  evaluation_periods  = 1
  threshold           = 0
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts_us_east_1.arn]
  ok_actions          = [aws_sns_topic.alerts_us_east_1.arn]
}

resource "aws_cloudwatch_metric_alarm" "backup_nightly_us_east_1_alarm_copy_failed" {
  provider = aws.us_east_1

  alarm_name        = "nightly-copy-failed-primary-dev"
  alarm_description = "NumberOfCopyJobsFailed of backup.nightly in us-east-1 went above 0 within 1h"
  namespace         = "AWS/Backup"
  metric_name       = "NumberOfCopyJobsFailed"
  dimensions = {
    BackupVaultName = "nightly-primary-dev"
  }
  statistic           = "Sum"
  period              = 3600
  evaluation_periods  = 1
  threshold           = 0
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts_us_east_1.arn]
  ok_actions          = [aws_sns_topic.alerts_us_east_1.arn]
}
