# Written by drc 0.1.0 from spec sha256:e8fa612157906cd145fd32bc4c65ba642e8f95c5cedbd01eed813fedfd4a0dcd (system payments, environment dev).
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
