# Written by drc 0.1.0 from spec sha256:85290ace8bd7f263b6b34542680be755552a64e160f87bab2ae8f0d220f1bbcb (system payments, environment dev).
# Edits are lost at the next `drc emit`; change the spec instead.

# Asked in the Region of last resort: the answer is the same in every Region, and a plan must work
# while the primary is down.

data "aws_caller_identity" "current" {
  provider = aws.us_east_2
}

data "aws_partition" "current" {
  provider = aws.us_east_2
}
