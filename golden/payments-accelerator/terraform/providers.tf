# Written by drc 0.1.0 from spec sha256:85290ace8bd7f263b6b34542680be755552a64e160f87bab2ae8f0d220f1bbcb (system payments, environment dev).
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
  alias  = "us_east_2"
  region = "us-east-2"

  default_tags {
    tags = {
      Team        = "payments"
      Environment = "dev"
      Region      = "us-east-2"
      "DR-Role"   = "secondary"
    }
  }
}
