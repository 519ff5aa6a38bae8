//! What an account may use in each Region.

use crate::{PerRegion, Region, fields};
use drc_syntax::{Span, Spanned};

fields! {
    /// What the account may use in a Region, as Service Quotas shows it there: each Region has its own.
    pub struct Quotas {
        /// Lambda: concurrent executions. Default: 1000.
        lambda_concurrency: Option<Spanned<i64>>,
        /// API Gateway: requests a second. Default: 10000, in some Regions 2500.
        api_requests: Option<Spanned<i64>>,
    }
}

/// One quota in one Region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// How much it is.
    pub amount: i64,
    /// Where the spec says so; `None`: it is AWS's default.
    pub declared: Option<Span>,
}

/// Concurrent executions that a new account has, or less.
/// Source: <https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html>.
pub const LAMBDA_CONCURRENCY: i64 = 1_000;

/// Regions in which APIs get 2,500 requests a second and not 10,000.
/// Source: <https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html> as of 2026-11-27.
const FEWER_REQUESTS: &[&str] = &[
    "af-south-1",
    "ap-south-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-7",
    "ca-west-1",
    "eu-central-2",
    "eu-south-1",
    "eu-south-2",
    "il-central-1",
    "me-central-1",
    "mx-central-1",
];

impl PerRegion<Quotas> {
    /// How many functions may run at once.
    pub fn lambda_concurrency(&self, region: Region) -> Quota {
        quota(self.at(region).and_then(|it| it.lambda_concurrency), LAMBDA_CONCURRENCY)
    }

    /// How many requests a second APIs may get.
    pub fn api_requests(&self, region: Region) -> Quota {
        let default = if FEWER_REQUESTS.contains(&region.code()) { 2_500 } else { 10_000 };
        quota(self.at(region).and_then(|it| it.api_requests), default)
    }
}

fn quota(declared: Option<Spanned<i64>>, default: i64) -> Quota {
    Quota { amount: declared.map_or(default, |it| it.value), declared: declared.map(|it| it.span) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_regions_with_fewer_requests_exist() {
        for code in FEWER_REQUESTS {
            assert!(Region::find(code).is_some(), "{code}");
        }
    }
}
