# Written by drc 0.1.0 from spec sha256:9d4ef74802203ed26a9fe54c0a29dc2ed23639cf737ac5255ec4bf09badf3117 (system payments, environment dev).
# Edits are lost at the next `drc emit`; change the spec instead.

terraform {
  required_version = ">= 1.5"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100.0, < 7.0.0"
    }
  }
}
