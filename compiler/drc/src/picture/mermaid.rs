//! The topology as Mermaid, which GitHub and GitLab draw inside Markdown.

use super::plan::{Arrow, ArrowKind, Plan};

/// The plan as a Mermaid flowchart.
pub fn mermaid(plan: &Plan) -> String {
    let mut out = String::from("flowchart TB\n");
    if let Some((domain, route)) = &plan.users {
        out.push_str(&format!("  users([\"{}<br/>{route}\"])\n", text(domain)));
    }
    for (place, region) in plan.regions.iter().enumerate() {
        let role = role(plan, place);
        out.push_str(&format!("  subgraph r{place}[\"{}, {role}\"]\n", region.code()));
        for (at, it) in plan.boxes.iter().enumerate() {
            let writes = if it.writer == Some(place) { ", writes" } else { "" };
            out.push_str(&format!("    r{place}n{at}[\"{}{writes}\"]\n", text(&it.address)));
        }
        out.push_str("  end\n");
    }
    plan.arrows.iter().for_each(|it| out.push_str(&arrow(plan, it)));
    if let Some(lost) = plan.lost {
        out.push_str(&format!("  style r{lost} stroke:#b3261e,stroke-dasharray:6 4\n"));
    }
    out
}

/// `primary`, `secondary`, `lost`
pub(super) fn role(plan: &Plan, place: usize) -> &'static str {
    match (plan.lost == Some(place), place) {
        (true, _) => "lost",
        (false, 0) => "primary",
        (false, _) => "secondary",
    }
}

fn arrow(plan: &Plan, arrow: &Arrow) -> String {
    match arrow {
        Arrow::Users { region, to, kind } => match kind {
            ArrowKind::Serves => format!("  users -->|users| r{region}n{to}\n"),
            ArrowKind::Standby => format!("  users -.->|standby| r{region}n{to}\n"),
            ArrowKind::Cut => String::new(),
        },
        Arrow::Copy { cut: true, .. } => String::new(),
        Arrow::Copy { of, from, to, both_ways, label, .. } => {
            let arrow = if *both_ways { "<-->" } else { "-->" };
            let label = if label.is_empty() { "copied" } else { label };
            format!("  r{from}n{of} {arrow}|{}| r{to}n{of}\n", text(label))
        }
        Arrow::Call { from, to } => {
            let places = (0..plan.regions.len()).filter(|it| plan.lost != Some(*it));
            places.map(|it| format!("  r{it}n{from} --> r{it}n{to}\n")).collect()
        }
    }
}

/// Text inside quotes, where Mermaid knows entities of its own.
fn text(text: &str) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        match letter {
            '"' | '#' | '<' | '>' | '&' | '|' | '`' | ';' => {
                out.push_str(&format!("#{};", u32::from(letter)));
            }
            letter if letter.is_control() => out.push(' '),
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_ends_no_label() {
        assert_eq!(text("a\"b|c"), "a#34;b#124;c");
    }
}
