# Written by drc 0.1.0 from spec sha256:cefe69400f85201a9aeee7a888cabbbfcf984190536d57ee2f417270b906ebed (system payments, environment dev).
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
