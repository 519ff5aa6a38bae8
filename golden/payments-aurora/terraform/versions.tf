# Written by drc 0.1.0 from spec sha256:1c35e3215ca1cac4a7360c07a51e0ef05fc8ee998a30e2a670bd0c357d9beb51 (system payments, environment dev).
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
