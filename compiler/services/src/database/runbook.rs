//! Which Region's cluster writes, making another one the writer, and going back.

use super::lower::{cluster_name, global_name, instance_name};
use super::watcher::Names;
use super::{Database, Promotion};
use crate::runbook::{
    Chapter, Command, Contribution, Part, Plane, Stage, Step, Takes, Undo, Word, aws, in_each,
};
use crate::shared::metric::alarm_name;
use crate::spec::{Entry, Spec};
use drc_model::Region;

pub(super) fn part(database: &Database, entry: &Entry, spec: &Spec) -> Contribution {
    let mut part = Part::default();
    let watcher = (database.promotion.value == Promotion::Automatic).then(|| Names::new(entry, spec));
    let (primary, recovery) = (spec.regions.primary.value, spec.regions.recovery());
    let book = Book { database, entry, spec, watcher, primary, recovery };
    book.verify(&mut part);
    book.rehearse(&mut part);
    book.promoted(&mut part, Chapter::Drill);
    book.promoted(&mut part, Chapter::Failover);
    book.handed_over(&mut part);
    book.failover(&mut part);
    book.failback(&mut part, Chapter::Drill);
    book.failback(&mut part, Chapter::Failback);
    book.troubles(&mut part);
    Contribution::Part(part)
}

struct Book<'s> {
    database: &'s Database,
    entry: &'s Entry,
    spec: &'s Spec,
    watcher: Option<Names>,
    primary: Region,
    recovery: Region,
}

const MEMBERS: &str = "GlobalClusters[0].GlobalClusterMembers[].[DBClusterArn,IsWriter]";
/// What the watcher takes until it promotes, and what people take until they do.
const DECIDING: &[&str] = &["watch", "orchestrate"];
const PROMOTING: &[&str] = &["promotion", "writer-endpoint", "reconnect-database", "scale"];

