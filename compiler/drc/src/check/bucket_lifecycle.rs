//! A lifecycle that S3 refuses.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::Duration;
use drc_services::Entry;
use drc_services::bucket::{Action, Bucket, LifecycleEntry, StorageClass};
use drc_syntax::{Span, Spanned};

/// A lifecycle that S3 refuses.
#[derive(Debug)]
pub struct BucketLifecycle;

/// A move: when, and to what.
type Move = (Spanned<Duration>, Spanned<StorageClass>);

const DAY: Duration = Duration::from_secs(86_400);
/// Objects in the infrequent-access classes are paid for that long, and S3 takes none younger.
const INFREQUENT: Duration = Duration::from_secs(30 * 86_400);

impl Rule for BucketLifecycle {
    const CODE: Code = code!("DRC554", "bucket-lifecycle", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, bucket) in cx.spec.all::<Bucket>() {
            for it in &bucket.lifecycle {
                form(found, entry, it);
            }
            for (at, it) in bucket.lifecycle.iter().enumerate() {
                // Each prefix is judged once, with its first entry.
                if bucket.lifecycle[..at].iter().all(|other| other.prefix() != it.prefix()) {
                    let same: Vec<_> =
                        bucket.lifecycle.iter().filter(|other| other.prefix() == it.prefix()).collect();
                    prefix(found, entry, &same);
                }
            }
        }
    }
}

fn refuse(entry: &Entry, span: Span, message: String, label: &str, help: String) -> Diagnostic {
    Diagnostic::new(&BucketLifecycle::CODE, span, message, label)
        .help(help)
        .source("https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html")
        .about(entry.address.to_string())
}

fn form(found: &mut Diagnostics, entry: &Entry, it: &Spanned<LifecycleEntry>) {
    let Some(action) = it.action() else {
        let help = "write one of { after, to }, { after, expire = true }, { noncurrent_after, to }, { noncurrent_after, expire = true }, { abort_uploads_after }";
        found.push(refuse(
            entry,
            it.span,
            "an entry of a lifecycle says when and what, once each".to_owned(),
            "not one thing",
            help.to_owned(),
        ));
        return;
    };
    let age = action.age();
    if age.value < DAY || age.value.as_secs() % 86_400 != 0 {
        let message = format!("S3 counts ages in days; {} is not a number of them", age.value);
        found.push(refuse(
            entry,
            age.span,
            message,
            "not whole days",
            "write whole days, such as \"30d\"".to_owned(),
        ));
    }
    if let Action::Move(age, to) | Action::MoveOld(age, to) = action {
        let infrequent = matches!(to.value, StorageClass::StandardIa | StorageClass::OnezoneIa);
        if infrequent && age.value < INFREQUENT {
            let message = format!("S3 moves nothing to {} after {}", to.value.word(), age.value);
            let help = "write \"30d\" or more; GLACIER_IR takes younger ones".to_owned();
            found.push(
                refuse(entry, age.span, message, "less than 30 days", help)
                    .also(to.span, "where they move to")
                    .why("objects in the infrequent-access classes must be 30 days old"),
            );
        }
    }
}

/// What is said of the objects of one prefix, which is one rule of S3's.
fn prefix(found: &mut Diagnostics, entry: &Entry, entries: &[&Spanned<LifecycleEntry>]) {
    let (mut moves, mut old, mut ends, mut old_ends, mut aborts) = (vec![], vec![], vec![], vec![], vec![]);
    for action in entries.iter().filter_map(|it| it.action()) {
        match action {
            Action::Move(age, to) => moves.push((age, to)),
            Action::MoveOld(age, to) => old.push((age, to)),
            Action::Expire(age) => ends.push(age),
            Action::ExpireOld(age) => old_ends.push(age),
            Action::Abort(age) => aborts.push(age),
        }
    }
    for ends in [&ends, &old_ends, &aborts] {
        if let [first, second, ..] = ends.as_slice() {
            let message = "the same objects go at two ages".to_owned();
            let help = "keep the shorter one: it is what S3 would follow".to_owned();
            found.push(
                refuse(entry, second.span, message, "the second age", help).also(first.span, "the first one"),
            );
        }
    }
    for (moves, end) in [(moves, ends.first()), (old, old_ends.first())] {
        downwards(found, entry, moves, end);
    }
}

fn downwards(found: &mut Diagnostics, entry: &Entry, mut moves: Vec<Move>, end: Option<&Spanned<Duration>>) {
    moves.sort_by_key(|(age, _)| age.value);
    for pair in moves.windows(2) {
        let [(before, from), (age, to)] = pair else { continue };
        let (is, was) = (to.value.word(), from.value.word());
        if !can_move(from.value, to.value) {
            let help = "order the moves from dear to cheap storage; what is in a colder class stays there"
                .to_owned();
            found.push(
                refuse(
                    entry,
                    to.span,
                    format!("S3 moves nothing from {was} to {is}"),
                    "not further down",
                    help,
                )
                .also(from.span, "where they are by then"),
            );
        }
        let infrequent = matches!(from.value, StorageClass::StandardIa | StorageClass::OnezoneIa);
        if infrequent && age.value < before.value + INFREQUENT {
            let message = format!("S3 moves nothing from {was} to {is} within 30 days");
            let help = format!("write \"{}\" or more", before.value + INFREQUENT);
            found.push(
                refuse(entry, age.span, message, "too soon after the move before", help)
                    .also(before.span, "the move before"),
            );
        }
    }
    let late = moves.last().zip(end).filter(|((age, _), end)| end.value <= age.value);
    if let Some(((age, to), end)) = late {
        let message = format!(
            "objects are gone after {} and move to {} after {}",
            end.value,
            to.value.word(),
            age.value
        );
        let help = "let them move before they go, or take the move out".to_owned();
        found.push(
            refuse(entry, end.span, message, "before the last move", help).also(age.span, "the last move"),
        );
    }
}

/// Down the waterfall, which one class leaves out: from one zone S3 moves nothing to GLACIER_IR.
fn can_move(from: StorageClass, to: StorageClass) -> bool {
    from < to && (from, to) != (StorageClass::OnezoneIa, StorageClass::GlacierIr)
}
