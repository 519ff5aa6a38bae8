# Written by drc 0.1.0 from spec sha256:e8fa612157906cd145fd32bc4c65ba642e8f95c5cedbd01eed813fedfd4a0dcd (system payments, environment dev).
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
