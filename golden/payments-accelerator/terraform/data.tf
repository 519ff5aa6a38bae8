# Written by drc 0.1.0 from spec sha256:c95675536473ebf4002d1a3d092204a3f7124522a453f0bf7976b66d868b52c4 (system payments, environment dev).
# Edits are lost at the next `drc emit`; change the spec instead.

# Asked in the Region of last resort: the answer is the same in every Region, and a plan must work
# while the primary is down.

data "aws_caller_identity" "current" {
  provider = aws.us_east_2
}

data "aws_partition" "current" {
  provider = aws.us_east_2
}
