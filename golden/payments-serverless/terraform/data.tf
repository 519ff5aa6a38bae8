# Written by drc 0.1.0 from spec sha256:3a182bbd48ce0d2447a7df6d804513ab37c149647449c81dce478bc8b4b282fc (system payments, environment dev).
# Edits are lost at the next `drc emit`; change the spec instead.

# Asked in the Region of last resort: the answer is the same in every Region, and a plan must work
# while the primary is down.

data "aws_caller_identity" "current" {
  provider = aws.us_east_2
}

data "aws_partition" "current" {
  provider = aws.us_east_2
}
