//! What a load balancer sends traffic to.

use super::{Balancer, balancer_name};
use crate::runbook::{Chapter, Command, Contribution, Part, Plane, Stage, Step, Word, aws};
use crate::spec::{Entry, Spec};
use drc_model::Region;

impl Balancer {
    /// Keeps its host in a Region, which AWS invents, in `${HOST}`.
    pub fn find(&self, entry: &Entry, spec: &Spec, region: Region) -> Command {
        aws("elbv2", "describe-load-balancers", region)
            .arg("--names", balancer_name(entry, spec, region))
            .query("LoadBalancers[0].DNSName")
            .set("HOST")
    }
}

fn targets(entry: &Entry, spec: &Spec, region: Region, expression: &str) -> [Command; 2] {
    let group = aws("elbv2", "describe-target-groups", region)
        .arg("--names", balancer_name(entry, spec, region))
        .query("TargetGroups[0].TargetGroupArn")
        .set("TARGETS");
    let health = aws("elbv2", "describe-target-health", region)
        .arg("--target-group-arn", Word::with_variables("${TARGETS}"))
        .query(expression);
    [group, health]
}

pub(super) fn part(_: &Balancer, entry: &Entry, spec: &Spec) -> Contribution {
    let mut part = Part::default();
    let address = &entry.address;
    let health = "TargetHealthDescriptions[].[Target.Id,TargetHealth.State]";
    let step = Step::look(
        format!("See that {address} has a healthy target in every Region"),
        "A balancer is as healthy as its targets: without one, whatever is in front leaves the Region.",
        Plane::Control,
        spec.regions.all().flat_map(|region| targets(entry, spec, region, health)).collect(),
        "healthy, once per Region; unhealthy is right where the health path asks for a database that only \
         follows",
    );
    part.step(Chapter::Verify, Stage::Users, step);
    let reason =
        "TargetHealthDescriptions[].[TargetHealth.State,TargetHealth.Reason,TargetHealth.Description]";
    part.trouble(
        format!("Targets of {address} are unhealthy, and the function is fine"),
        "The check asks the health path: it fails with the answer of the function, with a security group \
         that does not let the balancer \
         through, or with a function whose policy does not let it call.",
        spec.regions.all().flat_map(|region| targets(entry, spec, region, reason)).collect(),
        "the reason: ResponseCodeMismatch is the function's answer, Timeout is the way to it",
    );
    Contribution::Part(part)
}
