//! One thing on both sides of a comparison. Not known, not there and zero are three things, and stay three.

use std::collections::{BTreeMap, VecDeque};

/// What is known of a thing on one side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Seen<T> {
    /// Nobody asked for this side.
    #[default]
    Unasked,
    /// The spec cannot be read there, so nobody knows.
    Unknown,
    /// There is no such thing there.
    Absent,
    /// This.
    Known(T),
}

impl<T> Seen<T> {
    /// The thing, if it is known.
    pub fn known(self) -> Option<T> {
        match self {
            Self::Known(it) => Some(it),
            Self::Unasked | Self::Unknown | Self::Absent => None,
        }
    }

    /// By reference.
    pub fn as_ref(&self) -> Seen<&T> {
        match self {
            Self::Unasked => Seen::Unasked,
            Self::Unknown => Seen::Unknown,
            Self::Absent => Seen::Absent,
            Self::Known(it) => Seen::Known(it),
        }
    }

    /// What follows from it, if it is known.
    pub fn map<U>(self, of: impl FnOnce(T) -> U) -> Seen<U> {
        self.then(|it| Some(of(it)))
    }

    /// A part of it, which may not be there.
    pub fn then<U>(self, part: impl FnOnce(T) -> Option<U>) -> Seen<U> {
        match self {
            Self::Unasked => Seen::Unasked,
            Self::Unknown => Seen::Unknown,
            Self::Absent => Seen::Absent,
            Self::Known(it) => part(it).map_or(Seen::Absent, Seen::Known),
        }
    }
}

/// What became of a thing between the two sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// There is nothing to compare with.
    NotCompared,
    /// One side cannot be read.
    Unknown,
    /// It was not there before.
    New,
    /// It is there no more.
    Gone,
    /// It is another now.
    Changed,
    /// It is what it was.
    Unchanged,
}

impl Fate {
    /// Every one, as the JSON format writes them.
    pub const WORDS: [&'static str; 6] = ["not-compared", "unknown", "new", "gone", "changed", "unchanged"];

    /// As reports print it.
    pub fn word(self) -> &'static str {
        let [not_compared, unknown, new, gone, changed, unchanged] = Self::WORDS;
        match self {
            Self::NotCompared => not_compared,
            Self::Unknown => unknown,
            Self::New => new,
            Self::Gone => gone,
            Self::Changed => changed,
            Self::Unchanged => unchanged,
        }
    }

    /// Whether a reviewer has to look.
    pub fn is_change(self) -> bool {
        match self {
            Self::Unknown | Self::New | Self::Gone | Self::Changed => true,
            Self::NotCompared | Self::Unchanged => false,
        }
    }
}

/// One thing, before and after.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pair<T> {
    /// Before.
    pub base: Seen<T>,
    /// After.
    pub head: Seen<T>,
}

impl<T> Pair<T> {
    /// A part of both sides, which may not be there.
    pub fn then<'p, U>(&'p self, part: impl Fn(&'p T) -> Option<U>) -> Pair<U> {
        Pair { base: self.base.as_ref().then(&part), head: self.head.as_ref().then(&part) }
    }

    /// Whatever is known last: what is gone is told by what it was.
    pub fn last(&self) -> Option<&T> {
        self.head.as_ref().known().or(self.base.as_ref().known())
    }

    /// What became of it; `same` says whether two known things are one.
    pub fn fate_by(&self, same: impl FnOnce(&T, &T) -> bool) -> Fate {
        match (&self.base, &self.head) {
            (Seen::Unasked, _) | (_, Seen::Unasked) => Fate::NotCompared,
            (Seen::Unknown, _) | (_, Seen::Unknown) => Fate::Unknown,
            (Seen::Absent, Seen::Absent) => Fate::Unchanged,
            (Seen::Absent, Seen::Known(_)) => Fate::New,
            (Seen::Known(_), Seen::Absent) => Fate::Gone,
            (Seen::Known(base), Seen::Known(head)) if same(base, head) => Fate::Unchanged,
            (Seen::Known(_), Seen::Known(_)) => Fate::Changed,
        }
    }
}

impl<T: PartialEq> Pair<T> {
    /// What became of it.
    pub fn fate(&self) -> Fate {
        self.fate_by(|base, head| base == head)
    }
}

/// Things of both sides that go by the same key, in the order of the head; what is gone follows.
pub(super) fn matched<T, K: Ord>(sides: Pair<Vec<T>>, key: impl Fn(&T) -> K) -> Vec<Pair<T>> {
    // What a side says of a thing it does not list.
    let (no_base, no_head) = (sides.base.as_ref().then(|_| None), sides.head.as_ref().then(|_| None));
    let mut before: Vec<Option<T>> = sides.base.known().unwrap_or_default().into_iter().map(Some).collect();
    let mut places: BTreeMap<K, VecDeque<usize>> = BTreeMap::new();
    for (at, it) in before.iter().enumerate() {
        if let Some(it) = it {
            places.entry(key(it)).or_default().push_back(at);
        }
    }
    let mut pairs = Vec::new();
    for head in sides.head.known().unwrap_or_default() {
        let at = places.get_mut(&key(&head)).and_then(VecDeque::pop_front);
        let base = at.and_then(|at| before[at].take());
        pairs.push((base, Some(head)));
    }
    pairs.extend(before.into_iter().flatten().map(|it| (Some(it), None)));
    let side = |it: Option<T>, missing: Seen<()>| it.map_or(missing.then(|()| None), Seen::Known);
    let pair = |(base, head)| Pair { base: side(base, no_base), head: side(head, no_head) };
    pairs.into_iter().map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fate(base: Seen<u8>, head: Seen<u8>) -> Fate {
        Pair { base, head }.fate()
    }

    #[test]
    fn unknown_is_neither_zero_nor_absent() {
        assert_eq!(fate(Seen::Unknown, Seen::Known(0)), Fate::Unknown);
        assert_eq!(fate(Seen::Absent, Seen::Known(0)), Fate::New);
        assert_eq!(fate(Seen::Known(0), Seen::Absent), Fate::Gone);
        assert_eq!(fate(Seen::Known(0), Seen::Known(0)), Fate::Unchanged);
        assert_eq!(fate(Seen::Known(0), Seen::Known(1)), Fate::Changed);
        assert_eq!(fate(Seen::Unasked, Seen::Known(1)), Fate::NotCompared);
    }

    #[test]
    fn twins_are_matched_in_order() {
        let sides =
            Pair { base: Seen::Known(vec!["a", "b", "a"]), head: Seen::Known(vec!["a", "c", "a", "a"]) };
        let fates: Vec<Fate> = matched(sides, |it| *it).iter().map(Pair::fate).collect();
        assert_eq!(fates, [Fate::Unchanged, Fate::New, Fate::Unchanged, Fate::New, Fate::Gone]);
    }

    #[test]
    fn what_one_side_cannot_tell_is_unknown() {
        let sides = Pair { base: Seen::Unknown, head: Seen::Known(vec![1]) };
        assert_eq!(matched(sides, |it| *it)[0].fate(), Fate::Unknown);
    }
}
