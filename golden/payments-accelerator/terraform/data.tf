# Written by drc 0.1.0 from spec sha256:fb6d94e2ea16e1578b086240b226ca1fbf8725aaf4c80aafb7ea98085f59a734 (system payments, environment dev).
# Edits are lost at the next `drc emit`; change the spec instead.

# Asked in the Region of last resort: the answer is the same in every Region, and a plan must work
# while the primary is down.

data "aws_caller_identity" "current" {
  provider = aws.us_east_2
}

data "aws_partition" "current" {
  provider = aws.us_east_2
}
