//! Global Accelerator and EventBridge.

use super::{Mistake, impossible, rule};

pub(super) const MISTAKES: &[Mistake] = &[
    rule(66, "ga-no-endpoint-group", "accelerator-target"),
    impossible(67, "ga-single-region", "a spec has two Regions at least, and each gets its endpoint group"),
    rule(68, "ga-endpoint-type", "accelerator-target"),
    impossible(
        69,
        "ga-health-settings-ignored",
        "[traffic] health_check sets the checks of the load balancers' target groups; those of the endpoint groups are written to match and count nowhere",
    ),
    impossible(
        70,
        "alb-lambda-health-disabled",
        "every target group drc writes has its health check on, those of functions too, as [balancer] or [traffic] say",
    ),
    impossible(
        71,
        "ga-dial-zero-standby",
        "a dial of 0 is what drc gives a standby, and it is right: nobody is sent there while the primary is healthy, and accelerators ignore dials when it is not",
    ),
    impossible(
        72,
        "ga-firewall",
        "endpoints are load balancers; the language has neither instances nor Elastic IP addresses as endpoints",
    ),
    rule(73, "ga-long-flows", "ga-long-flows"),
    rule(74, "ga-edge-plus-dns", "ttl-on-alias"),
    rule(75, "eb-bus-name-mismatch", "eb-endpoint"),
    impossible(
        76,
        "eb-no-replication",
        "every global endpoint is written with replication on, and the role it takes",
    ),
    rule(77, "eb-rto-below-360", "eb-rto-below-360"),
    impossible(
        78,
        "eb-alarm-not-prescribed",
        "the alarm behind an endpoint is the one AWS prescribes; the language has no field that changes it",
    ),
    impossible(
        79,
        "eb-quiet-bus",
        "every endpoint comes with a heartbeat a minute and a rule that has it delivered",
    ),
    impossible(
        80,
        "eb-default-endpoint",
        "whoever is granted publish finds the endpoint's id in BUS_NAME_ENDPOINT; whether code passes it on no spec says",
    ),
];
