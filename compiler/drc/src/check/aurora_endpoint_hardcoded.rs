//! The host of a database, written out.

use super::{Checking, Rule};
use crate::evacuation::losable;
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::{Piece, Text};
use drc_services::Entry;
use drc_services::database::Database;
use drc_services::function::Function;
use drc_services::parameter::Parameter;
use drc_syntax::Span;

/// The host of a database, written out.
#[derive(Debug)]
pub struct AuroraEndpointHardcoded;

impl Rule for AuroraEndpointHardcoded {
    const CODE: Code = code!("DRC573", "aurora-endpoint-hardcoded", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, function) in cx.spec.all::<Function>() {
            for (key, value) in &function.environment.0 {
                judge(cx, found, entry, key.span, value);
            }
        }
        for (entry, parameter) in cx.spec.all::<Parameter>() {
            if let Some(value) = &parameter.value {
                judge(cx, found, entry, value.span, &value.value);
            }
        }
    }
}

fn judge(cx: &Checking<'_>, found: &mut Diagnostics, entry: &Entry, span: Span, value: &Text) {
    let Some(host) = regional_host(value) else { return };
    // That a Region is needed after it is lost is worse, and said by the proof.
    if losable(cx.spec).iter().any(|it| host.contains(it.code())) {
        return;
    }
    let help = match cx.spec.all::<Database>().next() {
        Some((database, _)) => {
            format!(
                "write ${{{}.endpoint}}: in each Region the cluster that stands there, which writes once it is promoted",
                database.address
            )
        }
        None => {
            "write the global writer endpoint, which ends in .global.rds.amazonaws.com and follows the writer"
                .to_owned()
        }
    };
    found.push(
        Diagnostic::new(&AuroraEndpointHardcoded::CODE, span, format!("{} names the database of one Region: {host}", entry.address), "the same in every Region")
            .why("an Aurora cluster's host leads to that cluster: once another Region is promoted it takes no writes, or does not answer at all")
            .help(help)
            .source("https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-connecting.html")
            .about(entry.address.to_string()),
    );
}

/// A host of RDS that says its Region itself: neither the global writer's nor one that is put together.
fn regional_host(value: &Text) -> Option<&str> {
    let plain = value.pieces.iter().filter_map(|piece| match piece {
        Piece::Plain(text) => Some(text.as_str()),
        Piece::Reference(_) => None,
    });
    let of_host = |it: char| it.is_ascii_alphanumeric() || it == '-' || it == '.';
    let mut words = plain.flat_map(|text| text.split(move |it| !of_host(it)));
    words.find(|word| {
        let named = !word.starts_with('.') && !word.contains(".global.rds.");
        named && word.contains(".rds.") && word.contains(".amazonaws.com")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hosts_of_one_region_are_meant() {
        let host = |text: &str| regional_host(&Text::plain(text)).map(str::to_owned);
        let writer = "ledger.cluster-c1a2b3.us-east-1.rds.amazonaws.com";
        assert_eq!(host(&format!("mysql://app@{writer}:3306/ledger")).as_deref(), Some(writer));
        let china = "ledger.cluster-c1a2b3.rds.cn-north-1.amazonaws.com.cn";
        assert_eq!(host(china).as_deref(), Some(china));
        assert_eq!(host("ledger.global-c1a2b3.global.rds.amazonaws.com"), None);
        assert_eq!(host("rds.us-east-1.amazonaws.com"), None, "the API of RDS");
    }
}
