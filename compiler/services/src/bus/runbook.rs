//! Events that could not be delivered, and delivering archived ones again.

use super::{Bus, archive_name, endpoint, queue_name, rule_name};
use crate::runbook::{
    Chapter, Command, Contribution, Part, Plane, Stage, Step, Takes, Undo, Word, aws, in_each, run,
};
use crate::spec::{Entry, Spec};
use drc_model::Region;

pub(super) fn part(bus: &Bus, entry: &Entry, spec: &Spec) -> Contribution {
    let mut part = Part::default();
    let book = Book { bus, entry, spec };
    book.rules(&mut part);
    if bus.has_endpoint() {
        book.endpoint(&mut part);
    }
    if bus.delivers() {
        book.dead_letters(&mut part);
    }
    if bus.archive.is_some() {
        book.archive(&mut part);
    }
    Contribution::Part(part)
}

struct Book<'s> {
    bus: &'s Bus,
    entry: &'s Entry,
    spec: &'s Spec,
}

impl Book<'_> {
    fn name(&self, region: Region) -> String {
        self.bus.bus_name(self.entry, self.spec, region)
    }

    fn rules(&self, part: &mut Part) {
        let rule = |region: Region, name: &str| {
            aws("events", "describe-rule", region)
                .arg("--name", rule_name(self.entry, self.spec, name, region))
                .arg("--event-bus-name", self.name(region))
                .query("[Name,State]")
        };
        let there = in_each(self.spec.regions.all(), |region| {
            aws("events", "describe-event-bus", region).arg("--name", self.name(region)).query("Name")
        });
        let own = self.bus.rules.iter().flat_map(|it| {
            self.spec.regions.all().map(|region| rule(region, &it.name.value.0)).collect::<Vec<_>>()
        });
        let step = Step::look(
            format!("See that {} and its rules are there", self.entry.address),
            "A rule that was held back in an earlier drill delivers nothing until somebody lets it go.",
            Plane::Control,
            there.into_iter().chain(own).collect(),
            "the bus of every Region, and ENABLED for every rule",
        );
        part.step(Chapter::Verify, Stage::Data, step);
    }

    fn endpoint(&self, part: &mut Part) {
        let (primary, name) =
            (self.spec.regions.primary.value, endpoint::endpoint_name(self.entry, self.spec));
        let describe = || {
            let state = "[State,RoutingConfig.FailoverConfig.Secondary.Route,ReplicationConfig.State]";
            aws("events", "describe-endpoint", primary).arg("--name", &name).query(state)
        };
        let see = format!("ACTIVE, {}, ENABLED", self.spec.regions.recovery());
        let step = Step::look(
            format!("See that the endpoint of {} would move events", self.entry.address),
            "Who publishes to the endpoint reaches the other Region once EventBridge fails in the primary.",
            Plane::Control,
            vec![describe()],
            see,
        );
        part.step(Chapter::Verify, Stage::Data, step);
        let bus = aws("events", "describe-event-bus", self.spec.regions.recovery())
            .arg("--name", self.name(self.spec.regions.recovery()))
            .query("Name");
        let step = Step::automatic(
            format!("Events of {} move to {}", self.entry.address, self.spec.regions.recovery()),
            "The endpoint's alarm goes off, its health check follows, and the edge publishes to the other \
             Region's bus. Nobody calls anything.",
            (Plane::Data, Takes::Rto(self.entry.address.to_string(), &[])),
            (vec![bus], "the bus that takes them"),
            Undo::Nothing("events go back by themselves when the alarm ends".to_owned()),
        );
        part.step(Chapter::Failover, Stage::Data, step);
    }

    fn waiting(&self, region: Region) -> [Command; 2] {
        let find = aws("sqs", "get-queue-url", region)
            .arg("--queue-name", queue_name(self.entry, self.spec, region))
            .query("QueueUrl")
            .set("QUEUE");
        let count = aws("sqs", "get-queue-attributes", region)
            .arg("--queue-url", Word::with_variables("${QUEUE}"))
            .arg("--attribute-names", "ApproximateNumberOfMessages")
            .query("Attributes.ApproximateNumberOfMessages");
        [find, count]
    }

    fn dead_letters(&self, part: &mut Part) {
        let waiting = || self.spec.regions.all().flat_map(|it| self.waiting(it)).collect::<Vec<_>>();
        let step = Step::look(
            format!("See that {} could deliver everything", self.entry.address),
            "What cannot be delivered for a day is set aside, among it what was to be copied to a Region \
             that is lost.",
            Plane::Data,
            waiting(),
            "0, once per Region",
        );
        part.step(Chapter::Verify, Stage::Prove, step);
        part.trouble(
            format!("The queue of undelivered events of {} fills", self.entry.address),
            "A target is gone, refuses, or is in a Region that is lost.",
            waiting(),
            "the Region it fills in; each message says in its attributes RULE_ARN and ERROR_CODE what \
             failed. Mend that, then send the events again",
        );
    }

    fn archive(&self, part: &mut Part) {
        let primary = self.spec.regions.primary.value;
        let show = |region: Region| {
            aws("events", "describe-archive", region)
                .arg("--archive-name", archive_name(self.entry, self.spec, region))
                .query("[State,EventCount]")
        };
        let step = Step::look(
            format!("See what {} has archived", self.entry.address),
            "Only what is archived can be delivered again.",
            Plane::Control,
            in_each(self.spec.regions.all(), show),
            "ENABLED, once per Region",
        );
        part.step(Chapter::Verify, Stage::Data, step);
        let arn = |operation: &str, key: &str, name: String, expression: &str, variable: &str| {
            aws("events", operation, primary).arg(key, name).query(expression).set(variable)
        };
        let name = format!("{}-after-failover", archive_name(self.entry, self.spec, primary));
        let replay = aws("events", "start-replay", primary)
            .arg("--replay-name", &name)
            .arg("--event-source-arn", Word::with_variables("${ARCHIVE}"))
            .arg("--destination", Word::with_variables("Arn=${BUS}"))
            .arg("--event-start-time", Word::with_variables("${LOST_AT}"))
            .arg("--event-end-time", Word::with_variables("${BACK_AT}"));
        let commands = vec![
            run(["date", "-u", "+%Y-%m-%dT00:00:00Z"]).set("LOST_AT"),
            run(["date", "-u", "+%Y-%m-%dT%H:%M:%SZ"]).set("BACK_AT"),
            arn(
                "describe-archive",
                "--archive-name",
                archive_name(self.entry, self.spec, primary),
                "ArchiveArn",
                "ARCHIVE",
            ),
            arn("describe-event-bus", "--name", self.name(primary), "Arn", "BUS"),
            replay,
        ];
        let check = aws("events", "describe-replay", primary).arg("--replay-name", &name).query("State");
        let undo = aws("events", "cancel-replay", primary).arg("--replay-name", &name);
        let step = Step::act(
            format!("Deliver again what {} could not in {primary}", self.entry.address),
            "Set LOST_AT to when the Region was lost, in UTC; as it stands it is the last midnight. \
             Consumers see events again that they have \
             seen before, and must not mind.",
            (Plane::Control, Takes::Unbudgeted("users do not wait for it")),
            commands,
            (vec![check], "RUNNING, then COMPLETED"),
            Undo::By(vec![undo]),
        );
        let step = step.only_if("events of the time around the loss are missing in what they were for");
        part.step(Chapter::Failback, Stage::Prove, step);
    }
}
