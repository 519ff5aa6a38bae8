# Written by drc 0.1.0 from spec sha256:cefe69400f85201a9aeee7a888cabbbfcf984190536d57ee2f417270b906ebed (system payments, environment dev).
# Edits are lost at the next `drc emit`; change the spec instead.

# queue.booked

resource "aws_sqs_queue" "queue_booked_us_east_1" {
  provider = aws.us_east_1

  name                       = "booked-primary-dev"
  message_retention_seconds  = 345600
  visibility_timeout_seconds = 30
  sqs_managed_sse_enabled    = true
}

resource "aws_sqs_queue_policy" "queue_booked_us_east_1_policy" {
  provider = aws.us_east_1

  queue_url = aws_sqs_queue.queue_booked_us_east_1.url
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "TakeEvents"
        Effect = "Allow"
        Principal = {
          Service = "events.amazonaws.com"
        }
        Action   = "sqs:SendMessage"
        Resource = aws_sqs_queue.queue_booked_us_east_1.arn
        Condition = {
          ArnEquals = {
            "aws:SourceArn" = "arn:${data.aws_partition.current.partition}:events:us-east-1:${data.aws_caller_identity.current.account_id}:rule/payments-primary-dev/payments-booked-primary-dev"
          }
        }
      },
      {
        Sid       = "RefusePlainHttp"
        Effect    = "Deny"
        Principal = "*"
        Action    = "sqs:*"
        Resource  = aws_sqs_queue.queue_booked_us_east_1.arn
        Condition = {
          Bool = {
            "aws:SecureTransport" = "false"
          }
        }
      },
    ]
  })
}

resource "aws_sqs_queue" "queue_booked_us_west_2" {
  provider = aws.us_west_2

  name                       = "booked-secondary-dev"
  message_retention_seconds  = 345600
  visibility_timeout_seconds = 30
  sqs_managed_sse_enabled    = true
}

resource "aws_sqs_queue_policy" "queue_booked_us_west_2_policy" {
  provider = aws.us_west_2

  queue_url = aws_sqs_queue.queue_booked_us_west_2.url
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "TakeEvents"
        Effect = "Allow"
        Principal = {
          Service = "events.amazonaws.com"
        }
        Action   = "sqs:SendMessage"
        Resource = aws_sqs_queue.queue_booked_us_west_2.arn
        Condition = {
          ArnEquals = {
            "aws:SourceArn" = "arn:${data.aws_partition.current.partition}:events:us-west-2:${data.aws_caller_identity.current.account_id}:rule/payments-secondary-dev/payments-booked-secondary-dev"
          }
        }
      },
      {
        Sid       = "RefusePlainHttp"
        Effect    = "Deny"
        Principal = "*"
        Action    = "sqs:*"
        Resource  = aws_sqs_queue.queue_booked_us_west_2.arn
        Condition = {
          Bool = {
            "aws:SecureTransport" = "false"
          }
        }
      },
    ]
  })
}
