//! The calls drc makes, in drc's words. The one place that knows the SDK's.
//!
//! It is a struct and no trait: retries, time-outs and expired tokens are the SDK's, so tests let the SDK speak to a
//! CloudFormation on the loopback instead of replacing it.

use crate::fault::Fault;
use crate::state::Status;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_cloudformation::operation::describe_change_set::DescribeChangeSetOutput;
use aws_sdk_cloudformation::primitives::{DateTime, DateTimeFormat};
use aws_sdk_cloudformation::types as sdk;
use aws_smithy_http_client::tls;
use std::collections::BTreeMap;
use std::time::Duration;

/// How long AWS is given.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// To accept a connection.
    pub connect: Duration,
    /// To answer one try.
    pub attempt: Duration,
    /// Tries, with growing pauses between them.
    pub attempts: u32,
    /// Between two looks at a stack that CloudFormation works on.
    pub poll: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(4),
            attempt: Duration::from_secs(20),
            attempts: 6,
            poll: Duration::from_secs(4),
        }
    }
}

/// Pauses between two looks: short at first, so that what takes a moment is not waited for, then as long as told.
pub(crate) struct Pace(Duration, Duration);

impl Pace {
    pub(crate) async fn pause(&mut self) {
        tokio::time::sleep(self.0).await;
        self.0 = (self.0 * 2).min(self.1);
    }
}

impl Patience {
    pub(crate) fn pace(&self) -> Pace {
        Pace(self.poll / 16, self.poll)
    }
}

/// An account, as far as credentials reach.
#[derive(Debug)]
pub struct Aws {
    clients: BTreeMap<String, Client>,
    /// Those that give up soon: for Regions that may be lost and are only asked what they know.
    probes: BTreeMap<String, Client>,
}

/// One Region of it.
#[derive(Clone, Debug)]
pub struct Client {
    /// `us-east-1`
    pub region: String,
    pub(crate) patience: Patience,
    cloudformation: aws_sdk_cloudformation::Client,
    pub(crate) s3: aws_sdk_s3::Client,
    pub(crate) route53: aws_sdk_route53::Client,
    sts: aws_sdk_sts::Client,
}

impl Aws {
    /// With what the environment and the profiles of the AWS CLI say: keys, `AWS_PROFILE`, SSO, roles to assume,
    /// `AWS_ENDPOINT_URL`.
    pub async fn connect(regions: &[String], patience: Patience) -> Aws {
        let tls = tls::Provider::Rustls(tls::rustls_provider::CryptoMode::Ring);
        let http = aws_smithy_http_client::Builder::new().tls_provider(tls).build_https();
        let mut loader = aws_config::defaults(BehaviorVersion::v2026_01_12()).http_client(http);
        // The credentials may need a Region of their own (STS, SSO); without one in the profile any of ours will do.
        if let Some(first) = regions.first() {
            loader = loader.region(Region::new(first.clone()));
        }
        Self::of(&loader.load().await, regions, patience)
    }

    /// With a configuration that is there already.
    pub fn of(config: &SdkConfig, regions: &[String], patience: Patience) -> Aws {
        let clients = |patience: Patience| {
            regions.iter().map(|it| (it.clone(), Client::new(config, it, patience))).collect()
        };
        Aws { clients: clients(patience), probes: clients(Patience { attempts: 2, ..patience }) }
    }

    /// The client of a Region.
    ///
    /// # Errors
    /// The Region is none of the system's.
    pub fn client(&self, region: &str) -> Result<&Client, Fault> {
        let unknown = || Fault::Unknown { region: region.to_owned(), what: "to no client".to_owned() };
        self.clients.get(region).ok_or_else(unknown)
    }

    /// The client of a Region that gives up soon.
    ///
    /// # Errors
    /// The Region is none of the system's.
    pub fn probe(&self, region: &str) -> Result<&Client, Fault> {
        let unknown = || Fault::Unknown { region: region.to_owned(), what: "to no client".to_owned() };
        self.probes.get(region).ok_or_else(unknown)
    }

