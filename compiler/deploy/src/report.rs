//! How a run ended, for people and for machines.

use crate::fault::Fault;
use crate::json;
use crate::state::{Next, Status};
use serde_json::Value;

/// What became of one stack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// It was created.
    Created,
    /// It was changed.
    Changed,
    /// It was as wanted.
    Unchanged,
    /// It was deleted.
    Deleted,
    /// It was not there.
    Absent,
    /// It did not get where it should.
    Failed(Failure),
    /// It was not begun, because this stack is not through.
    Held(String),
    /// It was not begun: a person must first do what an earlier stack asks for.
    Gated(String),
    /// It was not begun, because somebody asked to stop.
    Stopped,
}

/// Why a stack did not get where it should.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What is the matter, as a sentence without its full stop.
    pub what: String,
    /// The status the stack is in, where it could be asked.
    pub status: Option<Status>,
    /// What failed by itself.
    pub causes: Vec<Cause>,
    /// What to type next.
    pub next: String,
}

/// A resource that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// `table.payments`
    pub address: String,
    /// Logical id.
    pub id: String,
    /// `AWS::DynamoDB::GlobalTable`
    pub kind: String,
    /// `CREATE_FAILED`
    pub status: String,
    /// AWS's reason in full.
    pub reason: String,
}

impl Failure {
    /// With nothing but a sentence and what to type.
    pub fn plain(what: impl Into<String>, next: impl Into<String>) -> Failure {
        Failure { what: what.into(), status: None, causes: Vec::new(), next: next.into() }
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Failure {
        let next = match &fault {
            Fault::Unreachable { .. } => {
                "the same command again once the Region answers: it goes on from where things are; \
                 `--only REGION` leaves the lost one out"
            }
            Fault::Credentials { .. } => {
                "log in, then the same command again: it goes on from where things are"
            }
            Fault::Refused { .. } => "the same command again once AWS's reason is mended",
            Fault::Unknown { .. } => "a newer version of drc",
        };
        Failure::plain(fault.to_string(), next)
    }
}

impl End {
    /// One word, as machines read it.
    pub fn word(&self) -> &'static str {
        match self {
            End::Created => "created",
            End::Changed => "changed",
            End::Unchanged => "unchanged",
            End::Deleted => "deleted",
            End::Absent => "absent",
            End::Failed(_) => "failed",
            End::Held(_) => "held",
            End::Gated(_) => "gated",
            End::Stopped => "stopped",
        }
    }

    /// It is as it should be.
    pub fn is_good(&self) -> bool {
        match self {
            End::Created | End::Changed | End::Unchanged | End::Deleted | End::Absent => true,
            End::Failed(_) | End::Held(_) | End::Gated(_) | End::Stopped => false,
        }
    }
}

/// How a run over all stacks ended.
#[derive(Clone, Debug)]
pub struct Report {
    /// `deploy`, `destroy`
    pub command: &'static str,
    /// Name of the system.
    pub system: String,
    /// Name of the environment.
    pub environment: String,
    /// Stack, Region, end; in the order of the manifest.
    pub stacks: Vec<(String, String, End)>,
}

impl Report {
    /// Everything is as it should be.
    pub fn is_good(&self) -> bool {
        self.stacks.iter().all(|(_, _, end)| end.is_good())
    }

    /// For people: a line per stack, and below it what went wrong.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let width = self.stacks.iter().map(|(name, ..)| name.len()).max().unwrap_or(0);
        for (name, region, end) in &self.stacks {
            text.push_str(&format!("{name:<width$}  {region:<14}  {}\n", end.word()));
            match end {
                End::Failed(failure) => text.push_str(&failure.text()),
                End::Held(by) => text.push_str(&format!("    waits for {by}\n")),
                End::Gated(todo) => {
                    text.push_str(&format!(
                        "    by hand first: {todo}\n    next: once that is done, the same command with --gates-done\n"
                    ));
                }
                End::Stopped => text.push_str("    next: the same command: it goes on from here\n"),
                End::Created | End::Changed | End::Unchanged | End::Deleted | End::Absent => {}
            }
        }
        text
    }

    /// For machines.
    pub fn json(&self) -> Value {
        json::ended(self)
    }
}

impl Failure {
    /// Below the line of its stack.
    pub fn text(&self) -> String {
        let mut text = format!("    {}\n", self.what.replace('\n', "\n    "));
        if let Some(status) = self.status {
            text.push_str(&format!("    the stack is {}", status.text()));
            // What only a person can mend stands above and below.
            let says =
                if status.next() == Next::Stop { String::new() } else { format!(": it {}", status.says()) };
            text.push_str(&format!("{says}\n"));
        }
        for cause in &self.causes {
            text.push_str(&format!(
                "    {} ({}, {}) is {}:\n      {}\n",
                cause.address, cause.id, cause.kind, cause.status, cause.reason
            ));
        }
        text.push_str(&format!("    next: {}\n", self.next));
        text
    }
}
