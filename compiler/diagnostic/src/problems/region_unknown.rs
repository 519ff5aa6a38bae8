//! A Region AWS does not have.

use crate::{Code, Diagnostic, Problem, code};
use drc_syntax::Spanned;

/// A Region AWS does not have.
#[derive(Clone, Debug)]
pub struct RegionUnknown {
    /// As written.
    pub region: Spanned<String>,
    /// Codes of all Regions.
    pub known: Vec<&'static str>,
}

impl Problem for RegionUnknown {
    const CODE: Code = code!("DRC201", "region-unknown", Error);

    fn diagnostic(&self) -> Diagnostic {
        let close = drc_syntax::closest(&self.region.value, self.known.iter().copied());
        let help = match close {
            Some(close) => format!("did you mean \"{close}\"?"),
            None => "Region codes look like \"us-east-1\"".to_owned(),
        };
        Diagnostic::new(
            &Self::CODE,
            self.region.span,
            format!("AWS has no Region `{}`", self.region.value),
            "unknown Region",
        )
        .help(help)
        .source("https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html")
    }
}
