//! The rules: one file and one page each, listed once.

use crate::budget::{Budget, RtoBudget, StoreBudget};
use crate::evacuation;
use crate::package::FolderProblem;
use crate::policy::{self, Judgement};
use crate::tune::{cheapest_repair, cheapest_repairs, store_repair};
use drc_diagnostic::{Code, Diagnostics, Severity};
use drc_model::{Address, Allow, Duration, PhysicalName, Region};
use drc_services::api::Api;
use drc_services::balancer::Balancer;
use drc_services::database::Database;
use drc_services::function::Function;
use drc_services::registry::Typed as _;
use drc_services::traffic::Traffic;
use drc_services::{Entry, Package, Spec};
use drc_syntax::{Date, Span, Spanned};
use indexmap::IndexMap;
use std::collections::{BTreeMap, BTreeSet};

/// What the rules look at.
#[derive(Debug)]
pub struct Checking<'a> {
    /// The spec.
    pub spec: &'a Spec,
    /// Its figures.
    pub budget: &'a Budget,
    /// Its code folders, by the path it writes.
    pub folders: &'a IndexMap<String, Result<Package, FolderProblem>>,
    /// The figures of its stores, by address.
    pub stores: BTreeMap<&'a Address, &'a StoreBudget>,
    /// Every name it will have in AWS, and whose it is.
    pub names: Vec<(usize, PhysicalName)>,
    /// What policies say of it.
    pub judgements: &'a [Judgement],
    /// The day the check is made on; without one, nothing expires.
    pub today: Option<Date>,
    /// What `[[allow]]` excuses today: code and address, and the place of the exception.
    pub excuses: BTreeMap<(&'a str, &'a str), usize>,
    /// Which of `[[allow]]` excused something.
    pub used_allows: BTreeSet<usize>,
}

/// One thing that can be wrong with a spec that can be read.
pub trait Rule {
    /// Its code and page.
    const CODE: Code;

