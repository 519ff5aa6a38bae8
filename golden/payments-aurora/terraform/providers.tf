# Written by drc 0.1.0 from spec sha256:1c35e3215ca1cac4a7360c07a51e0ef05fc8ee998a30e2a670bd0c357d9beb51 (system payments, environment dev).
# Edits are lost at the next `drc emit`; change the spec instead.

provider "aws" {
  alias  = "us_east_1"
  region = "us-east-1"

  default_tags {
    tags = {
      Team        = "payments"
      Environment = "dev"
      Region      = "us-east-1"
      "DR-Role"   = "primary"
    }
  }
}

provider "aws" {
  alias  = "us_west_2"
  region = "us-west-2"

  default_tags {
    tags = {
      Team        = "payments"
      Environment = "dev"
      Region      = "us-west-2"
      "DR-Role"   = "secondary"
    }
  }
}
