# Written by drc 0.1.0 from spec sha256:e8fa612157906cd145fd32bc4c65ba642e8f95c5cedbd01eed813fedfd4a0dcd (system payments, environment dev).
# Edits are lost at the next `drc emit`; change the spec instead.

# Asked in the Region of last resort: the answer is the same in every Region, and a plan must work
# while the primary is down.

data "aws_caller_identity" "current" {
  provider = aws.us_west_2
}

data "aws_partition" "current" {
  provider = aws.us_west_2
}
