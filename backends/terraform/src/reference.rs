//! What one resource is to another.

use crate::printer::Printer;
use drc_ir::{Attr, NodeId};
use drc_vendor::{Nesting, Type};

/// Stands where a drawing asks for what Terraform does not have. Nothing declares it, so `terraform validate`
/// refuses the file: loud, even for a reader who never ran [`crate::faults`].
pub(crate) const UNRESOLVED: &str = "local.unresolved";

impl Printer<'_> {
    /// A field of another part of the node that is printed.
    pub(crate) fn sibling(&mut self, part: &str, field: &str) {
        match self.here {
            Some(here) => self.reference(here, part, field),
            None => self.push(UNRESOLVED),
        }
    }

    /// An attribute of another node: a field, or a part of it.
    pub(crate) fn attribute(&mut self, node: NodeId, attr: Attr) {
        let Some((start, end)) = attr.between else { return self.reference(node, attr.part, attr.field) };
        self.page.text.extend(["split(\"", end, "\", replace("]);
        self.reference(node, attr.part, attr.field);
        self.page.text.extend([", \"", start, "\", \"\"))[0]"]);
    }

    /// `aws_iam_role.function_payment_us_east_1_role.arn`
    pub(crate) fn reference(&mut self, node: NodeId, part: &str, field: &str) {
        match self.names.find(node, part) {
            Some(it) => {
                self.page.text.extend([it.space(), it.kind, ".", &it.label, "."]);
                self.field(it.kind, field);
            }
            None => self.push(UNRESOLVED),
        }
    }

    /// A field as the drawing writes it, except that Terraform lets nobody index a set
    /// (`domain_validation_options[0].x`), and the table does not tell sets from lists: the first of all `x`
    /// is the same for both.
    fn field(&mut self, kind: &str, field: &str) {
        match field.split_once("[0].") {
            Some((head, tail)) if holds_objects(kind, head) => {
                let (name, rest) = tail.split_at(tail.find(['.', '[']).unwrap_or(tail.len()));
                self.page.text.extend([head, ".*.", name, "[0]", rest]);
            }
            Some(_) | None => self.push(field),
        }
    }
}

/// The field a reference asks the resource for. What follows is inside it: `endpoint[0].address`.
pub(crate) fn head(field: &str) -> &str {
    field.split(['.', '[']).next().unwrap_or(field)
}

fn holds_objects(kind: &str, field: &str) -> bool {
    let field = Type::find(kind).and_then(|kind| kind.field(field));
    field.is_some_and(|field| matches!(field.nesting, Nesting::Objects(_)))
}
