//! Prints a drawing as Terraform HCL.