    /// Whose credentials these are. Any Region may say so: the first one may be the one that is lost.
    ///
    /// # Errors
    /// No Region answers, or the credentials are not good.
    pub async fn caller(&self, regions: &[String]) -> Result<Caller, Fault> {
        let mut last = Fault::Unknown { region: String::new(), what: "without a Region".to_owned() };
        for region in regions {
            match self.probe(region)?.caller().await {
                Ok(caller) => return Ok(caller),
                Err(Fault::Unreachable { region, why }) => last = Fault::Unreachable { region, why },
                Err(fault) => return Err(fault),
            }
        }
        Err(last)
    }
}

/// Whose credentials are used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// Twelve digits.
    pub account: String,
    /// `arn:aws:iam::123456789012:user/ada`
    pub arn: String,
}

/// A stack as it is.
#[derive(Clone, Debug)]
pub struct Described {
    /// Its ARN: tells it from an earlier stack of the name.
    pub id: String,
    /// Its status.
    pub status: Status,
    /// Why it has it.
    pub reason: Option<String>,
    /// Its outputs.
    pub outputs: BTreeMap<String, String>,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
    /// When it was created, or last updated.
    pub since: Option<String>,
    /// The change set that was executed last.
    pub change_set: Option<String>,
}

/// What a parameter is set to.
#[derive(Clone, PartialEq, Eq)]
pub enum Setting {
    /// To this.
    Value(String),
    /// To this, which nobody may read.
    Secret(String),
    /// To what it was set to before: nobody needs to be asked for it.
    Previous,
}

impl std::fmt::Debug for Setting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Setting::Value(value) => write!(f, "{value:?}"),
            Setting::Secret(_) => f.write_str("(secret)"),
            Setting::Previous => f.write_str("(as before)"),
        }
    }
}

/// How CloudFormation gets a template.
#[derive(Clone, Debug)]
pub(crate) enum Template {
    Body(String),
    Url(String),
}

/// A change set to be.
#[derive(Clone, Debug)]
pub(crate) struct Wanted<'w> {
    pub(crate) stack: &'w str,
    pub(crate) name: &'w str,
    pub(crate) new: bool,
    pub(crate) template: Template,
    pub(crate) parameters: &'w BTreeMap<String, Setting>,
    pub(crate) capabilities: &'w [String],
    pub(crate) tags: &'w BTreeMap<String, String>,
    pub(crate) description: &'w str,
}

/// A change set as it is.
#[derive(Clone, Debug)]
pub(crate) struct ChangeSet {
    pub(crate) id: String,
    pub(crate) status: String,
    pub(crate) reason: String,
    pub(crate) execution: String,
    pub(crate) description: String,
    pub(crate) changes: Vec<Change>,
}

/// One line of a change set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) id: String,
    pub(crate) kind: String,
    /// `Add`, `Modify`, `Remove`, `Import`, `Dynamic`
    pub(crate) action: String,
    /// `True`, `False`, `Conditional`
    pub(crate) replacement: String,
    /// It is left where it is, though the stack forgets it.
    pub(crate) retained: bool,
    /// Properties that differ.
    pub(crate) properties: Vec<String>,
}

/// Something that happened to a resource, or to the stack itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// Of the event.
    pub event: String,
    /// Logical id; the stack's name for the stack itself.
    pub id: String,
    /// The stack itself, not one of its resources.
    pub of_stack: bool,
    /// `AWS::S3::Bucket`
    pub kind: String,
    /// `CREATE_FAILED`
    pub status: String,
    /// AWS's reason in full.
    pub reason: Option<String>,
    /// When.
    pub since: Option<String>,
}

/// A resource that a stack has made.
#[derive(Clone, Debug)]
pub(crate) struct Made {
    pub(crate) id: String,
    pub(crate) physical: String,
    pub(crate) kind: String,
    pub(crate) status: String,
}

/// A resource that is not as its stack made it.
#[derive(Clone, Debug)]
pub(crate) struct Drifted {
    pub(crate) id: String,
    pub(crate) kind: String,
    /// `MODIFIED`, `DELETED`
    pub(crate) status: String,
    /// Path, what it should be, what it is.
    pub(crate) differences: Vec<(String, String, String)>,
}

fn text(value: Option<&str>) -> String {
    value.unwrap_or_default().to_owned()
}

fn time(value: Option<&DateTime>) -> Option<String> {
    value.and_then(|it| it.fmt(DateTimeFormat::DateTime).ok())
}

/// Asks, and puts a failure into drc's words.
macro_rules! ask {
    ($self:ident, $call:literal, $request:expr) => {
        $request.send().await.map_err(|error| Fault::of(&$self.region, $call, &error))
    };
}
pub(crate) use ask;

