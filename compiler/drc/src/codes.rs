//! Every code drc can raise, and its page.

use crate::{check, evacuation, patch, policy, unsupported};
use drc_diagnostic::{Code, problems};
use std::sync::LazyLock;

/// Every code, by number.
pub fn all() -> Vec<&'static Code> {
    let rules = check::ALL.iter().chain(unsupported::ALL).chain(patch::ALL).chain(evacuation::ALL);
    let mut codes: Vec<&'static Code> = problems::ALL.iter().chain(rules).chain(policy::ALL).collect();
    codes.sort_by_key(|code| code.id);
    codes
}

/// What codes are about, by how they begin; of two that fit, the longer one counts.
const CHAPTERS: &[(&str, &str)] = &[
    ("DRC0", "Reading a spec"),
    ("DRC1", "Fields and values"),
    ("DRC2", "Regions"),
    ("DRC3", "Objectives and budget"),
    ("DRC4", "Traffic"),
    ("DRC5", "Services"),
    ("DRC6", "Patches"),
    ("DRC7", "Exceptions"),
    ("DRC72", "Evacuation"),
    ("DRC8", "Policies"),
];

/// The chapter a code belongs to.
pub fn chapter(code: &Code) -> &'static str {
    let fitting = CHAPTERS.iter().filter(|(start, _)| code.id.starts_with(start));
    fitting.max_by_key(|(start, _)| start.len()).map_or("Others", |(_, title)| title)
}

/// Every code, in its chapter.
pub fn chapters() -> Vec<(&'static str, Vec<&'static Code>)> {
    let mut chapters: Vec<(&'static str, Vec<&'static Code>)> = Vec::new();
    for code in all() {
        match chapters.last_mut().filter(|(title, _)| *title == chapter(code)) {
            Some((_, codes)) => codes.push(code),
            None => chapters.push((chapter(code), vec![code])),
        }
    }
    chapters
}

/// The code of a number or a name: `DRC401`, `drc401`, `health-check-interval`.
pub fn find(word: &str) -> Option<&'static Code> {
    // Looked up for every exception of a spec, of which there may be thousands.
    static CODES: LazyLock<Vec<&'static Code>> = LazyLock::new(all);
    CODES.iter().copied().find(|code| code.id.eq_ignore_ascii_case(word) || code.name == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names_are_used_once() {
        let codes = all();
        let mut names: Vec<&str> = codes.iter().map(|it| it.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), codes.len());
        assert!(codes.windows(2).all(|pair| pair[0].id < pair[1].id));
    }

    #[test]
    fn every_code_has_a_chapter() {
        let strays: Vec<&str> = all().iter().filter(|it| chapter(it) == "Others").map(|it| it.id).collect();
        assert!(strays.is_empty(), "no chapter in CHAPTERS for {strays:?}");
    }
}
