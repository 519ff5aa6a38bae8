# Written by drc 0.1.0 from spec sha256:357073634e7e1e0bed7838948ee8adae0e57af6e02a6eede97fcdee346224507 (system payments, environment dev).
# Edits are lost at the next `drc emit`; change the spec instead.

# Asked in the Region of last resort: the answer is the same in every Region, and a plan must work
# while the primary is down.

data "aws_caller_identity" "current" {
  provider = aws.us_east_2
}

data "aws_partition" "current" {
  provider = aws.us_east_2
}
