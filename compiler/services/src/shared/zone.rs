//! A public hosted zone: made once, whoever names it first.

use crate::lowering::At;
use crate::traffic::Traffic;
use drc_ir::{Attr, CfnReturn, Construct, Expr, Ref, Shapes, map};
use drc_model::{Cx, Decode, Fields, Inspect, Keys, Type, What};
use drc_syntax::{Item, Spanned};
use schemars::{Schema, SchemaGenerator, json_schema};

/// The Route 53 zone of a domain.
#[derive(Clone, Debug)]
pub enum Zone {
    /// Made here; its parent must delegate to it.
    Create(Spanned<String>),
    /// There already.
    Existing(ExistingZone),
}

/// A zone that is there already.
#[derive(Clone, Debug)]
pub struct ExistingZone {
    /// `Z0…`
    pub id: Spanned<String>,
    /// Its name, which nobody has to say: without it, what depends on it is not checked.
    pub name: Option<Spanned<String>>,
}

impl Zone {
    /// Its name, where the spec says it.
    pub fn name(&self) -> Option<&Spanned<String>> {
        match self {
            Self::Create(name) => Some(name),
            Self::Existing(zone) => zone.name.as_ref(),
        }
    }
}

/// A public hosted zone.
#[derive(Debug)]
pub struct HostedZone {
    /// Its name.
    pub name: String,
    /// What the console shows. Left out, each tool would write its own name there.
    pub comment: String,
}

/// References to a zone.
pub trait HostedZoneRef {
    /// `Z0…`, which AWS invents.
    fn id(self) -> Expr;
    /// The name servers its parent must delegate to.
    fn name_servers(self) -> Expr;
}
impl HostedZoneRef for Ref<HostedZone> {
    fn id(self) -> Expr {
        self.ref_attr("zone_id")
    }
    fn name_servers(self) -> Expr {
        self.attr(Attr::new(CfnReturn::ListAtt("NameServers"), "name_servers"))
    }
}

/// The id of a zone. One that is to be made is made once in a system, with the gate and the output that its delegation
/// takes; it stands with `[traffic]` where that names the same zone, for people look for it there.
pub fn zone(at: &mut At<'_, '_>, zone: &Zone) -> Expr {
    let name = match zone {
        Zone::Existing(zone) => return Expr::from(&zone.id.value),
        Zone::Create(name) => &name.value,
    };
    let home = at.spec().regions.recovery();
    at.once(format!("zone {name}"), home, |at| {
        let traffic = at.spec().one::<Traffic>();
        let same = |zone: &Zone| matches!(zone, Zone::Create(it) if it.value == *name);
        match traffic.filter(|(_, traffic)| same(&traffic.zone)) {
            Some((entry, _)) => create(&mut at.standing_in_for(entry), name),
            None => create(at, name),
        }
    })
}

fn create(at: &mut At<'_, '_>, name: &str) -> Expr {
    let comment = format!("{} of {}", at.spec().environment, at.spec().system.name.value.0);
    let zone = at.add_global("zone", HostedZone { name: name.to_owned(), comment });
    at.gate(zone, delegation(name));
    let description = format!("Name servers that the parent zone of {name} must delegate to");
    at.output_global("name-servers", description, zone.name_servers());
    zone.id()
}

/// What must be done by hand once a created zone is there.
fn delegation(zone: &str) -> String {
    format!(
        "Delegate {zone}: create an NS record for it in its parent zone with the name servers from the outputs. \
         Certificates validate only after that."
    )
}

impl Construct for HostedZone {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let tags = out.tags().list();
        out.main(
            "AWS::Route53::HostedZone",
            map! {
                "Name": &self.name,
                "HostedZoneConfig": map! { "Comment": &self.comment },
                "HostedZoneTags": tags,
            },
        );
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        // Destroyable with whatever was written into it.
        let body = map! { "name": &self.name, "comment": &self.comment, "force_destroy": true };
        out.main("aws_route53_zone", body);
    }

    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}

impl Inspect for Zone {
    fn kind() -> Type {
        Type::Table(Keys {
            all: &["create", "id", "name"],
            of: |key| ["create", "id", "name"].contains(&key).then_some(Type::Text),
        })
    }
    fn inspect(&self) -> drc_model::Value<'_> {
        drc_model::Value::new(What::Table(self))
    }
}

impl Fields for Zone {
    fn field(&self, key: &str) -> Option<drc_model::Value<'_>> {
        match (key, self) {
            ("create", Self::Create(it)) => Some(it.inspect()),
            ("id", Self::Existing(it)) => Some(it.id.inspect()),
            ("name", Self::Existing(it)) => Some(Inspect::inspect(&it.name)),
            ("create" | "id" | "name", _) => Some(drc_model::Value::new(What::Absent)),
            _ => None,
        }
    }
}

impl Decode for Zone {
    fn decode(item: &Item, cx: &mut Cx<'_>) -> Option<Self> {
        let table = cx.table(item, &["create", "id", "name"])?;
        match (table.get("create"), table.get("id"), table.get("name")) {
            (Some(name), None, None) => Spanned::decode(name, cx).map(Self::Create),
            (None, Some(id), name) => {
                let id = Spanned::decode(id, cx);
                let name = name.map_or(Some(None), |it| Spanned::decode(it, cx).map(Some));
                Some(Self::Existing(ExistingZone { id: id?, name: name? }))
            }
            _ => cx.wrong_type(item, "either { create = \"name\" } or { id = \"Z0…\" }"),
        }
    }
    fn example() -> String {
        "{ create = \"payments.acme-bank.com\" }".to_owned()
    }
    fn schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "object",
            "properties": {
                "create": { "type": "string" }, "id": { "type": "string" }, "name": { "type": "string" },
            },
            "oneOf": [{ "required": ["create"], "maxProperties": 1 }, { "required": ["id"] }],
            "additionalProperties": false,
        })
    }
}
