//! A serverless database whose other Regions cannot take the primary's load at once.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::database::{Acu, Capacity, Database};

/// A serverless database whose other Regions cannot take the primary's load at once.
#[derive(Debug)]
pub struct AuroraServerlessSmallSecondary;

/// What AWS advises as the least for a global database.
const ADVISED: Acu = Acu::halves(16);

impl Rule for AuroraServerlessSmallSecondary {
    const CODE: Code = code!("DRC544", "aurora-serverless-small-secondary", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, database) in cx.spec.all::<Database>() {
            // One that pauses is another finding.
            let capacity = database.capacity.as_ref().filter(|it| it.value.min.value > Acu::halves(0));
            let Some(capacity) = capacity else { continue };
            let Capacity { min, max, need } = &capacity.value;
            let Some((problem, enough)) = small(min.value, max.value, need.map(|it| it.value)) else {
                continue;
            };
            let region = cx.spec.regions.recovery();
            found.push(
                Diagnostic::new(&Self::CODE, capacity.span, format!("{} cannot take over at full load in {region}: it idles at {} capacity units (about {} of memory) and grows to {} (about {}), {problem}", entry.address, min.value, memory(min.value), max.value, memory(max.value)), "after a failover this is all there is")
                    .why("a cluster that follows idles near its minimum; after the promotion all writes arrive at once, and the smaller an instance is, the more slowly it grows; connections are capped by `max` too")
                    .help(format!("write {enough}; or say what the writer uses at its peak, need = …; or accept it with a reason in [[allow]]"))
                    .source("https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.setting-capacity.html")
                    .about(entry.address.to_string()),
            );
        }
    }
}

fn memory(capacity: Acu) -> String {
    format!("{} GiB", capacity.number() * 2.0)
}

fn small(min: Acu, max: Acu, need: Option<Acu>) -> Option<(String, String)> {
    let Some(need) = need else {
        let problem = format!("where AWS advises a minimum of {ADVISED} for a global database");
        return (min < ADVISED).then(|| {
            (problem, format!("capacity = {{ min = {ADVISED}, max = {} }}", max.max(Acu::halves(64))))
        });
    };
    let half = need.number() / 2.0;
    let short = max < need || min.number() < half;
    short.then(|| {
        (format!("where the writer needs {need}"), format!("min = {half} or more and max = {need} or more"))
    })
}