    /// Says where it is broken.
    fn check(cx: &Checking<'_>, found: &mut Diagnostics);
}

/// Lists the rules once: modules, the registry and the run follow. What looks at the exceptions themselves comes after
/// what they excuse.
macro_rules! checks {
    ($($module:ident::$rule:ident),* $(,)?; of exceptions: $($of:ident::$allow:ident),* $(,)?) => {
        $(mod $module;)*
        $(mod $of;)*

        /// The code of every rule, by number.
        pub const ALL: &[Code] = &[$(<$module::$rule as Rule>::CODE,)* $(<$of::$allow as Rule>::CODE),*];

        /// One rule's check.
        type Check = fn(&Checking<'_>, &mut Diagnostics);

        const CHECKS: &[Check] = &[$(<$module::$rule as Rule>::check),*];
        const OF_ALLOWS: &[Check] = &[$(<$of::$allow as Rule>::check),*];
    };
}

checks! {
    regions_identical::RegionsIdentical,
    regions_cross_partition::RegionsCrossPartition,
    region_opt_in::RegionOptIn,
    rto_less_than_detection_plus_ttl::RtoLessThanDetectionPlusTtl,
    rto_below_typical::RtoBelowTypical,
    rto_below_plan::RtoBelowPlan,
    rpo_below_typical::RpoBelowTypical,
    rpo_not_enforced::RpoNotEnforced,
    rpo_without_reason::RpoWithoutReason,
    manual_step_in_short_rto::ManualStepInShortRto,
    hands_off_by_hand::HandsOffByHand,
    aurora_rpo_parameter::AuroraRpoParameter,
    aurora_rpo_single_secondary::AuroraRpoSingleSecondary,
    rto_below_floor::RtoBelowFloor,
    rto_unbounded_term::RtoUnboundedTerm,
    rpo_zero_async::RpoZeroAsync,
    strategy_cannot_reach::StrategyCannotReach,
    strategy_mismatch::StrategyMismatch,
    strategy_overpowered::StrategyOverpowered,
    assumption_unmeasured::AssumptionUnmeasured,
    measurement_stale::MeasurementStale,
    no_drill::NoDrill,
    drill_overdue::DrillOverdue,
    drill_only_graceful::DrillOnlyGraceful,
    replication_skew::ReplicationSkew,
    measured_unknown::MeasuredUnknown,
    drill_in_future::DrillInFuture,
    target_below_dependency::TargetBelowDependency,
    service_rto_below_typical::ServiceRtoBelowTypical,
    service_rto_below_plan::ServiceRtoBelowPlan,
    failback_below_typical::FailbackBelowTypical,
    failback_below_plan::FailbackBelowPlan,
    backup_interval_vs_rpo::BackupIntervalVsRpo,
    queue_rpo_missed::QueueRpoMissed,
    operations_twice::OperationsTwice,
    eb_rpo_below_360::EbRpoBelow360,
    health_check_interval::HealthCheckInterval,
    health_check_threshold::HealthCheckThreshold,
    domain_reserved::DomainReserved,
    health_check_route::HealthCheckRoute,
    health_check_auth::HealthCheckAuth,
    record_outside_zone::RecordOutsideZone,
    zone_delegation::ZoneDelegation,
    api_open::ApiOpen,
    cert_missing_region::CertMissingRegion,
    accelerator_target::AcceleratorTarget,
    accelerator_partition::AcceleratorPartition,
    ttl_on_alias::TtlOnAlias,
    ttl_over_60::TtlOver60,
    health_check_threshold_one::HealthCheckThresholdOne,
    split_writes::SplitWrites,
    ddb_conflict_writes::DdbConflictWrites,
    active_active_route::ActiveActiveRoute,
    accelerator_order::AcceleratorOrder,
    balancer_unreachable::BalancerUnreachable,
    health_check_placeholder::HealthCheckPlaceholder,
    health_check_shared_name::HealthCheckSharedName,
    health_check_host::HealthCheckHost,
    health_check_shallow::HealthCheckShallow,
    health_check_too_deep::HealthCheckTooDeep,
    health_check_cert_blind::HealthCheckCertBlind,
    ttl_very_low::TtlVeryLow,
    failback_flap::FailbackFlap,
    balancer_open::BalancerOpen,
    jvm_dns_cache::JvmDnsCache,
    domain_name::DomainName,
    name_length::NameLength,
    name_collision::NameCollision,
    bucket_name::BucketName,
    lambda_env_reserved::LambdaEnvReserved,
    code_folder::CodeFolder,
    code_outside_root::CodeOutsideRoot,
    handler_missing::HandlerMissing,
    alarm_unknown_metric::AlarmUnknownMetric,
    alarm_units::AlarmUnits,
    lambda_runtime_deprecated::LambdaRuntimeDeprecated,
    limits::Limits,
    alarm_twice::AlarmTwice,
    tag_reserved::TagReserved,
    api_empty::ApiEmpty,
    lambda_env_name::LambdaEnvName,
    redrive_twice::RedriveTwice,
    alarm_metrics_not_enabled::AlarmMetricsNotEnabled,
    eb_endpoint::EbEndpoint,
    eb_copied_twice::EbCopiedTwice,
    eb_rto_below_360::EbRtoBelow360,
    event_rule::EventRule,
    bus_existing::BusExisting,
    parameter_path::ParameterPath,
    parameter_value::ParameterValue,
    parameter_sync::ParameterSync,
    secret_plaintext::SecretPlaintext,
    backup_covers_nothing::BackupCoversNothing,
    backup_windows::BackupWindows,
    network_way_out::NetworkWayOut,
    function_url_public::FunctionUrlPublic,
    function_concurrency::FunctionConcurrency,
    function_concurrency_plan::FunctionConcurrencyPlan,
    function_layers::FunctionLayers,
    queue_visibility::QueueVisibility,
    queue_retries::QueueRetries,
    attribute_absent::AttributeAbsent,
    api_key_per_region::ApiKeyPerRegion,
    api_domain::ApiDomain,
    secret_source::SecretSource,
    aurora_backtrack_global::AuroraBacktrackGlobal,
    aurora_t_class_global::AuroraTClassGlobal,
    aurora_capacity::AuroraCapacity,
    aurora_version::AuroraVersion,
    aurora_serverless_small_secondary::AuroraServerlessSmallSecondary,
    aurora_serverless_paused::AuroraServerlessPaused,
    aurora_headless::AuroraHeadless,
    aurora_watch::AuroraWatch,
    aurora_limits::AuroraLimits,
    aurora_secret::AuroraSecret,
    vpc_cidr_overlap::VpcCidrOverlap,
    vpc_cidr::VpcCidr,
    region_missing::RegionMissing,
    single_az::SingleAz,
    zones_unavailable::ZonesUnavailable,
    nat_single::NatSingle,
    network_source::NetworkSource,
    balancer_forward::BalancerForward,
    balancer_subnets::BalancerSubnets,
    balancer_certificate::BalancerCertificate,
    table_attributes::TableAttributes,
    table_keys::TableKeys,
    table_strong_regions::TableStrongRegions,
    table_strong_unsupported::TableStrongUnsupported,
    bucket_lifecycle::BucketLifecycle,
    existing_arn::ExistingArn,
    existing_settings::ExistingSettings,
    bucket_one_way::BucketOneWay,
    subscriber_address::SubscriberAddress,
    ga_long_flows::GaLongFlows,
    ddb_cold_reads::DdbColdReads,
    aurora_endpoint_hardcoded::AuroraEndpointHardcoded,
    s3_rtc_vs_rpo::S3RtcVsRpo,
    s3_no_rtc::S3NoRtc,
    s3_rtc_throughput::S3RtcThroughput,
    backup_start_window::BackupStartWindow,
    backup_copy_shorter::BackupCopyShorter,
    queue_in_flight::QueueInFlight,
    lambda_concurrency_asymmetry::LambdaConcurrencyAsymmetry,
    lambda_quota_default::LambdaQuotaDefault,
    lambda_over_quota::LambdaOverQuota,
    apigw_throttle_asymmetry::ApigwThrottleAsymmetry,
    lambda_runtime_blocked::LambdaRuntimeBlocked,
    lambda_env_size::LambdaEnvSize,
    aurora_instances_asymmetry::AuroraInstancesAsymmetry,
    zones_asymmetry::ZonesAsymmetry,
    kms_single_region::KmsSingleRegion,
    alarm_wrong_metric::AlarmWrongMetric,
    alarm_no_action::AlarmNoAction,
    alarm_threshold_over_rpo::AlarmThresholdOverRpo,
    alarm_latency_over_rpo::AlarmLatencyOverRpo,
    control_plane_in_failed_region::ControlPlaneInFailedRegion,
    control_plane_us_east_1::ControlPlaneUsEast1,
    accelerated_recovery_off::AcceleratedRecoveryOff,
    failover_needs_control_plane::FailoverNeedsControlPlane;
    of exceptions:
    allow_unused::AllowUnused,
    allow_expired::AllowExpired,
    allow_unknown_policy::AllowUnknownPolicy,
}

/// The witness a strongly consistent table of the spec's Regions needs, `Some(None)` if it needs none; `None` where
/// DynamoDB does not take them.
pub fn strong_witness(spec: &Spec) -> Option<Option<Region>> {
    let regions: Vec<Spanned<Region>> = spec.regions.spanned().collect();
    table_strong_regions::witness(&regions)
}

impl<'a> Checking<'a> {
    /// Looks at a spec.
    pub fn new(
        spec: &'a Spec,
        budget: &'a Budget,
        folders: &'a IndexMap<String, Result<Package, FolderProblem>>,
        today: Option<Date>,
    ) -> Self {
        let names =
            spec.services.iter().enumerate().flat_map(|(at, entry)| {
                entry.service.names(entry, spec).into_iter().map(move |name| (at, name))
            });
        let mut excuses = BTreeMap::new();
        for (at, allow) in spec.allows.iter().enumerate().filter(|(_, allow)| !expired(allow, today)) {
            excuses.entry((&*allow.code.value, &*allow.at.value)).or_insert(at);
        }
        Self {
            spec,
            budget,
            folders,
            stores: budget.stores.iter().map(|it| (&it.address, it)).collect(),
            names: names.collect(),
            judgements: &[],
            today,
            excuses,
            used_allows: BTreeSet::new(),
        }
    }

    fn names(&self) -> impl Iterator<Item = (&Entry, &PhysicalName)> {
        self.names.iter().map(|(at, name)| (&self.spec.services[*at], name))
    }

    /// The API that health checks ask, and the path.
    fn health_check_route<'t>(&self, traffic: &'t Traffic) -> Option<(&Api, &'t Spanned<String>)> {
        let entry = self.spec.entry(&traffic.target.value)?;
        Some((Api::service(&entry.service)?, &traffic.health_check.path))
    }

    /// The function that answers health checks in the end, through load balancers or a route of an API.
    fn probed(&self, traffic: &Traffic) -> Option<(&Entry, &Function)> {
        let mut entry = self.spec.entry(&traffic.target.value)?;
        while let Some(balancer) = Balancer::service(&entry.service) {
            entry = self.spec.entry(&balancer.forward.value)?;
        }
        if let Some(api) = Api::service(&entry.service) {
            let (_, route) = api.routes.find("GET", &traffic.health_check.path.value)?;
            entry = self.spec.entry(&route.to.value)?;
        }
        Some((entry, Function::service(&entry.service)?))
    }

    /// The figures of a store.
    fn store(&self, entry: &Entry) -> Option<&StoreBudget> {
        self.stores.get(&entry.address).copied()
    }

    /// Whether the RTO can be judged: from settings that AWS does not have follows nothing.
    fn can_judge_rto(&self) -> bool {
        let traffic = self.spec.one::<Traffic>().is_none_or(|(_, traffic)| {
            let check = &traffic.health_check;
            health_check_interval::exists(traffic, check.interval.value)
                && health_check_threshold::exists(traffic, check.threshold.value)
        });
        traffic && self.spec.all::<Database>().all(|(_, it)| aurora_watch::exists(&it.plan()))
    }

    /// Whether an exception accepts what a rule says of an address: then nobody asks what would mend it.
    fn accepts(&self, code: &Code, address: &str) -> bool {
        self.excuses.contains_key(&(code.id, address))
    }

    /// Whether an exception's last day has passed.
    fn expired(&self, allow: &Allow) -> bool {
        expired(allow, self.today)
    }
}

fn expired(allow: &Allow, today: Option<Date>) -> bool {
    allow.until.zip(today).is_some_and(|(until, today)| until.value < today)
}

/// Runs every rule. What `[[allow]]` accepts is answered apart, with the exception that accepts it.
///
/// `graph` is asked what shows only in the graph; it is told what was found so far, for a spec with errors has none.
pub fn check(
    mut cx: Checking<'_>,
    graph: impl FnOnce(&Diagnostics) -> Option<Diagnostics>,
) -> (Diagnostics, Vec<(usize, drc_diagnostic::Diagnostic)>) {
    let mut found = Diagnostics::default();
    for check in CHECKS {
        check(&cx, &mut found);
    }
    let seen = graph(&found);
    let is_seen = seen.is_some();
    found.extend(seen.unwrap_or_default());
    let excuses = std::mem::take(&mut cx.excuses);
    // What does not deploy, or provably misses its target, no reason makes right: errors are not excused.
    let excuse = |it: &drc_diagnostic::Diagnostic| {
        let address = it.address.as_deref().unwrap_or_default();
        excuses.get(&(it.code.id, address)).copied().filter(|_| it.severity() != Severity::Error)
    };
    let (mut open, mut accepted) = (Diagnostics::default(), Vec::new());
    for it in found {
        match excuse(&it) {
            Some(allow) => accepted.push((allow, it)),
            None => open.push(it),
        }
    }
    for judgement in cx.judgements {
        let code = judgement.code();
        for it in &judgement.findings {
            let address = it.address.as_deref().unwrap_or_default();
            let excuse = excuses.get(&(&*code, address)).or_else(|| excuses.get(&(it.code.id, address)));
            match excuse.filter(|_| judgement.can_be_accepted() && policy::can_be_accepted(it.code)) {
                Some(allow) => accepted.push((*allow, it.clone())),
                None => open.push(it.clone()),
            }
        }
    }
    cx.used_allows = accepted.iter().map(|(at, _)| *at).collect();
    // Where the graph was not looked at, nobody knows what of it they would excuse.
    let of_graph =
        |(_, allow): &(usize, &Spanned<Allow>)| evacuation::ALL.iter().any(|it| it.id == allow.code.value);
    let unknown = cx.spec.allows.iter().enumerate().filter(of_graph).filter(|_| !is_seen);
    cx.used_allows.extend(unknown.map(|(at, _)| at));
    OF_ALLOWS.iter().for_each(|check| check(&cx, &mut open));
    open.sort();
    (open, accepted)
}

/// Where a function says that it may connect to a database.
fn connects(function: &Function, database: &Address) -> Option<Span> {
    let grant = function.access.iter().find(|it| it.verb == "connect" && it.to.value == *database)?;
    Some(grant.to.span)
}

/// A budget's figure for people: whole seconds, rounded up.
fn whole(time: Duration) -> Duration {
    Duration::from_secs(time.as_millis().div_ceil(1_000))
}

/// What to change: the largest term the spec can do something about.
fn largest_term(rto: &RtoBudget) -> String {
    let configured = rto.terms().filter(|it| it.field.is_some());
    match configured.max_by_key(|it| it.columns.plan) {
        Some(term) => {
            let (field, _) = term.field.unwrap_or_default();
            format!(
                "the largest term is {} ({}, {} of {} planned); or raise the RTO to {}",
                term.id,
                field,
                term.columns.plan,
                rto.total().plan,
                rto.total().plan
            )
        }
        None => format!("raise the RTO to {}", rto.total().plan),
    }
}

/// What to change: the cheapest setting that mends it, else the cheapest ones; else what keeps settings from it.
fn mend_rto(cx: &Checking<'_>) -> String {
    let rto = &cx.budget.rto;
    let raise = format!("raise the RTO to {}", whole(rto.total().plan));
    let Some(one) = cheapest_repair(cx.spec, cx.budget) else {
        return format!("no setting makes it shorter: {}", largest_term(rto));
    };
    if one.passes {
        return format!("{}; or {raise}", one.words());
    }
    match cheapest_repairs(cx.spec, cx.budget) {
        Some(several) => format!("{}; or {raise}", several.words()),
        None => format!("{raise}; `drc tune` says how close settings come, and what lies beyond them"),
    }
}

/// What to change for a store: the cheapest setting that mends it, before what else can be done.
fn mend_store(cx: &Checking<'_>, store: &StoreBudget, else_: String) -> String {
    match store_repair(cx.spec, store).filter(|it| it.passes) {
        Some(it) => format!("{}; or {else_}", it.words()),
        None => else_,
    }
}
