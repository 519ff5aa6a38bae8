# Written by drc 0.1.0 from spec sha256:78581911d0edf6e8a6a1297fcd750fec1226877484c5448b9532c2e73bd7b5dc (system payments, environment dev).
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
