//! The topology as DOT, for Graphviz.

use super::mermaid::role;
use super::plan::{Arrow, ArrowKind, Plan};

/// The plan as a directed graph.
pub fn dot(plan: &Plan) -> String {
    let mut out = format!("digraph {} {{\n  rankdir=TB; compound=true;\n", text(&plan.system));
    out.push_str("  node [shape=box, fontname=\"sans-serif\"]; edge [fontname=\"sans-serif\"];\n");
    if let Some((domain, route)) = &plan.users {
        out.push_str(&format!("  users [shape=oval, label={}];\n", text(&format!("{domain}\n{route}"))));
    }
    for (place, region) in plan.regions.iter().enumerate() {
        let lost = if plan.lost == Some(place) { " style=dashed; color=\"#b3261e\";" } else { "" };
        let label = text(&format!("{}, {}", region.code(), role(plan, place)));
        out.push_str(&format!("  subgraph cluster_r{place} {{\n    label={label};{lost}\n"));
        for (at, it) in plan.boxes.iter().enumerate() {
            let writes = if it.writer == Some(place) { ", writes" } else { "" };
            let label = text(&format!("{}{writes}", it.address));
            out.push_str(&format!("    r{place}n{at} [label={label}];\n"));
        }
        out.push_str("  }\n");
    }
    plan.arrows.iter().for_each(|it| out.push_str(&arrow(plan, it)));
    out.push_str("}\n");
    out
}

fn arrow(plan: &Plan, arrow: &Arrow) -> String {
    match arrow {
        Arrow::Users { region, to, kind } => match kind {
            ArrowKind::Serves => format!("  users -> r{region}n{to} [label=\"users\"];\n"),
            ArrowKind::Standby => {
                format!("  users -> r{region}n{to} [label=\"standby\", style=dashed];\n")
            }
            ArrowKind::Cut => String::new(),
        },
        Arrow::Copy { cut: true, .. } => String::new(),
        Arrow::Copy { of, from, to, both_ways, label, .. } => {
            let way = if *both_ways { ", dir=both" } else { "" };
            let label = text(label);
            format!("  r{from}n{of} -> r{to}n{of} [label={label}, constraint=false{way}];\n")
        }
        Arrow::Call { from, to } => {
            let places = (0..plan.regions.len()).filter(|it| plan.lost != Some(*it));
            places.map(|it| format!("  r{it}n{from} -> r{it}n{to};\n")).collect()
        }
    }
}

/// A quoted string.
fn text(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            '\n' => out.push_str("\\n"),
            letter if letter.is_control() => out.push(' '),
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_ends_no_label() {
        assert_eq!(text("a\"b\\\nc"), "\"a\\\"b\\\\\\nc\"");
    }
}
