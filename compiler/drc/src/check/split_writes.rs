//! Several Regions serve, and one of them can write.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::database::Database;
use drc_services::traffic::{RouteMode, Traffic};

/// Several Regions serve, and one of them can write.
#[derive(Debug)]
pub struct SplitWrites;

impl Rule for SplitWrites {
    const CODE: Code = code!("DRC416", "split-writes", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {

        let Some((_, traffic)) = cx.spec.one::<Traffic>().filter(|(_, it)| it.active_active()) else { return };
        let instead = match traffic.route.value {
            RouteMode::DnsFailover | RouteMode::DnsLatency => "route = \"dns-failover\"",
            RouteMode::Accelerator => "active_active = false",
        };
        for (entry, _) in cx.spec.all::<Database>() {
            found.push(
                Diagnostic::new(&Self::CODE, entry.span, format!("only {} can write {}, and every Region serves", cx.spec.regions.primary.value, entry.address), "one writer")
                    .also(traffic.route.span, "sends users to every Region")
                    .why("an Aurora global database takes writes in one Region; the others read what has arrived there, and a user's write elsewhere fails or has to cross Regions")
                    .help(format!("write {instead}; or let functions of other Regions only read, and say so in [[allow]] at = \"{}\"", entry.address))
                    .source("https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database.html")
                    .about(entry.address.to_string()),
            );
        }
    }
}
