//! Prints a drawing as a Pulumi YAML program.
