//! Generated name tables: Terraform resource types and what Pulumi calls them.
