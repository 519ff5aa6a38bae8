//! Exact numbers: a policy that asks for 10 % must not fail by the last bit of a binary fraction.

use std::cmp::Ordering;
use std::fmt;

/// A fraction in lowest terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fraction {
    over: i128,
    /// Above zero.
    under: i128,
}

impl Fraction {
    /// A whole number.
    pub const fn whole(number: i128) -> Self {
        Self { over: number, under: 1 }
    }

    /// `over / under`; `None` where that is no number, or none that fits.
    pub fn new(over: i128, under: i128) -> Option<Self> {
        if under == 1 {
            return Some(Self { over, under });
        }
        let divisor = divisor(over.unsigned_abs(), under.unsigned_abs());
        let divisor = i128::try_from(divisor).ok().filter(|it| under != 0 && *it != 0)?;
        let sign = under.signum();
        Some(Self { over: (over / divisor).checked_mul(sign)?, under: (under / divisor).checked_mul(sign)? })
    }

    /// The sum, if it fits.
    pub fn plus(self, other: Self) -> Option<Self> {
        let left = self.over.checked_mul(other.under)?;
        Self::new(
            left.checked_add(other.over.checked_mul(self.under)?)?,
            self.under.checked_mul(other.under)?,
        )
    }

    /// The difference, if it fits.
    pub fn minus(self, other: Self) -> Option<Self> {
        self.plus(Self { over: other.over.checked_neg()?, under: other.under })
    }

    /// The product, if it fits.
    pub fn times(self, other: Self) -> Option<Self> {
        Self::new(self.over.checked_mul(other.over)?, self.under.checked_mul(other.under)?)
    }

    /// The quotient; `None` by zero.
    pub fn by(self, other: Self) -> Option<Self> {
        Self::new(self.over.checked_mul(other.under)?, self.under.checked_mul(other.over)?)
    }

    /// Whether it is below zero.
    pub fn is_negative(self) -> bool {
        self.over < 0
    }

    /// Without its sign, in units of `1 / scale`, rounded down.
    pub fn rounded(self, scale: u32) -> u64 {
        let scaled = self.over.unsigned_abs().saturating_mul(u128::from(scale)) / self.under.unsigned_abs();
        u64::try_from(scaled).unwrap_or(u64::MAX)
    }
}

/// The greatest number that divides both.
fn divisor(a: u128, b: u128) -> u128 {
    let (mut a, mut b) = (a, b);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> Ordering {
        if self.under == other.under {
            return self.over.cmp(&other.over);
        }
        match (self.over.checked_mul(other.under), other.over.checked_mul(self.under)) {
            (Some(mine), Some(theirs)) => mine.cmp(&theirs),
            // Whole parts of numbers that large decide, or nobody can tell them apart.
            _ => (self.over / self.under).cmp(&(other.over / other.under)),
        }
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// With up to six digits behind the point.
impl fmt::Display for Fraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.is_negative() { "-" } else { "" };
        write!(f, "{sign}{}", drc_syntax::grammar::decimal(self.rounded(1_000_000)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_and_products_are_exact() {
        let tenth = Fraction::new(1, 10).expect("a tenth");
        let three = Fraction::whole(3);
        assert_eq!(tenth.times(three), Fraction::new(3, 10));
        assert_eq!(tenth.plus(tenth).and_then(|it| it.plus(tenth)), Fraction::new(30, 100));
        assert_eq!(three.by(Fraction::whole(0)), None);
        assert_eq!(tenth.minus(three).map(|it| it.to_string()), Some("-2.9".to_owned()));
        assert!(Fraction::new(1, -3).is_some_and(|it| it.is_negative() && it < tenth));
        assert_eq!(Fraction::whole(i128::MAX).times(three), None);
    }
}
