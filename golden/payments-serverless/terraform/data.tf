# Written by drc 0.1.0 from spec sha256:bc10db571d24f8e11b631c97d6058a99b30b8dc1417c8fcf6183e73e9406c3da (system payments, environment dev).
# Edits are lost at the next `drc emit`; change the spec instead.

# Asked in the Region of last resort: the answer is the same in every Region, and a plan must work
# while the primary is down.

data "aws_caller_identity" "current" {
  provider = aws.us_east_2
}

data "aws_partition" "current" {
  provider = aws.us_east_2
}
