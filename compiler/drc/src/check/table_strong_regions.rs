//! A strongly consistent table whose Regions DynamoDB does not take.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::Region;
use drc_services::Entry;
use drc_services::table::Table;
use drc_syntax::{Span, Spanned};

/// A strongly consistent table whose Regions DynamoDB does not take.
#[derive(Debug)]
pub struct TableStrongRegions;

/// Regions near enough to each other to wait for.
/// Source: <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateGlobalTableWitnessGroupMemberAction.html>.
const SETS: [&[&str]; 3] = [
    &["us-east-1", "us-east-2", "us-west-2"],
    &["eu-west-1", "eu-west-2", "eu-west-3", "eu-central-1"],
    &["ap-northeast-1", "ap-northeast-2", "ap-northeast-3"],
];
const SOURCE: &str =
    "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html";

impl Rule for TableStrongRegions {
    const CODE: Code = code!("DRC552", "table-strong-regions", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let regions: Vec<Spanned<Region>> = cx.spec.regions.spanned().collect();
        for (entry, table) in cx.spec.all::<Table>() {
            match table.witness {
                Some(witness) if !table.is_strong() => found.push(needless(entry, witness)),
                _ if !table.is_strong() => {}
                witness => {
                    count(found, entry, table.consistency.span, &regions, witness);
                    one_set(found, entry, table.consistency.span, &regions, witness);
                }
            }
        }
    }
}

fn needless(entry: &Entry, witness: Spanned<Region>) -> Diagnostic {
    let message = format!("{} has a witness and is eventually consistent", entry.address);
    Diagnostic::new(&TableStrongRegions::CODE, witness.span, message, "only a strong table has one")
        .why("a witness takes part in writes that wait for another Region; these do not wait")
        .help("write consistency = \"strong\", or take the witness out")
        .source(SOURCE)
        .about(entry.address.to_string())
}

/// Three that hold the data, or two and a witness.
fn count(
    found: &mut Diagnostics,
    entry: &Entry,
    span: Span,
    regions: &[Spanned<Region>],
    witness: Option<Spanned<Region>>,
) {
    let help = match (regions.len(), witness) {
        (2, None) => match set_of(regions).and_then(|it| free(it, regions)) {
            Some(third) => format!("add witness = \"{third}\", or a third Region to `regions.secondary`"),
            None => "add a witness, or a third Region to `regions.secondary`".to_owned(),
        },
        (2, Some(witness)) if regions.iter().any(|it| it.value == witness.value) => {
            "name a Region as witness that has no replica".to_owned()
        }
        (3, Some(_)) => "take the witness out: three replicas need none".to_owned(),
        (2, Some(_)) | (3, None) => return,
        _ => "use two Regions and a witness, or three Regions; or consistency = \"eventual\"".to_owned(),
    };
    let has = match witness {
        Some(witness) => format!("{} Regions and the witness {}", regions.len(), witness.value),
        None => format!("{} Regions", regions.len()),
    };
    found.push(
        Diagnostic::new(&TableStrongRegions::CODE, witness.map_or(span, |it| it.span), format!("{} cannot be strongly consistent in {has}", entry.address), "not three places")
            .why("a write is acknowledged by two of three: DynamoDB takes exactly three replicas, or two and a witness in a third Region")
            .help(help)
            .source(SOURCE)
            .about(entry.address.to_string()),
    );
}

fn one_set(
    found: &mut Diagnostics,
    entry: &Entry,
    span: Span,
    regions: &[Spanned<Region>],
    witness: Option<Spanned<Region>>,
) {
    let all = || regions.iter().copied().chain(witness);
    if SETS.iter().any(|set| all().all(|it| set.contains(&it.value.code()))) {
        return;
    }
    let home = SETS.iter().find(|set| set.contains(&regions[0].value.code()));
    let stranger = all().find(|it| home.is_none_or(|set| !set.contains(&it.value.code())));
    let Some(stranger) = stranger else { return };
    let help = match home {
        Some(set) => format!("choose from the set of {}: {}", regions[0].value, set.join(", ")),
        None => "choose the Regions from one set, or consistency = \"eventual\"".to_owned(),
    };
    let sets: Vec<String> = SETS.iter().map(|set| set.join(", ")).collect();
    found.push(
        Diagnostic::new(
            &TableStrongRegions::CODE,
            stranger.span,
            format!("{} cannot be strongly consistent with {}", entry.address, stranger.value),
            "not of the same set",
        )
        .also(span, "asked for here")
        .why(format!(
            "every write waits for another Region, so DynamoDB takes Regions of one set only: {}",
            sets.join("; ")
        ))
        .help(help)
        .source(SOURCE)
        .about(entry.address.to_string()),
    );
}

/// The witness a strongly consistent table of these Regions needs, `Some(None)` if it needs none; `None` where DynamoDB
/// does not take them.
pub(crate) fn witness(regions: &[Spanned<Region>]) -> Option<Option<Region>> {
    let set = set_of(regions)?;
    match regions.len() {
        3 => Some(None),
        2 => Some(Some(Region::find(free(set, regions)?)?)),
        _ => None,
    }
}

fn set_of(regions: &[Spanned<Region>]) -> Option<&'static [&'static str]> {
    SETS.into_iter().find(|set| regions.iter().all(|it| set.contains(&it.value.code())))
}

fn free(set: &'static [&'static str], regions: &[Spanned<Region>]) -> Option<&'static str> {
    set.iter().copied().find(|code| regions.iter().all(|it| it.value.code() != *code))
}
