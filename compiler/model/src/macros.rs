//! Declarations of the language: a struct, how it is read, what policies may ask of it, and its JSON Schema, out of
//! one list of fields.

/// Declares a table of the language.
///
/// A field is `name: Type` (required unless its type knows what absence means) or `name: Type = default`.
/// Doc comments become the descriptions of the JSON Schema and of the language reference.
#[macro_export]
macro_rules! fields {
    ($(#[doc = $about:literal])+ pub struct $type:ident {
        $($(#[doc = $doc:literal])+ $field:ident: $t:ty $(= $default:expr)?),* $(,)?
    }) => {
        $(#[doc = $about])+
        #[derive(Clone, Debug)]
        pub struct $type { $($(#[doc = $doc])+ pub $field: $t,)* }

        impl $type {
            /// Its keys, as a spec writes them.
            pub const KEYS: &'static [&'static str] = &[$($crate::key!($field)),*];
        }

        impl $crate::Inspect for $type {
            fn kind() -> $crate::Type {
                $crate::Type::Table($crate::Keys {
                    all: Self::KEYS,
                    of: |key| {
                        $(if key == $crate::key!($field) { return Some(<$t as $crate::Inspect>::kind()); })*
                        None
                    },
                })
            }
            fn inspect(&self) -> $crate::Value<'_> {
                $crate::Value::new($crate::What::Table(self))
            }
        }

        impl $crate::Fields for $type {
            fn field(&self, key: &str) -> Option<$crate::Value<'_>> {
                $(if key == $crate::key!($field) { return Some($crate::Inspect::inspect(&self.$field)); })*
                None
            }
        }

        impl $crate::Decode for $type {
            fn decode(item: &$crate::reexport::Item, cx: &mut $crate::Cx<'_>) -> Option<Self> {
                let table = cx.table(item, Self::KEYS)?;
                $(let $field = $crate::fields!(@read cx, table, item, $field $(= $default)?);)*
                Some(Self { $($field: $field?),* })
            }
            fn example() -> String {
                let required: Vec<Option<String>> = vec![$($crate::fields!(@example $field $t $(= $default)?)),*];
                format!("{{ {} }}", required.into_iter().flatten().collect::<Vec<_>>().join(", "))
            }
            fn schema(generator: &mut $crate::reexport::SchemaGenerator) -> $crate::reexport::Schema {
                generator.subschema_for::<Self>()
            }
        }

        impl $crate::reexport::JsonSchema for $type {
            fn schema_name() -> $crate::reexport::Cow<'static, str> { stringify!($type).into() }
            fn json_schema(generator: &mut $crate::reexport::SchemaGenerator) -> $crate::reexport::Schema {
                $crate::reexport::object(concat!($($about, "\n"),+), vec![
                    $($crate::reexport::Property {
                        key: $crate::key!($field),
                        about: concat!($($doc, "\n"),+),
                        schema: <$t as $crate::Decode>::schema(generator),
                        required: $crate::fields!(@required $t $(= $default)?),
                    },)*
                ])
            }
        }
    };
    (@read $cx:ident, $table:ident, $item:ident, $field:ident) => {
        $cx.field($table, $crate::key!($field), $item.span)
    };
    (@read $cx:ident, $table:ident, $item:ident, $field:ident = $default:expr) => {
        $cx.field_or($table, $crate::key!($field), || $default)
    };
    (@example $field:ident $t:ty) => {
        <$t as $crate::Decode>::absent()
            .is_none()
            .then(|| format!("{} = {}", $crate::key!($field), <$t as $crate::Decode>::example()))
    };
    (@example $field:ident $t:ty = $default:expr) => { None };
    (@required $t:ty) => { <$t as $crate::Decode>::absent().is_none() };
    (@required $t:ty = $default:expr) => { false };
}

/// The key of a field: its name without `r#` and without the underscore that keeps it off a keyword.
#[macro_export]
macro_rules! key {
    ($field:ident) => {
        $crate::reexport::key(stringify!($field))
    };
}

/// Declares a choice between words.
#[macro_export]
macro_rules! keywords {
    ($(#[doc = $about:literal])+ pub enum $type:ident as $what:literal {
        $($(#[doc = $doc:literal])+ $variant:ident = $word:literal),* $(,)?
    }) => {
        $(#[doc = $about])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $type { $($(#[doc = $doc])+ $variant),* }

        impl $type {
            /// Every choice.
            pub const ALL: &'static [$type] = &[$(Self::$variant),*];

            /// The word a spec writes.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }
        }

        impl $crate::Inspect for $type {
            fn kind() -> $crate::Type { $crate::Type::Text }
            fn inspect(&self) -> $crate::Value<'_> { $crate::Value::text(self.word()) }
        }

        impl $crate::Decode for $type {
            fn decode(item: &$crate::reexport::Item, cx: &mut $crate::Cx<'_>) -> Option<Self> {
                let text = cx.string(item, $what)?;
                Self::ALL.iter().copied().find(|it| it.word() == text).or_else(|| {
                    $crate::reexport::unknown_word(text, item, cx, $what, Self::ALL.iter().map(|it| it.word()).collect())
                })
            }
            fn example() -> String {
                Self::ALL.first().map_or_else(String::new, |it| format!("\"{}\"", it.word()))
            }
            fn schema(generator: &mut $crate::reexport::SchemaGenerator) -> $crate::reexport::Schema {
                generator.subschema_for::<Self>()
            }
        }

        impl $crate::reexport::JsonSchema for $type {
            fn schema_name() -> $crate::reexport::Cow<'static, str> { stringify!($type).into() }
            fn json_schema(_: &mut $crate::reexport::SchemaGenerator) -> $crate::reexport::Schema {
                $crate::reexport::choice(concat!($($about, "\n"),+), &[$(($word, concat!($($doc, "\n"),+))),*])
            }
        }
    };
}
