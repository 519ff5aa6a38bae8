//! A YAML writer.
