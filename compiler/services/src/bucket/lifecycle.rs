//! What becomes of objects as they age.

use drc_ir::{Expr, map};
use drc_model::{Duration, fields, keywords};
use drc_syntax::Spanned;

fields! {
    /// One thing that happens to objects as they age: `{ after, to }` moves them, `{ after, expire = true }` deletes them,
    /// the same with `noncurrent_after` is for versions that were replaced or deleted, and `{ abort_uploads_after }`
    /// removes what was never finished.
    pub struct LifecycleEntry {
        /// So long after it was written.
        after: Option<Spanned<Duration>>,
        /// So long after another version, or a deletion, took its place.
        noncurrent_after: Option<Spanned<Duration>>,
        /// So long after an upload in parts began.
        abort_uploads_after: Option<Spanned<Duration>>,
        /// The storage class it moves to.
        to: Option<Spanned<StorageClass>>,
        /// It is deleted. Default: false.
        expire: bool = false,
        /// Only objects whose keys begin so. Default: all.
        prefix: Option<Spanned<String>>,
    }
}

keywords! {
    /// A storage class of S3, the dearest to store first; objects only ever move down.
    pub enum StorageClass as "a storage class" {
        /// Read at once; every reading costs.
        StandardIa = "STANDARD_IA",
        /// S3 moves each object by how often it is read.
        IntelligentTiering = "INTELLIGENT_TIERING",
        /// In one zone only, lost with it.
        OnezoneIa = "ONEZONE_IA",
        /// An archive read at once.
        GlacierIr = "GLACIER_IR",
        /// An archive read after minutes or hours.
        Glacier = "GLACIER",
        /// An archive read after half a day or two.
        DeepArchive = "DEEP_ARCHIVE",
    }
}

/// What an entry asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Objects move to another class.
    Move(Spanned<Duration>, Spanned<StorageClass>),
    /// Objects are deleted.
    Expire(Spanned<Duration>),
    /// Replaced versions move to another class.
    MoveOld(Spanned<Duration>, Spanned<StorageClass>),
    /// Replaced versions are deleted.
    ExpireOld(Spanned<Duration>),
    /// Unfinished uploads are removed.
    Abort(Spanned<Duration>),
}

impl LifecycleEntry {
    /// What it asks for; `None` if it asks for nothing, or for two things.
    pub fn action(&self) -> Option<Action> {
        match (self.after, self.noncurrent_after, self.abort_uploads_after, self.to, self.expire) {
            (Some(age), None, None, Some(to), false) => Some(Action::Move(age, to)),
            (Some(age), None, None, None, true) => Some(Action::Expire(age)),
            (None, Some(age), None, Some(to), false) => Some(Action::MoveOld(age, to)),
            (None, Some(age), None, None, true) => Some(Action::ExpireOld(age)),
            (None, None, Some(age), None, false) => Some(Action::Abort(age)),
            _ => None,
        }
    }

    /// Which objects it is about.
    pub fn prefix(&self) -> &str {
        self.prefix.as_ref().map_or("", |it| &it.value)
    }
}

impl Action {
    /// The age it waits for.
    pub fn age(self) -> Spanned<Duration> {
        match self {
            Self::Move(age, _)
            | Self::Expire(age)
            | Self::MoveOld(age, _)
            | Self::ExpireOld(age)
            | Self::Abort(age) => age,
        }
    }
}

