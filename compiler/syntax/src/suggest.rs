//! "Did you mean".

/// The candidate closest to `word`, if it is close enough to be a slip of the finger.
pub fn closest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    // A word of n letters may be wrong in a third of them; more is another word.
    let length = word.chars().count();
    let allowed = (length / 3).max(1);
    let word = word.to_lowercase();
    candidates
        .into_iter()
        // What differs more in length alone need not be measured: a file of noise has a million unknown words.
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= allowed)
        .map(|candidate| (strsim::osa_distance(&word, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn finds_slips_and_leaves_other_words_alone() {
        let keys = ["interval", "threshold", "path"];
        assert_eq!(closest("treshold", keys), Some("threshold"));
        assert_eq!(closest("Path", keys), Some("path"));
        assert_eq!(closest("retention", keys), None);
    }
}
