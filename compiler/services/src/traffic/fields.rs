//! The fields of `[traffic]`.

use drc_diagnostic::problems::UnknownValue;
use drc_model::{Address, Cx, Decode, Duration, Region, fields, keywords};
use drc_syntax::{Item, Span, Spanned, Value};
use schemars::{Schema, SchemaGenerator, json_schema};

fields! {
    /// How users reach the Region that serves.
    pub struct Traffic {
        /// How a failed Region is left.
        route: Spanned<RouteMode>,
        /// What users reach.
        target: Spanned<Address>,
        /// The name they use.
        domain: Spanned<String>,
        /// The Route 53 zone of that name: `{ create = "payments.acme-bank.com" }` or `{ id = "Z0…" }`.
        zone: Zone,
        /// `"create"`, or an ARN per Region. Default: `"create"`.
        certificates: Spanned<Certificates> = Spanned::new(Certificates::Create, Span::default()),
        /// How long resolvers may keep the answer. Default: `"60s"`.
        ttl: Spanned<Duration> = Spanned::new(Duration::from_secs(60), Span::default()),
        /// How a failed Region is noticed.
        health_check: HealthCheck,
        /// Whose resolvers they are: public ones may keep an answer longer than told. Default: `"public"`.
        clients: Spanned<Clients> = Spanned::new(Clients::Public, Span::default()),
    }
}

fields! {
    /// A health check on each Region's own endpoint.
    pub struct HealthCheck {
        /// The path of a route that tests what the Region needs to serve.
        path: Spanned<String>,
        /// Time between two requests of one checker: `"10s"` or `"30s"`. Default: `"30s"`.
        interval: Spanned<Duration> = Spanned::new(Duration::from_secs(30), Span::default()),
        /// So many failures in a row make it unhealthy, so many successes healthy. Default: 3.
        threshold: Spanned<i64> = Spanned::new(3, Span::default()),
    }
}

keywords! {
    /// How a failed Region is left.
    pub enum RouteMode as "a way to route" {
        /// Route 53 answers with the primary while it is healthy, else with the secondary.
        DnsFailover = "dns-failover",
    }
}

keywords! {
    /// Whose clients they are.
    pub enum Clients as "a kind of clients" {
        /// Anybody's: resolvers and browsers may keep an answer beyond its TTL.
        Public = "public",
        /// Yours: they keep to the TTL.
        Controlled = "controlled",
    }
}

/// The Route 53 zone of the domain.
#[derive(Clone, Debug)]
pub enum Zone {
    /// Made here; its parent must delegate to it.
    Create(Spanned<String>),
    /// There already.
    Existing(Spanned<String>),
}

/// The certificates of the domain, one per Region.
#[derive(Clone, Debug)]
pub enum Certificates {
    /// Made here, validated by DNS.
    Create,
    /// There already, by Region.
    Existing(Vec<(Spanned<Region>, Spanned<String>)>),
}

impl Decode for Zone {
    fn decode(item: &Item, cx: &mut Cx<'_>) -> Option<Self> {
        let table = cx.table(item, &["create", "id"])?;
        match (table.get("create"), table.get("id")) {
            (Some(name), None) => Spanned::decode(name, cx).map(Self::Create),
            (None, Some(id)) => Spanned::decode(id, cx).map(Self::Existing),
            _ => cx.wrong_type(item, "either { create = \"name\" } or { id = \"Z0…\" }"),
        }
    }
    fn example() -> String {
        "{ create = \"payments.acme-bank.com\" }".to_owned()
    }
    fn schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "object",
            "properties": { "create": { "type": "string" }, "id": { "type": "string" } },
            "minProperties": 1, "maxProperties": 1, "additionalProperties": false,
        })
    }
}

impl Decode for Certificates {
    fn decode(item: &Item, cx: &mut Cx<'_>) -> Option<Self> {
        if let Value::String(word) = &item.value {
            let value = || Spanned::new(word.clone(), item.span);
            return if word == "create" {
                Some(Self::Create)
            } else {
                cx.report(&UnknownValue { value: value(), what: "a way to get certificates", known: vec!["create"] })
            };
        }
        let Value::Table(table) = &item.value else {
            return cx.wrong_type(item, "\"create\" or a table of ARNs by Region");
        };
        let mut arns = Vec::new();
        for entry in &table.entries {
            let key = Item { value: Value::String(entry.key.text.clone()), span: entry.key.span };
            arns.push(Spanned::decode(&key, cx).zip(Spanned::decode(&entry.item, cx)));
        }
        arns.into_iter().collect::<Option<_>>().map(Self::Existing)
    }
    fn schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "anyOf": [
                { "const": "create" },
                { "type": "object", "additionalProperties": { "type": "string" } },
            ],
        })
    }
}
