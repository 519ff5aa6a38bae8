//! Every code drc can raise, and its page.

use crate::{check, patch, unsupported};
use drc_diagnostic::{Code, problems};

/// Every code, by number.
pub fn all() -> Vec<&'static Code> {
    let mut codes: Vec<&'static Code> =
        problems::ALL.iter().chain(check::ALL).chain(unsupported::ALL).chain(patch::ALL).collect();
    codes.sort_by_key(|code| code.id);
    codes
}

/// What codes are about, by the first digit of their number.
const CHAPTERS: &[(char, &str)] = &[
    ('0', "Reading a spec"),
    ('1', "Fields and values"),
    ('2', "Regions"),
    ('3', "Objectives and budget"),
    ('4', "Traffic"),
    ('5', "Services"),
    ('6', "Patches"),
    ('7', "Exceptions"),
];

/// The chapter a code belongs to.
pub fn chapter(code: &Code) -> &'static str {
    let digit = code.id.trim_start_matches("DRC").chars().next();
    CHAPTERS.iter().find(|(it, _)| Some(*it) == digit).map_or("Others", |(_, title)| title)
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
    all().into_iter().find(|code| code.id.eq_ignore_ascii_case(word) || code.name == word)
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
