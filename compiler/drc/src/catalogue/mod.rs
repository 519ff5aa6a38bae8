//! The mistakes people make with recovery, as we collected them, and what became of each: a rule that finds it, or the
//! reason why nobody can make it here. `docs/catalogue.md` is printed from this.

mod alarms;
mod compute;
mod data;
mod dns;
mod entry;
mod objectives;
mod regions;
mod tls;

/// What became of a mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// The rule of this name finds it.
    Rule(&'static str),
    /// No spec can say it, or what drc emits is always right: why.
    Impossible(&'static str),
}

/// One mistake.
#[derive(Clone, Copy, Debug)]
pub struct Mistake {
    /// Its number in the collection.
    pub number: u16,
    /// What it is called there: `health-check-no-sni`.
    pub name: &'static str,
    /// What became of it.
    pub fate: Fate,
}

/// A mistake that a rule finds.
const fn rule(number: u16, name: &'static str, rule: &'static str) -> Mistake {
    Mistake { number, name, fate: Fate::Rule(rule) }
}

/// A mistake that cannot be made.
const fn impossible(number: u16, name: &'static str, why: &'static str) -> Mistake {
    Mistake { number, name, fate: Fate::Impossible(why) }
}

/// All of them, by number.
pub fn mistakes() -> impl Iterator<Item = &'static Mistake> {
    [
        objectives::MISTAKES,
        regions::MISTAKES,
        dns::MISTAKES,
        tls::MISTAKES,
        entry::MISTAKES,
        data::MISTAKES,
        compute::MISTAKES,
        alarms::MISTAKES,
    ]
    .into_iter()
    .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes;

    #[test]
    fn every_mistake_has_its_fate_once() {
        let mut numbers: Vec<u16> = mistakes().map(|it| it.number).collect();
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=154).collect::<Vec<u16>>());
    }

    #[test]
    fn every_rule_it_names_exists() {
        for it in mistakes() {
            if let Fate::Rule(name) = it.fate {
                assert!(codes::all().iter().any(|code| code.name == name), "{}: {name}", it.number);
            }
        }
    }
}
