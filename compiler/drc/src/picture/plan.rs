//! What stands in which Region, who serves, and what is copied where: read off the spec, drawn elsewhere.

use crate::budget::Budget;
use crate::report::words::time;
use drc_model::Region;
use drc_services::traffic::Traffic;
use drc_services::uses::{Use, Uses};
use drc_services::{Entry, Service, Spec};

/// A system on its Regions.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The system's name.
    pub system: String,
    /// The name that users call and the way they are routed; `None` where nothing moves traffic.
    pub users: Option<(String, &'static str)>,
    /// The Regions, the primary first.
    pub regions: Vec<Region>,
    /// The place of the lost one.
    pub lost: Option<usize>,
    /// The services that stand in each Region.
    pub boxes: Vec<Box>,
    /// Who reaches whom.
    pub arrows: Vec<Arrow>,
}

/// A service, in every Region.
#[derive(Clone, Debug)]
pub struct Box {
    /// `table.payments`
    pub address: String,
    /// It has one writer: the Region whose copy that is, now.
    pub writer: Option<usize>,
}

/// Something that goes from one place to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArrowKind {
    /// Users are sent to a box in a Region.
    Serves,
    /// They would be, if the Regions before it were lost.
    Standby,
    /// They are no more: the Region is lost.
    Cut,
}

/// An arrow. Boxes and Regions go by their places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arrow {
    /// From users to a box.
    Users {
        /// The Region.
        region: usize,
        /// The box.
        to: usize,
        /// Whether they are sent there.
        kind: ArrowKind,
    },
    /// From a box to itself in another Region.
    Copy {
        /// The box.
        of: usize,
        /// From this Region.
        from: usize,
        /// To that one.
        to: usize,
        /// And back.
        both_ways: bool,
        /// One of the Regions is lost.
        cut: bool,
        /// How far behind it is.
        label: String,
    },
    /// From a box to another in the same Region, in each.
    Call {
        /// Who calls.
        from: usize,
        /// Who is called.
        to: usize,
    },
}

impl Plan {
    /// The plan of a spec; `lost` is the Region that is away.
    pub fn new(spec: &Spec, budget: &Budget, lost: Option<Region>) -> Plan {
        let regions: Vec<Region> = spec.regions.all().collect();
        let lost = lost.and_then(|lost| regions.iter().position(|it| *it == lost));
        let entries: Vec<&Entry> = spec.services.iter().filter(|it| is_drawn(&it.service)).collect();
        let serving = (0..regions.len()).find(|it| Some(*it) != lost).unwrap_or(0);
        let writer = |entry: &Entry| matches!(entry.service, Service::Database(_)).then_some(serving);
        let boxes = entries.iter().map(|it| Box { address: it.address.to_string(), writer: writer(it) });
        let mut plan = Plan {
            system: spec.system.name.value.0.clone(),
            users: spec.one::<Traffic>().map(|(_, it)| (it.domain.value.clone(), it.route.value.word())),
            boxes: boxes.collect(),
            arrows: Vec::new(),
            regions,
            lost,
        };
        plan.users(spec, &entries);
        for (of, entry) in entries.iter().enumerate() {
            plan.copies(of, entry, budget);
            plan.calls(of, entry, &entries);
        }
        plan
    }

    fn users(&mut self, spec: &Spec, entries: &[&Entry]) {
        let Some((_, traffic)) = spec.one::<Traffic>() else { return };
        let Some(to) = entries.iter().position(|it| it.address == traffic.target.value) else { return };
        let mut taken = false;
        for region in 0..self.regions.len() {
            let kind = if self.lost == Some(region) {
                ArrowKind::Cut
            } else if traffic.active_active() || !taken {
                taken = true;
                ArrowKind::Serves
            } else {
                ArrowKind::Standby
            };
            self.arrows.push(Arrow::Users { region, to, kind });
        }
    }

