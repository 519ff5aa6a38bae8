//! Who sits in front in a test: notes what is told, and answers as told.

use crate::loopback::Server;
use drc_deploy::{Deployed, Destroyed, End, Event, Failure, Front, Options, Question, Report, Run, System};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

#[derive(Default)]
pub struct Witness {
    pub told: Mutex<Vec<String>>,
    pub asked: Mutex<Vec<String>>,
    /// Answers no to everything.
    pub refuses: bool,
    pub stopped: AtomicBool,
    /// Stops after so many stacks have ended.
    pub stop_after: Option<usize>,
    pub ended: AtomicUsize,
}

impl Front for Witness {
    fn tell(&self, event: Event<'_>) {
        if let Event::Ended { .. } = event {
            let ended = self.ended.fetch_add(1, Ordering::SeqCst) + 1;
            if self.stop_after.is_some_and(|it| ended >= it) {
                self.stopped.store(true, Ordering::SeqCst);
            }
        }
        self.told.lock().expect("a lock").push(format!("{event:?}"));
    }

    fn ask(&self, question: Question<'_>) -> bool {
        self.asked.lock().expect("a lock").push(format!("{question:?}"));
        !self.refuses
    }

    fn stopped(&self) -> bool {
        self.stopped.load(Ordering::SeqCst)
    }
}

impl Witness {
    pub fn was_told(&self, text: &str) -> bool {
        self.told.lock().expect("a lock").iter().any(|it| it.contains(text))
    }

    pub fn was_asked(&self, text: &str) -> bool {
        self.asked.lock().expect("a lock").iter().any(|it| it.contains(text))
    }
}

pub fn going_on() -> Options {
    Options { gates_done: true, ..Options::default() }
}

pub async fn begin(
    server: &Server,
    system: &Arc<System>,
    front: &Arc<Witness>,
    options: Options,
) -> Result<Arc<Run>, Failure> {
    let front = Arc::clone(front) as Arc<dyn Front>;
    Run::begin(Arc::clone(system), server.aws(&system.regions), front, options).await
}

pub async fn deploy_with(
    server: &Server,
    system: &Arc<System>,
    front: &Arc<Witness>,
    options: Options,
) -> Result<Deployed, Failure> {
    drc_deploy::deploy(&begin(server, system, front, options).await?).await
}

/// Deploys with everything agreed to.
pub async fn deploy(server: &Server, system: &Arc<System>) -> Report {
    let deployed = deploy_with(server, system, &Arc::default(), going_on()).await;
    match deployed.expect("it runs") {
        Deployed::Done(report) => report,
        Deployed::Nothing => Report {
            command: "deploy",
            system: system.name.clone(),
            environment: system.environment.clone(),
            stacks: Vec::new(),
        },
        other @ (Deployed::Refused(_) | Deployed::Declined) => panic!("{other:?}"),
    }
}

pub async fn destroy(server: &Server, system: &Arc<System>, options: Options) -> Result<Destroyed, Failure> {
    drc_deploy::destroy(&begin(server, system, &Arc::default(), options).await?).await
}

/// The end of a stack.
pub fn end<'r>(report: &'r Report, stack: &str) -> &'r End {
    &report.stacks.iter().find(|(name, ..)| name == stack).expect("the stack").2
}
