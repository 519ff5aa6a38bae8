//! `routes = { "POST /payment" = "function.x", "GET /health" = { to = "function.x", auth = "none" } }`

use drc_diagnostic::problems::DuplicateKey;
use drc_model::{Address, Cx, Decode, Inspect, Route, Type, What, fields, keywords};
use drc_syntax::{Item, Span, Spanned, Value};
use schemars::{Schema, SchemaGenerator, json_schema};
use std::collections::BTreeMap;

keywords! {
    /// Who may call a route.
    pub enum Auth as "a way to authorise" {
        /// Requests signed with AWS credentials that IAM lets through.
        Iam = "iam",
        /// Requests with an `x-api-key` header: a key of the Region's own, which AWS makes up.
        ApiKey = "api-key",
        /// Everybody.
        None = "none",
    }
}

fields! {
    /// What answers a route, in full.
    pub struct RouteTarget {
        /// The function.
        to: Spanned<Address>,
        /// Who may call it, if not as the API says.
        auth: Option<Spanned<Auth>>,
    }
}

/// The routes of an API, in the order they are written.
#[derive(Clone, Debug)]
pub struct Routes(pub Vec<(Spanned<Route>, RouteTarget)>);

impl Routes {
    /// What answers a request.
    pub fn find(&self, method: &str, path: &str) -> Option<&(Spanned<Route>, RouteTarget)> {
        self.0
            .iter()
            .find(|(it, _)| it.value.path == path && (it.value.method == method || it.value.method == "ANY"))
    }
}

impl Inspect for Routes {
    fn kind() -> Type {
        Type::Named(RouteTarget::kind)
    }
    fn inspect(&self) -> drc_model::Value<'_> {
        let named = self.0.iter().map(|(route, target)| (route.value.to_string().into(), target.inspect()));
        drc_model::Value::new(What::Named(named.collect()))
    }
}

impl Decode for Routes {
    fn decode(item: &Item, cx: &mut Cx<'_>) -> Option<Self> {
        let Value::Table(table) = &item.value else { return cx.wrong_type(item, "a table of routes") };
        let mut routes = Vec::new();
        for entry in &table.entries {
            let key = Spanned::new(entry.key.text.clone(), entry.key.span);
            let route = Route::of_key(&key, cx).map(|route| Spanned::new(route, key.span));
            let target = if matches!(entry.item.value, Value::Table(_)) {
                RouteTarget::decode(&entry.item, cx)
            } else {
                Spanned::decode(&entry.item, cx).map(|to| RouteTarget { to, auth: None })
            };
            routes.push(route.zip(target));
        }
        let routes: Vec<(Spanned<Route>, RouteTarget)> = routes.into_iter().collect::<Option<_>>()?;
        // TOML tells `"GET /x"` and `"GET  /x"` apart; API Gateway does not.
        let mut seen: BTreeMap<String, Span> = BTreeMap::new();
        for (route, _) in &routes {
            if let Some(first) = seen.insert(route.value.to_string(), route.span) {
                let key = route.value.to_string();
                return cx.report(&DuplicateKey { span: route.span, key, first: Some(first), header: false });
            }
        }
        Some(Self(routes))
    }
    fn example() -> String {
        "{ \"POST /payment\" = \"function.payment-processor\" }".to_owned()
    }
    fn schema(generator: &mut SchemaGenerator) -> Schema {
        let target = json_schema!({ "anyOf": [Address::schema(generator), RouteTarget::schema(generator)] });
        json_schema!({
            "type": "object",
            "propertyNames": Route::schema_of_key(),
            "additionalProperties": target,
        })
    }
}
