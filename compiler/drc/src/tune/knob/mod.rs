//! What can be set without deciding anew: a file for each, listed once.

use super::price::Bill;
use super::{Aim, Edit, Literal};
use drc_model::{Address, Duration};
use drc_services::Spec;
use drc_syntax::Span;
use std::fmt;
use std::rc::Rc;

/// A setting that moves a figure.
pub(super) trait Knob {
    /// Its key, as reports name it: `traffic.ttl`.
    const FIELD: &'static str;

    /// Every place of it that moves what is aimed at, with what else it may be set to.
    fn dials(spec: &Spec, aim: &Aim) -> Vec<Dial>;

    /// What it costs as it is set.
    fn charge(spec: &Spec, bill: &mut Bill);
}

/// One place of a setting: leave it, or take one of these.
#[derive(Clone, Debug)]
pub(super) struct Dial {
    pub(super) choices: Vec<Choice>,
}

/// What a setting may be set to.
#[derive(Clone)]
pub(super) struct Choice {
    pub(super) edits: Vec<Edit>,
    /// The same, done to a spec that is read.
    pub(super) set: Rc<dyn Fn(&mut Spec)>,
    /// Why nobody should take it without thinking.
    pub(super) caution: Option<&'static str>,
}

impl fmt::Debug for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Choice").field("edits", &self.edits).field("caution", &self.caution).finish()
    }
}

/// Lists the knobs once: modules, the search, the bill and the names follow.
macro_rules! knobs {
    ($($module:ident::$knob:ident),* $(,)?) => {
        $(mod $module;)*

        /// The keys that are tuned.
        pub const FIELDS: &[&str] = &[$(<$module::$knob as Knob>::FIELD),*];

        /// Every dial that moves what is aimed at.
        pub(super) fn dials(spec: &Spec, aim: &Aim) -> Vec<Dial> {
            let mut all = Vec::new();
            $(all.extend(<$module::$knob as Knob>::dials(spec, aim));)*
            all.retain(|it: &Dial| !it.choices.is_empty());
            all
        }

        /// What the settings cost that can be tuned.
        pub(super) fn bill(spec: &Spec) -> Bill {
            let mut bill = Bill::default();
            $(<$module::$knob as Knob>::charge(spec, &mut bill);)*
            bill
        }
    };
}

knobs! {
    ttl::Ttl,
    interval::Interval,
    threshold::Threshold,
    promotion::ByWatcher,
    watch_interval::WatchInterval,
    watch_threshold::WatchThreshold,
    instances::Secondary,
    capacity::Least,
    time_control::TimeControl,
    lag_alarm::LagAlarm,
    consistency::Strong,
    rpo_enforced::Enforced,
}

pub(in crate::tune) use lag_alarm::above;

impl Choice {
    fn new(edit: Edit, set: impl Fn(&mut Spec) + 'static) -> Self {
        Self { edits: vec![edit], set: Rc::new(set), caution: None }
    }

    fn with(mut self, edit: Edit) -> Self {
        self.edits.push(edit);
        self
    }

    fn cautious(mut self, why: Option<&'static str>) -> Self {
        self.caution = why;
        self
    }
}

/// A key of a service, now and then.
fn edit(address: &Address, keys: &[&str], now: String, then: String, span: Span) -> Edit {
    let name = (!address.name.is_empty()).then_some(address.name.as_str());
    let path = [address.kind.as_str()].into_iter().chain(name).chain(keys.iter().copied());
    let path = path.map(str::to_owned).collect();
    Edit { path, now: Some(now), then: Literal::Value(then), span: span.written() }
}

/// A word as TOML writes it.
fn word(text: &str) -> String {
    format!("\"{text}\"")
}

/// A duration as people write it: `"90s"` and not `"1m30s"`, but `"5m"`.
fn time(time: Duration) -> String {
    let millis = time.as_millis();
    if millis.is_multiple_of(1_000) && millis <= 120_000 {
        format!("\"{}s\"", millis / 1_000)
    } else {
        format!("\"{time}\"")
    }
}
