# Written by drc 0.1.0 from spec sha256:cefe69400f85201a9aeee7a888cabbbfcf984190536d57ee2f417270b906ebed (system payments, environment dev).
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