    /// What is copied, and how far behind it is as a rule.
    fn copies(&mut self, of: usize, entry: &Entry, budget: &Budget) {
        let Some(both_ways) = copies(&entry.service) else { return };
        let store = budget.stores.iter().find(|it| it.address == entry.address);
        let label = store.map_or(String::new(), |it| match time(it.lag.columns.typical).as_str() {
            "0 s" => "in step".to_owned(),
            lag => format!("{lag} typically"),
        });
        let pairs = if both_ways { self.chain() } else { self.star() };
        let copy = |(from, to, cut)| Arrow::Copy { of, from, to, both_ways, cut, label: label.clone() };
        self.arrows.extend(pairs.into_iter().map(copy));
    }

    /// From the primary to each of the others; what has one source ends with it.
    fn star(&self) -> Vec<(usize, usize, bool)> {
        let cut = |to: usize| self.lost == Some(0) || self.lost == Some(to);
        (1..self.regions.len()).map(|to| (0, to, cut(to))).collect()
    }

    /// From each Region to the next, for that is how they stand; the others go on past one in the middle.
    fn chain(&self) -> Vec<(usize, usize, bool)> {
        let alive: Vec<usize> = (0..self.regions.len()).filter(|it| self.lost != Some(*it)).collect();
        let mut pairs: Vec<(usize, usize, bool)> =
            alive.windows(2).map(|pair| (pair[0], pair[1], false)).collect();
        match self.lost {
            Some(0) => pairs.insert(0, (0, 1, true)),
            Some(last) if last + 1 == self.regions.len() => pairs.push((last - 1, last, true)),
            Some(_) | None => {}
        }
        pairs
    }

    fn calls(&mut self, from: usize, entry: &Entry, entries: &[&Entry]) {
        let mut uses = Uses::default();
        entry.service.uses(&mut uses);
        let named = uses.all.iter().filter_map(|it| match it {
            Use::Service(address, _) | Use::Later(address, _) => Some(&address.value),
            Use::Grant(grant) => Some(&grant.value.to.value),
            Use::NeededBy(..) | Use::Pattern(..) | Use::Reference(_) => None,
        });
        let called = named.filter_map(|address| entries.iter().position(|it| it.address == *address));
        let mut called: Vec<usize> = called.filter(|to| *to != from).collect();
        called.sort_unstable();
        called.dedup();
        self.arrows.extend(called.into_iter().map(|to| Arrow::Call { from, to }));
    }
}

/// What a request meets, and what holds data. The rest stands beside it.
fn is_drawn(service: &Service) -> bool {
    match service {
        Service::Balancer(_)
        | Service::Api(_)
        | Service::Function(_)
        | Service::Table(_)
        | Service::Database(_)
        | Service::Bucket(_)
        | Service::Queue(_)
        | Service::Topic(_)
        | Service::Bus(_)
        | Service::Backup(_) => true,
        Service::Traffic(_)
        | Service::Parameter(_)
        | Service::Secret(_)
        | Service::Key(_)
        | Service::Network(_)
        | Service::Role(_)
        | Service::Alerts(_)
        | Service::Alarm(_)
        | Service::Dashboard(_) => false,
    }
}

/// Whether a service is copied to other Regions, and then whether both ways.
fn copies(service: &Service) -> Option<bool> {
    match service {
        Service::Table(_) | Service::Backup(_) => Some(true),
        Service::Bucket(it) => Some(it.replication.two_way),
        Service::Database(_) => Some(false),
        Service::Bus(it) => it.replicate.value.then_some(true),
        Service::Balancer(_)
        | Service::Api(_)
        | Service::Function(_)
        | Service::Queue(_)
        | Service::Topic(_)
        | Service::Traffic(_)
        | Service::Parameter(_)
        | Service::Secret(_)
        | Service::Key(_)
        | Service::Network(_)
        | Service::Role(_)
        | Service::Alerts(_)
        | Service::Alarm(_)
        | Service::Dashboard(_) => None,
    }
}
