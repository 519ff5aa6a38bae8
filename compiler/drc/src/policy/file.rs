//! Policies in a file of their own, which many systems share.

use super::problems::DUPLICATE_ID;
use super::types;
use crate::resolve;
use drc_diagnostic::{Diagnostic, Diagnostics};
use drc_model::{Cx, Decode, Policy};
use drc_syntax::{Source, Span, Spanned};
use std::collections::BTreeMap;
use std::sync::Arc;

const KEYS: &[&str] = &["version", "policy"];

/// A file of policies, and what is wrong with it.
#[derive(Debug)]
pub struct PolicyFile {
    /// Its text.
    pub source: Arc<Source>,
    /// Those of its policies that can be applied.
    pub policies: Vec<Policy>,
    /// What is wrong with it, wherever it is applied.
    pub problems: Diagnostics,
}

impl PolicyFile {
    /// Reads a file: `version = 1` and `[[policy]]`.
    pub fn read(source: Source) -> Self {
        let (policies, problems) = match resolve::parse(&source) {
            Err(problems) => (Vec::new(), problems),
            Ok((document, mut problems)) => {
                let mut cx = Cx::new(&source);
                resolve::version(&document.root, &mut cx);
                cx.known_keys(&document.root, KEYS);
                let policies = policies(&document.root, &mut cx);
                problems.extend(cx.problems);
                (policies, problems)
            }
        };
        let mut file = Self { source: Arc::new(source), policies, problems };
        file.problems.sort();
        file
    }

    /// What there is to say of a file that is not text.
    pub fn unreadable(source: Source, problems: Diagnostics) -> Self {
        Self { source: Arc::new(source), policies: Vec::new(), problems }
    }
}

/// The policies of a table that can be read, one by one: a mistake in one takes no other away.
fn policies(root: &drc_syntax::Table, cx: &mut Cx<'_>) -> Vec<Policy> {
    let Some(item) = root.get("policy") else { return Vec::new() };
    let drc_syntax::Value::Array(items) = &item.value else {
        return cx.wrong_type(item, "an array of tables, [[policy]]").unwrap_or_default();
    };
    let read: Vec<Policy> = items.iter().filter_map(|it| Policy::decode(it, cx)).collect();
    check_ids(&read, &mut cx.problems);
    let sound = |policy: &Policy| {
        let mut problems = Diagnostics::default();
        types::check([policy], &mut problems);
        let sound = problems.is_empty();
        cx.problems.extend(problems);
        sound
    };
    read.into_iter().filter(sound).collect()
}

/// What is wrong with the policies of a spec wherever it is deployed.
pub(crate) fn check(policies: &[Spanned<Policy>], problems: &mut Diagnostics) {
    check_ids(policies.iter().map(|it| &it.value), problems);
    types::check(policies.iter().map(|it| &it.value), problems);
}

fn check_ids<'p>(policies: impl IntoIterator<Item = &'p Policy>, problems: &mut Diagnostics) {
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    for policy in policies {
        let id = &policy.id.value.0;
        if let Some(first) = seen.insert(id, policy.id.span) {
            problems.push(duplicate(policy.id.span, id).also(first, "the first one"));
        }
    }
}

/// Two policies of one id, where the second stands.
pub(super) fn duplicate(span: Span, id: &str) -> Diagnostic {
    Diagnostic::new(&DUPLICATE_ID, span, format!("there are two policies called `{id}`"), "the second one")
        .why("an exception names a policy by its id, and must mean one")
        .help("give one of them another id")
}
