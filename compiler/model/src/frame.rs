//! The tables every spec has: the system, its targets, its Regions, the people.

use crate::inspect::{Fields, Inspect, Keys, Type, What};
use crate::{
    Address, Count, Cx, Decode, Duration, Json, Named, Naming, Partition, Region, Size, fields, inspect,
    keywords,
};
use drc_diagnostic::problems::{MissingKey, RegionUnknown};
use drc_syntax::{Date, Item, Span, Spanned, Value};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;
use std::fmt;

fields! {
    /// What the system is called, and how everything in it is named.
    pub struct System {
        /// The system's name.
        name: Spanned<crate::Name>,
        /// The environment that is built when `--env` names no other.
        environment: Spanned<crate::Name>,
        /// How names are made: `${service}`, `${region}`, `${role}`, `${environment}`, `${system}`, `${kind}`,
        /// `${account}`. Default: `${service}-${region}-${environment}`.
        naming: Naming = Naming::default(),
        /// Tags on everything that can be tagged, beside Environment, Region and DR-Role.
        tags: crate::Named<String>,
        /// The account that is deployed to; any other is refused.
        account: Option<Spanned<Account>>,
    }
}

fields! {
    /// What must be reached when a Region is lost.
    pub struct Objectives {
        /// Recovery time objective: from the onset of the failure to service restored.
        rto: Spanned<Duration>,
        /// Recovery point objective: how much of the newest data may be missing. Every store inherits it.
        rpo: Spanned<Duration>,
        /// No step of a failover may wait for a person.
        hands_off: bool = false,
        /// The way back, once the lost Region is there again: from that moment until it serves as before.
        failback: Option<Spanned<Duration>>,
        /// The RTO is promised to others, in a contract say: figures that nothing bounds are worth a warning then.
        guaranteed: Option<Spanned<bool>>,
        /// The strategy the system is meant to follow, in AWS's words. drc works out which one the spec describes.
        strategy: Option<Spanned<Strategy>>,
    }
}

keywords! {
    /// A strategy for disaster recovery, in AWS's words.
    pub enum Strategy as "a strategy" {
        /// Data is copied, everything else is made on the day.
        BackupAndRestore = "backup-and-restore",
        /// Data is live in the other Region, what serves it is made or started on the day.
        PilotLight = "pilot-light",
        /// The other Region could serve at any moment.
        WarmStandby = "warm-standby",
        /// Every Region serves all the time.
        ActiveActive = "active-active",
    }
}

fields! {
    /// Where people are part of the plan: how long they take, and how often they practise.
    pub struct Operations {
        /// From the page to the first action: the page's way, its acknowledgement and the decision in one figure.
        response: Option<Spanned<Duration>>,
        /// What a failover takes beside what drc sees to: steps of the team's, in order.
        steps: Vec<Spanned<OwnStep>>,
        /// Until the page has reached somebody.
        page: Option<Spanned<Duration>>,
        /// Until that person has taken it.
        acknowledge: Option<Spanned<Duration>>,
        /// Until it is decided to fail over and to lose what has not arrived.
        decide: Option<Spanned<Duration>>,
        /// Until the command has been run.
        execute: Option<Spanned<Duration>>,
        /// Until somebody has made sure that it works.
        verify: Option<Spanned<Duration>>,
        /// The drills that were held.
        drills: Vec<Drill>,
        /// How long a drill, and a figure measured in one, is evidence. Default: `"180d"`.
        drill_every: Spanned<Duration> = Spanned::new(DRILL_EVERY, Span::default()),
    }
}

fields! {
    /// A step of a failover that is the team's own.
    pub struct OwnStep {
        /// What it does.
        name: Spanned<String>,
        /// The call of AWS it makes, as IAM writes it: `"route53:ChangeResourceRecordSets"`. Default: none.
        call: Option<Spanned<Call>>,
        /// The Region whose control plane answers. Services that have one for all are known. Default: the first that
        /// takes over.
        region: Option<Spanned<Region>>,
        /// How long it takes, as drilled.
        takes: Spanned<Duration>,
        /// Who begins it. Default: `"manual"`.
        run: Spanned<Run> = Spanned::new(Run::Manual, drc_syntax::Span::default()),
        /// How it is taken back.
        undo: Option<Spanned<String>>,
    }
}

