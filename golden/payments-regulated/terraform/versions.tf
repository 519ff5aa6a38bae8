# Written by drc 0.1.0 from spec sha256:357073634e7e1e0bed7838948ee8adae0e57af6e02a6eede97fcdee346224507 (system payments, environment dev).
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
