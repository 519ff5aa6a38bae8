//! Services that wait for each other.

use crate::{Code, Diagnostic, Problem, code};
use drc_syntax::{Span, Spanned};

/// Services that wait for each other.
#[derive(Clone, Debug)]
pub struct ReferenceCycle {
    /// The references of the cycle, in order.
    pub path: Vec<Spanned<String>>,
}

impl Problem for ReferenceCycle {
    const CODE: Code = code!("DRC110", "reference-cycle", Error);

    fn diagnostic(&self) -> Diagnostic {
        let names: Vec<&str> = self.path.iter().map(|it| it.value.as_str()).collect();
        let span = self.path.first().map_or(Span::default(), |it| it.span);
        let round = format!("{} → {}", names.join(" → "), names.first().copied().unwrap_or_default());
        let found = Diagnostic::new(
            &Self::CODE,
            span,
            format!("services refer to each other in a circle: {round}"),
            "this reference is part of the circle",
        );
        self.path.iter().skip(1).fold(found, |found, it| found.also(it.span, "and this one"))
            .why("neither can be created before the other, on any backend")
            .help("take one of the references out; pass names, not addresses, where one of them only has to be known")
    }
}
