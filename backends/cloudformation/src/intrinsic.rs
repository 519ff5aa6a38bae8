//! The intrinsic functions, as they are written.

use crate::text::Target;
use drc_ir::CfnReturn;
use drc_yaml::Writer;
use std::borrow::Cow;

/// What a resource returns.
pub(crate) fn returned(id: &str, what: CfnReturn) -> Target<'_> {
    match what {
        CfnReturn::Ref => Target::Ref(Cow::Borrowed(id)),
        CfnReturn::Att(name) | CfnReturn::Known(name) => Target::Att(id, name),
        CfnReturn::ListAtt(name) => Target::List(Box::new(Target::Att(id, name))),
    }
}

/// `Ref` or `Fn::GetAtt`
pub(crate) fn push_target(page: &mut Writer, target: &Target<'_>) {
    if let Target::List(list) = target {
        return push_target(page, list);
    }
    page.open();
    match target {
        Target::Ref(name) => page.entry("Ref", name),
        Target::Att(id, attribute) => {
            page.key("Fn::GetAtt");
            page.flow(&[id, attribute]);
        }
        Target::List(_) => {}
    }
    page.close_map();
}

/// The same as one text: of a list, its items with commas between them.
pub(crate) fn push_flat(page: &mut Writer, target: &Target<'_>) {
    match target {
        Target::Ref(_) | Target::Att(..) => push_target(page, target),
        Target::List(list) => {
            page.open();
            page.key("Fn::Join");
            page.open();
            page.dash();
            page.text(",");
            page.dash();
            push_target(page, list);
            page.close_list();
            page.close_map();
        }
    }
}
