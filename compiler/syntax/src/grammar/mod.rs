//! The small languages inside strings: durations and sizes, addresses and references, grants, attribute
//! declarations, routes, ranges of IP addresses, schedules, policies. `grammar.pest` is the whole of their syntax; this module turns its parses into values.
//!
//! Offsets are bytes inside the string; the caller, who knows where the string stands, makes spans of them.

use pest::Parser;
use pest::iterators::{Pair, Pairs};
use std::ops::Range;

mod parser {
    #![allow(missing_docs, unreachable_pub, reason = "pest_derive writes a public enum without docs")]

    #[derive(pest_derive::Parser)]
    #[grammar = "grammar/grammar.pest"]
    pub(super) struct Strings;
}
use parser::{Rule, Strings};

mod expression;
mod schedule;
pub use expression::{Expr, Form, Literal, Operator, decimal, expression};
pub use schedule::{RawField, RawItem, RawSchedule, schedule};

/// Why a string is not a sentence of its language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrammarError {
    /// Bytes inside the string at which it goes wrong.
    pub at: Range<usize>,
    /// What could have stood there, in words.
    pub expected: String,
}

/// `kind.name`, with offsets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawAddress<'t> {
    /// `table`
    pub kind: &'t str,
    /// `payments`
    pub name: &'t str,
    /// Bytes of the whole inside the string.
    pub at: Range<usize>,
}

/// A piece of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'t> {
    /// Plain text.
    Text(&'t str),
    /// The words between the dots of `${a.b.c}`, and the bytes of the whole `${…}`.
    Reference(Vec<&'t str>, Range<usize>),
}

fn parse(rule: Rule, text: &str) -> Result<Pairs<'_, Rule>, GrammarError> {
    Strings::parse(rule, text).map_err(|error| {
        let at = match error.location {
            pest::error::InputLocation::Pos(at) => at..text.len().max(at),
            pest::error::InputLocation::Span((start, end)) => start..end,
        };
        GrammarError { at, expected: expected(&error.variant) }
    })
}

fn expected(variant: &pest::error::ErrorVariant<Rule>) -> String {
    let pest::error::ErrorVariant::ParsingError { positives, .. } = variant else {
        return String::new();
    };
    let mut words: Vec<&str> = positives.iter().map(|rule| words(*rule)).collect();
    words.dedup();
    words.join(" or ")
}

/// A rule in the words of its reader.
fn words(rule: Rule) -> &'static str {
    match rule {
        Rule::number | Rule::duration_part => "a number",
        Rule::duration | Rule::duration_unit => "a unit: ms, s, m, h or d",
        Rule::size | Rule::size_unit => "a unit: B, KiB, MiB, GiB or TiB",
        Rule::name | Rule::only_name => "a name of lower-case letters, digits and single dashes",
        Rule::address | Rule::only_address => "an address such as table.payments",
        Rule::pattern | Rule::every => "an address such as table.payments, or all of a kind: table.*",
        Rule::dot => "a dot and a name, as in table.payments",
        Rule::blank => "a blank",
        Rule::close => "a closing }",
        Rule::colon => "a colon and one of the types S, N or B",
        Rule::grant | Rule::verb => "a verb such as read-write",
        Rule::attribute | Rule::attribute_name => "an attribute name",
        Rule::attribute_type => "one of the types S, N or B",
        Rule::route | Rule::route_method => "a method such as GET or POST",
        Rule::route_path | Rule::route_segment => "a path such as /payment/{id}",
        Rule::cidr | Rule::octet => "a number from 0 to 255",
        Rule::octet_dot => "a dot",
        Rule::slash => "a slash and the number of bits that do not change, as in 10.0.0.0/16",
        Rule::prefix => "a number of bits from 0 to 32",
        Rule::template | Rule::escape | Rule::literal => "text",
        Rule::hole | Rule::reference | Rule::reference_word => "a reference such as ${table.payments.name}",
        Rule::schedule | Rule::cron | Rule::rate => {
            "cron(minutes hours day month weekday year) or rate(number unit)"
        }
        Rule::rate_unit => "minutes, hours or days",
        Rule::closing => "a closing )",
        Rule::cron_field | Rule::cron_item | Rule::cron_range | Rule::cron_value => {
            "a field such as 0, 3-5, */6 or MON-FRI"
        }
        Rule::cron_any | Rule::cron_all => "* or ?",
        Rule::cron_step => "a step",
        Rule::expression
        | Rule::disjunction
        | Rule::conjunction
        | Rule::negation
        | Rule::comparison
        | Rule::sum
        | Rule::product
        | Rule::operand
        | Rule::group
        | Rule::list
        | Rule::call
        | Rule::path
        | Rule::path_word
        | Rule::quantity
        | Rule::text
        | Rule::truth
        | Rule::keyword
        | Rule::not => "a value such as 30s, rto() or objectives.rto",
        Rule::quantity_unit => "another: MiB, GiB, % or USD",
        Rule::or | Rule::and | Rule::compare | Rule::plus | Rule::times => "an operator such as and, <= or +",
        Rule::gap | Rule::word_letter => "a blank",
        Rule::comma => "a comma",
        Rule::closing_list => "a closing ]",
        Rule::EOI => "the end of the text",
    }
}

