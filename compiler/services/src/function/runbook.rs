//! Taking a function out and putting it back: what a drill does, and what fences a Region that limps.

use super::{Function, LIVE, function_name};
use crate::runbook::{Chapter, Command, Contribution, Part, Plane, Stage, Step, Takes, Undo, aws, in_each};
use crate::spec::{Entry, Spec};
use crate::traffic::Traffic;
use drc_model::Region;

pub(super) fn part(function: &Function, entry: &Entry, spec: &Spec) -> Contribution {
    let mut part = Part::default();
    let book = Book { function, entry, spec };
    book.verify(&mut part);
    if spec
        .one::<Traffic>()
        .is_some_and(|(_, it)| it.answering(spec).iter().any(|it| it.address == entry.address))
    {
        book.taken_out(&mut part);
    }
    book.troubles(&mut part);
    Contribution::Part(part)
}

struct Book<'s> {
    function: &'s Function,
    entry: &'s Entry,
    spec: &'s Spec,
}

impl Book<'_> {
    fn call(&self, operation: &str, region: Region) -> Command {
        aws("lambda", operation, region).arg("--function-name", function_name(self.entry, self.spec, region))
    }

    fn reserved(&self, region: Region) -> Command {
        self.call("get-function-concurrency", region).query("ReservedConcurrentExecutions")
    }

    fn normal(&self) -> String {
        self.function.reserved.map_or_else(|| "None".to_owned(), |it| it.value.to_string())
    }

    fn verify(&self, part: &mut Part) {
        let regions = || self.spec.regions.all();
        let active = in_each(regions(), |it| {
            self.call("get-function-configuration", it).query("[State,LastUpdateStatus]")
        });
        let reserved = in_each(regions(), |it| self.reserved(it));
        let address = &self.entry.address;
        let step = Step::look(
            format!("See that {address} can be called in every Region"),
            "A concurrency of 0 is what an earlier drill leaves behind if nobody put it back.",
            Plane::Control,
            active.into_iter().chain(reserved).collect(),
            format!("Active and Successful, then {}, once per Region", self.normal()),
        );
        part.step(Chapter::Verify, Stage::Begin, step);
    }

    /// Reserved concurrency cannot be 0 while environments are kept warm.
    fn out(&self, region: Region) -> Vec<Command> {
        let cold = self
            .function
            .provisioned
            .map(|_| self.call("delete-provisioned-concurrency-config", region).arg("--qualifier", LIVE));
        let none = self.call("put-function-concurrency", region).arg("--reserved-concurrent-executions", "0");
        cold.into_iter().chain([none]).collect()
    }

    fn back(&self, region: Region) -> Vec<Command> {
        let normal = match self.function.reserved {
            None => self.call("delete-function-concurrency", region),
            Some(it) => self
                .call("put-function-concurrency", region)
                .arg("--reserved-concurrent-executions", it.value.to_string()),
        };
        let warm = self.function.provisioned.map(|it| {
            self.call("put-provisioned-concurrency-config", region)
                .arg("--qualifier", LIVE)
                .arg("--provisioned-concurrent-executions", it.value.to_string())
        });
        [normal].into_iter().chain(warm).collect()
    }

    fn taken_out(&self, part: &mut Part) {
        let (primary, address) = (self.spec.regions.primary.value, &self.entry.address);
        let nobody_waits = || Takes::Unbudgeted("the clock of the budget starts with it");
        let out = |why: &str| {
            Step::act(
                format!("Take {address} out in {primary}"),
                why,
                (Plane::Control, nobody_waits()),
                self.out(primary),
                (vec![self.reserved(primary)], "0"),
                Undo::By(self.back(primary)),
            )
        };
        let drill = "With a reserved concurrency of 0 Lambda refuses every call, so the Region's health path \
            fails as it does when the Region is \
                     lost. Note the time: the drill's clock starts here. It is a graceful drill: the \
                     Region's data stays within reach.";
        part.step(Chapter::Drill, Stage::Begin, out(drill));
        let fence = "Fences the Region: it serves nobody while it limps, and takes no users back before you \
            say so. A Region that is gone \
                     needs no fence and takes none.";
        let fenced = out(fence).only_if(format!(
            "{primary} still answers some users, or might come back \
            before you are ready"
        ));
        part.step(Chapter::Failover, Stage::Begin, fenced);
        for (chapter, why) in [
            (Chapter::Drill, "Ends the drill. Users come back by themselves once its checks pass."),
            (Chapter::Failback, "From here on its checks can pass, and users follow."),
        ] {
            let step = Step::act(
                format!("Put {address} back in {primary}"),
                why,
                (Plane::Control, Takes::Unbudgeted("users are served elsewhere meanwhile")),
                self.back(primary),
                (vec![self.reserved(primary)], &self.normal()),
                Undo::By(self.out(primary)),
            );
            let stage = if chapter == Chapter::Drill { Stage::Restore } else { Stage::Begin };
            let step = if chapter == Chapter::Drill { step } else { step.only_if("it was taken out") };
            part.step(chapter, stage, step);
        }
    }

    fn troubles(&self, part: &mut Part) {
        let address = &self.entry.address;
        let logs = |region: Region| {
            aws("logs", "filter-log-events", region)
                .arg(
                    "--log-group-name",
                    format!("/aws/lambda/{}", function_name(self.entry, self.spec, region)),
                )
                .arg("--filter-pattern", "?ERROR ?error ?Task")
                .arg("--max-items", "20")
                .query("events[].message")
        };
        part.trouble(
            format!("The alarm on errors of {address} goes off"),
            "A bug, a timeout, a right that is missing in one Region, or a service it calls.",
            in_each(self.spec.regions.all(), logs),
            "the newest lines that say error, per Region: an error in one Region only is a difference \
             between the Regions",
        );
        let limits = |region: Region| {
            aws("lambda", "get-account-settings", region)
                .query("AccountLimit.[ConcurrentExecutions,UnreservedConcurrentExecutions]")
        };
        part.trouble(
            format!("The alarm on throttles of {address} goes off"),
            "The Region's quota is used up, as it can be when all users arrive at once, or a reserved \
             concurrency is too small.",
            self.spec.regions.all().flat_map(|it| [limits(it), self.reserved(it)]).collect(),
            "the account's quota and what is unreserved of it, then what is reserved: ask for a quota in the \
             Region that takes over \
             that equals the primary's, before it is needed",
        );
    }
}
