# Written by drc 0.1.0 from spec sha256:3a182bbd48ce0d2447a7df6d804513ab37c149647449c81dce478bc8b4b282fc (system payments, environment dev).
# Edits are lost at the next `drc emit`; change the spec instead.

# bucket.payment-docs

resource "aws_s3_bucket" "bucket_payment_docs_us_east_2" {
  provider = aws.us_east_2

  bucket        = "payment-docs-us-east-2-dev"
  force_destroy = true
}

resource "aws_s3_bucket_versioning" "bucket_payment_docs_us_east_2_versioning" {
  provider = aws.us_east_2

  bucket = aws_s3_bucket.bucket_payment_docs_us_east_2.bucket

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "bucket_payment_docs_us_east_2_encryption" {
  provider = aws.us_east_2

  bucket = aws_s3_bucket.bucket_payment_docs_us_east_2.bucket

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "bucket_payment_docs_us_east_2_access" {
  provider = aws.us_east_2

  bucket                  = aws_s3_bucket.bucket_payment_docs_us_east_2.bucket
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "bucket_payment_docs_us_east_2_ownership" {
  provider = aws.us_east_2

  bucket = aws_s3_bucket.bucket_payment_docs_us_east_2.bucket

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "bucket_payment_docs_us_east_2_lifecycle" {
  provider = aws.us_east_2

  bucket = aws_s3_bucket.bucket_payment_docs_us_east_2.bucket

  rule {
    id     = "abort-incomplete-uploads"
    status = "Enabled"

    filter {
      prefix = ""
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }

  depends_on = [aws_s3_bucket_versioning.bucket_payment_docs_us_east_2_versioning]
}

resource "aws_s3_bucket_policy" "bucket_payment_docs_us_east_2_policy" {
  provider = aws.us_east_2

  bucket = aws_s3_bucket.bucket_payment_docs_us_east_2.bucket
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "RefusePlainHttp"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource = [
          aws_s3_bucket.bucket_payment_docs_us_east_2.arn,
          "${aws_s3_bucket.bucket_payment_docs_us_east_2.arn}/*",
        ]
        Condition = {
          Bool = {
            "aws:SecureTransport" = "false"
          }
        }
      },
    ]
  })

  depends_on = [aws_s3_bucket_public_access_block.bucket_payment_docs_us_east_2_access]
}

resource "aws_iam_role" "bucket_payment_docs_us_east_1_replication_role" {
  provider = aws.us_east_1

  name        = "payment-docs-replication-us-east-1-dev"
  description = "S3 copies bucket.payment-docs to the other Regions"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "Assume"
        Effect = "Allow"
        Principal = {
          Service = "s3.amazonaws.com"
        }
        Action = "sts:AssumeRole"
      },
    ]
  })
}

resource "aws_iam_role_policy" "bucket_payment_docs_us_east_1_replication_role_access" {
  provider = aws.us_east_1

  name = "access"
  role = aws_iam_role.bucket_payment_docs_us_east_1_replication_role.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "ReadRule"
        Effect   = "Allow"
        Action   = ["s3:GetReplicationConfiguration", "s3:ListBucket"]
        Resource = "arn:${data.aws_partition.current.partition}:s3:::payment-docs-us-east-1-dev"
      },
      {
        Sid    = "ReadSource"
        Effect = "Allow"
        Action = [
          "s3:GetObjectVersionForReplication",
          "s3:GetObjectVersionAcl",
          "s3:GetObjectVersionTagging",
        ]
        Resource = "arn:${data.aws_partition.current.partition}:s3:::payment-docs-us-east-1-dev/*"
      },
      {
        Sid    = "WriteReplica"
        Effect = "Allow"
        Action = [
          "s3:ReplicateObject",
          "s3:ReplicateDelete",
          "s3:ReplicateTags",
        ]
        Resource = "${aws_s3_bucket.bucket_payment_docs_us_east_2.arn}/*"
      },
    ]
  })
}

resource "aws_s3_bucket" "bucket_payment_docs_us_east_1" {
  provider = aws.us_east_1

  bucket        = "payment-docs-us-east-1-dev"
  force_destroy = true
}

