use super::Nesting::{Archive, Block, Blocks, Object, Objects, Sole, Value};
use super::PulumiMajor::{V6, V7};
use super::*;

fn of(terraform: &str) -> &'static Type {
    Type::find(terraform).unwrap_or_else(|| panic!("{terraform} is not in the table"))
}

/// The field at a dotted path.
fn at(terraform: &str, path: &str) -> &'static Field {
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    let top = of(terraform).field(first);
    let found = rest.into_iter().flat_map(|rest| rest.split('.')).fold(top, |field, name| field?.field(name));
    found.unwrap_or_else(|| panic!("{terraform} has no {path}"))
}

fn names(terraform: &str, path: &str) -> [&'static str; 2] {
    let field = at(terraform, path);
    [field.pulumi(V6), field.pulumi(V7)]
}

/// Every field of every type, the provider's too, with nested ones.
fn everything() -> Vec<&'static [Field]> {
    let mut levels: Vec<&[Field]> = Type::all().iter().map(|one| one.fields).collect();
    levels.push(Type::provider().fields);
    let mut next = 0;
    while let Some(level) = levels.get(next).copied() {
        levels.extend(level.iter().map(|field| field.nesting.fields()));
        next += 1;
    }
    levels
}

#[test]
fn the_table_holds_the_listed_types_and_no_others() {
    let listed =
        include_str!("../types.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    assert!(listed.eq(Type::all().iter().map(|one| one.terraform)), "run `cargo run -p drc-xtask -- vendor`");
}

#[test]
fn sorted_so_that_look_ups_find_everything() {
    assert!(Type::all().is_sorted_by(|one, other| one.terraform < other.terraform));
    assert!(
        everything().iter().all(|level| level.is_sorted_by(|one, other| one.terraform < other.terraform))
    );
}

#[test]
fn no_two_fields_share_a_name_in_pulumi() {
    for (level, major) in everything().into_iter().flat_map(|level| [(level, V6), (level, V7)]) {
        let mut names: Vec<&str> = level.iter().map(|field| field.pulumi(major)).collect();
        names.sort_unstable();
        assert!(names.is_sorted_by(|one, other| one < other), "{major:?} {names:?}");
    }
}

#[test]
fn what_the_table_lacks_is_none() {
    assert!(Type::find("aws_things").is_none());
    assert!(of("aws_sqs_queue").field("colour").is_none());
    assert!(at("aws_sqs_queue", "name").field("name").is_none());
}

#[test]
fn buckets_are_called_v2_before_pulumi_7() {
    for (terraform, v6, v7) in [
        ("aws_s3_bucket", "aws:s3:BucketV2", "aws:s3:Bucket"),
        ("aws_s3_bucket_versioning", "aws:s3:BucketVersioningV2", "aws:s3:BucketVersioning"),
        (
            "aws_s3_bucket_replication_configuration",
            "aws:s3:BucketReplicationConfig",
            "aws:s3:BucketReplicationConfig",
        ),
    ] {
        assert_eq!([of(terraform).pulumi(V6), of(terraform).pulumi(V7)], [v6, v7]);
    }
}

#[test]
fn tokens_do_not_follow_the_terraform_name() {
    assert_eq!(of("aws_api_gateway_rest_api").pulumi(V7), "aws:apigateway:RestApi");
    assert_eq!(of("aws_cloudwatch_metric_alarm").pulumi(V7), "aws:cloudwatch:MetricAlarm");
}

#[test]
fn renamed_fields() {
    assert_eq!(names("aws_api_gateway_stage", "rest_api_id"), ["restApi", "restApi"]);
    assert_eq!(names("aws_api_gateway_stage", "deployment_id"), ["deployment", "deployment"]);
    assert_eq!(names("aws_api_gateway_base_path_mapping", "api_id"), ["restApi", "restApi"]);
    assert_eq!(names("aws_lambda_function", "function_name"), ["name", "name"]);
    assert_eq!(names("aws_lambda_permission", "function_name"), ["function", "function"]);
    assert_eq!(names("aws_cloudwatch_metric_alarm", "alarm_name"), ["name", "name"]);
    assert_eq!(names("aws_sns_topic_subscription", "topic_arn"), ["topic", "topic"]);
}

#[test]
fn code_is_an_archive() {
    assert_eq!(names("aws_lambda_function", "filename"), ["code", "code"]);
    assert!(matches!(at("aws_lambda_function", "filename").nesting, Archive));
}

#[test]
fn blocks_of_a_record_stay_lists_though_they_may_stand_only_once() {
    assert_eq!(names("aws_route53_record", "alias"), ["aliases", "aliases"]);
    assert!(matches!(at("aws_route53_record", "alias").nesting, Blocks(_)));
    assert!(matches!(at("aws_route53_record", "failover_routing_policy").nesting, Blocks(_)));
    assert!(matches!(at("aws_route53_record", "cidr_routing_policy").nesting, Block(_)));
    assert_eq!(at("aws_route53_record", "alias.evaluate_target_health").role, Role::Required);
}

#[test]
fn blocks_that_stand_once_become_objects() {
    let versioning = at("aws_s3_bucket_versioning", "versioning_configuration");
    assert_eq!(versioning.pulumi(V7), "versioningConfiguration");
    assert!(matches!(versioning.nesting, Block(_)));
    assert_eq!(versioning.role, Role::Required);
    assert!(matches!(at("aws_lambda_function", "environment").nesting, Block(_)));
    assert!(matches!(at("aws_lambda_function", "environment.variables").nesting, Value));
    // Terraform's schema does not say that these may stand only once; Pulumi's shows it.
    assert!(matches!(at("aws_s3_bucket_lifecycle_configuration", "rule.filter.and").nesting, Block(_)));
}

#[test]
fn the_replication_rule_down_to_its_minutes() {
    let rule = at("aws_s3_bucket_replication_configuration", "rule");
    assert_eq!(rule.pulumi(V6), "rules");
    assert!(matches!(rule.nesting, Blocks(_)));
    let minutes =
        at("aws_s3_bucket_replication_configuration", "rule.destination.replication_time.time.minutes");
    assert_eq!((minutes.pulumi(V7), minutes.role), ("minutes", Role::Required));
}

#[test]
fn a_list_of_one_becomes_a_scalar() {
    assert!(matches!(at("aws_api_gateway_rest_api", "endpoint_configuration.types").nesting, Sole));
    assert!(matches!(
        at("aws_api_gateway_rest_api", "endpoint_configuration.vpc_endpoint_ids").nesting,
        Value
    ));
}

#[test]
fn computed_lists_of_objects_are_to_be_indexed() {
    let options = at("aws_acm_certificate", "domain_validation_options");
    assert!(matches!(options.nesting, Objects(_)));
    assert_eq!(options.role, Role::Computed);
    assert!(everything().iter().all(|level| level.iter().all(|field| !matches!(field.nesting, Object(_)))));
}

#[test]
fn a_health_check() {
    assert_eq!(of("aws_route53_health_check").pulumi(V6), "aws:route53:HealthCheck");
    assert_eq!(at("aws_route53_health_check", "type").role, Role::Required);
    assert_eq!(
        names("aws_route53_health_check", "child_healthchecks"),
        ["childHealthchecks", "childHealthchecks"]
    );
    assert_eq!(at("aws_route53_health_check", "id").role, Role::Computed);
}

#[test]
fn what_a_provider_refuses_is_left_out() {
    // Terraform 5.100 deprecates them; Pulumi 7 has them no more or nests them differently than 6.
    assert!(of("aws_s3_bucket").field("versioning").is_none());
    assert!(of("aws_api_gateway_deployment").field("invoke_url").is_none());
    assert!(Type::provider().field("assume_role").is_none());
    // Pulumi takes timeouts by a resource option.
    assert!(of("aws_dynamodb_table").field("timeouts").is_none());
}

#[test]
fn the_provider_block() {
    let provider = Type::provider();
    assert_eq!(provider.pulumi(V7), "pulumi:providers:aws");
    assert!(provider.field("max_retries").is_some_and(|field| field.pulumi(V7) == "maxRetries"));
    assert!(provider.field("default_tags").is_some_and(|field| matches!(field.nesting, Block(_))));
}

#[test]
fn secrets_are_marked() {
    assert!(at("aws_acm_certificate", "private_key").sensitive);
    assert!(!at("aws_acm_certificate", "domain_name").sensitive);
}

#[test]
fn versions_are_pinned() {
    assert!(TERRAFORM_VERSION.starts_with("5."));
    assert!(V6.version().starts_with("6.") && V7.version().starts_with("7."));
}
