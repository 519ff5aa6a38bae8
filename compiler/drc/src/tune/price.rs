//! What settings cost, out of the table of prices. What depends on a load that no spec states has no sum.

pub(super) use crate::cost::HOURS_A_MONTH;
use crate::cost::{Price, known};
use drc_model::Region;
use std::collections::BTreeMap;

/// The price in a Region. Settings are compared with each other: where nobody knows what a Region charges, us-east-1 does
/// as well.
pub fn find(service: &str, item: &str, region: Region) -> Option<&'static Price> {
    let elsewhere = || known(service, item, Region::find("us-east-1")?);
    known(service, item, region).or_else(elsewhere)
}

/// What the settings that can be tuned cost in a month: the dollars that are known, and how much is used of what has a
/// price and no known amount.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bill {
    /// US dollars a month.
    pub dollars: f64,
    /// Use that depends on load, in a unit that only compares.
    pub by_use: BTreeMap<String, f64>,
}

impl Bill {
    /// So many units in a month, at the table's price; without one it is a use of unknown price.
    pub fn add(&mut self, price: Option<&Price>, units: f64, unpriced: &str) {
        match price {
            Some(price) => self.dollars += price.amount * units,
            None => self.used(unpriced, units),
        }
    }

    /// So much, in a unit that only compares, of what has a price and depends on traffic.
    pub fn by_traffic(&mut self, price: Option<&Price>, amount: f64) {
        if let Some(Price { what, amount: dollars, unit, .. }) = price {
            self.used(&format!("{what} (depends on traffic: ${} per {unit})", money(*dollars)), amount);
        }
    }

    /// So much of what costs by use; `what` says of what.
    pub fn used(&mut self, what: &str, amount: f64) {
        *self.by_use.entry(what.to_owned()).or_default() += amount;
    }

    /// Whether it is nowhere more.
    pub fn at_most(&self, other: &Bill) -> bool {
        let cents = |bill: &Bill| (bill.dollars * 100.0).round();
        let used = |bill: &Bill, why: &str| bill.by_use.get(why).copied().unwrap_or_default();
        cents(self) <= cents(other)
            && self.by_use.iter().all(|(why, amount)| *amount <= used(other, why) + f64::EPSILON)
    }

    /// What this one is beyond another.
    pub fn beyond(&self, other: &Bill) -> Difference {
        let whys = self.by_use.keys().chain(other.by_use.keys().filter(|it| !self.by_use.contains_key(*it)));
        let used = |bill: &Bill, why: &str| bill.by_use.get(why).copied().unwrap_or_default();
        let by_use = whys.filter_map(|why| {
            let difference = used(self, why) - used(other, why);
            (difference.abs() > f64::EPSILON).then(|| (why.clone(), difference > 0.0))
        });
        let mut by_use: Vec<_> = by_use.collect();
        by_use.sort_unstable();
        // Sums in another order differ in the last bit.
        let cents = ((self.dollars - other.dollars) * 100.0).round();
        Difference { dollars: if cents == 0.0 { 0.0 } else { cents / 100.0 }, by_use }
    }
}

/// With cents, or as many digits as it has.
fn money(dollars: f64) -> String {
    let cents = format!("{dollars:.2}");
    if cents.parse() == Ok(dollars) { cents } else { dollars.to_string() }
}

/// By how much two bills differ.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// US dollars a month, to the cent.
    pub dollars: f64,
    /// What else differs, by use; whether it is more.
    pub by_use: Vec<(String, bool)>,
}

impl Difference {
    /// How many things are used more than before.
    pub fn more(&self) -> usize {
        self.by_use.iter().filter(|(_, more)| *more).count()
    }

    /// `+$21.44 a month, more DNS queries (…)`
    pub fn words(&self) -> String {
        let sign = if self.dollars > 0.0 { "+" } else { "−" };
        let fixed = (self.dollars != 0.0).then(|| format!("{sign}${:.2} a month", self.dollars.abs()));
        let used =
            self.by_use.iter().map(|(why, more)| format!("{} {why}", if *more { "more" } else { "fewer" }));
        let all: Vec<String> = fixed.into_iter().chain(used).collect();
        if all.is_empty() { "no cost".to_owned() } else { all.join(", ") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_depends_on_traffic_names_its_price() {
        let mut bill = Bill::default();
        let region = Region::find("us-east-1").expect("a Region");
        bill.by_traffic(find("route53", "queries", region), 1.0);
        assert!(bill.by_use.contains_key("DNS queries (depends on traffic: $0.40 per million)"), "{bill:?}");
    }

    #[test]
    fn what_has_no_known_amount_is_no_sum() {
        let mut now = Bill::default();
        now.used("DNS queries", 1.0);
        let mut then = now.clone();
        then.dollars = 2.004;
        then.used("DNS queries", 1.0);
        let difference = then.beyond(&now);
        assert_eq!((difference.dollars, difference.more()), (2.0, 1));
        assert_eq!(difference.words(), "+$2.00 a month, more DNS queries");
        assert!(now.at_most(&then) && !then.at_most(&now));
        assert_eq!(now.beyond(&now).words(), "no cost");
    }
}