keywords! {
    /// Who begins a step.
    pub enum Run as "a way to run" {
        /// A person.
        Manual = "manual",
        /// A machine.
        Automatic = "automatic",
    }
}

/// Half a year: what most auditors ask for.
const DRILL_EVERY: Duration = Duration::from_secs(180 * 86_400);

impl Default for Operations {
    fn default() -> Self {
        Self {
            response: None,
            steps: Vec::new(),
            page: None,
            acknowledge: None,
            decide: None,
            execute: None,
            verify: None,
            drills: Vec::new(),
            drill_every: Spanned::new(DRILL_EVERY, Span::default()),
        }
    }
}

fields! {
    /// A drill that was held.
    pub struct Drill {
        /// The day.
        on: Spanned<Date>,
        /// What was practised.
        kind: Spanned<DrillKind>,
        /// Where its record is: `"game day 7"`, a ticket, a page.
        source: Spanned<String>,
    }
}

keywords! {
    /// What a drill practises.
    pub enum DrillKind as "a kind of drill" {
        /// Planned, with both Regions healthy: nothing is lost.
        Switchover = "switchover",
        /// Without the primary Region's help, as on the day.
        Failover = "failover",
    }
}

fields! {
    /// A figure from a drill, which replaces an assumption.
    pub struct Measurement {
        /// What was measured.
        value: Spanned<Duration>,
        /// The day it was.
        on: Spanned<Date>,
        /// Where its record is: `"game day 7"`, a ticket, a page.
        source: Spanned<String>,
    }
}

fields! {
    /// What the system has to do in a month: costs are estimated for it, and nothing else follows from it.
    pub struct Load {
        /// Requests of users, to all Regions together. Each function is called once for each.
        requests: Spanned<Count>,
        /// How long a function runs for each.
        duration: Option<Spanned<Duration>>,
        /// Items that each writes to each table.
        writes: Option<Spanned<Count>>,
        /// Items that each reads from each table.
        reads: Option<Spanned<Count>>,
        /// How large an item is.
        item_size: Option<Spanned<Size>>,
        /// Objects that are put into each bucket.
        objects: Option<Spanned<Count>>,
        /// How large an object is.
        object_size: Option<Spanned<Size>>,
    }
}

/// Figures from drills, by the address they belong to and the line of the budget they replace.
pub type Measured = Named<Named<Measurement>>;

fields! {
    /// A finding that is accepted, with the reason.
    pub struct Allow {
        /// The finding's code.
        code: Spanned<String>,
        /// The address it is about.
        at: Spanned<String>,
        /// Why it is accepted.
        reason: Spanned<String>,
        /// The last day on which it is accepted.
        until: Option<Spanned<Date>>,
    }
}

fields! {
    /// What drc does not model, set all the same on the resources of one service, for one backend.
    pub struct Patch {
        /// The service.
        at: Spanned<Address>,
        /// The backend whose output is patched.
        backend: Spanned<PatchBackend>,
        /// The resource type in that backend's own spelling: `"aws_dynamodb_table"`.
        type_: Spanned<String>,
        /// Properties in that backend's own spelling. Tables are merged into what is there, all else replaces it.
        set: Named<Spanned<Json>>,
        /// Why it is needed.
        reason: Spanned<String>,
    }
}

keywords! {
    /// A backend.
    pub enum PatchBackend as "a backend" {
        /// Terraform HCL.
        Terraform = "terraform",
        /// CloudFormation templates.
        CloudFormation = "cloudformation",
        /// Pulumi YAML.
        Pulumi = "pulumi",
    }
}

/// An AWS account id: twelve digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account(pub String);

