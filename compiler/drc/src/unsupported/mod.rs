//! What a spec may say and a backend cannot write: one file and one page each, listed once.
//!
//! `drc check` knows no backend and passes such a spec; `drc emit` refuses it for the backends it concerns, at the line
//! of the spec that asks for it, with the way out.

use crate::pipeline::Backend;
use drc_diagnostic::{Code, Diagnostics};
use drc_services::Spec;

/// One thing that some backend cannot write.
pub trait Unsupported {
    /// Its code and page. An error: what is left out of an output in silence is missed on the day.
    const CODE: Code;

    /// Says where the spec asks for it, if `backend` is one that cannot.
    fn check(spec: &Spec, backend: Backend, found: &mut Diagnostics);
}

/// Lists them once: modules, the registry and the run follow.
macro_rules! unsupported {
    ($($module:ident::$rule:ident),* $(,)?) => {
        $(mod $module;)*

        /// The code of every one, by number.
        pub const ALL: &[Code] = &[$(<$module::$rule as Unsupported>::CODE),*];

        /// One rule's check.
        type Check = fn(&Spec, Backend, &mut Diagnostics);

        const CHECKS: &[Check] = &[$(<$module::$rule as Unsupported>::check),*];
    };
}

unsupported! {
    ssm_securestring_cfn::SsmSecurestringCfn,
}

/// What a backend cannot write of a spec.
pub fn unsupported(spec: &Spec, backend: Backend) -> Diagnostics {
    let mut found = Diagnostics::default();
    for check in CHECKS {
        check(spec, backend, &mut found);
    }
    found.sort();
    found
}