impl Client {
    fn new(config: &SdkConfig, region: &str, patience: Patience) -> Client {
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(patience.connect)
            .operation_attempt_timeout(patience.attempt)
            .build();
        let config = config
            .to_builder()
            .region(Region::new(region.to_owned()))
            .retry_config(RetryConfig::standard().with_max_attempts(patience.attempts))
            .timeout_config(timeouts)
            .build();
        Client {
            region: region.to_owned(),
            patience,
            cloudformation: aws_sdk_cloudformation::Client::new(&config),
            s3: aws_sdk_s3::Client::new(&config),
            route53: aws_sdk_route53::Client::new(&config),
            sts: aws_sdk_sts::Client::new(&config),
        }
    }

    async fn caller(&self) -> Result<Caller, Fault> {
        let caller = ask!(self, "GetCallerIdentity", self.sts.get_caller_identity())?;
        Ok(Caller { account: text(caller.account()), arn: text(caller.arn()) })
    }

    /// A stack by its name or ARN; `None` if there is none.
    ///
    /// # Errors
    /// AWS does not answer, or refuses.
    pub async fn stack(&self, name: &str) -> Result<Option<Described>, Fault> {
        let request = self.cloudformation.describe_stacks().stack_name(name);
        let answer = match ask!(self, "DescribeStacks", request) {
            Ok(answer) => answer,
            Err(fault) if fault.is_absence() => return Ok(None),
            Err(fault) => return Err(fault),
        };
        let Some(stack) = answer.stacks().first() else { return Ok(None) };
        let status = stack.stack_status().map_or("", sdk::StackStatus::as_str);
        let unknown =
            || Fault::Unknown { region: self.region.clone(), what: format!("the status `{status}`") };
        let output = |it: &sdk::Output| (text(it.output_key()), text(it.output_value()));
        let tag = |it: &sdk::Tag| (text(it.key()), text(it.value()));
        Ok(Some(Described {
            id: text(stack.stack_id()),
            status: Status::parse(status).ok_or_else(unknown)?,
            reason: stack.stack_status_reason().map(str::to_owned),
            outputs: stack.outputs().iter().map(output).collect(),
            tags: stack.tags().iter().map(tag).collect(),
            since: time(stack.last_updated_time().or(stack.creation_time())),
            change_set: stack.change_set_id().map(str::to_owned),
        }))
    }

    /// Answers its ARN.
    pub(crate) async fn create_change_set(&self, wanted: Wanted<'_>) -> Result<String, Fault> {
        let parameter = |(name, setting): (&String, &Setting)| {
            let parameter = sdk::Parameter::builder().parameter_key(name);
            match setting {
                Setting::Value(value) | Setting::Secret(value) => parameter.parameter_value(value),
                Setting::Previous => parameter.use_previous_value(true),
            }
            .build()
        };
        let tag = |(key, value): (&String, &String)| sdk::Tag::builder().key(key).value(value).build();
        let request = self
            .cloudformation
            .create_change_set()
            .stack_name(wanted.stack)
            .change_set_name(wanted.name)
            .change_set_type(if wanted.new { sdk::ChangeSetType::Create } else { sdk::ChangeSetType::Update })
            .set_parameters(Some(wanted.parameters.iter().map(parameter).collect()))
            .set_capabilities(Some(
                wanted.capabilities.iter().map(|it| sdk::Capability::from(it.as_str())).collect(),
            ))
            .set_tags(Some(wanted.tags.iter().map(tag).collect()))
            .description(wanted.description);
        let request = match wanted.template {
            Template::Body(body) => request.template_body(body),
            Template::Url(url) => request.template_url(url),
        };
        ask!(self, "CreateChangeSet", request).map(|it| text(it.id()))
    }

    /// A change set with all its changes; `None` if there is none.
    pub(crate) async fn change_set(&self, stack: &str, name: &str) -> Result<Option<ChangeSet>, Fault> {
        let mut found: Option<ChangeSet> = None;
        let mut next: Option<String> = None;
        loop {
            let request = self
                .cloudformation
                .describe_change_set()
                .stack_name(stack)
                .change_set_name(name)
                .set_next_token(next);
            let page = match ask!(self, "DescribeChangeSet", request) {
                Ok(page) => page,
                Err(fault) if fault.is_absence() => return Ok(None),
                Err(fault) => return Err(fault),
            };
            let changes: Vec<Change> =
                page.changes().iter().filter_map(|it| it.resource_change()).map(change).collect();
            next = page.next_token().map(str::to_owned);
            match &mut found {
                Some(found) => found.changes.extend(changes),
                None => found = Some(change_set(&page, changes)),
            }
            if next.is_none() {
                return Ok(found);
            }
        }
    }