/// The text of the first pair of a rule below `pairs`.
fn first<'t>(pairs: &Pairs<'t, Rule>, rule: Rule) -> Option<Pair<'t, Rule>> {
    pairs.clone().flatten().find(|pair| pair.as_rule() == rule)
}

fn text_of<'t>(pairs: &Pairs<'t, Rule>, rule: Rule) -> &'t str {
    first(pairs, rule).map_or("", |pair| pair.as_str())
}

/// `1m30s` in milliseconds.
///
/// # Errors
/// Not a duration, or more than 10,000 days.
pub fn duration(text: &str) -> Result<u64, GrammarError> {
    const MOST: f64 = 10_000.0 * 86_400_000.0;
    let mut total = 0.0;
    for part in parse(Rule::duration, text)?.flatten().filter(|it| it.as_rule() == Rule::duration_part) {
        let mut inner = part.into_inner().map(|it| it.as_str());
        let number: f64 = inner.next().and_then(|it| it.parse().ok()).unwrap_or(0.0);
        total += number * milliseconds(inner.next().unwrap_or_default());
    }
    if total > MOST {
        return Err(GrammarError { at: 0..text.len(), expected: "at most 10000d".to_owned() });
    }
    // Below 2^53, so the conversion is exact; a fraction of a millisecond is nobody's target.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 ≤ total ≤ MOST < 2^53")]
    Ok(total.round() as u64)
}

fn milliseconds(unit: &str) -> f64 {
    match unit {
        "ms" => 1.0,
        "s" => 1_000.0,
        "m" => 60_000.0,
        "h" => 3_600_000.0,
        _ => 86_400_000.0,
    }
}

/// A time in milliseconds as a spec would write it: `1m30s`, `150ms`, `0s`.
pub fn duration_text(millis: u64) -> String {
    let mut rest = millis;
    let mut text = String::new();
    for (unit, millis) in [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)] {
        if rest >= millis {
            text.push_str(&format!("{}{unit}", rest / millis));
            rest %= millis;
        }
    }
    if text.is_empty() { "0s".to_owned() } else { text }
}

/// A size in bytes as a spec would write it: `256MiB`.
pub fn size_text(bytes: u64) -> String {
    let units = [("TiB", 40), ("GiB", 30), ("MiB", 20), ("KiB", 10)];
    match units.iter().find(|(_, shift)| bytes > 0 && bytes.is_multiple_of(1 << shift)) {
        Some((unit, shift)) => format!("{}{unit}", bytes >> shift),
        None => format!("{bytes}B"),
    }
}

/// `256MiB` in bytes.
///
/// # Errors
/// Not a size, or more than 1,024 TiB.
pub fn size(text: &str) -> Result<u64, GrammarError> {
    const MOST: f64 = 1024.0 * (1u64 << 40) as f64;
    let pairs = parse(Rule::size, text)?;
    let number: f64 = text_of(&pairs, Rule::number).parse().unwrap_or(0.0);
    let unit = match text_of(&pairs, Rule::size_unit) {
        "B" => 1u64,
        "KiB" => 1 << 10,
        "MiB" => 1 << 20,
        "GiB" => 1 << 30,
        _ => 1 << 40,
    };
    let total = number * unit as f64;
    if total > MOST {
        return Err(GrammarError { at: 0..text.len(), expected: "at most 1024TiB".to_owned() });
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 ≤ total ≤ MOST < 2^53")]
    Ok(total.round() as u64)
}

/// Whether a text is `name` of the grammar. A spec has three of them per service, and pest allocates for each parse: this
/// says yes at a tenth of the cost, and pest still says what is wrong where it is a no.
fn is_name(text: &str) -> bool {
    let bytes = text.as_bytes();
    let letter_first = bytes.first().is_some_and(u8::is_ascii_lowercase);
    let lone_dashes = bytes.last() != Some(&b'-') && !bytes.windows(2).any(|it| it == b"--");
    let known = |it: &u8| it.is_ascii_lowercase() || it.is_ascii_digit() || *it == b'-';
    letter_first && lone_dashes && bytes.iter().all(known)
}

/// `table.payments` by [`is_name`]; `None` where the grammar has to say why not.
fn plain_address(text: &str) -> Option<RawAddress<'_>> {
    let (kind, name) = text.split_once('.')?;
    (is_name(kind) && is_name(name)).then_some(RawAddress { kind, name, at: 0..text.len() })
}

