//! Values inside a shape: known now, or known once AWS has answered.

use crate::graph::{AssetId, InputId, NodeId};
use std::borrow::Cow;

/// What CloudFormation returns an attribute by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CfnReturn {
    /// `Ref`
    Ref,
    /// `Fn::GetAtt` with this attribute name.
    Att(&'static str),
    /// `Fn::GetAtt` with this attribute name, which answers a list.
    ListAtt(&'static str),
    /// CloudFormation does not return it; the construct must know its form ([`crate::Construct::known`]).
    Known(&'static str),
}

/// An attribute of a node, under the name each dialect gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Attr {
    /// How CloudFormation returns it.
    pub cfn: CfnReturn,
    /// Which part of the construct carries it in the provider dialect; `""` is the main resource.
    pub part: &'static str,
    /// Its Terraform field name on that part.
    pub field: &'static str,
    /// What of that field it is, where it is not all of it: what is left without the first text and whatever the second
    /// begins. CloudFormation answers just that.
    pub between: Option<(&'static str, &'static str)>,
}

impl Attr {
    /// An attribute of the construct's main resource.
    pub const fn new(cfn: CfnReturn, field: &'static str) -> Self {
        Self { cfn, part: "", field, between: None }
    }

    /// An attribute that another part carries in the provider dialect.
    pub const fn of_part(cfn: CfnReturn, part: &'static str, field: &'static str) -> Self {
        Self { cfn, part, field, between: None }
    }

    /// What of the provider's field stands between two texts.
    #[must_use]
    pub const fn between(mut self, start: &'static str, end: &'static str) -> Self {
        self.between = Some((start, end));
        self
    }
}

/// A value in a shape.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// An optional property left out; [`crate::map!`] drops it.
    Absent,
    /// `true`, `false`
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number with a fraction: only the user's own values have one.
    Float(f64),
    /// Text known now. May hold line breaks (inline code).
    Text(Cow<'static, str>),
    /// An ordered list.
    List(Vec<Expr>),
    /// Ordered keys and values. Resource bodies, and maps whose keys are the user's.
    Map(Vec<(Cow<'static, str>, Expr)>),
    /// An attribute of another node.
    Attr(NodeId, Attr),
    /// An attribute of another part of the same construct: the part, and the Terraform field or, in the
    /// CloudFormation dialect, `Ref` or the name of the `Fn::GetAtt` attribute.
    Part(&'static str, &'static str),
    /// Text put together from pieces, with nothing between them.
    Concat(Vec<Expr>),
    /// The JSON text of a value (a policy in the provider dialect, a log format in both).
    Json(Box<Expr>),
    /// The account that is deployed to.
    Account,
    /// `aws`, `aws-cn` …: asked of AWS, never written into an ARN.
    Partition,
    /// The packed code of a function, as the backend refers to files beside its output.
    Asset(AssetId),
    /// Base64 of the SHA-256 of that package.
    AssetHash(AssetId),
    /// The bucket that holds packages too large to stand inline (CloudFormation only).
    AssetBucket,
    /// The key of a package in that bucket: it carries the hash, so that new code is a new key.
    AssetKey(AssetId),
    /// A field of the JSON text in a secret, such as `password`: each backend reads it where it is used and writes it
    /// nowhere. The node is the secret; `"value"` is the part that reads it in the provider dialect.
    SecretField(NodeId, &'static str),
    /// A value that is written once and never read back: a plan or a state does not hold it.
    WriteOnce(Box<Expr>),
    /// A value whoever deploys hands over.
    Input(InputId),
}

macro_rules! from {
    ($($t:ty => |$v:ident| $e:expr),* $(,)?) => { $(impl From<$t> for Expr { fn from($v: $t) -> Expr { $e } })* };
}
from! {
    bool => |v| Expr::Bool(v),
    i64 => |v| Expr::Int(v),
    i32 => |v| Expr::Int(v.into()),
    u32 => |v| Expr::Int(v.into()),
    &'static str => |v| Expr::Text(Cow::Borrowed(v)),
    String => |v| Expr::Text(Cow::Owned(v)),
    &String => |v| Expr::Text(Cow::Owned(v.clone())),
    &Expr => |v| v.clone(),
    Vec<Expr> => |v| Expr::List(v),
}
impl<T: Into<Expr>> From<Option<T>> for Expr {
    fn from(v: Option<T>) -> Expr {
        v.map_or(Expr::Absent, Into::into)
    }
}
impl<T: Into<Expr>, const N: usize> From<[T; N]> for Expr {
    fn from(v: [T; N]) -> Expr {
        Expr::List(v.into_iter().map(Into::into).collect())
    }
}
impl<T: Into<Expr>> FromIterator<T> for Expr {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Expr {
        Expr::List(items.into_iter().map(Into::into).collect())
    }
}

/// A map of literal keys; values that are [`Expr::Absent`] are left out.
#[macro_export]
macro_rules! map {
    ($($key:literal: $value:expr),* $(,)?) => {{
        let mut entries: Vec<(std::borrow::Cow<'static, str>, $crate::Expr)> = Vec::new();
        $(
            let value = $crate::Expr::from($value);
            if value != $crate::Expr::Absent {
                entries.push((std::borrow::Cow::Borrowed($key), value));
            }
        )*
        $crate::Expr::Map(entries)
    }};
}

/// Text put together from literal and computed pieces: `concat!["arn:", Expr::Partition, ":s3:::", name]`.
#[macro_export]
macro_rules! text {
    ($($piece:expr),+ $(,)?) => { $crate::Expr::Concat(vec![$($crate::Expr::from($piece)),+]) };
}

impl Expr {
    /// The JSON text of this value.
    pub fn json(self) -> Expr {
        Expr::Json(Box::new(self))
    }

    /// This value, written once and never read back.
    pub fn write_once(self) -> Expr {
        Expr::WriteOnce(Box::new(self))
    }

    /// The text, if it is known now.
    pub fn as_text(&self) -> Option<&str> {
        if let Expr::Text(text) = self { Some(text) } else { None }
    }
}

/// What [`Expr::SecretField`] asks the secret for: its name finds it in CloudFormation, its part `value` elsewhere.
pub const SECRET_VALUE: Attr = Attr::of_part(CfnReturn::Ref, "value", "secret_string");

/// Every node this value needs, in order of appearance, with the attribute it asks for.
pub fn references(expr: &Expr, found: &mut impl FnMut(NodeId, Attr)) {
    match expr {
        Expr::Attr(id, attr) => found(*id, *attr),
        Expr::List(items) | Expr::Concat(items) => items.iter().for_each(|item| references(item, found)),
        Expr::Map(entries) => entries.iter().for_each(|(_, value)| references(value, found)),
        Expr::Json(inner) | Expr::WriteOnce(inner) => references(inner, found),
        Expr::SecretField(id, _) => found(*id, SECRET_VALUE),
        Expr::Absent
        | Expr::Bool(_)
        | Expr::Int(_)
        | Expr::Float(_)
        | Expr::Text(_)
        | Expr::Part(..)
        | Expr::Account
        | Expr::Partition
        | Expr::Asset(_)
        | Expr::AssetHash(_)
        | Expr::AssetBucket
        | Expr::AssetKey(_)
        | Expr::Input(_) => {}
    }
}
