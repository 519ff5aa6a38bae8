# Written by drc 0.1.0 from spec sha256:fb6d94e2ea16e1578b086240b226ca1fbf8725aaf4c80aafb7ea98085f59a734 (system payments, environment dev).
# Edits are lost at the next `drc emit`; change the spec instead.

# secret.partner-api-key

resource "aws_secretsmanager_secret" "secret_partner_api_key_us_east_1" {
  provider = aws.us_east_1

  name                    = "partner-api-key-dev"
  description             = "secret.partner-api-key of payments"
  recovery_window_in_days = 0

  replica {
    region = "us-east-2"
  }
}

ephemeral "aws_secretsmanager_random_password" "secret_partner_api_key_us_east_1_password" {
  provider = aws.us_east_1

  password_length     = 40
  exclude_punctuation = true
}

resource "aws_secretsmanager_secret_version" "secret_partner_api_key_us_east_1_version" {
  provider = aws.us_east_1

  secret_id                = aws_secretsmanager_secret.secret_partner_api_key_us_east_1.id
  secret_string_wo         = ephemeral.aws_secretsmanager_random_password.secret_partner_api_key_us_east_1_password.random_password
  secret_string_wo_version = 1
}
