# Written by drc 0.1.0 from spec sha256:3a182bbd48ce0d2447a7df6d804513ab37c149647449c81dce478bc8b4b282fc (system payments, environment dev).
# Edits are lost at the next `drc emit`; change the spec instead.

provider "aws" {
  alias  = "us_east_1"
  region = "us-east-1"

  default_tags {
    tags = {
      Team        = "payments"
      CostCenter  = "4711"
      Environment = "dev"
      Region      = "us-east-1"
      "DR-Role"   = "primary"
    }
  }
}

provider "aws" {
  alias  = "us_east_2"
  region = "us-east-2"

  default_tags {
    tags = {
      Team        = "payments"
      CostCenter  = "4711"
      Environment = "dev"
      Region      = "us-east-2"
      "DR-Role"   = "secondary"
    }
  }
}