resource "aws_s3_bucket_versioning" "bucket_payment_docs_us_east_1_versioning" {
  provider = aws.us_east_1

  bucket = aws_s3_bucket.bucket_payment_docs_us_east_1.bucket

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "bucket_payment_docs_us_east_1_encryption" {
  provider = aws.us_east_1

  bucket = aws_s3_bucket.bucket_payment_docs_us_east_1.bucket

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "bucket_payment_docs_us_east_1_access" {
  provider = aws.us_east_1

  bucket                  = aws_s3_bucket.bucket_payment_docs_us_east_1.bucket
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "bucket_payment_docs_us_east_1_ownership" {
  provider = aws.us_east_1

  bucket = aws_s3_bucket.bucket_payment_docs_us_east_1.bucket

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "bucket_payment_docs_us_east_1_lifecycle" {
  provider = aws.us_east_1

  bucket = aws_s3_bucket.bucket_payment_docs_us_east_1.bucket

  rule {
    id     = "abort-incomplete-uploads"
    status = "Enabled"

    filter {
      prefix = ""
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }

  depends_on = [aws_s3_bucket_versioning.bucket_payment_docs_us_east_1_versioning]
}

resource "aws_s3_bucket_policy" "bucket_payment_docs_us_east_1_policy" {
  provider = aws.us_east_1

  bucket = aws_s3_bucket.bucket_payment_docs_us_east_1.bucket
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "RefusePlainHttp"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource = [
          aws_s3_bucket.bucket_payment_docs_us_east_1.arn,
          "${aws_s3_bucket.bucket_payment_docs_us_east_1.arn}/*",
        ]
        Condition = {
          Bool = {
            "aws:SecureTransport" = "false"
          }
        }
      },
    ]
  })

  depends_on = [aws_s3_bucket_public_access_block.bucket_payment_docs_us_east_1_access]
}

resource "aws_s3_bucket_replication_configuration" "bucket_payment_docs_us_east_1_replication" {
  provider = aws.us_east_1

  bucket = aws_s3_bucket.bucket_payment_docs_us_east_1.id
  role   = aws_iam_role.bucket_payment_docs_us_east_1_replication_role.arn

  rule {
    id       = "to-us-east-2"
    status   = "Enabled"
    priority = 1

    filter {
      prefix = ""
    }

    delete_marker_replication {
      status = "Enabled"
    }

    destination {
      bucket = aws_s3_bucket.bucket_payment_docs_us_east_2.arn

      replication_time {
        status = "Enabled"

        time {
          minutes = 15
        }
      }

      metrics {
        status = "Enabled"

        event_threshold {
          minutes = 15
        }
      }
    }
  }

  depends_on = [
    aws_s3_bucket_versioning.bucket_payment_docs_us_east_2_versioning,
    aws_s3_bucket_server_side_encryption_configuration.bucket_payment_docs_us_east_2_encryption,
    aws_s3_bucket_public_access_block.bucket_payment_docs_us_east_2_access,
    aws_s3_bucket_ownership_controls.bucket_payment_docs_us_east_2_ownership,
    aws_s3_bucket_lifecycle_configuration.bucket_payment_docs_us_east_2_lifecycle,
    aws_s3_bucket_policy.bucket_payment_docs_us_east_2_policy,
    aws_s3_bucket_versioning.bucket_payment_docs_us_east_1_versioning,
  ]
}

resource "aws_cloudwatch_metric_alarm" "bucket_payment_docs_us_east_1_alarm_bucket_lag" {
  provider = aws.us_east_1

  alarm_name        = "payment-docs-bucket-lag-us-east-1-dev"
  alarm_description = "ReplicationLatency of bucket.payment-docs in us-east-1 went above 15m within 5m"
  namespace         = "AWS/S3"
  metric_name       = "ReplicationLatency"
  dimensions = {
    SourceBucket      = aws_s3_bucket.bucket_payment_docs_us_east_1.bucket
    DestinationBucket = aws_s3_bucket.bucket_payment_docs_us_east_2.bucket
    RuleId            = "to-us-east-2"
  }
  statistic           = "Maximum"
  period              = 60
  evaluation_periods  = 5
  threshold           = 900
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts_us_east_1.arn]
  ok_actions          = [aws_sns_topic.alerts_us_east_1.arn]
}

resource "aws_cloudwatch_metric_alarm" "bucket_payment_docs_us_east_1_alarm_bucket_failed_copies" {
  provider = aws.us_east_1

  alarm_name        = "payment-docs-bucket-failed-copies-us-east-1-dev"
  alarm_description = "OperationsFailedReplication of bucket.payment-docs in us-east-1 went above 0 within 5m"
  namespace         = "AWS/S3"
  metric_name       = "OperationsFailedReplication"
  dimensions = {
    SourceBucket      = aws_s3_bucket.bucket_payment_docs_us_east_1.bucket
    DestinationBucket = aws_s3_bucket.bucket_payment_docs_us_east_2.bucket
    RuleId            = "to-us-east-2"
  }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  threshold           = 0
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts_us_east_1.arn]
  ok_actions          = [aws_sns_topic.alerts_us_east_1.arn]
}
