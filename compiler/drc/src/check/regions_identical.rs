//! A secondary Region that is the primary, or stands twice.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::Region;
use drc_syntax::Spanned;

/// A secondary Region that is the primary, or stands twice.
#[derive(Debug)]
pub struct RegionsIdentical;

impl Rule for RegionsIdentical {
    const CODE: Code = code!("DRC202", "regions-identical", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        let mut seen: Vec<Spanned<Region>> = Vec::new();
        for region in cx.spec.regions.spanned() {
            if let Some(first) = seen.iter().find(|it| it.value == region.value) {
                found.push(
                    Diagnostic::new(
                        &Self::CODE,
                        region.span,
                        format!("{} stands twice among the Regions", region.value),
                        "again here",
                    )
                    .also(first.span, "first here")
                    .why("a Region cannot take over from itself: when it is lost, both copies are")
                    .help("choose another Region of the same partition, far enough away to fail on its own"),
                );
            }
            seen.push(region);
        }
    }
}
