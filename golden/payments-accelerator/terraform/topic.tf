# Written by drc 0.1.0 from spec sha256:fb6d94e2ea16e1578b086240b226ca1fbf8725aaf4c80aafb7ea98085f59a734 (system payments, environment dev).
# Edits are lost at the next `drc emit`; change the spec instead.

# topic.booked

resource "aws_sns_topic" "topic_booked_us_east_1" {
  provider = aws.us_east_1

  name = "booked-us-east-1-dev"
}

resource "aws_sns_topic_policy" "topic_booked_us_east_1_policy" {
  provider = aws.us_east_1

  arn = aws_sns_topic.topic_booked_us_east_1.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "RefusePlainHttp"
        Effect    = "Deny"
        Principal = "*"
        Action    = "sns:Publish"
        Resource  = aws_sns_topic.topic_booked_us_east_1.arn
        Condition = {
          Bool = {
            "aws:SecureTransport" = "false"
          }
        }
      },
    ]
  })
}

resource "aws_sns_topic" "topic_booked_us_east_2" {
  provider = aws.us_east_2

  name = "booked-us-east-2-dev"
}

resource "aws_sns_topic_policy" "topic_booked_us_east_2_policy" {
  provider = aws.us_east_2

  arn = aws_sns_topic.topic_booked_us_east_2.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "RefusePlainHttp"
        Effect    = "Deny"
        Principal = "*"
        Action    = "sns:Publish"
        Resource  = aws_sns_topic.topic_booked_us_east_2.arn
        Condition = {
          Bool = {
            "aws:SecureTransport" = "false"
          }
        }
      },
    ]
  })
}

resource "aws_sns_topic_subscription" "topic_booked_us_east_1_email_1" {
  provider = aws.us_east_1

  topic_arn = aws_sns_topic.topic_booked_us_east_1.arn
  protocol  = "email"
  endpoint  = "ledger@acme-bank.com"
}

resource "aws_sns_topic_subscription" "topic_booked_us_east_2_email_1" {
  provider = aws.us_east_2

  topic_arn = aws_sns_topic.topic_booked_us_east_2.arn
  protocol  = "email"
  endpoint  = "ledger@acme-bank.com"
}
