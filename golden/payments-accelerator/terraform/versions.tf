# Written by drc 0.1.0 from spec sha256:c95675536473ebf4002d1a3d092204a3f7124522a453f0bf7976b66d868b52c4 (system payments, environment dev).
# Edits are lost at the next `drc emit`; change the spec instead.

terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100.0, < 7.0.0"
    }
  }
}
