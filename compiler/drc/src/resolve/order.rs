//! The order in which services are lowered: each after what it names. A circle is an error.

use super::frame::Directory;
use drc_diagnostic::problems::ReferenceCycle;
use drc_model::{Address, Cx};
use drc_services::{Entry, Use, Uses};
use drc_syntax::{Span, Spanned};

/// A service another one needs first, and where the spec says so.
type Edge = (usize, Span);

/// Services in dependency order; `None` if they form a circle, which is reported.
pub(super) fn order(spec: Directory<'_>, cx: &mut Cx<'_>) -> Option<Vec<usize>> {
    let needs = needs(spec);
    let mut walk = Walk { needs: &needs, state: vec![State::New; needs.len()], order: Vec::new() };
    for start in 0..needs.len() {
        if let Err(circle) = walk.visit(start) {
            let path =
                circle.iter().map(|(at, span)| Spanned::new(spec.services[*at].address.to_string(), *span));
            return cx.report(&ReferenceCycle { path: path.collect() });
        }
    }
    Some(walk.order)
}

fn needs(spec: Directory<'_>) -> Vec<Vec<Edge>> {
    let mut needs: Vec<Vec<Edge>> = spec.services.iter().map(|_| Vec::new()).collect();
    let place = |address: &Address| spec.index.get(address).copied();
    for (at, entry) in spec.services.iter().enumerate() {
        let mut uses = Uses::default();
        entry.service.uses(&mut uses);
        for it in &uses.all {
            match it {
                Use::Service(address, _) => {
                    needs[at].extend(place(&address.value).map(|to| (to, address.span)));
                }
                Use::NeededBy(address, _) => {
                    if let Some(from) = place(&address.value) {
                        needs[from].push((at, address.span));
                    }
                }
                Use::Later(..) => {}
                Use::Pattern(pattern, _) => {
                    let meant = |(_, it): &(usize, &Entry)| pattern.value.matches(&it.address);
                    let meant = spec.services.iter().enumerate().filter(meant);
                    needs[at].extend(meant.map(|(to, _)| (to, pattern.span)));
                }
                Use::Grant(grant) => needs[at].extend(place(&grant.to.value).map(|to| (to, grant.to.span))),
                Use::Reference(words) => {
                    if let [kind, name, ..] = words.value.as_slice() {
                        needs[at].extend(place(&Address::new(kind, name)).map(|to| (to, words.span)));
                    }
                }
            }
        }
    }
    needs
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    Open,
    Done,
}

/// Depth first, with a stack of its own: a chain of ten thousand services must not end the process's stack.
struct Walk<'n> {
    needs: &'n [Vec<Edge>],
    state: Vec<State>,
    order: Vec<usize>,
}

impl Walk<'_> {
    /// Puts what `start` needs, then itself, into the order; or answers the circle it is part of.
    fn visit(&mut self, start: usize) -> Result<(), Vec<Edge>> {
        if self.state[start] != State::New {
            return Ok(());
        }
        // Each step: the service, the edge to look at next, and the span that led here.
        let mut path = vec![(start, 0, Span::default())];
        self.state[start] = State::Open;
        while let Some((at, next, _)) = path.last_mut() {
            let at = *at;
            let Some((to, span)) = self.needs[at].get(*next).copied() else {
                self.state[at] = State::Done;
                self.order.push(at);
                path.pop();
                continue;
            };
            *next += 1;
            match self.state[to] {
                State::Done => {}
                State::New => {
                    self.state[to] = State::Open;
                    path.push((to, 0, span));
                }
                State::Open => return Err(circle(&path, to, span)),
            }
        }
        Ok(())
    }
}

/// The services of the circle, each with the span by which it names the next one.
fn circle(path: &[(usize, usize, Span)], back_to: usize, last: Span) -> Vec<Edge> {
    let from = path.iter().position(|(at, ..)| *at == back_to).unwrap_or(0);
    let members = &path[from..];
    let spans = members.iter().skip(1).map(|(.., span)| *span).chain([last]);
    members.iter().map(|(at, ..)| *at).zip(spans).collect()
}
