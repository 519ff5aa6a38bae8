# Written by drc 0.1.0 from spec sha256:85290ace8bd7f263b6b34542680be755552a64e160f87bab2ae8f0d220f1bbcb (system payments, environment dev).
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
