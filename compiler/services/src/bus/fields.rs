//! What a spec says about a bus.

use drc_model::{Address, Cx, Decode, Duration, Inspect, Json, Name, PerRegion, Type, fields};
use drc_syntax::{Item, Span, Spanned, Value};
use schemars::{Schema, SchemaGenerator, json_schema};

fields! {
    /// An EventBridge bus in every Region, with the same rules. What cannot be delivered waits in a queue.
    pub struct Bus {
        /// What the naming rule calls `${service}`. Default: the bus's name in the spec.
        name: Option<Spanned<Name>>,
        /// Copies the events of each Region to the buses of all others. Default: false.
        replicate: Spanned<bool> = Spanned::new(false, Span::default()),
        /// An EventBridge global endpoint: who publishes to it reaches the other Region once EventBridge fails in the
        /// primary, and every event is copied. Two Regions only. Default: false.
        global_endpoint: Spanned<bool> = Spanned::new(false, Span::default()),
        /// Keeps events so long for replaying them: whole days.
        archive: Option<Spanned<Duration>>,
        /// Which events are delivered where, in every Region.
        rules: Vec<BusRule>,
        /// The key events are encrypted under. Default: AWS's own.
        key: Option<Spanned<Address>>,
        /// ARNs of buses that are there already, one per Region. Their rules may be written here all the same.
        existing: Option<Spanned<PerRegion<Spanned<String>>>>,
    }
}

fields! {
    /// Which events are delivered where.
    pub struct BusRule {
        /// Its name: one of its own on the bus.
        name: Spanned<Name>,
        /// EventBridge's event pattern as TOML: `{ source = ["payments"], detail-type = ["PaymentBooked"] }`.
        r#match: Spanned<Json>,
        /// A queue, a function or a topic, or up to five of them; the ones in the event's Region get it.
        to: Targets,
    }
}

/// What gets the events of a rule: one service or several.
#[derive(Clone, Debug)]
pub struct Targets(pub Vec<Spanned<Address>>);

impl Inspect for Targets {
    fn kind() -> Type {
        Type::List(Address::kind)
    }
    fn inspect(&self) -> drc_model::Value<'_> {
        drc_model::Value::list(&self.0)
    }
}

impl Decode for Targets {
    fn decode(item: &Item, cx: &mut Cx<'_>) -> Option<Self> {
        if let Value::Array(_) = &item.value {
            return Vec::decode(item, cx).map(Self);
        }
        Spanned::decode(item, cx).map(|one| Self(vec![one]))
    }
    fn example() -> String {
        "\"queue.booked\"".to_owned()
    }
    fn schema(generator: &mut SchemaGenerator) -> Schema {
        let one = Address::schema(generator);
        json_schema!({ "anyOf": [one.clone(), { "type": "array", "items": one, "minItems": 1 }] })
    }
}
