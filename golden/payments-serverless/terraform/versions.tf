# Written by drc 0.1.0 from spec sha256:bc10db571d24f8e11b631c97d6058a99b30b8dc1417c8fcf6183e73e9406c3da (system payments, environment dev).
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
