//! What a spec says of a table.

use drc_model::{Address, Attribute, Cx, Decode, Duration, Inspect, Name, Region, Type, fields, keywords};
use drc_syntax::{Item, Span, Spanned, Value};
use schemars::{Schema, SchemaGenerator, json_schema};

fields! {
    /// A DynamoDB global table: on demand, replicated to every Region, encrypted, recoverable to any second of the
    /// last 35 days.
    pub struct Table {
        /// What the naming rule calls `${service}`. Default: the table's name in the spec.
        name: Option<Spanned<Name>>,
        /// The partition key and its type: `"paymentId: S"`.
        partition_key: Spanned<Attribute>,
        /// The sort key and its type.
        sort_key: Option<Spanned<Attribute>>,
        /// Global secondary indexes, the same in every Region.
        indexes: Vec<Spanned<Index>>,
        /// The attribute that holds when an item expires, in seconds since 1970. DynamoDB deletes it within days.
        ttl_attribute: Option<Spanned<String>>,
        /// A stream of the changes for readers of your own, with old and new item. An eventually consistent table has
        /// one in any case, for its replication; this reports its ARN. Default: false.
        stream: bool = false,
        /// Whether a write is acknowledged before another Region has it. Decided when the table is made and never
        /// changed. Default: `"eventual"`.
        consistency: Spanned<Consistency> = Spanned::new(Consistency::Eventual, Span::default()),
        /// The third Region of a strongly consistent table in two: it takes part in every write and keeps no copy.
        witness: Option<Spanned<Region>>,
        /// Continuous backups in every Region. Default: true.
        point_in_time_recovery: bool = true,
        /// Reads a second at the peak: what a Region that nobody read from must take after a failover. Nothing is made
        /// of it.
        peak_reads: Option<Spanned<i64>>,
        /// The key that encrypts it. Default: the AWS-managed key of each Region.
        key: Option<Spanned<Address>>,
        /// DynamoDB refuses to delete it. Default: false.
        protect: bool = false,
        /// How much of the newest data may be missing, if not as much as the system's.
        rpo: Option<Spanned<Duration>>,
        /// Why this store's objective differs from the system's.
        rpo_reason: Option<Spanned<String>>,
    }
}

fields! {
    /// A global secondary index.
    pub struct Index {
        /// Its name.
        name: Spanned<Name>,
        /// Its partition key and its type.
        partition_key: Spanned<Attribute>,
        /// Its sort key and its type.
        sort_key: Option<Spanned<Attribute>>,
        /// What stands in it beside the keys: everything, nothing, or the attributes listed. Default: `"all"`.
        project: Spanned<Projection> = Spanned::new(Projection::All, Span::default()),
    }
}

keywords! {
    /// When a write to a global table is acknowledged.
    pub enum Consistency as "a consistency" {
        /// Once the Region that takes it has it; the others follow, usually within a second.
        Eventual = "eventual",
        /// Once another Region has it too: nothing is lost with a Region.
        Strong = "strong",
    }
}

/// What stands in an index beside the keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Projection {
    /// `"all"`
    All,
    /// `"keys"`
    Keys,
    /// Attributes by name.
    Only(Vec<String>),
}

impl Projection {
    /// DynamoDB's word for it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::All => "ALL",
            Self::Keys => "KEYS_ONLY",
            Self::Only(_) => "INCLUDE",
        }
    }

    /// The attributes, where they are listed.
    pub fn attributes(&self) -> Option<&[String]> {
        match self {
            Self::All | Self::Keys => None,
            Self::Only(names) => Some(names),
        }
    }
}

impl Inspect for Projection {
    fn kind() -> Type {
        Type::Any
    }
    fn inspect(&self) -> drc_model::Value<'_> {
        match self {
            Self::All => drc_model::Value::text("all"),
            Self::Keys => drc_model::Value::text("keys"),
            Self::Only(names) => names.inspect(),
        }
    }
}

impl Decode for Projection {
    fn decode(item: &Item, cx: &mut Cx<'_>) -> Option<Self> {
        if let Value::Array(_) = &item.value {
            return Vec::decode(item, cx).map(Self::Only);
        }
        let word = if let Value::String(word) = &item.value { word.as_str() } else { "" };
        match word {
            "all" => Some(Self::All),
            "keys" => Some(Self::Keys),
            _ => cx.wrong_type(item, "\"all\", \"keys\" or an array of attribute names"),
        }
    }
    fn example() -> String {
        "\"all\"".to_owned()
    }
    fn schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "anyOf": [{ "enum": ["all", "keys"] }, Vec::<String>::schema(generator)] })
    }
}

impl Table {
    /// Whether a write waits for another Region.
    pub fn is_strong(&self) -> bool {
        self.consistency.value == Consistency::Strong
    }

    /// The attributes that keys are made of, the table's first, as often as they are named.
    pub fn key_attributes(&self) -> impl Iterator<Item = &Spanned<Attribute>> {
        self.keys().chain(self.indexes.iter().flat_map(|it| it.value.keys()))
    }

    /// The partition key, and the sort key if there is one.
    pub fn keys(&self) -> impl Iterator<Item = &Spanned<Attribute>> {
        std::iter::once(&self.partition_key).chain(&self.sort_key)
    }
}

impl Index {
    /// The partition key, and the sort key if there is one.
    pub fn keys(&self) -> impl Iterator<Item = &Spanned<Attribute>> {
        std::iter::once(&self.partition_key).chain(&self.sort_key)
    }
}