impl Book<'_> {
    fn path(&self) -> String {
        self.entry.address.to_string()
    }

    fn global(&self, operation: &str, region: Region) -> Command {
        aws("rds", operation, region).arg("--global-cluster-identifier", global_name(self.entry, self.spec))
    }

    /// Which cluster writes, asked in a Region: each tells of all.
    fn members(&self, region: Region) -> Command {
        self.global("describe-global-clusters", region).query(MEMBERS)
    }

    fn cluster(&self, region: Region, expression: &str) -> Command {
        aws("rds", "describe-db-clusters", region)
            .arg("--db-cluster-identifier", cluster_name(self.entry, self.spec, region))
            .query(expression)
    }

    /// Makes a Region's cluster the writer.
    fn promote(&self, operation: &str, to: Region, asked: Region) -> [Command; 2] {
        let arn = self.cluster(to, "DBClusters[0].DBClusterArn").set("TARGET");
        let promote = self
            .global(operation, asked)
            .arg("--target-db-cluster-identifier", Word::with_variables("${TARGET}"));
        [arn, promote]
    }

    fn lag(&self) -> Vec<Command> {
        in_each(self.spec.regions.all(), |region| {
            aws("cloudwatch", "describe-alarms", region)
                .arg("--alarm-names", alarm_name(self.entry, self.spec, "database-lag", "", region))
                .query("MetricAlarms[].[AlarmName,StateValue]")
        })
    }

    fn verify(&self, part: &mut Part) {
        let address = &self.entry.address;
        let status = in_each(self.spec.regions.all(), |it| {
            self.cluster(it, "DBClusters[0].[DBClusterIdentifier,Status]")
        });
        let step = Step::look(
            format!("See which cluster of {address} writes"),
            "One Region writes and the others follow. A failover of yesterday that nobody took back is seen \
             here.",
            Plane::Control,
            [vec![self.members(self.recovery)], status].concat(),
            format!(
                "True behind the cluster of {}, False behind the others; available for each",
                self.primary
            ),
        );
        part.step(Chapter::Verify, Stage::Data, step);
        let step = Step::look(
            format!("See that {address} does not lag"),
            "Only a cluster that follows measures its lag.",
            Plane::Control,
            self.lag(),
            "OK, once per Region; ALARM means that a failover now loses more than the objective",
        );
        part.step(Chapter::Verify, Stage::Data, step);
        let Some(watcher) = &self.watcher else { return };
        let armed =
            aws("ssm", "get-parameter", self.recovery).arg("--name", &watcher.armed).query("Parameter.Value");
        let state =
            aws("ssm", "get-parameter", self.recovery).arg("--name", &watcher.state).query("Parameter.Value");
        let step = Step::look(
            format!("See that the watcher of {address} is armed"),
            "Disarmed, it only records. It disarms itself once it has promoted, and nobody but you arms it \
             again.",
            Plane::Data,
            vec![armed, state],
            "true; then its state, with a lastRun of this minute, lastResult healthy and failures 0",
        );
        part.step(Chapter::Verify, Stage::Data, step);
    }

    fn ask_watcher(&self, watcher: &Names, action: &str) -> Command {
        aws("lambda", "invoke", self.recovery)
            .arg("--function-name", &watcher.function)
            .arg("--payload", "fileb:///dev/stdin")
            .flag("/dev/stdout")
            .input(&format!(r#"{{"action":"{action}"}}"#))
    }

    fn rehearse(&self, part: &mut Part) {
        let Some(watcher) = &self.watcher else { return };
        let step = Step::act(
            format!("Rehearse the promotion of {}", self.entry.address),
            "As if its threshold were reached: the watcher probes, says what it would call, writes that down \
             and tells the topic. It promotes \
             nothing.",
            (Plane::Data, Takes::Unbudgeted("users do not wait for it")),
            vec![self.ask_watcher(watcher, "rehearse")],
            (
                vec![
                    aws("ssm", "get-parameter", self.recovery)
                        .arg("--name", &watcher.state)
                        .query("Parameter.Value"),
                ],
                "problems is empty, wouldCall names the call; whoever is told has the message",
            ),
            Undo::Nothing("the rehearsal stays in the watcher's state and does no harm".to_owned()),
        );
        part.step(Chapter::Drill, Stage::Look, step);
    }

    /// By itself, where a watcher does it.
    fn promoted(&self, part: &mut Part, chapter: Chapter) {
        if self.watcher.is_none() {
            return;
        }
        let why = if chapter == Chapter::Drill {
            "The watcher sees the endpoint fail and the cluster live, so it switches over and nothing is \
             lost. In a real loss it fails over, \
             and what had not arrived is lost. A run a minute; it tells the topic when it begins and when it \
             is done."
        } else {
            "Its failures count from the first look that fails. It tells the topic when it begins and when \
             it is done, then it disarms itself."
        };
        let step = Step::automatic(
            format!("The watcher notices and asks for the promotion of {}", self.entry.address),
            why,
            (Plane::Control, Takes::Rto(self.path(), DECIDING)),
            (
                vec![self.members(self.recovery)],
                "a promotion that runs, or True behind the cluster of the \
                Region that takes over",
            ),
            Undo::Nothing("going back is the way back: see Fail back".to_owned()),
        );
        part.step(chapter, Stage::Data, step);
        let step = Step::automatic(
            format!("Aurora makes the cluster in {} the writer", self.recovery),
            "Its writer endpoint answers, and functions connect to it.",
            (Plane::Control, Takes::Rto(self.path(), PROMOTING)),
            (
                vec![
                    self.members(self.recovery),
                    self.cluster(self.recovery, "DBClusters[0].[Status,Endpoint]"),
                ],
                "True behind the cluster of the Region that takes over; available, and its endpoint",
            ),
            Undo::Nothing("going back is the way back: see Fail back".to_owned()),
        );
        part.step(chapter, Stage::Data, step);
    }

    /// A drill by hand where nobody watches: while both Regions live, nothing has to be lost.
    fn handed_over(&self, part: &mut Part) {
        if self.watcher.is_some() {
            return;
        }
        let step = Step::act(
            format!("Switch {} over to {}", self.entry.address, self.recovery),
            "A drill loses nothing: a switchover waits until the other Region has everything. It is not the \
             command of a real loss, which is in \
             Fail over.",
            (Plane::Control, Takes::Rto(self.path(), PROMOTING)),
            self.promote("switchover-global-cluster", self.recovery, self.primary).into(),
            (vec![self.members(self.recovery)], "True behind the cluster of the Region that takes over"),
            Undo::By(self.promote("switchover-global-cluster", self.primary, self.recovery).into()),
        );
        part.step(Chapter::Drill, Stage::Data, step);
    }

    /// The command, exactly.
    fn failover(&self, part: &mut Part) {
        let address = &self.entry.address;
        if self.database.is_headless() {
            part.step(Chapter::Failover, Stage::Begin, self.instance());
        }
        let [find, promote] = self.promote("failover-global-cluster", self.recovery, self.recovery);
        let step = Step::act(
            format!("Promote {address} in {} by hand", self.recovery),
            format!(
                "What had not arrived is lost; Aurora tries to keep a snapshot of it once the old Region is \
                 back. {} answers this call, and the lost \
                 Region is not asked. Do not detach the cluster instead: that breaks the global database.",
                self.recovery
            ),
            (Plane::Control, self.by_hand()),
            vec![find, promote.flag("--allow-data-loss")],
            (
                vec![
                    self.members(self.recovery),
                    self.cluster(self.recovery, "DBClusters[0].[Status,Endpoint]"),
                ],
                "True behind the cluster of the Region that takes over; available, and its endpoint",
            ),
            Undo::Nothing("what is lost is lost; going back is a switchover, see Fail back".to_owned()),
        );
        let step = match &self.watcher {
            None => step,
            Some(_) => step.only_if("the watcher has not promoted in the planned time, or is disarmed"),
        };
        part.step(Chapter::Failover, Stage::Data, step);
    }

    fn by_hand(&self) -> Takes {
        Takes::Rto(self.path(), PROMOTING)
    }

    fn instance(&self) -> Step {
        let (recovery, name) = (self.recovery, instance_name(self.entry, self.spec, self.recovery, 1));
        let class = self.database.class.as_ref().map_or("db.serverless", |it| it.value.as_str());
        let call = |operation: &str| aws("rds", operation, recovery).arg("--db-instance-identifier", &name);
        let make = call("create-db-instance")
            .arg("--db-cluster-identifier", cluster_name(self.entry, self.spec, recovery))
            .arg("--db-instance-class", class)
            .arg("--engine", self.database.engine.value.word());
        let see = call("describe-db-instances").query("DBInstances[0].DBInstanceStatus");
        Step::act(
            format!("Give {} an instance in {recovery}", self.entry.address),
            "The cluster there is storage only: nothing can be promoted, or read, without an instance.",
            (Plane::Control, Takes::Rto(self.path(), &["make-instance"])),
            vec![make],
            (vec![see], "available"),
            Undo::By(vec![call("delete-db-instance")]),
        )
    }

    fn failback(&self, part: &mut Part, chapter: Chapter) {
        let drill = chapter == Chapter::Drill;
        let address = &self.entry.address;
        if !drill {
            let step = Step::automatic(
                format!("The old cluster of {address} joins again"),
                "Aurora rebuilds it from the new writer by itself once its Region is back. What it had and \
                 never sent is kept in a snapshot.",
                (Plane::Control, Takes::Failback(self.path(), &["rejoin"])),
                (
                    vec![self.members(self.recovery), self.cluster(self.primary, "DBClusters[0].Status")],
                    "both clusters are members, and the old one is available",
                ),
                Undo::Nothing("nothing: it only follows".to_owned()),
            );
            part.step(chapter, Stage::Look, step);
        }
        let takes = Takes::Failback(self.path(), &["switchover", "writer-endpoint", "reconnect-database"]);
        let step = Step::act(
            format!("Switch {address} over to {}", self.primary),
            "Nothing is lost, and nothing can be written while it takes: choose the hour. Pause what writes \
             in bulk.",
            (Plane::Control, takes),
            self.promote("switchover-global-cluster", self.primary, self.recovery).into(),
            (vec![self.members(self.primary)], "True behind the cluster of the primary"),
            Undo::By(self.promote("switchover-global-cluster", self.recovery, self.primary).into()),
        );
        let stage = if drill { Stage::Restore } else { Stage::Data };
        let step = if drill && self.watcher.is_none() {
            step.only_if(
                "it was switched over in this \
            drill",
            )
        } else {
            step
        };
        part.step(chapter, stage, step);
        if let Some(watcher) = &self.watcher {
            part.step(chapter, Stage::Restore, self.arm(watcher));
        }
    }

    fn arm(&self, watcher: &Names) -> Step {
        let put = |name: &str, value: &str| {
            aws("ssm", "put-parameter", self.recovery)
                .arg("--name", name)
                .arg("--type", "String")
                .arg("--value", value)
                .flag("--overwrite")
        };
        let armed =
            aws("ssm", "get-parameter", self.recovery).arg("--name", &watcher.armed).query("Parameter.Value");
        Step::act(
            format!("Arm the watcher of {} again", self.entry.address),
            "It has disarmed itself. Clear its memory first, so that an old count does not finish on a new \
             failure.",
            (Plane::Data, Takes::Unbudgeted("nobody waits for it, and nobody promotes until it is done")),
            vec![put(&watcher.state, "{}"), put(&watcher.armed, "true")],
            (vec![armed], "true"),
            Undo::By(vec![put(&watcher.armed, "false")]),
        )
    }

    fn troubles(&self, part: &mut Part) {
        let address = &self.entry.address;
        part.trouble(
            format!("The lag alarm of {address} goes off"),
            "The writer writes more than the follower can take, or the network between the Regions is \
             impaired. A follower that is smaller than \
             the writer lags first.",
            self.lag(),
            "which Region follows too late: a failover now loses more than the objective, so wait with it if \
             you can",
        );
        if let Some(watcher) = &self.watcher {
            let logs = aws("logs", "filter-log-events", self.recovery)
                .arg("--log-group-name", format!("/aws/lambda/{}", watcher.function))
                .arg("--filter-pattern", "?error ?warn")
                .arg("--max-items", "20")
                .query("events[].message");
            part.trouble(
                format!("The watcher of {address} did not promote"),
                "It is disarmed; it never saw the primary healthy, so there is nothing to lose; one of its \
                 probes still answers; or RDS refused.",
                vec![self.ask_watcher(watcher, "status"), logs],
                "armed, lastResult, what the probes saw and what it would call: if it is disarmed, promote \
                 by hand (Fail over); if a probe answers, \
                 the Region is not lost",
            );
        }
        part.trouble(
            format!("The promotion of {address} is refused, or takes for ever"),
            "Another one runs, or the engine versions of the clusters differ.",
            vec![
                self.global("describe-global-clusters", self.recovery)
                    .query("GlobalClusters[0].[Status,EngineVersion,FailoverState.Status]"),
                self.cluster(self.recovery, "DBClusters[0].[Status,EngineVersion]"),
            ],
            "its state: failing-over and switching-over need only patience. Detaching the cluster \
             (remove-from-global-cluster) is the last \
             resort: it promotes, and the global database has to be built again",
        );
    }
}
