# Written by drc 0.1.0 from spec sha256:bc10db571d24f8e11b631c97d6058a99b30b8dc1417c8fcf6183e73e9406c3da (system payments, environment dev).
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
