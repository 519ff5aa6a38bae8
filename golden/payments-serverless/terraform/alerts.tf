# Written by drc 0.1.0 from spec sha256:3a182bbd48ce0d2447a7df6d804513ab37c149647449c81dce478bc8b4b282fc (system payments, environment dev).
# Edits are lost at the next `drc emit`; change the spec instead.

# alerts

resource "aws_sns_topic" "alerts_us_east_1" {
  provider = aws.us_east_1

  name = "failover-alerts-us-east-1-dev"
}

resource "aws_sns_topic_policy" "alerts_us_east_1_policy" {
  provider = aws.us_east_1

  arn = aws_sns_topic.alerts_us_east_1.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "Publish"
        Effect = "Allow"
        Principal = {
          Service = "cloudwatch.amazonaws.com"
        }
        Action   = "sns:Publish"
        Resource = aws_sns_topic.alerts_us_east_1.arn
        Condition = {
          StringEquals = {
            "aws:SourceAccount" = data.aws_caller_identity.current.account_id
          }
        }
      },
      {
        Sid       = "RefusePlainHttp"
        Effect    = "Deny"
        Principal = "*"
        Action    = "sns:Publish"
        Resource  = aws_sns_topic.alerts_us_east_1.arn
        Condition = {
          Bool = {
            "aws:SecureTransport" = "false"
          }
        }
      },
    ]
  })
}

resource "aws_sns_topic" "alerts_us_east_2" {
  provider = aws.us_east_2

  name = "failover-alerts-us-east-2-dev"
}

resource "aws_sns_topic_policy" "alerts_us_east_2_policy" {
  provider = aws.us_east_2

  arn = aws_sns_topic.alerts_us_east_2.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "Publish"
        Effect = "Allow"
        Principal = {
          Service = "cloudwatch.amazonaws.com"
        }
        Action   = "sns:Publish"
        Resource = aws_sns_topic.alerts_us_east_2.arn
        Condition = {
          StringEquals = {
            "aws:SourceAccount" = data.aws_caller_identity.current.account_id
          }
        }
      },
      {
        Sid       = "RefusePlainHttp"
        Effect    = "Deny"
        Principal = "*"
        Action    = "sns:Publish"
        Resource  = aws_sns_topic.alerts_us_east_2.arn
        Condition = {
          Bool = {
            "aws:SecureTransport" = "false"
          }
        }
      },
    ]
  })
}

resource "aws_sns_topic_subscription" "alerts_us_east_1_email_1" {
  provider = aws.us_east_1

  topic_arn = aws_sns_topic.alerts_us_east_1.arn
  protocol  = "email"
  endpoint  = "oncall@acme-bank.com"
}

resource "aws_sns_topic_subscription" "alerts_us_east_2_email_1" {
  provider = aws.us_east_2

  topic_arn = aws_sns_topic.alerts_us_east_2.arn
  protocol  = "email"
  endpoint  = "oncall@acme-bank.com"
}
