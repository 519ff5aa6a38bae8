# Written by drc 0.1.0 from spec sha256:78581911d0edf6e8a6a1297fcd750fec1226877484c5448b9532c2e73bd7b5dc (system payments, environment dev).
# Edits are lost at the next `drc emit`; change the spec instead.

# Asked in the Region of last resort: the answer is the same in every Region, and a plan must work
# while the primary is down.

data "aws_caller_identity" "current" {
  provider = aws.us_east_2
}

data "aws_partition" "current" {
  provider = aws.us_east_2
}
