//! Which plane of AWS answers a call, and where that plane is: the table in `planes.toml`.

use drc_model::Region;
use drc_syntax::{Document, Item, Source, Table, Value};
use std::sync::LazyLock;

/// What is known of a service's planes.
#[derive(Clone, Debug)]
pub struct Service {
    /// Its prefix in calls: `route53`.
    pub name: String,
    /// Where its control plane is, if not in each Region.
    pub home: Option<Region>,
    /// For which calls, by how they begin; for all, if there are none.
    only: Vec<String>,
    /// Calls of its data plane, by how they begin.
    actions: Vec<String>,
    /// Calls that promote, which nothing stands in for.
    promote: Vec<String>,
    /// Calls that the Region that is left must answer, too.
    both: Vec<String>,
    /// What does without its control plane.
    pub instead: Option<String>,
    /// The page that says so.
    pub source: String,
}

static TABLE: LazyLock<Vec<Service>> = LazyLock::new(|| {
    let text = include_str!("planes.toml");
    let (document, _) = Document::parse(&Source::new("planes.toml", text));
    let services = document.root.get("service");
    let Some(Value::Array(rows)) = services.map(|it| &it.value) else { return Vec::new() };
    rows.iter().filter_map(row).collect()
});

/// What is known of every service that is listed.
pub fn services() -> &'static [Service] {
    &TABLE
}

fn row(item: &Item) -> Option<Service> {
    let Value::Table(table) = &item.value else { return None };
    Some(Service {
        name: text(table, "name")?,
        home: text(table, "home").and_then(|it| Region::find(&it)),
        only: texts(table, "only"),
        actions: texts(table, "actions"),
        promote: texts(table, "promote"),
        both: texts(table, "both"),
        instead: text(table, "instead"),
        source: text(table, "source")?,
    })
}

fn string(item: &Item) -> Option<String> {
    if let Value::String(text) = &item.value { Some(text.clone()) } else { None }
}

fn text(table: &Table, key: &str) -> Option<String> {
    table.get(key).and_then(string)
}

fn texts(table: &Table, key: &str) -> Vec<String> {
    let Some(Value::Array(items)) = table.get(key).map(|it| &it.value) else { return Vec::new() };
    items.iter().filter_map(string).collect()
}

impl Service {
    /// The service of a call: of `route53:ChangeResourceRecordSets`, Route 53.
    pub fn of(call: &str) -> Option<&'static Service> {
        let (name, _) = call.split_once(':')?;
        services().iter().find(|it| it.name.eq_ignore_ascii_case(name))
    }

    /// Whether the data plane answers a call.
    pub fn is_data(&self, call: &str) -> bool {
        begins(&self.actions, call)
    }

    /// Whether it promotes: the one kind of call that AWS itself has nothing in place of.
    pub fn promotes(&self, call: &str) -> bool {
        begins(&self.promote, call)
    }

    /// Whether it hands over, and so needs the Region that is left as much as the one that takes over.
    pub fn needs_both(&self, call: &str) -> bool {
        begins(&self.both, call)
    }

    /// Where the control plane of a call is, if not in the Region that is called.
    pub fn home(&self, call: &str) -> Option<Region> {
        self.home.filter(|_| self.only.is_empty() || begins(&self.only, call))
    }
}

fn begins(actions: &[String], call: &str) -> bool {
    let action = call.split_once(':').map_or(call, |(_, action)| action);
    actions.iter().any(|it| action.starts_with(it.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read_with_its_source_and_its_home() {
        let text = include_str!("planes.toml");
        assert_eq!(services().len(), text.matches("\n[[service]]").count());
        assert_eq!(services().iter().filter(|it| it.home.is_some()).count(), text.matches("\nhome ").count());
        for it in services() {
            assert!(it.source.starts_with("https://docs.aws.amazon.com/"), "{}", it.name);
            assert!(it.home.is_none() || it.instead.is_some(), "{} has no way out", it.name);
        }
    }
}
