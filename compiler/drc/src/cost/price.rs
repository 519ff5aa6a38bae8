//! The prices: one dated table. What it does not have nobody knows.

use drc_model::Region;
use drc_syntax::{Date, Document, Item, Source, Table, Value};
use std::sync::LazyLock;

/// A line of the table.
#[derive(Clone, Debug)]
pub struct Price {
    /// `route53`
    pub service: String,
    /// `health-check-option`
    pub item: String,
    /// In words.
    pub what: String,
    /// `month`, `hour`, `GB`, `million`, `gb-second`
    pub unit: String,
    /// US dollars.
    pub amount: f64,
    /// Where it holds; `*`: everywhere.
    pub region: String,
    /// `quoted` or `assumption`.
    pub kind: String,
    /// When it was last looked up.
    pub checked: Date,
    /// AWS's page.
    pub source: String,
}

/// The whole table.
pub fn prices() -> &'static [Price] {
    static PRICES: LazyLock<Vec<Price>> = LazyLock::new(|| {
        let (document, _) = Document::parse(&Source::new("prices.toml", include_str!("prices.toml")));
        let Some(Item { value: Value::Array(rows), .. }) = document.root.get("price") else {
            return Vec::new();
        };
        rows.iter()
            .filter_map(|row| if let Value::Table(row) = &row.value { price(row) } else { None })
            .collect()
    });
    &PRICES
}

fn price(row: &Table) -> Option<Price> {
    let text = |key| match &row.get(key)?.value {
        Value::String(text) => Some(text.clone()),
        Value::Integer(_) | Value::Float(_) | Value::Boolean(_) => None,
        Value::Date(_) | Value::Array(_) | Value::Table(_) => None,
    };
    let Value::Float(amount) = row.get("amount")?.value else { return None };
    let Value::Date(checked) = row.get("checked")?.value else { return None };
    Some(Price {
        service: text("service")?,
        item: text("item")?,
        what: text("what")?,
        unit: text("unit")?,
        amount,
        region: text("region")?,
        kind: text("kind")?,
        checked,
        source: text("source")?,
    })
}

/// The price in a Region; `None`: nobody knows it.
pub fn known(service: &str, item: &str, region: Region) -> Option<&'static Price> {
    let of = |place: &str| {
        prices().iter().find(|it| it.service == service && it.item == item && it.region == place)
    };
    let same = ["us-east-2", "us-west-2"].contains(&region.code());
    of(region.code()).or_else(|| of("*")).or_else(|| of("us-east-1").filter(|_| same))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(service: &str, item: &str, region: &str) -> Option<f64> {
        known(service, item, Region::find(region).expect("a Region")).map(|it| it.amount)
    }

    #[test]
    fn every_row_is_read_dated_and_has_a_source() {
        let rows = include_str!("prices.toml").matches("[[price]]").count();
        assert_eq!(prices().len(), rows, "a row that cannot be read");
        for price in prices() {
            assert!(price.checked.year >= 2026 && price.amount > 0.0, "{price:?}");
            assert!(price.source.starts_with("https://aws.amazon.com/"), "{price:?}");
            assert!(["quoted", "assumption"].contains(&price.kind.as_str()), "{price:?}");
            let twice = prices().iter().filter(|it| {
                (&it.service, &it.item, &it.region) == (&price.service, &price.item, &price.region)
            });
            assert_eq!(twice.count(), 1, "{price:?}");
        }
        let units = ["month", "hour", "GB", "million", "gb-second"];
        assert!(prices().iter().all(|it| units.contains(&it.unit.as_str())));
    }

    #[test]
    fn a_price_nobody_knows_is_none() {
        assert_eq!(amount("lambda", "requests", "eu-west-1"), Some(0.2));
        assert_eq!(amount("apigateway", "requests", "us-west-2"), Some(3.5));
        assert_eq!(amount("apigateway", "requests", "eu-west-1"), None);
        assert_eq!(amount("sqs", "messages", "us-east-1"), None);
    }
}