/// `read-write table.payments` by [`is_name`]; `None` where the grammar has to say why not.
fn plain_grant(text: &str) -> Option<(&str, RawAddress<'_>)> {
    let (verb, rest) = text.split_once(' ')?;
    let is_verb = !verb.is_empty() && verb.bytes().all(|it| it.is_ascii_lowercase() || it == b'-');
    let address = plain_address(rest.trim_start_matches(' '))?;
    let start = text.len() - address.at.end;
    is_verb.then_some((verb, RawAddress { at: start..text.len(), ..address }))
}

/// Checks a service's name.
///
/// # Errors
/// Not lower-case letters, digits and single dashes, a letter first.
pub fn name(text: &str) -> Result<(), GrammarError> {
    if is_name(text) { Ok(()) } else { parse(Rule::only_name, text).map(|_| ()) }
}

fn raw_address<'t>(pairs: &Pairs<'t, Rule>) -> RawAddress<'t> {
    let Some(address) = first(pairs, Rule::address) else {
        return RawAddress { kind: "", name: "", at: 0..0 };
    };
    let at = address.as_span().start()..address.as_span().end();
    let mut names = address.into_inner().filter(|it| it.as_rule() == Rule::name).map(|it| it.as_str());
    RawAddress { kind: names.next().unwrap_or_default(), name: names.next().unwrap_or_default(), at }
}

/// `table.payments`
///
/// # Errors
/// Not two names with a dot between them.
pub fn address(text: &str) -> Result<RawAddress<'_>, GrammarError> {
    plain_address(text).map_or_else(|| Ok(raw_address(&parse(Rule::only_address, text)?)), Ok)
}

/// `table.payments`, `table.*`: the kind, and the name unless it is all of them.
///
/// # Errors
/// Not a kind, a dot, and a name or a star.
pub fn pattern(text: &str) -> Result<(&str, Option<&str>), GrammarError> {
    let names = parse(Rule::pattern, text)?.flatten().filter(|it| it.as_rule() == Rule::name);
    let mut names = names.map(|it| it.as_str());
    Ok((names.next().unwrap_or_default(), names.next()))
}

/// `read-write table.payments`: the verb and the address.
///
/// # Errors
/// Not a verb, a blank and an address.
pub fn grant(text: &str) -> Result<(&str, RawAddress<'_>), GrammarError> {
    if let Some(plain) = plain_grant(text) {
        return Ok(plain);
    }
    let pairs = parse(Rule::grant, text)?;
    Ok((text_of(&pairs, Rule::verb), raw_address(&pairs)))
}

/// `paymentId: S`: the name and the type of an attribute.
///
/// # Errors
/// Not a name, a colon and one of S, N, B.
pub fn attribute(text: &str) -> Result<(&str, &str), GrammarError> {
    let pairs = parse(Rule::attribute, text)?;
    Ok((text_of(&pairs, Rule::attribute_name), text_of(&pairs, Rule::attribute_type)))
}

/// `POST /payment`: the method and the path.
///
/// # Errors
/// Not a method, a blank and a path.
pub fn route(text: &str) -> Result<(&str, &str), GrammarError> {
    let pairs = parse(Rule::route, text)?;
    Ok((text_of(&pairs, Rule::route_method), text_of(&pairs, Rule::route_path)))
}

/// `10.0.0.0/16`: the address and how many of its bits do not change.
///
/// # Errors
/// Not four numbers from 0 to 255, a slash and a number from 0 to 32.
pub fn cidr(text: &str) -> Result<(u32, u32), GrammarError> {
    let pairs = parse(Rule::cidr, text)?;
    let octets = pairs.clone().flatten().filter(|it| it.as_rule() == Rule::octet);
    let octets = octets.map(|it| it.as_str().parse::<u32>().unwrap_or(0));
    let address = octets.fold(0, |address, octet| address << 8 | octet);
    Ok((address, text_of(&pairs, Rule::prefix).parse().unwrap_or(0)))
}