impl Decode for Account {
    fn decode(item: &Item, cx: &mut Cx<'_>) -> Option<Self> {
        let text = cx.string(item, "an account id in quotes")?;
        if text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Some(Self(text.to_owned()));
        }
        cx.report(&drc_diagnostic::problems::BadText {
            span: item.span,
            what: "an account id",
            text: text.to_owned(),
            expected: "twelve digits".to_owned(),
            example: "123456789012",
        })
    }
    fn schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[0-9]{12}$" })
    }
}

/// A call of AWS, as IAM writes it: `route53:ChangeResourceRecordSets`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call(pub String);

impl Decode for Call {
    fn decode(item: &Item, cx: &mut Cx<'_>) -> Option<Self> {
        let text = cx.string(item, "a call of AWS")?;
        let word =
            |it: &str| !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if text.split_once(':').is_some_and(|(service, action)| word(service) && word(action)) {
            return Some(Self(text.to_owned()));
        }
        cx.report(&drc_diagnostic::problems::BadText {
            span: item.span,
            what: "a call of AWS",
            text: text.to_owned(),
            expected: "a service and an action, as IAM writes them".to_owned(),
            example: "route53:ChangeResourceRecordSets",
        })
    }
    fn schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[A-Za-z0-9-]+:[A-Za-z0-9-]+$" })
    }
}

/// The part a Region has by design. It never changes in a failover: names are made of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Serves in normal times.
    Primary,
    /// Takes over.
    Secondary,
}

impl Role {
    /// `primary`, `secondary`
    pub fn word(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Secondary => "secondary",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// The Regions of the system: where it lives, and where it goes.
#[derive(Clone, Debug)]
pub struct Regions {
    /// Serves in normal times.
    pub primary: Spanned<Region>,
    /// Take over, in this order. Never empty.
    pub secondaries: Vec<Spanned<Region>>,
}

impl Regions {
    const KEYS: &'static [&'static str] = &["primary", "secondary"];

    /// All of them, the primary first.
    pub fn all(&self) -> impl Iterator<Item = Region> + Clone + '_ {
        std::iter::once(self.primary.value).chain(self.secondaries.iter().map(|it| it.value))
    }

    /// The Region that takes over first. What failover touches and has no Region of its own lives here: its
    /// stack and state must not burn with the primary.
    pub fn recovery(&self) -> Region {
        self.secondaries.first().map_or(self.primary.value, |it| it.value)
    }

    /// Which part a Region has.
    pub fn role(&self, region: Region) -> Role {
        if region == self.primary.value { Role::Primary } else { Role::Secondary }
    }

    /// The Region that stands in for this one.
    pub fn peer(&self, region: Region) -> Region {
        if region == self.primary.value { self.recovery() } else { self.primary.value }
    }

    /// The partition all of them are in.
    pub fn partition(&self) -> Partition {
        self.primary.value.partition()
    }

    /// All of them with where the spec says so.
    pub fn spanned(&self) -> impl Iterator<Item = Spanned<Region>> + '_ {
        std::iter::once(self.primary).chain(self.secondaries.iter().copied())
    }
}

impl Decode for Region {
    fn decode(item: &Item, cx: &mut Cx<'_>) -> Option<Self> {
        let code = cx.string(item, "a Region")?;
        Region::find(code).or_else(|| {
            let known = Region::all().map(Region::code).collect();
            cx.report(&RegionUnknown { region: Spanned::new(code.to_owned(), item.span), known })
        })
    }
    fn example() -> String {
        "\"us-east-1\"".to_owned()
    }
    fn schema(_: &mut SchemaGenerator) -> Schema {
        let codes: Vec<&str> = Region::all().map(Region::code).collect();
        json_schema!({ "type": "string", "enum": codes })
    }
}

/// One value for each Region: `{ us-east-1 = …, us-east-2 = … }`.
#[derive(Clone, Debug)]
pub struct PerRegion<T>(pub Vec<(Spanned<Region>, T)>);

