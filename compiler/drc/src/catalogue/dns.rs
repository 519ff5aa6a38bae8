//! Health checks and DNS.

use super::{Mistake, impossible, rule};

pub(super) const MISTAKES: &[Mistake] = &[
    rule(26, "health-check-placeholder", "health-check-placeholder"),
    rule(27, "health-check-shared-name", "health-check-shared-name"),
    rule(28, "health-check-interval", "health-check-interval"),
    rule(29, "health-check-threshold", "health-check-threshold"),
    rule(30, "health-check-threshold-one", "health-check-threshold-one"),
    impossible(
        31,
        "health-check-immutable",
        "a spec does not say what was deployed before it: only a comparison of two could",
    ),
    rule(32, "health-check-private-target", "balancer-unreachable"),
    impossible(
        33,
        "health-check-no-sni",
        "drc turns SNI on in every HTTPS check; the language has no field for it",
    ),
    impossible(34, "health-check-no-stage", "drc puts the stage of the API before the path"),
    impossible(
        35,
        "health-check-execute-api-disabled",
        "drc leaves the endpoint of execute-api on, which its checks ask; the language has no field for it",
    ),
    rule(36, "health-check-shallow", "health-check-shallow"),
    rule(37, "health-check-too-deep", "health-check-too-deep"),
    rule(38, "health-check-cert-blind", "health-check-cert-blind"),
    impossible(39, "string-match-position", "checks go by the status; the language has no text to look for"),
    impossible(
        40,
        "health-check-regions-min",
        "drc lists no checker Regions, so Route 53 asks from all that it recommends",
    ),
    impossible(41, "calculated-threshold", "drc writes no calculated checks"),
    impossible(
        42,
        "cw-check-m-of-n",
        "the one check that follows an alarm, that of a bus with a global endpoint, follows the alarm AWS prescribes: 5 of 5 minutes of an average",
    ),
    impossible(
        43,
        "cw-check-alarm-in-primary",
        "the alarm of a global endpoint measures the primary, and without data its check is unhealthy: it dies as it should",
    ),
    impossible(
        44,
        "cw-check-insufficient-data",
        "without data the check of a global endpoint is unhealthy, and a heartbeat every minute keeps a quiet bus from being without",
    ),
    impossible(
        45,
        "health-check-missing-on-record",
        "each record that is given by health has its check, or is the alias of a name whose records have; what cannot be checked is refused (balancer-unreachable)",
    ),
    impossible(
        46,
        "failover-primary-unchecked",
        "every PRIMARY has its check; what cannot be checked is refused (balancer-unreachable)",
    ),
    impossible(
        47,
        "failover-secondary-unchecked",
        "every SECONDARY has its check, or is the alias of a name whose records have; what cannot be checked is refused (balancer-unreachable)",
    ),
    impossible(48, "evaluate-target-health-only", "each Region's record has a check of its own beside it"),
    rule(49, "ttl-on-alias", "ttl-on-alias"),
    rule(50, "ttl-over-rto", "rto-less-than-detection-plus-ttl"),
    rule(51, "ttl-over-60", "ttl-over-60"),
    rule(52, "ttl-very-low", "ttl-very-low"),
    impossible(
        53,
        "weighted-ttl-mismatch",
        "the language has no weighted routes, and all records of a name have its one TTL",
    ),
    rule(54, "failback-flap", "failback-flap"),
    rule(55, "no-failback-plan", "bucket-one-way"),
    rule(56, "domain-reserved", "domain-reserved"),
    impossible(
        57,
        "zone-apex-cname",
        "a name at the top of its zone becomes an alias; of a zone given by its id alone, names such as registrars sell are taken for its top",
    ),
    rule(58, "record-outside-zone", "record-outside-zone"),
    rule(59, "jvm-dns-cache", "jvm-dns-cache"),
];
