//! What can be deployed when. Stacks that need nothing of each other go side by side.

use crate::system::System;
use std::collections::BTreeSet;

/// Which stacks must be through before which.
#[derive(Clone, Debug)]
pub struct Order {
    needs: Vec<BTreeSet<usize>>,
}

impl Order {
    /// The order of deployment, of the `chosen` stacks only: what is not chosen is waited for by nobody.
    pub fn up(system: &System, chosen: &BTreeSet<usize>) -> Order {
        let needs = |at: usize| {
            let names = system.stacks[at].entry.depends_on.iter();
            names.filter_map(|it| system.position(it)).filter(|it| chosen.contains(it)).collect()
        };
        Order { needs: (0..system.stacks.len()).map(needs).collect() }
    }

    /// The order of destruction: a stack goes once all that need it are gone.
    pub fn down(system: &System) -> Order {
        let up = Order::up(system, &(0..system.stacks.len()).collect());
        let needed_by =
            |at: usize| (0..up.needs.len()).filter(|other| up.needs[*other].contains(&at)).collect();
        Order { needs: (0..up.needs.len()).map(needed_by).collect() }
    }

    /// Those of `waiting` of which all that they need is `done`.
    pub fn ready(&self, waiting: &BTreeSet<usize>, done: &BTreeSet<usize>) -> Vec<usize> {
        waiting.iter().copied().filter(|it| self.needs[*it].is_subset(done)).collect()
    }

    /// What a stack waits for.
    pub fn needs(&self, stack: usize) -> &BTreeSet<usize> {
        &self.needs[stack]
    }
}
