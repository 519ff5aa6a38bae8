//! A step of a failover that asks the Region that is gone.

use super::{Checking, Rule};
use crate::steps::{Plane, Step, accelerated, edits_records, steps};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::Region;
use drc_services::Spec;

/// A step of a failover that asks the Region that is gone.
#[derive(Debug)]
pub struct ControlPlaneInFailedRegion;

/// What is wrong with a step's control plane: one thing of each step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// It is in the Region that is lost.
    InFailedRegion,
    /// It is in us-east-1, for all Regions, and that is lost.
    UsEast1,
    /// It edits records, and nothing has been done for the day us-east-1 fails.
    AcceleratedRecoveryOff,
    /// It is a control plane.
    NeedsControlPlane,
}

const US_EAST_1: &str = "us-east-1";

/// What is wrong with a step.
pub(super) fn trouble(spec: &Spec, step: &Step<'_>) -> Option<Trouble> {
    let call = step.call.as_deref().filter(|_| step.plane == Plane::Control)?;
    let service = step.service();
    if service.is_some_and(|it| it.promotes(call)) && step.region != Some(spec.regions.primary.value) {
        return None;
    }
    let home = service.and_then(|it| it.home(call)).map(Region::code);
    let records = edits_records(call);
    Some(if step.region == Some(spec.regions.primary.value) {
        match (records && accelerated(spec), home) {
            (true, _) => Trouble::NeedsControlPlane,
            (false, Some(US_EAST_1)) => Trouble::UsEast1,
            (false, _) => Trouble::InFailedRegion,
        }
    } else if records && !accelerated(spec) {
        Trouble::AcceleratedRecoveryOff
    } else {
        Trouble::NeedsControlPlane
    })
}

/// The steps that a rule is about.
pub(super) fn troubled<'s>(spec: &'s Spec, with: Trouble) -> impl Iterator<Item = Step<'s>> + 's {
    steps(spec).into_iter().filter(move |it| trouble(spec, it) == Some(with))
}

/// A finding at the step's call.
pub(super) fn finding(code: &'static Code, step: &Step<'_>, message: String, label: String) -> Diagnostic {
    let call = step.own.and_then(|it| it.call.as_ref()).map_or(step.span, |it| it.span);
    let source = step.service().map_or(PLANES, |it| it.source.as_str());
    Diagnostic::new(code, call, message, label).source(source).about("operations")
}

/// What does without the step's control plane.
pub(super) fn instead(step: &Step<'_>) -> String {
    let known = step.service().and_then(|it| it.instead.clone());
    known.unwrap_or_else(|| {
        "have ready beforehand what it makes or changes, in the Region that takes over".to_owned()
    })
}

/// What the step calls, as people say it.
pub(super) fn called<'a>(step: &'a Step<'_>) -> &'a str {
    step.call.as_deref().and_then(|it| it.split(':').next()).unwrap_or_default()
}

pub(super) const PLANES: &str = "https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/control-planes-and-data-planes.html";

impl Rule for ControlPlaneInFailedRegion {
    const CODE: Code = code!("DRC721", "control-plane-in-failed-region", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let lost = cx.spec.regions.primary.value;
        for step in troubled(cx.spec, Trouble::InFailedRegion) {
            let message = format!("\"{}\" needs the control plane of {} in {lost}", step.name, called(&step));
            let mut diagnostic = finding(&Self::CODE, &step, message, format!("{lost} is what has failed"));
            if let Some(region) = step.own.and_then(|it| it.region.as_ref()) {
                diagnostic = diagnostic.also(region.span, "asked here");
            }
            let elsewhere = step.own.is_some_and(|it| it.region.as_ref().is_some_and(|it| it.value == lost));
            let or_there = if elsewhere {
                format!("; or call it where it still answers: region = \"{}\"", cx.spec.regions.recovery())
            } else {
                String::new()
            };
            found.push(
                diagnostic
                    .why("what makes and changes things in a Region is lost with the Region")
                    .help(format!("{}{or_there}", instead(&step))),
            );
        }
    }
}
