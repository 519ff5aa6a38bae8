//! Functions and networks.

use super::{Mistake, impossible, rule};

pub(super) const MISTAKES: &[Mistake] = &[
    rule(121, "lambda-concurrency-asymmetry", "lambda-concurrency-asymmetry"),
    rule(122, "lambda-quota-default", "lambda-quota-default"),
    rule(123, "lambda-reserved-zero", "function-concurrency"),
    rule(124, "lambda-reserved-over-quota", "lambda-over-quota"),
    rule(125, "lambda-env-reserved", "lambda-env-reserved"),
    rule(126, "lambda-env-size", "lambda-env-size"),
    rule(127, "lambda-runtime-deprecated", "lambda-runtime-deprecated"),
    impossible(
        128,
        "lambda-image-region",
        "functions are made of folders and zips, which drc brings to each Region; the language has no images",
    ),
    rule(129, "apigw-throttle-asymmetry", "apigw-throttle-asymmetry"),
    impossible(130, "no-capacity-reservation", "the language has neither EC2 nor Fargate"),
    rule(131, "vpc-cidr-overlap", "vpc-cidr-overlap"),
    impossible(
        132,
        "peering-no-routes",
        "every peering is written with its routes in all tables of both sides",
    ),
    impossible(133, "peering-transitive", "each VPC is peered with every other, so no path takes two hops"),
    rule(134, "nat-single", "nat-single"),
    rule(135, "single-az", "single-az"),
    impossible(136, "template-drift", "every service is written for each Region out of the same lines"),
];
