//! A function that drc brings along, in one Region: its logs, its role, itself, and the rule that has it called.

use super::event_rule::{self, EventRule, EventRuleRef, Target};
use super::log_group::LogGroup;
use super::permission::Permission;
use super::role::Role;
use crate::function::{Architecture, FunctionCode, FunctionConstruct, Invocable, own_rights};
use crate::lowering::At;
use crate::shipped::{HANDLER, RUNTIME, Shipped};
use drc_ir::{Expr, Ref, text};
use drc_model::{Duration, Region, Size};
use std::borrow::Cow;

/// A function that drc brings along.
#[derive(Debug)]
pub struct ShippedFunction {
    /// What it is called among the parts of its service; those of its own begin with it.
    pub part: &'static str,
    /// Its code.
    pub code: &'static Shipped,
    /// Its name.
    pub name: String,
    /// What it is.
    pub description: String,
    /// As whom it runs. The rights every function has come on top.
    pub role: Role,
    /// What it is told.
    pub environment: Vec<(Cow<'static, str>, Expr)>,
    /// How long a call may take.
    pub timeout: Duration,
    /// So many concurrent calls are set aside for it.
    pub reserved: Option<i64>,
    /// How long its logs are kept.
    pub log_retention: Duration,
    /// Where it is.
    pub region: Region,
}

impl ShippedFunction {
    /// Adds it, its role and its logs.
    pub fn add(self, at: &mut At<'_, '_>) -> Ref<FunctionConstruct> {
        let Self { part, region, .. } = self;
        let name = format!("/aws/lambda/{}", self.name);
        let logs = LogGroup { name, retention: self.log_retention, region };
        let own = own_rights(text![logs.arn(), ":*"]);
        let logs = at.add(region, format!("{part}-logs"), logs);
        let statements = own.into_iter().chain(self.role.statements).collect();
        let role = at.add(region, format!("{part}-role"), Role { statements, ..self.role });
        let (asset, package) = at.shipped(self.code);
        let function = FunctionConstruct {
            name: self.name,
            description: self.description,
            runtime: RUNTIME,
            handler: HANDLER.to_owned(),
            code: FunctionCode { asset, inline: FunctionCode::inline(package, RUNTIME, HANDLER) },
            memory: Size::mib(256),
            timeout: self.timeout,
            role,
            environment: self.environment,
            architecture: Architecture::X86,
            ephemeral_storage: Size::mib(512),
            layers: Vec::new(),
            vpc: None,
            reserved: self.reserved,
            publish: false,
            region,
        };
        let function = at.add(region, part, function);
        // Made by Lambda itself at the first call otherwise, and then without an end to its retention.
        at.after(function, logs.id);
        function
    }
}

/// Adds the rule that has EventBridge call such a function, and its right to. `patience`: how long a call is tried.
pub fn called_by(
    at: &mut At<'_, '_>,
    rule: EventRule,
    part: &'static str,
    function: Ref<FunctionConstruct>,
    patience: Duration,
) {
    let calls = Invocable { function, alias: None };
    let target = Target { id: part.to_owned(), arn: calls.arn(), role: None, dead_letters: None, patience };
    let region = rule.region;
    let rule = at.add(region, format!("{part}-rule"), EventRule { targets: vec![target], ..rule });
    let permission = Permission { calls, service: event_rule::SERVICE, source: rule.arn() };
    at.add(region, format!("{part}-permission"), permission);
}
