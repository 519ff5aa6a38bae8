//! What a failover takes, line after line, against the target.

use super::Picture;
use super::svg::{Element, clipped, document, line, rect, text};
use crate::budget::{PathBudget, PathKind, RtoBudget};
use crate::report::words::time;
use drc_model::Duration;
use drc_model::budget::{Kind, Term, Verdict};

const WIDTH: i64 = 720;
const LEFT: i64 = 8;
const ROW: i64 = 34;
const TOP: i64 = 52;

/// A bar: when it begins, how long it takes, and whether the plan is made of it.
struct Bar<'b> {
    term: &'b Term,
    begins: Duration,
    critical: bool,
}

/// A path with its bars.
struct Lane<'b> {
    name: &'b str,
    bars: Vec<Bar<'b>>,
}

/// The planned course of a failover. `id` is unique in a page.
pub fn timeline(id: &str, rto: &RtoBudget) -> Picture {
    let (total, target) = (rto.total().plan, rto.target);
    let words = match rto.verdict() {
        Verdict::Pass => "within",
        Verdict::Warning | Verdict::Error => "over",
    };
    let about = format!(
        "Planned: service is restored after {}, {words} the target of {}. Critical path: {}.",
        time(total),
        time(target),
        rto.critical_path().iter().map(|it| it.name.as_ref()).collect::<Vec<_>>().join(", then ")
    );
    let lanes = lanes(rto);
    let rows: usize = lanes.iter().map(|it| it.bars.len() + 1).sum();
    let bottom = TOP + ROW * i64::try_from(rows).unwrap_or(0) - 8;
    let scale = Scale { most: total.max(target).max(Duration::from_secs(1)) };
    let mut body = scale.axis(bottom);
    body.extend(scale.target(target, total, bottom));
    let mut y = TOP;
    for lane in &lanes {
        body.push(text("drc-strong", LEFT, y + 6, lane.name));
        y += ROW - 6;
        for it in &lane.bars {
            body.extend(scale.bar(it, y));
            y += ROW;
        }
        y += 6;
    }
    body.extend(legend(&lanes, bottom + 40));
    let title = format!("Failover timeline: {} planned", time(total));
    let svg = document(id, &title, &about, [WIDTH, bottom + 52], body);
    Picture { title, about, svg }
}

/// Paths begin together; with the data first, users follow the slowest of it; the rest follows all of them.
fn lanes(rto: &RtoBudget) -> Vec<Lane<'_>> {
    let critical: Vec<&str> = rto.critical_path().iter().map(|it| it.name.as_ref()).collect();
    let data = rto.paths.iter().filter(|it| it.kind == PathKind::Data).map(|it| it.total().plan).max();
    let begins = |path: &PathBudget| match path.kind {
        PathKind::Traffic if rto.data_first => data.unwrap_or_default(),
        PathKind::Traffic | PathKind::Data | PathKind::Events | PathKind::Steps => Duration::ZERO,
    };
    // As things go on: with the data first, its paths stand above that of the users.
    let mut paths: Vec<&PathBudget> = rto.paths.iter().collect();
    paths.sort_by_key(|it| begins(it));
    let mut lanes: Vec<Lane<'_>> = paths
        .into_iter()
        .map(|path| Lane {
            name: path.name.as_ref(),
            bars: in_a_row(path.terms.iter(), begins(path), critical.contains(&path.name.as_ref())),
        })
        .collect();
    let after: Vec<&Term> = rto.after.iter().map(|(_, it)| it).collect();
    let last: Duration = after.iter().map(|it| it.columns.plan).sum();
    let begins = rto.total().plan.saturating_sub(last);
    if !after.is_empty() {
        lanes.push(Lane { name: "after all of them", bars: in_a_row(after.into_iter(), begins, true) });
    }
    lanes
}

fn in_a_row<'b>(terms: impl Iterator<Item = &'b Term>, mut begins: Duration, critical: bool) -> Vec<Bar<'b>> {
    let bar = |term: &'b Term| {
        let at = begins;
        begins = begins + term.columns.plan;
        Bar { term, begins: at, critical }
    };
    terms.map(bar).collect()
}

/// Time as a place from the left.
struct Scale {
    most: Duration,
}

