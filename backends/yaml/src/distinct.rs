//! Keys of one map must differ, and both formats keep all their resources in one.

use indexmap::IndexMap;

/// Whose a name is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Claim {
    /// Of several that want one name, the smallest rank keeps it.
    pub rank: usize,
    /// The owner's address, which decides between equal ranks and from which the others' suffix is made: it must not
    /// change when something else is added to the spec.
    pub owner: String,
}

/// Makes names differ that stand in one scope: `role.ops` with a part `policy` and a service `role.ops-policy` both
/// end in `RoleOpsPolicy`. All but one of them get `separator` and eight digits.
///
/// Two claims of one owner are left alone: that is a mistake of ours, to be seen and not papered over. Their places
/// are the answer.
pub fn distinct<'s>(
    names: &mut [String],
    separator: &str,
    scope: impl Fn(usize) -> &'s str,
    claim: impl Fn(usize) -> Claim,
) -> Vec<usize> {
    let mut twice = Vec::new();
    for group in shared(names, scope) {
        let mut claims: Vec<(Claim, usize)> = group.into_iter().map(|at| (claim(at), at)).collect();
        claims.sort();
        twice.extend(claims.windows(2).filter(|pair| pair[0].0 == pair[1].0).map(|pair| pair[1].1));
        let keeper = claims[0].0.clone();
        for (claim, at) in claims.into_iter().filter(|(claim, _)| *claim != keeper) {
            names[at].push_str(separator);
            names[at].push_str(&digits(&claim.owner));
        }
    }
    twice
}

/// A name of at most `most` bytes: what is too long ends in eight digits that stand for all of it. Names are ASCII.
pub fn shortened(name: String, most: usize) -> String {
    if name.len() <= most {
        return name;
    }
    let kept = name.get(..most.saturating_sub(8)).unwrap_or_default();
    format!("{kept}{}", digits(&name))
}

/// The places of names that occur more than once in their scope.
fn shared<'s>(names: &[String], scope: impl Fn(usize) -> &'s str) -> Vec<Vec<usize>> {
    let mut first: IndexMap<(&str, &str), usize> = IndexMap::with_capacity(names.len());
    let mut groups: IndexMap<usize, Vec<usize>> = IndexMap::new();
    for (at, name) in names.iter().enumerate() {
        let keeper = *first.entry((scope(at), name)).or_insert(at);
        if keeper != at {
            groups.entry(keeper).or_insert_with(|| vec![keeper]).push(at);
        }
    }
    groups.into_values().collect()
}

/// Eight digits that stand for a text: FNV-1a, folded. They need only be the same tomorrow.
fn digits(text: &str) -> String {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325, step);
    format!("{:08x}", (hash ^ hash >> 32) & 0xffff_ffff)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn settled(wanted: &[(&'static str, &'static str, usize, &str)]) -> Vec<String> {
        let mut names: Vec<String> = wanted.iter().map(|it| it.1.to_owned()).collect();
        let claim = |at: usize| Claim { rank: wanted[at].2, owner: wanted[at].3.to_owned() };
        let twice = distinct(&mut names, "-", |at| wanted[at].0, claim);
        assert_eq!(twice.is_empty(), names.iter().zip(wanted).collect::<BTreeSet<_>>().len() == names.len());
        names
    }

    #[test]
    fn the_smallest_rank_keeps_the_name_wherever_it_stands() {
        let names = settled(&[("", "orders2", 8, "table.orders-2"), ("", "orders2", 7, "table.orders2")]);
        assert_eq!(names, ["orders2-c32b19be", "orders2"]);
    }

    #[test]
    fn a_suffix_does_not_depend_on_the_others() {
        let two = settled(&[("", "a", 1, "x"), ("", "a", 2, "y")]);
        let three = settled(&[("", "a", 1, "x"), ("", "a", 3, "z"), ("", "a", 2, "y")]);
        assert_eq!(two[1], three[2]);
        assert!(three[0] == "a" && three[1] != three[2]);
    }

    #[test]
    fn scopes_do_not_meet() {
        assert_eq!(settled(&[("east", "a", 1, "x"), ("west", "a", 2, "y")]), ["a", "a"]);
    }

    #[test]
    fn one_owner_twice_stays_twice() {
        assert_eq!(settled(&[("", "a", 1, "x"), ("", "a", 1, "x")]), ["a", "a"]);
    }

    #[test]
    fn a_long_name_keeps_its_beginning_and_differs_still() {
        let [one, other] = ["x", "y"].map(|end| shortened(format!("{}{end}", "a".repeat(300)), 255));
        assert!(one.len() == 255 && other.len() == 255 && one != other && one.starts_with("aaa"));
        assert_eq!(shortened("a".into(), 255), "a");
    }
}
