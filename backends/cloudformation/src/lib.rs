//! Prints stacks as CloudFormation templates and a manifest.
