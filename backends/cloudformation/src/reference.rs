//! What stands for an attribute: a reference inside its stack, else what is known of it, else a parameter.

use crate::crossing::attribute;
use crate::faults::Fault;
use crate::intrinsic::returned;
use crate::printer::Printer;
use crate::text::Target;
use drc_ir::{Attr, CfnReturn, Expr, NodeId, StackId};
use std::borrow::Cow;

/// Stands where a drawing asks for what CloudFormation does not have. No template declares it, so every validator
/// refuses the template: loud, even for a reader who never ran [`crate::faults`].
const UNRESOLVED: &str = "Unresolved";

/// What stands for an attribute.
pub(crate) enum Answer<'a> {
    Target(Target<'a>),
    Known(Expr),
}

impl<'a> Printer<'a> {
    /// The node that draws `node`: itself, or the one that stands for it.
    pub(crate) fn drawer(&self, node: NodeId) -> NodeId {
        let mut node = node;
        while let Some(by) = self.stacks.outlines[node.0].drawn_by {
            node = by;
        }
        node
    }

    pub(crate) fn answer(&mut self, node: NodeId, attr: Attr) -> Answer<'a> {
        let drawer = self.drawer(node);
        let home = self.stacks.stack_of[drawer.0];
        let here = home == Some(self.here);
        if here && drawer == node && !matches!(attr.cfn, CfnReturn::Known(_)) {
            return Answer::Target(self.local(node, attr));
        }
        if let Some(known) = self.graph.node(node).construct.known(attr) {
            if here {
                // Written out, it no longer makes CloudFormation wait.
                self.waits.extend(self.names.main(drawer));
            }
            return Answer::Known(known);
        }
        let crosses =
            drawer == node && self.names.main(node).is_some() && !matches!(attr.cfn, CfnReturn::Known(_));
        match home {
            Some(from) if crosses => Answer::Target(self.crossed(from, node, attr)),
            Some(_) | None => Answer::Target(self.unknown(node, attr)),
        }
    }

    fn local(&mut self, node: NodeId, attr: Attr) -> Target<'a> {
        match self.names.main(node) {
            Some(place) => self.refer(place, attr.cfn),
            None => self.unknown(node, attr),
        }
    }

    fn crossed(&mut self, from: StackId, node: NodeId, attr: Attr) -> Target<'a> {
        let parameter = Target::Ref(Cow::Owned(self.parameter(from, (node, attr))));
        match attr.cfn {
            CfnReturn::ListAtt(_) => Target::List(Box::new(parameter)),
            CfnReturn::Ref | CfnReturn::Att(_) | CfnReturn::Known(_) => parameter,
        }
    }

    /// An attribute of another part of the node that is printed.
    pub(crate) fn sibling(&mut self, part: &'static str, attribute: &'static str) -> Target<'a> {
        match self.part(part) {
            Some(place) if attribute == "Ref" => self.refer(place, CfnReturn::Ref),
            Some(place) => self.refer(place, CfnReturn::Att(attribute)),
            None => {
                self.faults.insert(Fault::Part { at: self.at(), part });
                Target::Ref(Cow::Borrowed(UNRESOLVED))
            }
        }
    }

    /// Where a part of the node that is printed stands.
    pub(crate) fn part(&self, part: &str) -> Option<usize> {
        let node = self.node?;
        let parts = &self.stacks.outlines[node.0].resources;
        let at = parts.iter().position(|(it, _)| *it == part)?;
        Some(self.names.places(node).start + at)
    }

    fn refer(&mut self, place: usize, what: CfnReturn) -> Target<'a> {
        self.refers.push(place);
        returned(self.names.id(place), what)
    }

    fn unknown(&mut self, node: NodeId, attr: Attr) -> Target<'a> {
        let of = self.graph.services[self.graph.node(node).service.0].address();
        self.faults.insert(Fault::Unknown { at: self.at(), of, attribute: attribute(attr) });
        Target::Ref(Cow::Borrowed(UNRESOLVED))
    }

    pub(crate) fn foreign(&mut self) -> Target<'a> {
        self.faults.insert(Fault::NotCloudFormation { at: self.at() });
        Target::Ref(Cow::Borrowed(UNRESOLVED))
    }
}
