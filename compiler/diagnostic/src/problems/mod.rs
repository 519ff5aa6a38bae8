//! What can be wrong with the text of a spec: one file and one page per problem.

use crate::{Code, Problem};

/// Lists the problems once: modules, re-exports and the registry follow.
macro_rules! problems {
    ($($module:ident::$problem:ident),* $(,)?) => {
        $(mod $module;)*
        $(pub use $module::$problem;)*

        /// Every code of this module, by number.
        pub const ALL: &[Code] = &[$(<$problem as Problem>::CODE),*];
    };
}

problems! {
    not_utf8::NotUtf8,
    empty_spec::EmptySpec,
    control_byte::ControlByte,
    invalid_toml::InvalidToml,
    duplicate_key::DuplicateKey,
    unknown_version::UnknownVersion,
    unknown_environment::UnknownEnvironment,
    unknown_key::UnknownKey,
    missing_key::MissingKey,
    wrong_type::WrongType,
    unknown_value::UnknownValue,
    bad_quantity::BadQuantity,
    bad_text::BadText,
    unknown_address::UnknownAddress,
    wrong_kind::WrongKind,
    unknown_attribute::UnknownAttribute,
    reference_cycle::ReferenceCycle,
    wrong_verb::WrongVerb,
    region_unknown::RegionUnknown,
    policy_syntax::PolicySyntax,
}
