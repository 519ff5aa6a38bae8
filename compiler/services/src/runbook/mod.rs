//! The runbook: what people do with a system, step by step. Kinds say what there is to do with their services; `drc`
//! adds the Regions, the budget's figures and the order, and writes it down.
//!
//! Steps are typed and not templates: a command is quoted by [`shell`], a figure is named and not typed in, and one
//! list of steps becomes Markdown, HTML and what the tests run.

pub mod shell;

pub use shell::{Command, Word, aws, curl, dig, in_each, run};

/// A chapter, in the order people need them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Chapter {
    /// Bring it up.
    Deploy,
    /// See that every Region could serve.
    Verify,
    /// Lose the primary on purpose.
    Drill,
    /// Lose the primary.
    Failover,
    /// Go back.
    Failback,
    /// Take it down.
    Destroy,
}

impl Chapter {
    /// Every one.
    pub const ALL: [Chapter; 6] =
        [Self::Deploy, Self::Verify, Self::Drill, Self::Failover, Self::Failback, Self::Destroy];
}

/// When in its chapter a step comes, whichever service it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Before anything is changed.
    Look,
    /// What the chapter is about begins: a drill takes the primary out, a failover is decided.
    Begin,
    /// The data takes the way.
    Data,
    /// The users take it.
    Users,
    /// It is proven.
    Prove,
    /// What the chapter changed is put back.
    Restore,
}

/// Who does it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// A person.
    Person,
    /// What was deployed: a person only looks.
    Automatic,
}

/// What of AWS must work for a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plane {
    /// What serves: designed to go on while nothing can be changed.
    Data,
    /// What makes, changes and lists.
    Control,
    /// Nothing of AWS: people, DNS resolvers, a tool at your desk.
    Own,
}

/// How long it takes: a figure of the budget, by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Takes {
    /// These terms of a path of the RTO; all of the path, if none is named.
    Rto(String, &'static [&'static str]),
    /// These terms of a path of the way back; all of the path, if none is named.
    Failback(String, &'static [&'static str]),
    /// The lag that a store's RPO is planned on.
    Lag(String),
    /// Not in the budget, and why.
    Unbudgeted(&'static str),
}

/// How to see that it worked.
#[derive(Clone, Debug)]
pub struct Check {
    /// What to run; nothing, if the step's own commands print it.
    pub commands: Vec<Command>,
    /// What is then seen.
    pub see: String,
}

/// How to take it back.
#[derive(Clone, Debug)]
pub enum Undo {
    /// By these commands.
    By(Vec<Command>),
    /// There is nothing to take back, or no way, and why.
    Nothing(String),
}

/// A step.
#[derive(Clone, Debug)]
pub struct Step {
    /// What it does.
    pub title: String,
    /// Why, and what to know before.
    pub why: String,
    /// Who does it.
    pub who: Who,
    /// It is skipped unless this holds.
    pub only_if: Option<String>,
    /// What of AWS must work.
    pub plane: Plane,
    /// How long it takes.
    pub takes: Takes,
    /// What to run.
    pub commands: Vec<Command>,
    /// How to see that it worked.
    pub check: Check,
    /// How to take it back.
    pub undo: Undo,
}

const READS: &str = "nothing: it only reads";

impl Step {
    /// Looks and changes nothing.
    pub fn look(
        title: impl Into<String>,
        why: impl Into<String>,
        plane: Plane,
        commands: Vec<Command>,
        see: impl Into<String>,
    ) -> Self {
        let check = Check { commands: Vec::new(), see: see.into() };
        let takes = Takes::Unbudgeted("users do not wait for it");
        let (title, why) = (title.into(), why.into());
        let undo = Undo::Nothing(READS.to_owned());
        Self { title, why, who: Who::Person, only_if: None, plane, takes, commands, check, undo }
    }

    /// Changes something.
    pub fn act(
        title: impl Into<String>,
        why: impl Into<String>,
        (plane, takes): (Plane, Takes),
        commands: Vec<Command>,
        check: (Vec<Command>, &str),
        undo: Undo,
    ) -> Self {
        let check = Check { commands: check.0, see: check.1.to_owned() };
        let (title, why) = (title.into(), why.into());
        Self { title, why, who: Who::Person, only_if: None, plane, takes, commands, check, undo }
    }

    /// Happens by itself: people see that it does.
    pub fn automatic(
        title: impl Into<String>,
        why: impl Into<String>,
        (plane, takes): (Plane, Takes),
        check: (Vec<Command>, &str),
        undo: Undo,
    ) -> Self {
        Self { who: Who::Automatic, ..Self::act(title, why, (plane, takes), Vec::new(), check, undo) }
    }

    /// Only where something holds.
    pub fn only_if(self, condition: impl Into<String>) -> Self {
        Self { only_if: Some(condition.into()), ..self }
    }

    /// How long it takes, for a look that users wait for.
    pub fn takes(self, takes: Takes) -> Self {
        Self { takes, ..self }
    }
}

/// What people see go wrong.
#[derive(Clone, Debug)]
pub struct Trouble {
    /// What is seen.
    pub symptom: String,
    /// What it mostly comes from.
    pub cause: String,
    /// What tells, or mends it.
    pub commands: Vec<Command>,
    /// What to make of what they print.
    pub then: String,
}

/// What a service adds to the runbook.
#[derive(Clone, Debug, Default)]
pub struct Part {
    /// Its steps, each with its place.
    pub steps: Vec<(Chapter, Stage, Step)>,
    /// What can go wrong with it.
    pub troubles: Vec<Trouble>,
}

impl Part {
    /// Adds a step.
    pub fn step(&mut self, chapter: Chapter, stage: Stage, step: Step) {
        self.steps.push((chapter, stage, step));
    }

    /// Adds what can go wrong.
    pub fn trouble(
        &mut self,
        symptom: impl Into<String>,
        cause: impl Into<String>,
        commands: Vec<Command>,
        then: impl Into<String>,
    ) {
        let (symptom, cause, then) = (symptom.into(), cause.into(), then.into());
        self.troubles.push(Trouble { symptom, cause, commands, then });
    }
}

/// What a service has to say.
#[derive(Clone, Debug)]
pub enum Contribution {
    /// Steps and troubles.
    Part(Part),
    /// Nothing, and why.
    Nothing(&'static str),
}
