# Written by drc 0.1.0 from spec sha256:9d4ef74802203ed26a9fe54c0a29dc2ed23639cf737ac5255ec4bf09badf3117 (system payments, environment dev).
# Edits are lost at the next `drc emit`; change the spec instead.

# parameter.endpoint

resource "aws_ssm_parameter" "parameter_endpoint_us_east_1" {
  provider = aws.us_east_1

  name           = "/payments/dev/endpoint"
  type           = "String"
  insecure_value = "https://${aws_api_gateway_rest_api.api_payment_us_east_1.id}.execute-api.us-east-1.amazonaws.com/${aws_api_gateway_stage.api_payment_us_east_1_stage.stage_name}"
}

resource "aws_ssm_parameter" "parameter_endpoint_us_east_2" {
  provider = aws.us_east_2

  name           = "/payments/dev/endpoint"
  type           = "String"
  insecure_value = "https://${aws_api_gateway_rest_api.api_payment_us_east_2.id}.execute-api.us-east-2.amazonaws.com/${aws_api_gateway_stage.api_payment_us_east_2_stage.stage_name}"
}

# parameter.settings

resource "aws_ssm_parameter" "parameter_settings_us_east_1" {
  provider = aws.us_east_1

  name           = "/payments/dev/settings"
  type           = "String"
  insecure_value = "{\"currency\":\"USD\",\"region\":\"us-east-1\"}"
}

resource "aws_ssm_parameter" "parameter_settings_us_east_2" {
  provider = aws.us_east_2

  name           = "/payments/dev/settings"
  type           = "String"
  insecure_value = "{\"currency\":\"USD\",\"region\":\"us-east-2\"}"
}

# parameter.connection

resource "aws_ssm_parameter" "parameter_connection_us_east_1" {
  provider = aws.us_east_1

  name           = "/payments/dev/connection"
  type           = "String"
  insecure_value = "dynamodb://payments-table-dev?region=us-east-1"
}

resource "aws_ssm_parameter" "parameter_connection_us_east_2" {
  provider = aws.us_east_2

  name           = "/payments/dev/connection"
  type           = "String"
  insecure_value = "dynamodb://payments-table-dev?region=us-east-2"
}
