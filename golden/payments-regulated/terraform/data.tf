# Written by drc 0.1.0 from spec sha256:9d4ef74802203ed26a9fe54c0a29dc2ed23639cf737ac5255ec4bf09badf3117 (system payments, environment dev).
# Edits are lost at the next `drc emit`; change the spec instead.

# Asked in the Region of last resort: the answer is the same in every Region, and a plan must work
# while the primary is down.

data "aws_caller_identity" "current" {
  provider = aws.us_east_2
}

data "aws_partition" "current" {
  provider = aws.us_east_2
}