/// Text with `${…}` in it.
///
/// # Errors
/// A `${` without words and `}` behind it.
pub fn template(text: &str) -> Result<Vec<Piece<'_>>, GrammarError> {
    if !text.contains("${") {
        return Ok(vec![Piece::Text(text)]);
    }
    let mut pieces = Vec::new();
    for pair in parse(Rule::template, text)?.flatten() {
        let at = pair.as_span().start()..pair.as_span().end();
        if pair.as_rule() == Rule::literal {
            pieces.push(Piece::Text(pair.as_str()));
        } else if pair.as_rule() == Rule::escape {
            pieces.push(Piece::Text("${"));
        } else if pair.as_rule() == Rule::hole {
            let words = pair.into_inner().flatten().filter(|it| it.as_rule() == Rule::reference_word);
            pieces.push(Piece::Reference(words.map(|it| it.as_str()).collect(), at));
        }
    }
    Ok(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        assert_eq!(duration("30s"), Ok(30_000));
        assert_eq!(duration("1m30s"), Ok(90_000));
        assert_eq!(duration("7d"), Ok(604_800_000));
        assert_eq!(duration("1.5h"), Ok(5_400_000));
        for bad in ["", "30", "s", "30 s", "30sec", "-1s", "99999999999d", "1m 30s"] {
            assert!(duration(bad).is_err(), "{bad}");
        }
        assert_eq!(duration("30sec").map_err(|it| it.at.start), Err(2));
    }

    #[test]
    fn sizes() {
        assert_eq!(size("256MiB"), Ok(256 << 20));
        assert_eq!(size("0.5GiB"), Ok(512 << 20));
        for bad in ["256", "256MB", "MiB", "1 GiB"] {
            assert!(size(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn names_and_addresses() {
        assert!(name("payment-processor2").is_ok());
        for bad in ["", "Payment", "2nd", "a--b", "a-", "a_b", "a.b", "é"] {
            assert!(name(bad).is_err(), "{bad}");
        }
        let address = address("table.payments");
        assert_eq!(address, Ok(RawAddress { kind: "table", name: "payments", at: 0..14 }));
        assert_eq!(pattern("table.*"), Ok(("table", None)));
        assert_eq!(pattern("table.payments"), Ok(("table", Some("payments"))));
        assert!(pattern("*").is_err() && pattern("table.p*").is_err());
        let (verb, target) = grant("read-write table.payments").expect("a grant");
        assert_eq!((verb, target.name, target.at), ("read-write", "payments", 11..25));
    }

    /// Every text of up to six of these characters.
    fn texts() -> Vec<String> {
        let mut texts = vec![String::new()];
        let mut from = 0;
        for _ in 0..6 {
            let until = texts.len();
            for at in from..until {
                texts.extend(["a", "2", "-", ".", " ", "é"].map(|it| format!("{}{it}", texts[at])));
            }
            from = until;
        }
        texts
    }

    #[test]
    fn the_short_cuts_say_what_the_grammar_says() {
        let (mut names, mut addresses, mut grants) = (0, 0, 0);
        for text in texts() {
            let name = parse(Rule::only_name, &text).is_ok();
            assert_eq!(is_name(&text), name, "{text:?}");
            let address = parse(Rule::only_address, &text).ok().map(|it| raw_address(&it));
            assert_eq!(plain_address(&text), address, "{text:?}");
            let grant = parse(Rule::grant, &text).ok();
            let grant = grant.map(|it| (text_of(&it, Rule::verb).to_owned(), raw_address(&it)));
            assert_eq!(plain_grant(&text).map(|(verb, to)| (verb.to_owned(), to)), grant, "{text:?}");
            names += usize::from(name);
            addresses += usize::from(address.is_some());
            grants += usize::from(grant.is_some());
        }
        assert!(names > 50 && addresses > 50 && grants > 10, "{names} {addresses} {grants}");
    }

    #[test]
    fn attributes_and_routes() {
        assert_eq!(attribute("paymentId: S"), Ok(("paymentId", "S")));
        assert!(attribute("paymentId: X").is_err());
        assert_eq!(route("POST /payment/{id}"), Ok(("POST", "/payment/{id}")));
        assert_eq!(route("ANY /{proxy+}"), Ok(("ANY", "/{proxy+}")));
        assert!(route("FETCH /payment").is_err());
        assert!(route("POST payment").is_err());
    }

    #[test]
    fn ranges_of_addresses() {
        assert_eq!(cidr("10.0.0.0/16"), Ok((10 << 24, 16)));
        assert_eq!(cidr("255.249.199.9/32"), Ok((0xfff9_c709, 32)));
        for bad in [
            "",
            "10.0.0/16",
            "10.0.0.0",
            "10.0.0.0/33",
            "10.0.0.256/8",
            "10.0.0.01/8",
            "10.0.0.0/016",
            " 10.0.0.0/8",
        ] {
            assert!(cidr(bad).is_err(), "{bad}");
        }
        assert_eq!(cidr("10.0.0.256/8").map_err(|it| it.at.start), Err(7));
    }

    #[test]
    fn templates() {
        let pieces = template("a-${table.payments.name}-$${x}").expect("a template");
        assert_eq!(pieces[0], Piece::Text("a-"));
        assert_eq!(pieces[1], Piece::Reference(vec!["table", "payments", "name"], 2..24));
        assert_eq!(pieces[2..], [Piece::Text("-"), Piece::Text("${"), Piece::Text("x}")]);
        assert!(template("${").is_err());
        assert!(template("${a b}").is_err());
    }
}
