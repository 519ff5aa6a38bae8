# Written by drc 0.1.0 from spec sha256:3a182bbd48ce0d2447a7df6d804513ab37c149647449c81dce478bc8b4b282fc (system payments, environment dev).
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
