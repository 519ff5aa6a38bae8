//! AWS Regions and partitions, as data of a dated list.
//!
//! Source: botocore `partitions.json` of November 2026; opt-in status: <https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html>.

use std::fmt;

/// A set of Regions with credentials, IAM and replication of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Partition {
    /// `aws`
    Commercial,
    /// `aws-cn`
    China,
    /// `aws-us-gov`
    GovCloud,
    /// `aws-eusc`
    EuropeanSovereign,
}

impl Partition {
    /// The partition field of an ARN.
    pub fn id(self) -> &'static str {
        match self {
            Self::Commercial => "aws",
            Self::China => "aws-cn",
            Self::GovCloud => "aws-us-gov",
            Self::EuropeanSovereign => "aws-eusc",
        }
    }

    /// The domain under which its endpoints live.
    pub fn dns_suffix(self) -> &'static str {
        match self {
            Self::Commercial | Self::GovCloud => "amazonaws.com",
            Self::China => "amazonaws.com.cn",
            Self::EuropeanSovereign => "amazonaws.eu",
        }
    }
}

#[derive(Debug)]
struct Row {
    code: &'static str,
    place: &'static str,
    partition: Partition,
    opt_in: bool,
}

/// An AWS Region: cheap to copy, compared by its code.
#[derive(Clone, Copy)]
pub struct Region(&'static Row);

impl Region {
    /// Looks a Region up by its code, such as `us-east-1`.
    pub fn find(code: &str) -> Option<Region> {
        ROWS.binary_search_by(|row| row.code.cmp(code)).ok().map(|at| Region(&ROWS[at]))
    }

    /// All Regions drc knows, by code.
    pub fn all() -> impl Iterator<Item = Region> {
        ROWS.iter().map(Region)
    }

    /// `us-east-1`
    pub fn code(self) -> &'static str {
        self.0.code
    }

    /// `N. Virginia`: what people call it.
    pub fn place(self) -> &'static str {
        self.0.place
    }

    /// Where its ARNs, IAM and replication end.
    pub fn partition(self) -> Partition {
        self.0.partition
    }

    /// Off in a new account until somebody enables it.
    pub fn opt_in(self) -> bool {
        self.0.opt_in
    }
}

impl PartialEq for Region {
    fn eq(&self, other: &Self) -> bool {
        self.0.code == other.0.code
    }
}
impl Eq for Region {}
impl PartialOrd for Region {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Region {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.code.cmp(other.0.code)
    }
}
impl std::hash::Hash for Region {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.code.hash(state);
    }
}
impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.code)
    }
}
impl fmt::Debug for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.code)
    }
}

const fn row(code: &'static str, place: &'static str, partition: Partition, opt_in: bool) -> Row {
    Row { code, place, partition, opt_in }
}

use Partition::{China, Commercial, EuropeanSovereign, GovCloud};

// Sorted by code: `find` searches it by halves.
static ROWS: &[Row] = &[
    row("af-south-1", "Cape Town", Commercial, true),
    row("ap-east-1", "Hong Kong", Commercial, true),
    row("ap-east-2", "Taipei", Commercial, true),
    row("ap-northeast-1", "Tokyo", Commercial, false),
    row("ap-northeast-2", "Seoul", Commercial, false),
    row("ap-northeast-3", "Osaka", Commercial, false),
    row("ap-south-1", "Mumbai", Commercial, false),
    row("ap-south-2", "Hyderabad", Commercial, true),
    row("ap-southeast-1", "Singapore", Commercial, false),
    row("ap-southeast-2", "Sydney", Commercial, false),
    row("ap-southeast-3", "Jakarta", Commercial, true),
    row("ap-southeast-4", "Melbourne", Commercial, true),
    row("ap-southeast-5", "Malaysia", Commercial, true),
    row("ap-southeast-6", "New Zealand", Commercial, true),
    row("ap-southeast-7", "Thailand", Commercial, true),
    row("ca-central-1", "Canada Central", Commercial, false),
    row("ca-west-1", "Calgary", Commercial, true),
    row("cn-north-1", "Beijing", China, false),
    row("cn-northwest-1", "Ningxia", China, false),
    row("eu-central-1", "Frankfurt", Commercial, false),
    row("eu-central-2", "Zurich", Commercial, true),
    row("eu-north-1", "Stockholm", Commercial, false),
    row("eu-south-1", "Milan", Commercial, true),
    row("eu-south-2", "Spain", Commercial, true),
    row("eu-west-1", "Ireland", Commercial, false),
    row("eu-west-2", "London", Commercial, false),
    row("eu-west-3", "Paris", Commercial, false),
    row("eusc-de-east-1", "Brandenburg", EuropeanSovereign, false),
    row("il-central-1", "Tel Aviv", Commercial, true),
    row("me-central-1", "UAE", Commercial, true),
    row("me-south-1", "Bahrain", Commercial, true),
    row("mx-central-1", "Mexico Central", Commercial, true),
    row("sa-east-1", "Sao Paulo", Commercial, false),
    row("us-east-1", "N. Virginia", Commercial, false),
    row("us-east-2", "Ohio", Commercial, false),
    row("us-gov-east-1", "GovCloud East", GovCloud, false),
    row("us-gov-west-1", "GovCloud West", GovCloud, false),
    row("us-west-1", "N. California", Commercial, false),
    row("us-west-2", "Oregon", Commercial, false),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_so_that_every_region_is_found() {
        for region in Region::all() {
            assert_eq!(Region::find(region.code()), Some(region));
        }
        assert_eq!(Region::find("us-east-9"), None);
    }
}
