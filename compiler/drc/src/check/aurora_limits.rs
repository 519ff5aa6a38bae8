//! A number or a name of a database that RDS does not take.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::NameKind;
use drc_services::Entry;
use drc_services::database::{Database, MOST_INSTANCES};
use drc_services::network::Network;
use drc_services::registry::Typed as _;
use drc_services::shared::log_group::RETENTION_DAYS;
use drc_syntax::Span;

/// A number or a name of a database that RDS does not take.
#[derive(Debug)]
pub struct AuroraLimits;

const CREATE: &str = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html";

/// What is wrong, where, and what AWS takes instead.
type Wrong = (Span, String, &'static str);

impl Rule for AuroraLimits {
    const CODE: Code = code!("DRC548", "aurora-limits", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, database) in cx.spec.all::<Database>() {
            let numbers = numbers(database).into_iter();
            for (span, message, range) in numbers
                .chain(texts(database))
                .chain(zones(cx, database))
                .chain(name(cx, entry))
                .chain(regions(cx))
            {
                found.push(
                    Diagnostic::new(&Self::CODE, span, format!("{}: {message}", entry.address), range)
                        .why("RDS refuses it while the cluster is being made, a quarter of an hour into a deployment")
                        .help(format!("choose {range}"))
                        .source(CREATE)
                        .about(entry.address.to_string()),
                );
            }
        }
    }
}

fn numbers(database: &Database) -> Vec<Wrong> {
    let instances = &database.instances;
    let (primary, secondary) = (instances.primary, instances.secondary);
    let mut wrong = Vec::new();
    if !(1..MOST_INSTANCES).contains(&primary.value) {
        wrong.push((
            primary.span,
            format!("the primary Region cannot have {} instances", primary.value),
            "1 to 15 instances",
        ));
    }
    if !(0..=MOST_INSTANCES).contains(&secondary.value) {
        wrong.push((
            secondary.span,
            format!("a Region cannot have {} instances", secondary.value),
            "0 to 16 instances",
        ));
    }
    let backups = database.backup_retention;
    let days =
        backups.value.as_millis().is_multiple_of(86_400_000) && (1..=35).contains(&backups.value.days());
    if !days {
        wrong.push((
            backups.span,
            format!("automated backups cannot be kept for {}", backups.value),
            "whole days, 1d to 35d",
        ));
    }
    let logs = database.log_retention;
    let known =
        RETENTION_DAYS.contains(&logs.value.days()) && logs.value.as_millis().is_multiple_of(86_400_000);
    if !known {
        wrong.push((
            logs.span,
            format!("logs cannot be kept for {}", logs.value),
            "a period CloudWatch Logs has: 7d, 14d, 30d, 60d, 90d, 180d, 365d …",
        ));
    }
    wrong
}

fn texts(database: &Database) -> Vec<Wrong> {
    let word = |text: &str, most: usize| {
        let mut bytes = text.bytes();
        bytes.next().is_some_and(|it| it.is_ascii_alphabetic())
            && bytes.all(|it| it.is_ascii_alphanumeric() || it == b'_')
            && text.len() <= most
    };
    let mut wrong = Vec::new();
    if let Some(user) = database.username.as_ref().filter(|it| !word(&it.value, 16)) {
        wrong.push((
            user.span,
            format!("no user can be called `{}`", user.value),
            "a letter, then letters, digits and _, 16 at most",
        ));
    }
    if let Some(name) = database.database.as_ref().filter(|it| !word(&it.value, 63)) {
        wrong.push((
            name.span,
            format!("no database can be called `{}`", name.value),
            "a letter, then letters, digits and _, 63 at most",
        ));
    }
    wrong
}

/// RDS wants subnets in two zones, whoever made the network.
fn zones(cx: &Checking<'_>, database: &Database) -> Vec<Wrong> {
    let Some(network) = cx.spec.entry(&database.network.value).and_then(|it| Network::service(&it.service))
    else {
        return Vec::new();
    };
    let Some(existing) = &network.existing else {
        let few = network.zones.value == 1;
        let message = || "its network has subnets in one zone".to_owned();
        return few
            .then(|| (database.network.span, message(), "a network of 2 zones or more"))
            .into_iter()
            .collect();
    };
    let few = existing.value.0.iter().filter(|(_, vpc)| vpc.private_subnets.len() < 2);
    few.map(|(region, vpc)| {
        let message = format!("its network has fewer than two private subnets in {}", region.value);
        (vpc.vpc.span, message, "private subnets in 2 zones or more")
    })
    .collect()
}

/// The most secondary Regions of a global database.
/// Source: <https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database.html>.
const MOST_SECONDARIES: usize = 10;

fn regions(cx: &Checking<'_>) -> Option<Wrong> {
    let secondaries = &cx.spec.regions.secondaries;
    let first_too_many = secondaries.get(MOST_SECONDARIES)?;
    let message = format!("a global database cannot follow into {} Regions", secondaries.len());
    Some((first_too_many.span, message, "10 secondary Regions at most"))
}

/// The naming rule can make names that other services take and RDS does not.
fn name(cx: &Checking<'_>, entry: &Entry) -> Option<Wrong> {
    let fits = |name: &str| {
        let letters = name.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-');
        letters
            && name.starts_with(|it: char| it.is_ascii_lowercase())
            && !name.contains("--")
            && !name.ends_with('-')
    };
    let ours = cx.names().filter(|(it, name)| it.address == entry.address && name.kind == NameKind::Cluster);
    let (_, name) = ours.into_iter().find(|(_, it)| !fits(&it.name))?;
    Some((
        entry.span,
        format!("the naming rule calls a cluster `{}`", name.name),
        "lower-case letters, digits and single dashes, a letter first",
    ))
}