impl Scale {
    fn x(&self, at: Duration) -> i64 {
        let room = u64::try_from(WIDTH - 2 * LEFT - 12).unwrap_or(0);
        let at = at.as_millis().saturating_mul(room) / self.most.as_millis().max(1);
        LEFT + i64::try_from(at).unwrap_or(0)
    }

    /// About six steps, each of a length people count in.
    fn axis(&self, bottom: i64) -> Vec<Element> {
        const STEPS: [u64; 14] =
            [1, 5, 10, 30, 60, 120, 300, 600, 1_800, 3_600, 7_200, 21_600, 86_400, 604_800];
        let steps = STEPS.into_iter().map(Duration::from_secs);
        let Some(step) = steps.into_iter().find(|it| (*it * 7) > self.most) else { return Vec::new() };
        let mut out = Vec::new();
        let mut at = Duration::ZERO;
        while at <= self.most {
            let x = self.x(at);
            out.push(line("drc-grid", [x, TOP - 8, x, bottom]));
            let anchor = if at == Duration::ZERO { "drc-soft" } else { "drc-soft drc-mid" };
            if x < WIDTH - 30 {
                out.push(text(anchor, x, bottom + 16, &time(at)));
            }
            at = at + step;
        }
        out
    }

    fn bar(&self, it: &Bar<'_>, y: i64) -> Vec<Element> {
        let Bar { term, begins, critical } = it;
        let (from, to) = (self.x(*begins), self.x(*begins + term.columns.plan));
        let plan = time(term.columns.plan);
        let hover = format!(
            "{}: {plan} planned, {} typically, {} at best ({}). {}",
            term.name,
            time(term.columns.typical),
            time(term.columns.best),
            term.kind.word(),
            term.source.title
        );
        let aside = if *critical { "" } else { " drc-aside" };
        let bar = rect(&format!("{}{aside}", class(term.kind)), [from, y + 4, (to - from).max(2), 11]);
        // The words stand above the bar where there is room for them: they need more than most bars have.
        let says = format!("{} · {plan}, {}", clipped(&term.name, 64), term.kind.word());
        let wide = i64::try_from(says.chars().count()).unwrap_or(0) * 7;
        let words = if from + wide < WIDTH - LEFT {
            text("drc-over", from, y, &says)
        } else {
            text("drc-over drc-end", (to.max(LEFT + wide)).min(WIDTH - LEFT), y, &says)
        };
        vec![bar.titled(&hover), words.titled(&hover)]
    }

    fn target(&self, target: Duration, total: Duration, bottom: i64) -> Vec<Element> {
        let (at, done) = (self.x(target), self.x(total));
        let (verdict, word) = if total <= target { ("drc-good", "within") } else { ("drc-bad", "over") };
        let difference = total.max(target).saturating_sub(total.min(target));
        let restored = format!("restored after {}, {} {word} the target", time(total), time(difference));
        let anchor = |x: i64| if x > WIDTH / 2 { "drc-end" } else { "" };
        vec![
            line("drc-target", [at, 24, at, bottom]),
            text(&format!("drc-strong {}", anchor(at)), at, 18, &format!("target {}", time(target))),
            line("", [done, 36, done, bottom]),
            text(&format!("drc-over drc-strong {verdict} {}", anchor(done)), done - 6, 36, &restored),
        ]
    }
}

fn class(kind: Kind) -> &'static str {
    match kind {
        Kind::Limit => "drc-limit",
        Kind::Sla => "drc-sla",
        Kind::Documented => "drc-documented",
        Kind::Typical => "drc-typical",
        Kind::Assumption => "drc-assumption",
        Kind::Configured => "drc-configured",
        Kind::Derived => "drc-derived",
        Kind::Measured => "drc-measured",
    }
}

/// The kinds that occur, each once.
fn legend(lanes: &[Lane<'_>], y: i64) -> Vec<Element> {
    let mut kinds: Vec<Kind> = lanes.iter().flat_map(|it| it.bars.iter().map(|it| it.term.kind)).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let mut x = LEFT;
    let mut out = Vec::new();
    for kind in kinds {
        out.push(rect(class(kind), [x, y - 10, 12, 12]));
        out.push(text("drc-soft", x + 17, y, kind.word()));
        x += 40 + 8 * i64::try_from(kind.word().len()).unwrap_or(0);
    }
    out
}
