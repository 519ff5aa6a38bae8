//! What may refer to a lost Region because nobody asks for it once that Region is gone. Judged by what the property means
//! to AWS: whatever is not listed is taken to be needed.

use super::mention::{Mention, Names};

/// A property, and why it is not needed.
#[derive(Debug)]
struct Unneeded {
    /// The provider's type.
    kind: &'static str,
    /// The property, or what it is part of.
    path: &'static str,
    /// Which values of it; the empty text is part of all.
    holds: &'static str,
}

const fn row(kind: &'static str, path: &'static str, holds: &'static str) -> Unneeded {
    Unneeded { kind, path, holds }
}

/// What copies into other Regions. It stops with them and catches up later; what is here stays complete.
const COPIERS: &[Unneeded] = &[
    row("aws_cloudwatch_event_target", "arn", ":events:"),
    row("aws_s3_bucket_replication_configuration", "rule.destination", ""),
    row("aws_secretsmanager_secret", "replica", ""),
    row("aws_backup_plan", "rule.copy_action", ""),
];

const UNNEEDED: &[Unneeded] = &[
    // What measures those copies here.
    row("aws_cloudwatch_metric_alarm", "dimensions.DestinationBucket", ""),
    row("aws_cloudwatch_metric_alarm", "dimensions.ReceivingRegion", ""),
    // Where a replica came from. Once made, it answers from its own Region alone.
    row("aws_dynamodb_table_replica", "global_table_arn", ""),
    row("aws_cloudcontrolapi_resource", "desired_state.Replicas.Region", ""),
    row("aws_kms_replica_key", "primary_key_arn", ""),
    row("aws_rds_cluster", "source_region", ""),
    // The way there, for what is there: nothing in this Region is reached through it.
    row("aws_vpc_peering_connection", "peer_vpc_id", ""),
    row("aws_vpc_peering_connection", "peer_region", ""),
    row("aws_vpc_peering_connection_accepter", "vpc_peering_connection_id", ""),
    row("aws_route", "vpc_peering_connection_id", ""),
    // IAM looks at what is asked for: permission for something that is gone refuses nothing else. Whether what is left
    // is permitted is asked in `choice`.
    row("aws_iam_role_policy", "policy.Statement.Condition.StringEquals.kms:ViaService", ""),
    // The watcher asks the Region whether it is gone: no answer is the answer.
    row("aws_lambda_function", "environment.variables.PROBE_URLS", ""),
    // Route 53 answers the name of a global endpoint, whichever Region it was made in.
    row("aws_lambda_function", "environment.variables", "endpoint_url"),
    row("aws_cloudwatch_event_endpoint", "event_bus", ""),
    row("aws_cloudwatch_event_endpoint", "routing_config", ""),
    // The proof stands in Route 53 once the certificate is issued, and is not asked of it again.
    row("aws_route53_record", "", "domain_validation_options"),
    // A picture goes on showing what is left; it is asked by nobody but people who look.
    row("aws_cloudwatch_dashboard", "dashboard_body", ""),
    // Compared with what arrives, never called.
    row("aws_cloudwatch_event_rule", "event_pattern", ""),
];

impl Unneeded {
    fn is(&self, mention: &Mention) -> bool {
        let held = match &mention.names {
            Names::Node(_, field) => field,
            Names::Address(text) | Names::Place(text) | Names::Word(text) => text.as_str(),
        };
        let below = |rest: &str| rest.is_empty() || self.path.is_empty() || rest.starts_with('.');
        self.kind == mention.kind
            && mention.path.strip_prefix(self.path).is_some_and(below)
            && held.contains(self.holds)
    }
}

/// Whether it only copies to what it names.
pub(super) fn copies(mention: &Mention) -> bool {
    COPIERS.iter().any(|it| it.is(mention))
}

/// Whether nobody asks for what it names.
pub(super) fn unneeded(mention: &Mention) -> bool {
    // Labels are read by people, and by nothing else.
    let label = mention.path.starts_with("tags.") || mention.path.ends_with("description");
    label || copies(mention) || UNNEEDED.iter().any(|it| it.is(mention))
}
