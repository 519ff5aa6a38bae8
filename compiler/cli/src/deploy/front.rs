//! What a person at a terminal, or the reader of a log, sees of a deployment; and who is asked.

use crate::terminal;
use drc_deploy::{Doing, Event, Front, Question};
use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::collections::BTreeMap;
use std::io::{BufRead as _, IsTerminal as _};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

/// Standard error: bars on a terminal, a line per event elsewhere. Standard output is for what comes of it.
pub(crate) struct Console {
    yes: bool,
    bars: MultiProgress,
    on_terminal: bool,
    by_stack: Mutex<BTreeMap<String, ProgressBar>>,
    stopped: AtomicBool,
}

impl Console {
    pub(crate) fn new(yes: bool) -> Console {
        let on_terminal = std::io::stderr().is_terminal();
        let target = if on_terminal { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        Console {
            yes,
            bars: MultiProgress::with_draw_target(target),
            on_terminal,
            by_stack: Mutex::default(),
            stopped: AtomicBool::new(false),
        }
    }

    /// Somebody wants it to end.
    pub(crate) fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// A line above the bars.
    pub(crate) fn line(&self, line: &str) {
        self.bars.suspend(|| terminal::say(line));
    }

    fn began(&self, stack: &str, region: &str, doing: Doing, resources: usize) {
        if !self.on_terminal {
            return self.line(&format!("{stack}  {region}  {}, {resources} resources", doing.word()));
        }
        let bar = self.bars.add(ProgressBar::new(resources as u64));
        // A template that cannot be read is the library's own default bar.
        if let Ok(style) = ProgressStyle::with_template("{prefix}  [{bar:24}] {pos}/{len}  {wide_msg}") {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.set_prefix(format!("{stack}  {}", doing.word()));
        if let Ok(mut bars) = self.by_stack.lock()
            && let Some(former) = bars.insert(stack.to_owned(), bar)
        {
            former.finish_and_clear();
        }
    }

    fn with_bar(&self, stack: &str, change: impl FnOnce(&ProgressBar)) {
        if let Ok(bars) = self.by_stack.lock()
            && let Some(bar) = bars.get(stack)
        {
            change(bar);
        }
    }

    fn agreed(&self, question: &str) -> bool {
        if self.yes {
            return true;
        }
        if !std::io::stdin().is_terminal() {
            self.line(&format!("{question}\ndrc: there is nobody to ask here: --yes says yes"));
            return false;
        }
        self.answer(question)
    }

    fn answer(&self, question: &str) -> bool {
        self.bars.suspend(|| {
            terminal::say(&format!("{question} Type yes:"));
            let mut answer = String::new();
            std::io::stdin().lock().read_line(&mut answer).is_ok() && answer.trim() == "yes"
        })
    }
}

impl Front for Console {
    fn tell(&self, event: Event<'_>) {
        match event {
            Event::Began { stack, region, doing, resources } => self.began(stack, region, doing, resources),
            Event::Happened { stack, address, id, status, reason, done } => {
                self.with_bar(stack, |bar| {
                    bar.set_position(done as u64);
                    bar.set_message(format!("{address} {id} {status}"));
                });
                if !self.on_terminal || status.ends_with("_FAILED") {
                    let reason = reason.map(|it| format!(": {it}")).unwrap_or_default();
                    self.line(&format!("{stack}  {address} ({id}) {status}{reason}"));
                }
            }
            Event::InTheWay { stack, region, status, who, since } => self.line(&format!(
                "{stack}  {region}  {}, since {since}, by {who}; waiting for the end of it",
                status.says()
            )),
            Event::Ended { stack, region, end } => {
                self.with_bar(stack, ProgressBar::finish_and_clear);
                self.line(&format!("{stack}  {region}  {}", end.word()));
            }
            Event::Note(text) => self.line(text),
        }
    }

    fn ask(&self, question: Question<'_>) -> bool {
        match question {
            Question::Deploy(plan) => {
                self.line(&plan.text());
                self.agreed("Deploy this?")
            }
            Question::Remove { stack, region, status, reason } => self.agreed(&format!(
                "{stack} in {region} is {}: {}\n{reason}\nDelete what is left of it and create it anew?",
                status.text(),
                status.says()
            )),
            // Never by --yes: nobody has done it because nobody was there to ask.
            Question::Gate { stack, todo, outputs } => {
                let outputs: Vec<String> =
                    outputs.iter().map(|(key, value)| format!("  {key} = {value}")).collect();
                let text =
                    format!("{stack} stands. By hand, before it goes on:\n{todo}\n{}", outputs.join("\n"));
                if std::io::stdin().is_terminal() && !self.yes {
                    self.answer(&format!("{text}\nIs it done?"))
                } else {
                    self.line(&text);
                    false
                }
            }
            Question::Destroy { system, stacks } => {
                let stacks: Vec<String> =
                    stacks.iter().map(|(name, region)| format!("  {name}  {region}")).collect();
                self.agreed(&format!(
                    "{system} is destroyed, with all data it holds:\n{}\nDestroy it?",
                    stacks.join("\n")
                ))
            }
        }
    }

    fn stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }
}
