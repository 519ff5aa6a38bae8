# Written by drc 0.1.0 from spec sha256:9d4ef74802203ed26a9fe54c0a29dc2ed23639cf737ac5255ec4bf09badf3117 (system payments, environment dev).
# Edits are lost at the next `drc emit`; change the spec instead.

provider "aws" {
  alias  = "us_east_1"
  region = "us-east-1"

  default_tags {
    tags = {
      Team        = "payments"
      Compliance  = "pci-dss"
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
      Compliance  = "pci-dss"
      Environment = "dev"
      Region      = "us-east-2"
      "DR-Role"   = "secondary"
    }
  }
}
