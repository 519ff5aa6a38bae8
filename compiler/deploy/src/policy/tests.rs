use super::permissions::{Action, FEATURES, Type};
use super::table::{ACTIONS, TYPES};

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