impl<T> PerRegion<T> {
    /// The value of a Region.
    pub fn at(&self, region: Region) -> Option<&T> {
        self.0.iter().find(|(it, _)| it.value == region).map(|(_, value)| value)
    }
}

impl<T: Inspect> Inspect for PerRegion<T> {
    fn kind() -> Type {
        Type::Named(T::kind)
    }
    fn inspect(&self) -> inspect::Value<'_> {
        let named = self.0.iter().map(|(region, value)| (region.value.code().into(), value.inspect()));
        inspect::Value::new(What::Named(named.collect()))
    }
}

impl<T: Decode> Decode for PerRegion<T> {
    fn decode(item: &Item, cx: &mut Cx<'_>) -> Option<Self> {
        let Value::Table(table) = &item.value else {
            return cx.wrong_type(item, "a table with a key per Region");
        };
        let read = table.entries.iter().map(|entry| {
            let key = Item { value: Value::String(entry.key.text.clone()), span: entry.key.span };
            (Spanned::decode(&key, cx), T::decode(&entry.item, cx))
        });
        let read: Vec<_> = read.collect();
        read.into_iter().map(|(region, value)| region.zip(value)).collect::<Option<_>>().map(Self)
    }
    fn example() -> String {
        format!("{{ us-east-1 = {0}, us-east-2 = {0} }}", T::example())
    }
    fn schema(generator: &mut SchemaGenerator) -> Schema {
        let codes: Vec<&str> = Region::all().map(Region::code).collect();
        let value = T::schema(generator);
        json_schema!({
            "type": "object", "propertyNames": { "enum": codes }, "additionalProperties": value,
        })
    }
}

impl Inspect for Regions {
    fn kind() -> Type {
        let of = |key: &str| match key {
            "primary" => Some(Region::kind()),
            "secondary" => Some(Vec::<Region>::kind()),
            _ => None,
        };
        Type::Table(Keys { all: Self::KEYS, of })
    }
    fn inspect(&self) -> inspect::Value<'_> {
        inspect::Value::new(What::Table(self))
    }
}

impl Fields for Regions {
    fn field(&self, key: &str) -> Option<inspect::Value<'_>> {
        match key {
            "primary" => Some(self.primary.inspect()),
            "secondary" => Some(self.secondaries.inspect()),
            _ => None,
        }
    }
}

impl Decode for Regions {
    fn decode(item: &Item, cx: &mut Cx<'_>) -> Option<Self> {
        let table = cx.table(item, Self::KEYS)?;
        let primary = cx.field(table, "primary", item.span);
        let secondaries = match table.get("secondary") {
            None => cx.report(&MissingKey {
                key: "secondary",
                span: item.span,
                place: "in this table",
                example: "secondary = \"us-east-2\"".to_owned(),
            }),
            Some(it) => secondaries(it, cx),
        };
        Some(Self { primary: primary?, secondaries: secondaries? })
    }
    fn schema(generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<Self>()
    }
}

fn secondaries(item: &Item, cx: &mut Cx<'_>) -> Option<Vec<Spanned<Region>>> {
    let Value::Array(items) = &item.value else {
        return Spanned::decode(item, cx).map(|region| vec![region]);
    };
    if items.is_empty() { cx.wrong_type(item, "at least one Region") } else { Vec::decode(item, cx) }
}

impl JsonSchema for Regions {
    fn schema_name() -> Cow<'static, str> {
        "Regions".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let region = Region::schema(generator);
        json_schema!({
            "type": "object",
            "description": "Where the system lives, and where it goes when that is lost.",
            "properties": {
                "primary": region.clone(),
                "secondary": {
                    "description": "The Region that takes over, or a list in order of failover.",
                    "anyOf": [region.clone(), { "type": "array", "items": region, "minItems": 1 }],
                },
            },
            "required": ["primary", "secondary"],
            "additionalProperties": false,
        })
    }
}