    /// Names of a stack's change sets that drc has made.
    pub(crate) async fn change_sets(&self, stack: &str) -> Result<Vec<String>, Fault> {
        let request = self.cloudformation.list_change_sets().stack_name(stack);
        let answer = match ask!(self, "ListChangeSets", request) {
            Ok(answer) => answer,
            Err(fault) if fault.is_absence() => return Ok(Vec::new()),
            Err(fault) => return Err(fault),
        };
        Ok(answer.summaries().iter().map(|it| text(it.change_set_name())).collect())
    }

    /// The token makes a repetition the same request: a try whose answer was lost does not count twice.
    pub(crate) async fn execute(&self, stack: &str, change_set: &str, token: &str) -> Result<(), Fault> {
        let request = self
            .cloudformation
            .execute_change_set()
            .stack_name(stack)
            .change_set_name(change_set)
            .client_request_token(token);
        ask!(self, "ExecuteChangeSet", request).map(|_| ())
    }

    pub(crate) async fn delete_change_set(&self, stack: &str, name: &str) -> Result<(), Fault> {
        let request = self.cloudformation.delete_change_set().stack_name(stack).change_set_name(name);
        match ask!(self, "DeleteChangeSet", request) {
            Err(fault) if fault.is_absence() => Ok(()),
            answer => answer.map(|_| ()),
        }
    }

    pub(crate) async fn delete_stack(&self, stack: &str, token: &str) -> Result<(), Fault> {
        let request = self.cloudformation.delete_stack().stack_name(stack).client_request_token(token);
        ask!(self, "DeleteStack", request).map(|_| ())
    }

    /// What happened since the stack's last operation began, in order.
    pub(crate) async fn occurrences(&self, stack: &str) -> Result<Vec<Occurrence>, Fault> {
        let mut found = Vec::new();
        let mut next: Option<String> = None;
        loop {
            let request = self.cloudformation.describe_stack_events().stack_name(stack).set_next_token(next);
            let page = match ask!(self, "DescribeStackEvents", request) {
                Ok(page) => page,
                Err(fault) if fault.is_absence() => break,
                Err(fault) => return Err(fault),
            };
            for event in page.stack_events() {
                let occurrence = occurrence(event);
                let begins = occurrence.begins_operation();
                found.push(occurrence);
                if begins {
                    found.reverse();
                    return Ok(found);
                }
            }
            next = page.next_token().map(str::to_owned);
            if next.is_none() {
                break;
            }
        }
        found.reverse();
        Ok(found)
    }

    /// What a stack has made.
    pub(crate) async fn made(&self, stack: &str) -> Result<Vec<Made>, Fault> {
        let mut found = Vec::new();
        let mut next: Option<String> = None;
        loop {
            let request = self.cloudformation.list_stack_resources().stack_name(stack).set_next_token(next);
            let page = match ask!(self, "ListStackResources", request) {
                Ok(page) => page,
                Err(fault) if fault.is_absence() => return Ok(found),
                Err(fault) => return Err(fault),
            };
            found.extend(page.stack_resource_summaries().iter().map(|it| Made {
                id: text(it.logical_resource_id()),
                physical: text(it.physical_resource_id()),
                kind: text(it.resource_type()),
                status: it.resource_status().map_or_else(String::new, |it| it.as_str().to_owned()),
            }));
            next = page.next_token().map(str::to_owned);
            if next.is_none() {
                return Ok(found);
            }
        }
    }

