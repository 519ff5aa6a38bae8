use super::Policies;
use super::permissions::{Action, FEATURES, Type};
use super::table::{ACTIONS, TYPES};
use serde_json::Value;
use std::collections::BTreeSet;

#[test]
fn whoever_attaches_them_is_told_of_the_quota_of_a_role() {
    let told = |many: usize| {
        Policies {
            system: "payments".to_owned(),
            environment: "dev".to_owned(),
            documents: vec![Value::Null; many],
            wide: Vec::new(),
            lacking: BTreeSet::new(),
        }
        .summary()
    };
    assert!(told(1).starts_with("1 policy; 0 statements"), "{}", told(1));
    assert!(!told(10).contains("quota"), "{}", told(10));
    assert!(told(11).contains("more than the 10 of a role whose quota was not raised"), "{}", told(11));
}

#[test]
fn every_type_has_calls_and_every_call_is_in_the_table() {
    for one in TYPES {
        assert!(!one.calls.is_empty(), "types.txt names no call of {} and the registry neither", one.kind);
        for call in one.calls {
            assert!(Action::find(call).is_some(), "{}: {call}", one.kind);
        }
    }
    assert!(ACTIONS.is_sorted_by(|a, b| a.name < b.name), "Action::find halves the table");
}

#[test]
fn what_features_leave_out_is_there_to_be_left_out() {
    for (kind, start, property) in FEATURES {
        let of = Type::find(kind).map_or(&[][..], |it| it.calls);
        assert!(
            of.iter().any(|it| it.starts_with(start)),
            "no call of {kind} begins with {start} ({property:?})"
        );
    }
}
