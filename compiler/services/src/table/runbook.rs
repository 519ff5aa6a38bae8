//! Replicas of a table, and an item that goes from one to the other.

use super::Table;
use crate::runbook::{Chapter, Command, Contribution, Part, Plane, Stage, Step, Takes, Undo, aws, in_each};
use crate::shared::metric::alarm_name;
use crate::spec::{Entry, Spec};
use drc_model::{AttributeType, Region, Scope};

pub(super) fn part(table: &Table, entry: &Entry, spec: &Spec) -> Contribution {
    let mut part = Part::default();
    let book = Book { table, entry, spec, name: spec.name(entry, "", Scope::Global) };
    book.replicas(&mut part);
    book.marker(&mut part);
    if !table.is_strong() {
        book.lag(&mut part);
    }
    Contribution::Part(part)
}

struct Book<'s> {
    table: &'s Table,
    entry: &'s Entry,
    spec: &'s Spec,
    name: String,
}

impl Book<'_> {
    fn call(&self, operation: &str, region: Region) -> Command {
        aws("dynamodb", operation, region).arg("--table-name", &self.name)
    }

    fn describe(&self, region: Region) -> Command {
        self.call("describe-table", region).query("Table.Replicas[].[RegionName,ReplicaStatus]")
    }

    fn replicas(&self, part: &mut Part) {
        let address = &self.entry.address;
        let recovery = |region: Region| {
            self.call("describe-continuous-backups", region).query(
                "ContinuousBackupsDescription.PointInTimeRecoveryDescription.PointInTimeRecoveryStatus",
            )
        };
        let backups = if self.table.point_in_time_recovery {
            in_each(self.spec.regions.all(), recovery)
        } else {
            Vec::new()
        };
        let step = Step::look(
            format!("See that the replicas of {address} are active"),
            "Each Region has a replica of its own that takes writes; nothing has to be promoted.",
            Plane::Control,
            in_each(self.spec.regions.all(), |it| self.describe(it)).into_iter().chain(backups).collect(),
            "ACTIVE for every Region, and ENABLED where recovery to a point in time is on",
        );
        part.step(Chapter::Verify, Stage::Data, step);
        let step = Step::look(
            format!("See that {address} has met its replica again"),
            "What was written while the Regions were apart arrives by itself when they meet. Of two writes \
             to one item the later one \
             stays, and nothing logs the other.",
            Plane::Control,
            vec![self.describe(self.spec.regions.primary.value)],
            "ACTIVE for every Region",
        );
        part.step(Chapter::Failback, Stage::Look, step);
    }

    /// The keys of an item that no application has: only text can be told from theirs.
    fn key(&self) -> Option<String> {
        let keys = self.table.keys().map(|it| match it.value.of {
            AttributeType::Text => Some(format!(r#""{}":{{"S":"drc-runbook"}}"#, it.value.name)),
            AttributeType::Number | AttributeType::Binary => None,
        });
        Some(format!("{{{}}}", keys.collect::<Option<Vec<_>>>()?.join(",")))
    }

    fn marker(&self, part: &mut Part) {
        let Some(key) = self.key() else { return };
        let (primary, address) = (self.spec.regions.primary.value, &self.entry.address);
        let name = self.table.keys().next().map_or("", |it| it.value.name.as_str());
        let put = self
            .call("put-item", primary)
            .arg("--item", &key)
            .arg("--condition-expression", "attribute_not_exists(#key)")
            .arg("--expression-attribute-names", format!(r##"{{"#key":"{name}"}}"##));
        let read = |region| self.call("get-item", region).arg("--key", &key).query("Item");
        let others: Vec<Region> = self.spec.regions.all().skip(1).collect();
        let step = Step::act(
            format!("Write an item to {address} in {primary} and read it elsewhere"),
            "The proof that replication works, not only that it is configured. It needs the right to write, \
             which operators do not \
             have by themselves. Consumers of the table's stream see the item.",
            (Plane::Data, Takes::Lag(address.to_string())),
            vec![put],
            (in_each(others.into_iter(), read), "the item, in every other Region"),
            Undo::By(vec![self.call("delete-item", primary).arg("--key", &key)]),
        );
        part.step(Chapter::Verify, Stage::Prove, step);
    }

    fn lag(&self, part: &mut Part) {
        let address = &self.entry.address;
        let alarm = |region: Region| {
            let peers: Vec<Region> = self.spec.regions.all().filter(|it| *it != region).collect();
            let of = |peer: &Region| if peers.len() > 1 { peer.code() } else { "" };
            let names = peers.iter().map(|it| alarm_name(self.entry, self.spec, "table-lag", of(it), region));
            aws("cloudwatch", "describe-alarms", region)
                .flag("--alarm-names")
                .words(names.map(Into::into))
                .query("MetricAlarms[].[AlarmName,StateValue]")
        };
        let alarms = || in_each(self.spec.regions.all(), alarm);
        let step = Step::look(
            format!("See that {address} does not lag"),
            "Each Region measures what it sends. Without writes there is nothing to measure, and the alarm \
             stays as it was.",
            Plane::Control,
            alarms(),
            "OK, or INSUFFICIENT_DATA where nobody writes; ALARM means that a loss of the Region now takes \
             more than the objective",
        );
        part.step(Chapter::Verify, Stage::Data, step);
        part.trouble(
            format!("The lag alarm of {address} goes off"),
            "The receiving Region is impaired, or its replica takes writes more slowly than they come: a hot \
             key, a quota.",
            alarms().into_iter().chain(in_each(self.spec.regions.all(), |it| self.describe(it))).collect(),
            "which direction lags, and whether its replica is ACTIVE: do not fail over into a Region that \
             lags if you can wait",
        );
    }
}
