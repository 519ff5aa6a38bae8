//! Whoever sits in front of a run: told what happens, asked before anything that cannot be taken back.

use crate::plan::Plan;
use crate::report::End;
use crate::state::Status;

/// A terminal, a log, a test.
pub trait Front: Send + Sync {
    /// Something happened.
    fn tell(&self, event: Event<'_>);

    /// May it be done? Where nobody sits in front, `--yes` has answered.
    fn ask(&self, question: Question<'_>) -> bool;

    /// Whether somebody wants it to end: what is under way is finished, nothing new is begun.
    fn stopped(&self) -> bool;
}

/// What is done to a stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// It is created.
    Create,
    /// It is changed.
    Change,
    /// It is deleted.
    Delete,
    /// Somebody else, or a run that was killed, is at work on it.
    Wait,
}

impl Doing {
    /// `creating`
    pub fn word(self) -> &'static str {
        match self {
            Doing::Create => "creating",
            Doing::Change => "changing",
            Doing::Delete => "deleting",
            Doing::Wait => "waiting for",
        }
    }
}

/// Something that happened.
#[derive(Clone, Debug)]
pub enum Event<'e> {
    /// Work on a stack begins.
    Began {
        /// Its name.
        stack: &'e str,
        /// Where.
        region: &'e str,
        /// What.
        doing: Doing,
        /// How many resources that is about.
        resources: usize,
    },
    /// CloudFormation says something about a resource.
    Happened {
        /// Name of the stack.
        stack: &'e str,
        /// `table.payments`
        address: &'e str,
        /// Logical id.
        id: &'e str,
        /// `CREATE_COMPLETE`
        status: &'e str,
        /// AWS's reason.
        reason: Option<&'e str>,
        /// How many resources are through.
        done: usize,
    },
    /// Somebody is at work on a stack.
    InTheWay {
        /// Its name.
        stack: &'e str,
        /// Where.
        region: &'e str,
        /// What CloudFormation does.
        status: Status,
        /// Who began it.
        who: &'e str,
        /// When.
        since: &'e str,
    },
    /// Work on a stack is over.
    Ended {
        /// Its name.
        stack: &'e str,
        /// Where.
        region: &'e str,
        /// How.
        end: &'e End,
    },
    /// Something worth knowing.
    Note(&'e str),
}

/// Something to be agreed to.
#[derive(Clone, Debug)]
pub enum Question<'q> {
    /// Execute this?
    Deploy(&'q Plan),
    /// Delete what is left of a creation that failed?
    Remove {
        /// Name of the stack.
        stack: &'q str,
        /// Where.
        region: &'q str,
        /// What it came to.
        status: Status,
        /// Why.
        reason: &'q str,
    },
    /// Has a person done what this stack asks for?
    Gate {
        /// Name of the stack.
        stack: &'q str,
        /// What is to be done.
        todo: &'q str,
        /// What the stack says, such as the name servers.
        outputs: &'q [(String, String)],
    },
    /// Delete these stacks?
    Destroy {
        /// `payments (dev)`
        system: &'q str,
        /// Name and Region, in the order they go.
        stacks: &'q [(String, String)],
    },
}
