//! What stacks report back to people.

use crate::crossing::{Report, free};
use crate::printer::Printer;
use crate::text::{Piece, Text};
use drc_ir::{Attr, CfnReturn, Expr, Limits, NodeId, Output, ServiceId, StackId, pascal, references};
use drc_model::Region;
use std::collections::BTreeMap;

/// What CloudFormation keeps of a description.
const DESCRIPTION: usize = 1024;

/// The last stack in which a service has something in a Region.
type Places = BTreeMap<(ServiceId, Region), StackId>;

impl<'a> Printer<'a> {
    /// Prints every reported value into a stack that can tell it.
    pub(crate) fn reports(&mut self) {
        let places = self.places();
        for output in &self.graph.outputs {
            let Some(home) = self.home(output, &places) else { continue };
            self.here = home;
            self.report(output);
            let lines = self.take_page();
            self.sheets[home.0].reports.push_str(&lines);
        }
    }

    fn places(&self) -> Places {
        let stacks = (0..self.sheets.len()).map(StackId).filter(|id| self.holds(*id));
        let nodes = stacks.flat_map(|id| self.stacks.stacks[id.0].nodes.iter().map(move |node| (*node, id)));
        let place = |(node, id): (NodeId, StackId)| {
            let node = self.graph.node(node);
            ((node.service, node.region), id)
        };
        nodes.map(place).collect()
    }

    /// The stack that reports a value: the last of its Region that holds something the value refers to, or else
    /// something of the value's service; but none before a stack that must be asked for something, and another where
    /// that one is full.
    fn home(&self, output: &Output, places: &Places) -> Option<StackId> {
        let (held, asked) = self.referred(output);
        let here = |stack: &StackId| self.stacks.stacks[stack.0].region == output.region;
        let mut stacks = (0..self.sheets.len()).rev().map(StackId).filter(|id| self.holds(*id));
        let service = || places.get(&(output.service, output.region)).copied();
        let home =
            held.or_else(service).or_else(|| stacks.clone().find(here)).or_else(|| stacks.clone().next());
        let home = home.max(asked)?;
        let full = |stack: &StackId| {
            let sheet = &self.sheets[stack.0];
            sheet.reported.len() + sheet.exports.len() >= Limits::AWS.outputs
        };
        if !full(&home) {
            return Some(home);
        }
        let mut others = stacks.by_ref().take_while(|it| Some(*it) >= asked).filter(|it| !full(it));
        let first = others.next();
        first.filter(here).or_else(|| others.find(here)).or(first).or(Some(home))
    }

    /// The last stack of the output's Region that holds something it refers to, and the last that must be asked for
    /// something.
    fn referred(&self, output: &Output) -> (Option<StackId>, Option<StackId>) {
        let (mut held, mut asked) = (None, None);
        references(&output.value, &mut |node, attr| {
            let stack = self.stacks.stack_of[self.drawer(node).0].filter(|id| self.holds(*id));
            held = held.max(stack.filter(|id| self.stacks.stacks[id.0].region == output.region));
            if self.graph.node(node).construct.known(attr).is_none() {
                asked = asked.max(stack);
            }
        });
        (held, asked)
    }

    fn report(&mut self, output: &Output) {
        let value = self.is_attribute(&output.value);
        let name = self.report_name(output, value);
        self.report.clone_from(&name);
        self.page.key(&name);
        self.page.open();
        self.page.entry("Description", cut_short(&output.description, DESCRIPTION));
        self.page.key("Value");
        let mut texts = Vec::new();
        self.texts(&mut texts, &output.value);
        self.listed(&texts);
        self.page.close_map();
        self.sheets[self.here.0].reported.push(Report { name, value });
    }

    /// The attribute that a value is and that this stack need ask nobody for.
    fn is_attribute(&self, value: &Expr) -> Option<(NodeId, Attr)> {
        let Expr::Attr(node, attr) = value else { return None };
        let here =
            self.stacks.stack_of[node.0] == Some(self.here) && !matches!(attr.cfn, CfnReturn::Known(_));
        here.then_some((*node, *attr))
    }

    /// `FunctionPaymentProcessorEndpoint`
    fn report_name(&self, output: &Output, value: Option<(NodeId, Attr)>) -> String {
        let service = &self.graph.services[output.service.0];
        let mut name = [service.kind, &service.name, &output.name].map(pascal).concat();
        if !output.global && output.region != self.stacks.stacks[self.here.0].region {
            name.push_str(&pascal(output.region.code()));
        }
        let sheet = &self.sheets[self.here.0];
        free(name, |name| {
            sheet.reported.iter().any(|it| it.name == name)
                || sheet.exports.iter().any(|it| it.name == name && Some(it.value) != value)
        })
    }

    /// The texts of a list, or `key=value` of a map; an output is one text.
    fn texts(&mut self, out: &mut Vec<Text<'a>>, value: &Expr) {
        match value {
            Expr::List(items) => {
                items.iter().filter(|item| **item != Expr::Absent).for_each(|item| self.texts(out, item));
            }
            Expr::Map(entries) => {
                for (key, value) in entries.iter().filter(|(_, value)| *value != Expr::Absent) {
                    let mut text = Text::default();
                    text.literal(key);
                    text.literal("=");
                    text.pieces.extend(self.text_of(value).pieces);
                    out.push(text.merged());
                }
            }
            Expr::Absent
            | Expr::Bool(_)
            | Expr::Int(_)
            | Expr::Float(_)
            | Expr::Text(_)
            | Expr::Attr(..)
            | Expr::Part(..)
            | Expr::Concat(_)
            | Expr::Json(_)
            | Expr::Account
            | Expr::Partition
            | Expr::Asset(_)
            | Expr::AssetHash(_)
            | Expr::AssetBucket
            | Expr::AssetKey(_)
            | Expr::SecretField(..)
            | Expr::WriteOnce(_)
            | Expr::Input(_) => out.push(self.text_of(value)),
        }
    }

    fn listed(&mut self, texts: &[Text<'_>]) {
        if let [only] = texts {
            return self.flat(only);
        }
        match texts.iter().map(Text::plain).collect::<Option<Vec<&str>>>() {
            Some(plain) => self.page.text(&plain.join(",")),
            None => {
                self.page.open();
                self.joined(",", texts, |printer, text| printer.flat(text));
                self.page.close_map();
            }
        }
    }
}

impl Text<'_> {
    /// The same text without literals side by side.
    fn merged(self) -> Self {
        let mut out = Text::default();
        for piece in self.pieces {
            match piece {
                Piece::Literal(text) => out.literal(&text),
                Piece::Target(target) => out.target(target),
            }
        }
        out
    }
}

/// At most so many bytes of a text.
pub(crate) fn cut_short(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    &text[..end.unwrap_or(0)]
}
