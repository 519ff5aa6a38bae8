//! A bus and its archive.

use crate::shared::arn::arn;
use drc_ir::{Attr, CfnReturn, Construct, Expr, Ref, Shapes, map};
use drc_model::{Duration, Region};

/// An EventBridge bus.
#[derive(Debug)]
pub struct Bus {
    /// Its name.
    pub name: String,
    /// What it is.
    pub description: String,
    /// ARN of the key events are encrypted under, unless AWS's own.
    pub key: Option<Expr>,
    /// ARN of the queue that gets events which that key could not encrypt.
    pub dead_letters: Option<Expr>,
    /// Where it is.
    pub region: Region,
}

/// A copy of every event, kept for a while.
#[derive(Debug)]
pub struct Archive {
    /// Its name.
    pub name: String,
    /// What it is.
    pub description: String,
    /// ARN of the bus.
    pub bus: Expr,
    /// Which events; `None` for all.
    pub pattern: Option<Expr>,
    /// How long.
    pub retention: Duration,
}

/// References to a bus.
pub trait BusRef {
    /// `arn:…:event-bus/NAME`
    fn arn(self) -> Expr;
    /// Its name.
    fn name(self) -> Expr;
}
impl BusRef for Ref<Bus> {
    fn arn(self) -> Expr {
        self.get_att("Arn", "arn")
    }
    fn name(self) -> Expr {
        self.ref_attr("name")
    }
}

/// The ARN of a bus by its name.
pub fn bus_arn(name: &str, region: Region) -> Expr {
    arn("events", region, format!("event-bus/{name}"))
}

impl Construct for Bus {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let tags = out.tags().list();
        out.main(
            "AWS::Events::EventBus",
            map! {
                "Name": &self.name,
                "Description": &self.description,
                "KmsKeyIdentifier": self.key.clone(),
                "DeadLetterConfig": self.dead_letters.as_ref().map(|arn| map! { "Arn": arn }),
                "Tags": tags,
            },
        );
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        out.main(
            "aws_cloudwatch_event_bus",
            map! {
                "name": &self.name,
                "description": &self.description,
                "kms_key_identifier": self.key.clone(),
                "dead_letter_config": self.dead_letters.as_ref().map(|arn| [map! { "arn": arn }]),
            },
        );
    }

    fn known(&self, attr: Attr) -> Option<Expr> {
        match attr.cfn {
            CfnReturn::Att("Arn") => Some(bus_arn(&self.name, self.region)),
            CfnReturn::Ref => Some(Expr::from(&self.name)),
            CfnReturn::Att(_) | CfnReturn::ListAtt(_) | CfnReturn::Known(_) => None,
        }
    }
}

impl Construct for Archive {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        out.main(
            "AWS::Events::Archive",
            map! {
                "ArchiveName": &self.name,
                "Description": &self.description,
                "SourceArn": &self.bus,
                "EventPattern": self.pattern.clone(),
                "RetentionDays": self.retention.days(),
            },
        )
        .stateful();
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        out.main(
            "aws_cloudwatch_event_archive",
            map! {
                "name": &self.name,
                "description": &self.description,
                "event_source_arn": &self.bus,
                "event_pattern": self.pattern.clone().map(Expr::json),
                "retention_days": self.retention.days(),
            },
        );
    }

    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}
