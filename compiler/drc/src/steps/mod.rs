//! What a failover does, step by step: which plane of AWS each step needs, and in which Region that is.
//!
//! A data plane answers as long as its own Region does; a control plane may be somewhere else altogether, and that may be
//! the Region that is gone. What drc adds is derived from the spec; what the team adds stands in `[[operations.steps]]`.

mod planes;

pub use planes::{Service, services};

use crate::budget::Figure;
use drc_model::budget::Columns;
use drc_model::{OwnStep, Partition, Region, Run};
use drc_services::database::{Database, Promotion};
use drc_services::traffic::{Order, RouteMode, Traffic};
use drc_services::{Entry, Spec};
use drc_syntax::{Span, Spanned};
use std::borrow::Cow;

/// What answers a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plane {
    /// What serves: it keeps to what it was told before anything failed.
    Data,
    /// What makes and changes.
    Control,
    /// Nothing of AWS: people, or a tool of theirs.
    Own,
}

impl Plane {
    /// As reports print it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Data => "data",
            Self::Control => "control",
            Self::Own => "own",
        }
    }
}

/// How long a step takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Takes {
    /// The budget's term of this id says so.
    Term(&'static str),
    /// The team says so.
    Stated {
        /// Best, typical and planned.
        columns: Columns,
        /// Something keeps it from taking longer.
        bounded: bool,
    },
}

/// A step of a failover.
#[derive(Clone, Debug)]
pub struct Step<'s> {
    /// What it does.
    pub name: Cow<'s, str>,
    /// The call of AWS, `rds:FailoverGlobalCluster`; none where AWS acts by itself or is not asked.
    pub call: Option<Cow<'s, str>>,
    /// What answers it.
    pub plane: Plane,
    /// Where that is; nowhere for what is at the edge, everywhere at once.
    pub region: Option<Region>,
    /// Who begins it.
    pub run: Run,
    /// How long it takes.
    pub takes: Takes,
    /// Where the spec says so.
    pub span: Span,
    /// The team's own step, where it is one.
    pub own: Option<&'s OwnStep>,
}

impl<'s> Step<'s> {
    fn new(name: impl Into<Cow<'s, str>>, plane: Plane, region: Option<Region>, term: &'static str) -> Self {
        Self {
            name: name.into(),
            call: None,
            plane,
            region,
            run: Run::Automatic,
            takes: Takes::Term(term),
            span: Span::default(),
            own: None,
        }
    }

    fn call(self, call: &'static str) -> Self {
        Self { call: Some(call.into()), ..self }
    }

    fn by_hand(self) -> Self {
        Self { run: Run::Manual, ..self }
    }

    /// What is known of the planes of the service it calls.
    pub fn service(&self) -> Option<&'static Service> {
        Service::of(self.call.as_deref()?)
    }
}

/// The steps in order, as far as there is one: users are moved after the data, or at the same time.
pub fn steps(spec: &Spec) -> Vec<Step<'_>> {
    let data: Vec<Step<'_>> =
        spec.all::<Database>().flat_map(|(entry, it)| promotion(spec, entry, it)).collect();
    let traffic = spec.one::<Traffic>();
    let data_first = traffic.is_none_or(|(_, it)| it.order.value == Order::DataFirst);
    let users: Vec<Step<'_>> = traffic.map(|(entry, it)| users(spec, entry, it)).unwrap_or_default();
    let own = spec.operations.steps.iter().map(|it| own(spec, it));
    let (first, second) = if data_first { (data, users) } else { (users, data) };
    first.into_iter().chain(second).chain(own).collect()
}

/// How users leave the Region. All of it is decided beforehand: nothing is edited.
fn users<'s>(spec: &Spec, entry: &'s Entry, traffic: &'s Traffic) -> Vec<Step<'s>> {
    let lost = spec.regions.primary.value;
    let health = traffic.health_check.interval.span.written().unwrap_or(entry.span);
    let [seen, moved] = match traffic.route.value {
        RouteMode::DnsFailover | RouteMode::DnsLatency => [
            Step::new(format!("health checks find {lost} failing"), Plane::Data, None, "detection"),
            Step::new(format!("Route 53 answers without {lost}"), Plane::Data, None, "dns-publish"),
        ],
        RouteMode::Accelerator => [
            Step::new(format!("the endpoint in {lost} is found failing"), Plane::Data, None, "detection"),
            Step::new(format!("the accelerator passes {lost} by"), Plane::Data, None, "accelerator-reroute"),
        ],
    };
    vec![Step { span: health, ..seen }, Step { span: traffic.route.span, ..moved }]
}

