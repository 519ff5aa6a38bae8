//! Every code drc can raise, and its page.

use crate::{check, evacuation, patch, unsupported};
use drc_diagnostic::{Code, problems};

/// Every code, by number.
pub fn all() -> Vec<&'static Code> {
    let rules = check::ALL.iter().chain(unsupported::ALL).chain(patch::ALL).chain(evacuation::ALL);
    let mut codes: Vec<&'static Code> = problems::ALL.iter().chain(rules).collect();
    codes.sort_by_key(|code| code.id);
    codes
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
}