    /// Has CloudFormation compare a stack with what is there, and waits for it.
    pub(crate) async fn drifted(&self, stack: &str) -> Result<Vec<Drifted>, Fault> {
        let request = self.cloudformation.detect_stack_drift().stack_name(stack);
        let detection = text(ask!(self, "DetectStackDrift", request)?.stack_drift_detection_id());
        let mut pace = self.patience.pace();
        loop {
            let request = self
                .cloudformation
                .describe_stack_drift_detection_status()
                .stack_drift_detection_id(&detection);
            let answer = ask!(self, "DescribeStackDriftDetectionStatus", request)?;
            match answer.detection_status().map_or("", |it| it.as_str()) {
                "DETECTION_IN_PROGRESS" => pace.pause().await,
                // Failed for some resource: the comparison of the others is there.
                "DETECTION_COMPLETE" | "DETECTION_FAILED" => break,
                other => {
                    let what = format!("the drift status `{other}`");
                    return Err(Fault::Unknown { region: self.region.clone(), what });
                }
            }
        }
        let mut found = Vec::new();
        let mut next: Option<String> = None;
        loop {
            let request = self
                .cloudformation
                .describe_stack_resource_drifts()
                .stack_name(stack)
                .stack_resource_drift_status_filters(sdk::StackResourceDriftStatus::Modified)
                .stack_resource_drift_status_filters(sdk::StackResourceDriftStatus::Deleted)
                .set_next_token(next);
            let page = ask!(self, "DescribeStackResourceDrifts", request)?;
            found.extend(page.stack_resource_drifts().iter().map(drifted));
            next = page.next_token().map(str::to_owned);
            if next.is_none() {
                return Ok(found);
            }
        }
    }
}

fn change_set(page: &DescribeChangeSetOutput, changes: Vec<Change>) -> ChangeSet {
    ChangeSet {
        id: text(page.change_set_id()),
        status: page.status().map_or_else(String::new, |it| it.as_str().to_owned()),
        reason: text(page.status_reason()),
        execution: page.execution_status().map_or_else(String::new, |it| it.as_str().to_owned()),
        description: text(page.description()),
        changes,
    }
}

fn change(change: &sdk::ResourceChange) -> Change {
    let details = change.details().iter().filter_map(|it| it.target());
    let named = details.filter_map(|it| it.name().or(it.attribute().map(sdk::ResourceAttribute::as_str)));
    let mut properties: Vec<String> = named.map(str::to_owned).collect();
    properties.sort();
    properties.dedup();
    Change {
        id: text(change.logical_resource_id()),
        kind: text(change.resource_type()),
        action: change.action().map_or_else(String::new, |it| it.as_str().to_owned()),
        replacement: change.replacement().map_or_else(String::new, |it| it.as_str().to_owned()),
        retained: change.policy_action() == Some(&sdk::PolicyAction::Retain),
        properties,
    }
}

fn occurrence(event: &sdk::StackEvent) -> Occurrence {
    let kind = text(event.resource_type());
    Occurrence {
        event: text(event.event_id()),
        id: text(event.logical_resource_id()),
        of_stack: kind == "AWS::CloudFormation::Stack" && event.physical_resource_id() == event.stack_id(),
        kind,
        status: event.resource_status().map_or_else(String::new, |it| it.as_str().to_owned()),
        reason: event.resource_status_reason().map(str::to_owned),
        since: time(event.timestamp()),
    }
}

fn drifted(drift: &sdk::StackResourceDrift) -> Drifted {
    let difference = |it: &sdk::PropertyDifference| {
        (text(it.property_path()), text(it.expected_value()), text(it.actual_value()))
    };
    Drifted {
        id: text(drift.logical_resource_id()),
        kind: text(drift.resource_type()),
        status: drift.stack_resource_drift_status().map_or_else(String::new, |it| it.as_str().to_owned()),
        differences: drift.property_differences().iter().map(difference).collect(),
    }
}

impl Occurrence {
    /// The first event of an operation on the stack.
    pub(crate) fn begins_operation(&self) -> bool {
        const FIRST: [&str; 5] = [
            "CREATE_IN_PROGRESS",
            "UPDATE_IN_PROGRESS",
            "DELETE_IN_PROGRESS",
            "IMPORT_IN_PROGRESS",
            "REVIEW_IN_PROGRESS",
        ];
        self.of_stack && FIRST.contains(&self.status.as_str())
    }

    /// Something went wrong with a resource by itself, not because another did.
    pub(crate) fn is_cause(&self) -> bool {
        let cancelled = self.reason.as_deref().is_some_and(|it| it.to_lowercase().contains("cancelled"));
        !self.of_stack && self.status.ends_with("_FAILED") && !cancelled
    }
}