/// How the Region that takes over comes to write.
fn promotion<'s>(spec: &Spec, entry: &'s Entry, database: &'s Database) -> Vec<Step<'s>> {
    let (lost, recovery) = (spec.regions.primary.value, Some(spec.regions.recovery()));
    let address = &entry.address;
    let promoting = format!("{address} takes writes in {}", spec.regions.recovery());
    let promote =
        Step::new(promoting, Plane::Control, recovery, "promotion").call("rds:FailoverGlobalCluster");
    let (mut steps, promote) = match database.promotion.value {
        Promotion::Automatic => {
            let watching = format!("the watcher of {address} finds {lost} failing");
            (vec![Step::new(watching, Plane::Data, recovery, "watch").call("lambda:InvokeFunction")], promote)
        }
        Promotion::Manual => {
            let alarm = format!("the alarms of {address} page somebody");
            let paging = Step::new(alarm, Plane::Data, recovery, "alarm").call("sns:Publish");
            (vec![paging], promote.by_hand())
        }
    };
    if database.is_headless() {
        let making = format!("{address} gets an instance in {}", spec.regions.recovery());
        let making =
            Step::new(making, Plane::Control, recovery, "make-instance").call("rds:CreateDBInstance");
        steps.push(Step { run: promote.run, ..making });
    }
    steps.push(promote);
    let span = database.promotion.span.written().unwrap_or(entry.span);
    steps.into_iter().map(|it| Step { span, ..it }).collect()
}

/// A step of the team's.
fn own<'s>(spec: &'s Spec, step: &'s Spanned<OwnStep>) -> Step<'s> {
    let own = &step.value;
    let call = own.call.as_ref().map(|it| it.value.0.as_str());
    let service = call.and_then(Service::of);
    let plane = match (call, service) {
        (None, _) => Plane::Own,
        (Some(call), Some(service)) if service.is_data(call) => Plane::Data,
        (Some(_), _) => Plane::Control,
    };
    let said = own.region.as_ref().map_or(spec.regions.recovery(), |it| it.value);
    // Other partitions have homes of their own, which AWS does not publish as a list.
    let listed = spec.regions.partition() == Partition::Commercial;
    let home = call.zip(service).and_then(|(call, it)| it.home(call)).filter(|_| listed);
    let hands_over = call.zip(service).is_some_and(|(call, it)| it.needs_both(call));
    let region = match plane {
        Plane::Control if hands_over => Some(spec.regions.primary.value),
        Plane::Control => Some(home.unwrap_or(said)),
        Plane::Data | Plane::Own => Some(said),
    };
    Step {
        name: own.name.value.as_str().into(),
        call: call.map(Into::into),
        plane,
        region,
        run: own.run.value,
        takes: takes(spec, own, region),
        span: step.span,
        own: Some(own),
    }
}

/// Whether a call edits records of Route 53.
pub(crate) fn edits_records(call: &str) -> bool {
    call.eq_ignore_ascii_case("route53:ChangeResourceRecordSets")
}

/// Whether Route 53 accelerated recovery is on for the zone of the name users call.
pub(crate) fn accelerated(spec: &Spec) -> bool {
    spec.one::<Traffic>().is_some_and(|(_, it)| it.accelerated_recovery.value)
}

fn takes(spec: &Spec, own: &OwnStep, region: Option<Region>) -> Takes {
    let stated = own.takes.value;
    let (mut plan, mut bounded) = (stated, true);
    if region == Some(spec.regions.primary.value)
        && own.call.as_ref().is_some_and(|it| edits_records(&it.value.0))
    {
        // The control plane is lost with the Region. With accelerated recovery AWS moves it, else nobody does.
        let moved = Figure::AcceleratedRecovery.fact();
        bounded = accelerated(spec) && moved.bounded;
        if accelerated(spec) {
            plan = stated.max(moved.columns.plan);
        }
    }
    Takes::Stated { columns: Columns::new(stated, stated, plan), bounded }
}
