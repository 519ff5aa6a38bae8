# Written by drc 0.1.0 from spec sha256:1c35e3215ca1cac4a7360c07a51e0ef05fc8ee998a30e2a670bd0c357d9beb51 (system payments, environment dev).
# Edits are lost at the next `drc emit`; change the spec instead.

# parameter.ledger-endpoint

resource "aws_ssm_parameter" "parameter_ledger_endpoint_us_east_1" {
  provider = aws.us_east_1

  name           = "/payments/dev/ledger/endpoint"
  type           = "String"
  insecure_value = aws_rds_cluster.database_ledger_us_east_1.endpoint
}

resource "aws_ssm_parameter" "parameter_ledger_endpoint_us_west_2" {
  provider = aws.us_west_2

  name           = "/payments/dev/ledger/endpoint"
  type           = "String"
  insecure_value = aws_rds_cluster.database_ledger_us_west_2.endpoint
}
