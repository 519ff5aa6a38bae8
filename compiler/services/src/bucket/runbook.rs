//! Copies of objects, and bringing back what was written while the primary was away.

use super::{Bucket, bucket_name};
use crate::runbook::{
    Chapter, Command, Contribution, Part, Plane, Stage, Step, Takes, Undo, Word, aws, in_each, run,
};
use crate::spec::{Entry, Spec};
use drc_model::Region;

/// The object that shows whether copies arrive.
const MARKER: &str = "drc-runbook/marker";

pub(super) fn part(bucket: &Bucket, entry: &Entry, spec: &Spec) -> Contribution {
    let mut part = Part::default();
    let book = Book { bucket, entry, spec };
    book.verify(&mut part);
    book.marker(&mut part);
    if bucket.existing.is_none() && !bucket.replication.two_way {
        book.copied_back(&mut part);
    }
    book.troubles(&mut part);
    Contribution::Part(part)
}

struct Book<'s> {
    bucket: &'s Bucket,
    entry: &'s Entry,
    spec: &'s Spec,
}

impl Book<'_> {
    fn name(&self, region: Region) -> String {
        let given = self.bucket.existing.as_ref().and_then(|it| it.value.at(region));
        given.map_or_else(|| bucket_name(self.entry, self.spec, region), |it| it.value.clone())
    }

    fn call(&self, operation: &str, region: Region) -> Command {
        aws("s3api", operation, region).arg("--bucket", self.name(region))
    }

    fn sources(&self) -> impl Iterator<Item = Region> {
        self.spec.regions.all().take(if self.bucket.replication.two_way { usize::MAX } else { 1 })
    }

    fn rules(&self) -> Vec<Command> {
        let rules = |region| {
            self.call("get-bucket-replication", region)
                .query("ReplicationConfiguration.Rules[].[ID,Status,Destination.Bucket]")
        };
        in_each(self.sources(), rules)
    }

    fn verify(&self, part: &mut Part) {
        let versions =
            in_each(self.spec.regions.all(), |it| self.call("get-bucket-versioning", it).query("Status"));
        let step = Step::look(
            format!("See that {} is copied", self.entry.address),
            "Only what is written after a rule is made is copied, and only between versioned buckets.",
            Plane::Control,
            versions.into_iter().chain(self.rules()).collect(),
            "Enabled for every bucket, then a rule that is Enabled for each bucket that is copied to",
        );
        part.step(Chapter::Verify, Stage::Data, step);
    }

    fn marker(&self, part: &mut Part) {
        let (primary, address) = (self.spec.regions.primary.value, &self.entry.address);
        let head = |region| {
            self.call("head-object", region).arg("--key", MARKER).query("[ReplicationStatus,VersionId]")
        };
        let delete = |region| self.call("delete-object", region).arg("--key", MARKER);
        let put = self.call("put-object", primary).arg("--key", MARKER);
        let step = Step::act(
            format!("Write an object to {address} in {primary} and find it elsewhere"),
            "The proof that copies arrive. It needs the right to write, which operators do not have by \
             themselves.",
            (Plane::Data, Takes::Lag(address.to_string())),
            vec![put],
            (
                in_each(self.spec.regions.all(), head),
                "COMPLETED in the primary (PENDING until then), REPLICA elsewhere",
            ),
            Undo::By(in_each(self.spec.regions.all(), delete)),
        );
        part.step(Chapter::Verify, Stage::Prove, step);
    }

    /// Rules go one way, so what the standby took is in the standby only.
    fn copied_back(&self, part: &mut Part) {
        let (primary, recovery) = (self.spec.regions.primary.value, self.spec.regions.recovery());
        let (from, to) = (format!("s3://{}", self.name(recovery)), format!("s3://{}", self.name(primary)));
        let sync = |more: &[&str]| {
            let words = [
                "aws",
                "s3",
                "sync",
                &from,
                &to,
                "--source-region",
                recovery.code(),
                "--region",
                primary.code(),
            ];
            run(words.into_iter().chain(more.iter().copied())).answered_by(primary)
        };
        let (copy, dry) = (sync(&[]), sync(&["--dryrun"]));
        let step = Step::act(
            format!("Copy what {} took meanwhile back into {primary}", self.entry.address),
            "Copies go one way by themselves. This adds and overwrites and deletes nothing: the bucket is \
             versioned, so what it \
             overwrites is kept.",
            (Plane::Data, Takes::Unbudgeted("as long as there is to copy; users do not wait for it")),
            vec![copy],
            (vec![dry], "nothing: there is nothing left to copy"),
            Undo::Nothing("earlier versions are still in the bucket".to_owned()),
        );
        part.step(Chapter::Failback, Stage::Data, step);
    }

    fn troubles(&self, part: &mut Part) {
        let address = &self.entry.address;
        let primary = self.spec.regions.primary.value;
        let newest = self
            .call("list-objects-v2", primary)
            .query("sort_by(Contents || `[]`, &LastModified)[-1].Key")
            .set("KEY");
        let head = self
            .call("head-object", primary)
            .arg("--key", Word::with_variables("${KEY}"))
            .query("ReplicationStatus");
        part.trouble(
            format!("Objects of {address} stay PENDING, or are FAILED"),
            "S3 does not try again what FAILED: the role may not write, a key is gone or cannot be used, the \
             other bucket is not \
             versioned. PENDING for long is a burst, or a request rate beyond what replication takes.",
            [vec![newest, head], self.rules()].concat(),
            "the newest object's status, then the rules: mend the cause, then copy what FAILED with S3 Batch \
             Replication",
        );
    }
}
