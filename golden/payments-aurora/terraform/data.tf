# Written by drc 0.1.0 from spec sha256:1c35e3215ca1cac4a7360c07a51e0ef05fc8ee998a30e2a670bd0c357d9beb51 (system payments, environment dev).
# Edits are lost at the next `drc emit`; change the spec instead.

# Asked in the Region of last resort: the answer is the same in every Region, and a plan must work
# while the primary is down.

data "aws_caller_identity" "current" {
  provider = aws.us_west_2
}

data "aws_partition" "current" {
  provider = aws.us_west_2
}
