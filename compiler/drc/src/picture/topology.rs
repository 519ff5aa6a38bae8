//! The Regions side by side: who serves, what is copied, what is left when one is lost.

use super::Picture;
use super::plan::{Arrow, ArrowKind, Plan};
use super::svg::{Element, clipped, document, line, rect, text};
use crate::budget::Budget;
use drc_model::Region;
use drc_services::Spec;

const MARGIN: i64 = 8;
const REGION: i64 = 250;
const GAP: i64 = 130;
const HEAD: i64 = 52;
const NODE: i64 = 30;
const ROW: i64 = 42;

/// Nobody takes in more at one look.
const MOST: usize = 24;

/// The Regions of a spec, or what is left of them. `id` is unique in a page.
pub fn topology(id: &str, spec: &Spec, budget: &Budget, lost: Option<Region>) -> Picture {
    let plan = Plan::new(spec, budget, lost);
    let count = number(plan.regions.len());
    let rows = number(plan.boxes.len().min(MOST));
    let rest = plan.boxes.len().saturating_sub(MOST);
    let height = top(&plan) + HEAD + rows * ROW + if rest > 0 { 34 } else { 6 };
    let width = 2 * MARGIN + count * REGION + (count - 1) * GAP;
    let mut body = Vec::new();
    for place in 0..plan.regions.len() {
        body.extend(region(&plan, place, height));
    }
    body.extend(users(&plan, width));
    for arrow in &plan.arrows {
        body.extend(copy(&plan, arrow));
    }
    let title = match lost {
        None => "Topology: as it serves".to_owned(),
        Some(lost) => format!("Topology: {} lost", lost.code()),
    };
    let about = about(&plan);
    let svg = document(id, &title, &about, [width, height + MARGIN], body);
    Picture { title, about, svg }
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn left(place: usize) -> i64 {
    MARGIN + number(place) * (REGION + GAP)
}

/// Where the Regions begin: below the name that users call, if there is one.
fn top(plan: &Plan) -> i64 {
    if plan.users.is_some() { 116 } else { MARGIN }
}

fn row(plan: &Plan, at: usize) -> i64 {
    top(plan) + HEAD + number(at) * ROW
}

fn region(plan: &Plan, place: usize, height: i64) -> Vec<Element> {
    let (region, x, top) = (plan.regions[place], left(place), top(plan));
    let gone = plan.lost == Some(place);
    let role = match (gone, place) {
        (true, _) => "lost",
        (false, 0) => "primary",
        (false, _) => "secondary",
    };
    let class = if gone { "drc-lost" } else { "drc-region" };
    let word = if gone { "drc-bad drc-strong" } else { "drc-soft" };
    let mut out = vec![
        rect(class, [x, top, REGION, height - top]).with("rx", 8),
        text("drc-strong", x + 14, top + 22, region.code()),
        text(word, x + 14, top + 40, &format!("{}, {role}", region.place())),
    ];
    for (at, it) in plan.boxes.iter().enumerate().take(MOST) {
        let (y, faded) = (row(plan, at), if gone { "drc-gone" } else { "" });
        out.push(rect(&format!("drc-node {faded}"), [x + 14, y, REGION - 28, NODE]).with("rx", 4));
        let writes = match it.writer {
            Some(writer) if writer == place => ", writes",
            Some(_) => ", reads",
            None => "",
        };
        let name = text(faded, x + 24, y + 20, &format!("{}{writes}", clipped(&it.address, 26)));
        out.push(name.titled(&it.address));
    }
    let rest = plan.boxes.len().saturating_sub(MOST);
    if rest > 0 {
        out.push(text("drc-soft", x + 24, height - 14, &format!("… and {rest} more")));
    }
    out
}

/// The name that users call, and where it leads.
fn users(plan: &Plan, width: i64) -> Vec<Element> {
    let Some((domain, route)) = &plan.users else { return Vec::new() };
    let (middle, top) = (width / 2, top(plan));
    let mut out = vec![
        rect("drc-node", [middle - 150, MARGIN, 300, 44]).with("rx", 22),
        text("drc-strong drc-mid", middle, MARGIN + 19, &clipped(domain, 38)).titled(domain),
        text("drc-soft drc-mid", middle, MARGIN + 36, route),
    ];
    for arrow in &plan.arrows {
        let Arrow::Users { region, kind, .. } = arrow else { continue };
        let (class, word, colour) = match kind {
            ArrowKind::Serves => ("", "users", "drc-strong"),
            ArrowKind::Standby => ("drc-standby", "standby", "drc-soft"),
            ArrowKind::Cut => ("drc-cut", "nobody", "drc-bad"),
        };
        let to = left(*region) + REGION / 2;
        // From within the pill, a little towards the Region, so that arrows to several do not begin at one point.
        let from = middle + (to - middle).clamp(-90, 90);
        let bottom = MARGIN + 44;
        out.push(line(class, [from, bottom, to, top - 8]));
        if *kind != ArrowKind::Cut {
            out.push(head(to, top - 1, Pointing::Down));
        }
        let outside = if to < middle { to - 12 } else { to + 12 };
        let anchor = if to < middle { "drc-end" } else { "" };
        out.push(text(&format!("{colour} {anchor}"), outside, top - 14, word));
    }
    out
}

fn copy(plan: &Plan, arrow: &Arrow) -> Vec<Element> {
    let Arrow::Copy { of, from, to, both_ways, cut, label } = arrow else { return Vec::new() };
    if *of >= MOST {
        return Vec::new();
    }
    let (begin, end) = (left(*from) + REGION - 14, left(*to) + 14);
    // Past a Region that is lost: below its box, and named in the first gap.
    let past = to - from > 1;
    let y = row(plan, *of) + if past { NODE + 6 } else { NODE / 2 };
    let middle = if past { begin + 14 + GAP / 2 } else { i64::midpoint(begin, end) };
    if *cut {
        return vec![
            line("drc-cut", [begin, y, end, y]),
            text("drc-bad drc-mid", middle, y - 5, "not copied"),
        ];
    }
    let mut out = vec![
        line("", [begin + if *both_ways { 8 } else { 0 }, y, end - 8, y]),
        head(end, y, Pointing::Right),
        text("drc-soft drc-mid", middle, y - 5, label),
    ];
    if *both_ways {
        out.push(head(begin, y, Pointing::Left));
    }
    out
}

#[derive(Clone, Copy)]
enum Pointing {
    Down,
    Right,
    Left,
}

/// The head of an arrow, its point at a place.
fn head(x: i64, y: i64, pointing: Pointing) -> Element {
    let (one, other) = match pointing {
        Pointing::Down => ((x - 5, y - 9), (x + 5, y - 9)),
        Pointing::Right => ((x - 9, y - 5), (x - 9, y + 5)),
        Pointing::Left => ((x + 9, y - 5), (x + 9, y + 5)),
    };
    let path = format!("M{x} {y} L{} {} L{} {} Z", one.0, one.1, other.0, other.1);
    Element::new("path").with("class", "drc-head").with("d", &path)
}

/// The picture in words.
fn about(plan: &Plan) -> String {
    let mut said = Vec::new();
    for arrow in &plan.arrows {
        match arrow {
            Arrow::Users { region, to, kind } => {
                let what = match kind {
                    ArrowKind::Serves => "serves users",
                    ArrowKind::Standby => "stands by",
                    ArrowKind::Cut => "is lost",
                };
                said.push(format!("{} in {} {what}", plan.boxes[*to].address, plan.regions[*region].code()));
            }
            Arrow::Copy { of, from, to, both_ways, cut, .. } => {
                let (from, to) = (plan.regions[*from].code(), plan.regions[*to].code());
                let back = if *both_ways { " and back" } else { "" };
                let is = if *cut { "is no more copied" } else { "is copied" };
                said.push(format!("{} {is} from {from} to {to}{back}", plan.boxes[*of].address));
            }
            Arrow::Call { .. } => {}
        }
    }
    format!("{}.", said.join("; "))
}