/// A rule as S3 has it: everything about the objects of one prefix.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rule {
    id: String,
    prefix: String,
    moves: Vec<(i64, &'static str)>,
    expire: Option<i64>,
    old_moves: Vec<(i64, &'static str)>,
    expire_old: Option<i64>,
    abort: Option<i64>,
}

/// Unfinished uploads cost like objects and show in no listing; whoever says nothing wants them gone.
const ABORT_AFTER: i64 = 7;

/// The rules of a bucket: one per prefix, and one for unfinished uploads, which S3 keeps apart.
pub fn rules(entries: &[Spanned<LifecycleEntry>]) -> Vec<Rule> {
    let mut rules: Vec<Rule> = Vec::new();
    for entry in entries {
        if let Some(action) = entry.action() {
            put(&mut rules, entry.prefix(), action);
        }
    }
    if rules.iter().all(|it| it.abort.is_none()) {
        rules.push(Rule { abort: Some(ABORT_AFTER), ..Rule::named("abort-incomplete-uploads", "") });
    }
    for rule in &mut rules {
        rule.moves.sort_unstable();
        rule.old_moves.sort_unstable();
    }
    rules
}

fn put(rules: &mut Vec<Rule>, prefix: &str, action: Action) {
    let stem = if matches!(action, Action::Abort(_)) { "abort-incomplete-uploads" } else { "age" };
    let wanted = Rule::named(stem, prefix);
    let at = rules.iter().position(|it| it.id == wanted.id).unwrap_or(rules.len());
    if at == rules.len() {
        rules.push(wanted);
    }
    let (rule, days) = (&mut rules[at], action.age().value.days());
    match action {
        Action::Move(_, to) => rule.moves.push((days, to.word())),
        Action::Expire(_) => rule.expire = Some(days),
        Action::MoveOld(_, to) => rule.old_moves.push((days, to.word())),
        Action::ExpireOld(_) => rule.expire_old = Some(days),
        Action::Abort(_) => rule.abort = Some(days),
    }
}

impl Rule {
    fn named(stem: &str, prefix: &str) -> Self {
        let id = if prefix.is_empty() { stem.to_owned() } else { format!("{stem}-{prefix}") };
        Self { id, prefix: prefix.to_owned(), ..Self::default() }
    }

    /// As CloudFormation has it.
    pub fn cloudformation(&self) -> Expr {
        let moved =
            |(days, to): &(i64, &'static str)| map! { "StorageClass": *to, "TransitionInDays": *days };
        map! {
            "Id": &self.id, "Status": "Enabled",
            "Prefix": Some(&self.prefix).filter(|it| !it.is_empty()),
            "Transitions": some(self.moves.iter().map(moved)),
            "ExpirationInDays": self.expire,
            "NoncurrentVersionTransitions": some(self.old_moves.iter().map(moved)),
            "NoncurrentVersionExpiration": self.expire_old.map(|days| map! { "NoncurrentDays": days }),
            "AbortIncompleteMultipartUpload": self.abort.map(|days| map! { "DaysAfterInitiation": days }),
        }
    }

    /// As the provider has it.
    pub fn provider(&self) -> Expr {
        let moved = |(days, to): &(i64, &'static str)| map! { "days": *days, "storage_class": *to };
        let old = |(days, to): &(i64, &'static str)| map! { "noncurrent_days": *days, "storage_class": *to };
        map! {
            "id": &self.id, "status": "Enabled",
            "filter": [map! { "prefix": &self.prefix }],
            "transition": some(self.moves.iter().map(moved)),
            "expiration": self.expire.map(|days| [map! { "days": days }]),
            "noncurrent_version_transition": some(self.old_moves.iter().map(old)),
            "noncurrent_version_expiration": self.expire_old.map(|days| [map! { "noncurrent_days": days }]),
            "abort_incomplete_multipart_upload": self.abort.map(|days| [map! { "days_after_initiation": days }]),
        }
    }
}

/// A list, left out where it would be empty.
fn some(items: impl ExactSizeIterator<Item = Expr>) -> Option<Expr> {
    (items.len() > 0).then(|| items.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use drc_syntax::Span;

    fn entry(prefix: Option<&str>) -> LifecycleEntry {
        LifecycleEntry {
            after: None,
            noncurrent_after: None,
            abort_uploads_after: None,
            to: None,
            expire: false,
            prefix: prefix.map(|it| here(it.to_owned())),
        }
    }

    fn here<T>(value: T) -> Spanned<T> {
        Spanned::new(value, Span::default())
    }

    fn days(days: u64) -> Option<Spanned<Duration>> {
        Some(here(Duration::from_secs(days * 86_400)))
    }

    #[test]
    fn an_entry_asks_for_one_thing() {
        let class = Some(here(StorageClass::Glacier));
        let moved = LifecycleEntry { after: days(30), to: class, ..entry(None) };
        assert!(matches!(moved.action(), Some(Action::Move(..))));
        assert_eq!(LifecycleEntry { expire: true, ..moved.clone() }.action(), None);
        assert_eq!(LifecycleEntry { noncurrent_after: days(3), ..moved }.action(), None);
        assert_eq!(LifecycleEntry { after: days(30), ..entry(None) }.action(), None);
        assert_eq!(entry(None).action(), None);
    }

    #[test]
    fn what_is_said_of_one_prefix_is_one_rule_in_the_order_of_age() {
        let glacier =
            LifecycleEntry { after: days(90), to: Some(here(StorageClass::Glacier)), ..entry(Some("logs/")) };
        let cold = LifecycleEntry {
            after: days(30),
            to: Some(here(StorageClass::StandardIa)),
            ..entry(Some("logs/"))
        };
        let old = LifecycleEntry { noncurrent_after: days(9), expire: true, ..entry(None) };
        let rules = rules(&[here(glacier), here(cold), here(old)]);
        let ids: Vec<&str> = rules.iter().map(|it| it.id.as_str()).collect();
        assert_eq!(ids, ["age-logs/", "age", "abort-incomplete-uploads"]);
        assert_eq!(rules[0].moves, [(30, "STANDARD_IA"), (90, "GLACIER")]);
        assert_eq!((rules[1].expire_old, rules[1].expire, rules[2].abort), (Some(9), None, Some(7)));
    }
}
