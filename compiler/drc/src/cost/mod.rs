//! What a system costs in a month, for the load its spec states: an estimate, on demand, without free tiers and discounts.
//! What depends on more than the spec says has no figure; it is counted, and never zero.

mod price;
mod service;

pub use price::{Price, known, prices};

use drc_model::Region;
use drc_services::{Entry, Spec};

/// A month as AWS counts it.
pub(crate) const HOURS_A_MONTH: f64 = 730.0;

/// What a system costs in a month.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cost {
    /// Per service and Region, as the spec is written.
    pub lines: Vec<Line>,
}

/// What one thing costs in one Region in a month.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// `table.payments`
    pub address: String,
    /// Where.
    pub region: &'static str,
    /// What is paid for: `writes`.
    pub what: String,
    /// What drives it: `5000000 × 1 a request`.
    pub driver: String,
    /// US dollars; `None`: nobody knows.
    pub dollars: Option<f64>,
}

impl Cost {
    /// What is known of it, in US dollars. The whole is at least that.
    pub fn known(&self) -> f64 {
        self.lines.iter().filter_map(|it| it.dollars).sum()
    }

    /// How many lines have no figure.
    pub fn unknown(&self) -> usize {
        self.lines.iter().filter(|it| it.dollars.is_none()).count()
    }

    /// The whole; `None` if a line has no figure.
    pub fn total(&self) -> Option<f64> {
        (self.unknown() == 0).then(|| self.known())
    }

    /// Adds so many units of something at the table's price; nobody knows what `None` units cost.
    fn add(
        &mut self,
        entry: &Entry,
        region: Region,
        (service, item): (&str, &str),
        units: Option<f64>,
        driver: String,
    ) {
        let price = known(service, item, region);
        let what = price.map_or_else(|| item.replace('-', " "), |it| it.what.clone());
        let driver = if price.is_none() { format!("{driver}; its price there is unknown") } else { driver };
        let dollars = price.zip(units).map(|(price, units)| price.amount * units);
        self.lines.push(Line {
            address: entry.address.to_string(),
            region: region.code(),
            what,
            driver,
            dollars,
        });
    }

    /// Names something that costs, and that the spec does not say enough of.
    fn unpriced(&mut self, entry: &Entry, region: Region, what: &str, driver: &str) {
        self.lines.push(Line {
            address: entry.address.to_string(),
            region: region.code(),
            what: what.to_owned(),
            driver: driver.to_owned(),
            dollars: None,
        });
    }
}

/// What a system costs in a month. Without `[load]`, what depends on it is unknown.
pub fn monthly(spec: &Spec) -> Cost {
    let mut cost = Cost::default();
    for entry in &spec.services {
        service::add(spec, entry, &mut cost);
    }
    cost
}
