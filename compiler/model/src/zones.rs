//! The availability zones of each Region that every account may use, by id, as dated data.
//!
//! A zone's letter means another building in every older account, and not every account has every letter; its id means
//! one building everywhere. Left out is what AWS keeps from new accounts or equips only in part: `use1-az3`, `apne1-az3`,
//! `cac1-az3`, `usw1-az2`, `cnn1-az3`, `cnn1-az4`.
//!
//! Sources: <https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html> and
//! <https://docs.aws.amazon.com/efs/latest/ug/OneZoneAZs.html> of November 2026. The ids of the European Sovereign Cloud
//! were in neither.

use crate::Region;

/// A zone: `use1-az1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AvailabilityZone {
    region: &'static str,
    number: u8,
}

impl AvailabilityZone {
    /// `use1-az1`
    pub fn id(self) -> String {
        format!("{}-az{}", self.region, self.number)
    }

    /// `az1`: enough where the Region is clear.
    pub fn short(self) -> String {
        format!("az{}", self.number)
    }
}

impl Region {
    /// The zones that every account may use. Empty where they are not known.
    pub fn zones(self) -> impl Iterator<Item = AvailabilityZone> {
        let row = ROWS.binary_search_by(|(code, ..)| (*code).cmp(self.code())).ok().map(|at| ROWS[at]);
        row.into_iter().flat_map(|(_, region, numbers)| {
            numbers.iter().map(move |number| AvailabilityZone { region, number: *number })
        })
    }
}

// Sorted by code: `zones` searches it by halves.
static ROWS: &[(&str, &str, &[u8])] = &[
    ("af-south-1", "afs1", &[1, 2, 3]),
    ("ap-east-1", "ape1", &[1, 2, 3]),
    ("ap-east-2", "ape2", &[1, 2, 3]),
    ("ap-northeast-1", "apne1", &[1, 2, 4]),
    ("ap-northeast-2", "apne2", &[1, 2, 3, 4]),
    ("ap-northeast-3", "apne3", &[1, 2, 3]),
    ("ap-south-1", "aps1", &[1, 2, 3]),
    ("ap-south-2", "aps2", &[1, 2, 3]),
    ("ap-southeast-1", "apse1", &[1, 2, 3]),
    ("ap-southeast-2", "apse2", &[1, 2, 3]),
    ("ap-southeast-3", "apse3", &[1, 2, 3]),
    ("ap-southeast-4", "apse4", &[1, 2, 3]),
    ("ap-southeast-5", "apse5", &[1, 2, 3]),
    ("ap-southeast-6", "apse6", &[1, 2, 3]),
    ("ap-southeast-7", "apse7", &[1, 2, 3]),
    ("ca-central-1", "cac1", &[1, 2, 4]),
    ("ca-west-1", "caw1", &[1, 2, 3]),
    ("cn-north-1", "cnn1", &[1, 2]),
    ("cn-northwest-1", "cnnw1", &[1, 2, 3]),
    ("eu-central-1", "euc1", &[1, 2, 3]),
    ("eu-central-2", "euc2", &[1, 2, 3]),
    ("eu-north-1", "eun1", &[1, 2, 3]),
    ("eu-south-1", "eus1", &[1, 2, 3]),
    ("eu-south-2", "eus2", &[1, 2, 3]),
    ("eu-west-1", "euw1", &[1, 2, 3]),
    ("eu-west-2", "euw2", &[1, 2, 3]),
    ("eu-west-3", "euw3", &[1, 2, 3]),
    ("il-central-1", "ilc1", &[1, 2, 3]),
    ("me-central-1", "mec1", &[1, 2, 3]),
    ("me-south-1", "mes1", &[1, 2, 3]),
    ("mx-central-1", "mxc1", &[1, 2, 3]),
    ("sa-east-1", "sae1", &[1, 2, 3]),
    ("us-east-1", "use1", &[1, 2, 4, 5, 6]),
    ("us-east-2", "use2", &[1, 2, 3]),
    ("us-gov-east-1", "usge1", &[1, 2, 3]),
    ("us-gov-west-1", "usgw1", &[1, 2, 3]),
    ("us-west-1", "usw1", &[1, 3]),
    ("us-west-2", "usw2", &[1, 2, 3, 4]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_region_that_can_be_paired_has_zones() {
        for region in Region::all().filter(|it| it.code() != "eusc-de-east-1") {
            assert!(region.zones().count() >= 2, "{region}");
        }
        assert!(ROWS.iter().all(|(code, ..)| Region::find(code).is_some()));
        let ids: Vec<String> =
            Region::find("us-east-1").expect("us-east-1").zones().map(AvailabilityZone::id).collect();
        assert_eq!(ids, ["use1-az1", "use1-az2", "use1-az4", "use1-az5", "use1-az6"]);
    }
}
