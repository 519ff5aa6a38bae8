//! Ranges of IPv4 addresses.

use crate::address::bad_text;
use crate::reexport::{Cow, JsonSchema, Schema, SchemaGenerator, pattern};
use crate::{Cx, Decode};
use drc_syntax::{Item, grammar};
use std::fmt;

/// `10.0.0.0/16`: an address, and how many of its bits are the same in the whole range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cidr {
    /// The address as written.
    pub address: u32,
    /// How many bits do not change, 0 to 32.
    pub prefix: u32,
}

impl Cidr {
    /// The bits that do not change.
    fn mask(self) -> u32 {
        u32::MAX.checked_shl(32 - self.prefix.min(32)).unwrap_or(0)
    }

    /// The same range, written by its first address.
    #[must_use]
    pub fn network(self) -> Self {
        Self { address: self.address & self.mask(), ..self }
    }

    /// Whether some address is in both.
    pub fn overlaps(self, other: Self) -> bool {
        let mask = self.mask() & other.mask();
        self.address & mask == other.address & mask
    }

    /// The range cut into ranges of a longer prefix: the one at place `at`, counted from 0. Beyond the last it wraps.
    #[must_use]
    pub fn cut(self, prefix: u32, at: u32) -> Self {
        let offset = at.checked_shl(32 - prefix.min(32)).unwrap_or(0) & !self.mask();
        Self { address: self.network().address | offset, prefix }
    }
}

impl fmt::Display for Cidr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d] = self.address.to_be_bytes();
        write!(f, "{a}.{b}.{c}.{d}/{}", self.prefix)
    }
}

impl Decode for Cidr {
    fn decode(item: &Item, cx: &mut Cx<'_>) -> Option<Self> {
        const WHAT: (&str, &str) = ("a range of IPv4 addresses", "10.0.0.0/16");
        let text = cx.string(item, WHAT.0)?;
        match grammar::cidr(text) {
            Ok((address, prefix)) => Some(Self { address, prefix }),
            Err(error) => bad_text(item, cx, text, error, WHAT),
        }
    }
    fn example() -> String {
        "\"10.0.0.0/16\"".to_owned()
    }
    fn schema(generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<Self>()
    }
}

impl JsonSchema for Cidr {
    fn schema_name() -> Cow<'static, str> {
        "Cidr".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        pattern(
            "A range of IPv4 addresses: `10.0.0.0/16`.",
            r"^(\d{1,3}\.){3}\d{1,3}/\d{1,2}$",
            "10.0.0.0/16",
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cidr(text: &str) -> Cidr {
        let (address, prefix) = grammar::cidr(text).expect("a range");
        Cidr { address, prefix }
    }

    #[test]
    fn overlapping_ranges_share_an_address() {
        let overlap = |a, b| cidr(a).overlaps(cidr(b)) && cidr(b).overlaps(cidr(a));
        assert!(overlap("10.0.0.0/16", "10.0.0.0/16"));
        assert!(overlap("10.0.0.0/8", "10.200.3.0/24"));
        assert!(overlap("10.0.5.9/16", "10.0.0.0/17"));
        assert!(overlap("0.0.0.0/0", "192.168.0.0/16"));
        assert!(!overlap("10.0.0.0/16", "10.1.0.0/16"));
        assert!(!overlap("10.0.0.0/17", "10.0.128.0/17"));
    }

    #[test]
    fn host_bits_are_cleared_and_ranges_cut() {
        assert_eq!(cidr("10.0.5.9/16").network(), cidr("10.0.0.0/16"));
        assert_eq!(cidr("10.0.5.9/0").network(), cidr("0.0.0.0/0"));
        assert_eq!(cidr("10.0.5.9/32").network(), cidr("10.0.5.9/32"));
        assert_eq!(cidr("10.0.0.0/16").cut(18, 3).to_string(), "10.0.192.0/18");
        assert_eq!(cidr("10.0.192.0/18").cut(20, 2).to_string(), "10.0.224.0/20");
        assert_eq!(cidr("10.0.0.0/16").cut(18, 4), cidr("10.0.0.0/18"));
    }
}
