//! Terraform's schema joined with Pulumi's two: the map proposes names, the schemas decide.

mod member;
#[cfg(test)]
mod tests;

use super::schema::{
    Entry, NameMap, Named, Object, Package, Properties, Property, Resource, Shape, Terraform,
};
use member::{Form, Member};
use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};

/// Everything the table is made from. The two packages are Pulumi's majors, 6 first, as in every pair below.
pub(crate) struct Sources {
    pub(crate) terraform: Terraform,
    pub(crate) pulumi: [Package; 2],
    pub(crate) map: NameMap,
}

/// The joined table.
pub(crate) struct Table {
    pub(crate) provider: Type,
    pub(crate) types: Vec<Type>,
}

/// One type, with what became of each of its fields.
pub(crate) struct Type {
    pub(crate) terraform: String,
    pub(crate) pulumi: [String; 2],
    pub(crate) fields: Vec<Field>,
    pub(crate) left_out: Vec<(Why, String)>,
    /// Fields that are kept although Pulumi has a remark on them.
    pub(crate) notes: Vec<String>,
}

/// One field that every provider accepts.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) terraform: String,
    pub(crate) pulumi: [String; 2],
    pub(crate) nesting: Nesting,
    pub(crate) role: Role,
    pub(crate) sensitive: bool,
}

/// The variants of `drc_vendor::Nesting`.
#[derive(Debug)]
pub(crate) enum Nesting {
    Value,
    Sole,
    Archive,
    Asset,
    Blocks(Vec<Field>),
    Block(Vec<Field>),
    Objects(Vec<Field>),
    Object(Vec<Field>),
}

/// The variants of `drc_vendor::Role`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Role {
    Required,
    Optional,
    Computed,
}

/// Why a field that Terraform 5.100 has is not in the table.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Why {
    Deprecated,
    /// Pulumi sets timeouts by a resource option.
    Timeouts,
    /// `provider "aws"` has a field per service here.
    Endpoints,
    NotInV6,
    NotInV7,
    ShapesDiffer,
    InputOfOne,
    NoInput,
    Untranslatable,
}

impl Display for Why {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Deprecated => "deprecated by Terraform 5.100",
            Self::Timeouts => "an option in Pulumi",
            Self::Endpoints => "AWS_ENDPOINT_URL does it",
            Self::NotInV6 => "not in Pulumi 6",
            Self::NotInV7 => "not in Pulumi 7",
            Self::ShapesDiffer => "shaped differently in Pulumi 6 and 7",
            Self::InputOfOne => "an input in only one of Pulumi 6 and 7",
            Self::NoInput => "no input in Pulumi",
            Self::Untranslatable => "of a shape in Pulumi that no nesting describes",
        })
    }
}

/// What the wanted types and the sources disagree on; someone must decide.
#[derive(PartialEq, Eq, Debug)]
pub(crate) enum Disagreement {
    OutOfOrder(String),
    NotInTerraform(String),
    NotInMap(String),
    NoToken { terraform: String, token: String },
    RequiredLeftOut { terraform: String, field: String, why: Why },
}

impl Display for Disagreement {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::OutOfOrder(name) => write!(f, "{name} is out of order or there twice"),
            Self::NotInTerraform(name) => write!(f, "{name} is no type of Terraform's provider"),
            Self::NotInMap(name) => write!(f, "{name} is not in the name map"),
            Self::NoToken { terraform, token } => {
                write!(f, "{terraform} is {token} in the name map, which Pulumi's schema lacks")
            }
            Self::RequiredLeftOut { terraform, field, why } => {
                write!(f, "{terraform} cannot be written without {field}, but that is {why}")
            }
        }
    }
}

impl Table {
    /// Joins the wanted types, or says everything that stands against it.
    pub(crate) fn join<'a>(
        sources: &Sources,
        wanted: impl Iterator<Item = &'a str>,
    ) -> Result<Self, Vec<Disagreement>> {
        let (mut types, mut wrong) = (Vec::<Type>::new(), Vec::new());
        for name in wanted {
            if types.last().is_some_and(|last| last.terraform.as_str() >= name) {
                wrong.push(Disagreement::OutOfOrder(name.into()));
            }
            match Type::join(sources, name) {
                Ok(one) => types.push(one),
                Err(one) => wrong.push(one),
            }
        }
        match Type::provider(sources) {
            Ok(provider) if wrong.is_empty() => Ok(Self { provider, types }),
            Ok(_) => Err(wrong),
            Err(one) => {
                wrong.push(one);
                Err(wrong)
            }
        }
    }

    /// How much there is, for the reader of the command's output.
    pub(crate) fn census(&self) -> String {
        fn count(fields: &[Field]) -> usize {
            fields.iter().map(|field| 1 + count(field.nesting.fields())).sum()
        }
        let fields: usize = self.types.iter().map(|one| count(&one.fields)).sum();
        format!("{} types, {fields} fields", self.types.len())
    }
}

impl Type {
    fn join(sources: &Sources, name: &str) -> Result<Self, Disagreement> {
        let block =
            sources.terraform.resource(name).ok_or_else(|| Disagreement::NotInTerraform(name.into()))?;
        let (tokens, names) = match (sources.map.get(name), unmapped(name)) {
            (Some(entry), _) => {
                let names = Names::Map { entry, here: Some(&entry.properties) };
                ([entry.token.as_str(), entry.token_v7.as_str()], names)
            }
            (None, Some(token)) => ([token, token], Names::Rule),
            (None, None) => return Err(Disagreement::NotInMap(name.into())),
        };
        let [v6, v7] = &sources.pulumi;
        let scopes = [
            Scope::of_resource(v6, resource(v6, name, tokens[0])?),
            Scope::of_resource(v7, resource(v7, name, tokens[1])?),
        ];
        let pulumi = tokens.map(short);
        Walk::default().finish(name, pulumi, &member::of_block(block), names, scopes)
    }

    /// The provider block. The map has none; its names follow the rule, which the schemas confirm.
    fn provider(sources: &Sources) -> Result<Self, Disagreement> {
        let block = sources.terraform.provider().ok_or_else(|| Disagreement::NotInTerraform("aws".into()))?;
        let token = String::from("pulumi:providers:aws");
        let scopes = sources.pulumi.each_ref().map(|package| Scope::of_resource(package, &package.provider));
        Walk::default().finish("aws", [token.clone(), token], &member::of_block(block), Names::Rule, scopes)
    }
}

/// Types that the map leaves out and that we draw all the same: their Pulumi token, the same in both majors. Their fields
/// follow the rule, which the schemas confirm.
const UNMAPPED: &[(&str, &str)] = &[
    // The only way to what provider 5.100 has no argument for, such as strong consistency of a global table.
    ("aws_cloudcontrolapi_resource", "aws:cloudcontrol/resource:Resource"),
    // A rule on a custom bus has no schedule of its own: what puts an event there every minute is a service beside it.
    ("aws_scheduler_schedule", "aws:scheduler/schedule:Schedule"),
];

fn unmapped(terraform: &str) -> Option<&'static str> {
    UNMAPPED.iter().find(|(name, _)| *name == terraform).map(|(_, token)| *token)
}

impl Nesting {
    pub(crate) fn fields(&self) -> &[Field] {
        match self {
            Self::Value | Self::Sole | Self::Archive | Self::Asset => &[],
            Self::Blocks(fields) | Self::Block(fields) | Self::Objects(fields) | Self::Object(fields) => {
                fields
            }
        }
    }
}

fn resource<'a>(package: &'a Package, terraform: &str, token: &str) -> Result<&'a Resource, Disagreement> {
    let missing = || Disagreement::NoToken { terraform: terraform.into(), token: token.into() };
    package.resources.get(token).ok_or_else(missing)
}

/// `aws:s3/bucketV2:BucketV2` is `aws:s3:BucketV2` where Pulumi YAML finds its way back: it inserts the name with its
/// first letter small.
fn short(token: &str) -> String {
    let parts = token.split_once('/').and_then(|(module, rest)| Some((module, rest.split_once(':')?)));
    match parts {
        Some((module, (file, name))) if lower_first(name) == file => format!("{module}:{name}"),
        _ => token.into(),
    }
}

fn lower_first(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_ascii_lowercase()).into_iter().chain(letters).collect()
}

/// The properties in reach at one level of a Pulumi resource: what it takes and what it gives.
#[derive(Clone, Copy)]
struct Scope<'a> {
    package: &'a Package,
    input: Option<&'a Properties>,
    output: Option<&'a Properties>,
    required: &'a [String],
}

impl<'a> Scope<'a> {
    fn of_resource(package: &'a Package, resource: &'a Resource) -> Self {
        let (input, output) = (Some(&resource.input_properties), Some(&resource.properties));
        Self { package, input, output, required: &resource.required_inputs }
    }

    fn input(self, name: &str) -> Option<&'a Property> {
        self.input?.get(name)
    }

    fn property(self, name: &str) -> Option<&'a Property> {
        self.input(name).or_else(|| self.output?.get(name))
    }

    fn shape(self, name: &str) -> Option<Shape> {
        self.property(name).map(|property| self.package.shape(property).0)
    }

    fn inside(self, name: &str) -> Self {
        let object = |within: Option<&'a Properties>| self.package.shape(within?.get(name)?).1;
        let (input, output): (Option<&Object>, Option<&Object>) = (object(self.input), object(self.output));
        Self {
            package: self.package,
            input: input.map(|object| &object.properties),
            output: output.map(|object| &object.properties),
            required: input.map_or(&[], |object| &object.required),
        }
    }
}

/// Where the proposals for Pulumi's names come from.
#[derive(Clone, Copy)]
enum Names<'a> {
    Map { entry: &'a Entry, here: Option<&'a BTreeMap<String, Named>> },
    Rule,
}

impl Names<'_> {
    fn propose(self, path: &str, member: &Member, scopes: [Scope; 2]) -> [Option<String>; 2] {
        match self {
            Self::Map { entry, here } => {
                let v6 = here.and_then(|here| here.get(&member.name)?.pulumi.clone());
                let v7 = entry.renamed(path).map(String::from).or_else(|| v6.clone());
                [v6, v7]
            }
            Self::Rule => scopes.map(|scope| {
                let camel = camel(&member.name);
                let plural = format!("{camel}s");
                [camel, plural].into_iter().find(|name| scope.property(name).is_some())
            }),
        }
    }

    fn inside(self, name: &str) -> Self {
        match self {
            Self::Map { entry, here } => {
                Self::Map { entry, here: here.and_then(|here| here.get(name)?.nested.as_ref()) }
            }
            Self::Rule => Self::Rule,
        }
    }
}

fn camel(snake: &str) -> String {
    let mut parts = snake.split('_');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |name, part| {
        let mut letters = part.chars();
        let upper = letters.next().map(|letter| letter.to_ascii_uppercase());
        name + &upper.into_iter().chain(letters).collect::<String>()
    })
}

/// A walk over one type.
#[derive(Default)]
struct Walk {
    left_out: Vec<(Why, String)>,
    required: Option<(String, Why)>,
    notes: Vec<String>,
}

impl Walk {
    fn finish(
        mut self,
        terraform: &str,
        pulumi: [String; 2],
        members: &[Member],
        names: Names,
        scopes: [Scope; 2],
    ) -> Result<Type, Disagreement> {
        let fields = self.fields("", members, names, scopes);
        let terraform = String::from(terraform);
        match self.required {
            Some((field, why)) => Err(Disagreement::RequiredLeftOut { terraform, field, why }),
            None => {
                self.left_out.sort();
                Ok(Type { terraform, pulumi, fields, left_out: self.left_out, notes: self.notes })
            }
        }
    }

    fn fields(&mut self, parent: &str, members: &[Member], names: Names, scopes: [Scope; 2]) -> Vec<Field> {
        let mut fields = Vec::new();
        for member in members {
            let path =
                if parent.is_empty() { member.name.clone() } else { format!("{parent}.{}", member.name) };
            match self.field(&path, member, names, scopes) {
                Ok(field) => fields.push(field),
                Err(why) => {
                    if member.role == Role::Required {
                        self.required.get_or_insert((path.clone(), why));
                    }
                    self.left_out.push((why, path));
                }
            }
        }
        fields
    }

    fn field(&mut self, path: &str, member: &Member, names: Names, scopes: [Scope; 2]) -> Result<Field, Why> {
        match path {
            _ if member.deprecated => return Err(Why::Deprecated),
            "timeouts" => return Err(Why::Timeouts),
            "endpoints" if matches!(names, Names::Rule) => return Err(Why::Endpoints),
            // Every Pulumi resource has an id without its schema saying so.
            "id" if names.propose(path, member, scopes) == [None, None] => return Ok(Field::id()),
            _ => {}
        }
        let pulumi = known(names.propose(path, member, scopes), scopes)?;
        let [(v6, shape), (v7, other)] =
            [0, 1].map(|at| (pulumi[at].as_str(), scopes[at].shape(&pulumi[at]).unwrap_or(Shape::Other)));
        if shape != other {
            return Err(Why::ShapesDiffer);
        }
        let role = role(member, [v6, v7], scopes)?;
        let below = [scopes[0].inside(v6), scopes[1].inside(v7)];
        let mut nested = |members| self.fields(path, members, names.inside(&member.name), below);
        let nesting = match (&member.form, shape) {
            (Form::Scalar, Shape::Scalar) | (Form::Map, Shape::Map) | (Form::List, Shape::Scalars) => {
                Nesting::Value
            }
            (Form::List, Shape::Scalar) => Nesting::Sole,
            (Form::Scalar, Shape::Archive) => Nesting::Archive,
            (Form::Scalar, Shape::Asset) => Nesting::Asset,
            (Form::Blocks(members), Shape::Objects) => Nesting::Blocks(nested(members)),
            (Form::Blocks(members), Shape::Object) => Nesting::Block(nested(members)),
            (Form::Objects(members), Shape::Objects) => Nesting::Objects(nested(members)),
            (Form::Object(members), Shape::Object) => Nesting::Object(nested(members)),
            _ => return Err(Why::Untranslatable),
        };
        self.remark(path, member, role, [v6, v7], scopes);
        Ok(Field { terraform: member.name.clone(), pulumi, nesting, role, sensitive: member.sensitive })
    }

    /// Notes what does not keep a field out but what whoever uses it should know.
    fn remark(&mut self, path: &str, member: &Member, role: Role, names: [&str; 2], scopes: [Scope; 2]) {
        if role == Role::Required && member.role != Role::Required {
            self.notes.push(format!("{path} is {:?} in Terraform, but {role:?} in Pulumi", member.role));
        }
        for (major, (name, scope)) in [6, 7].into_iter().zip(names.into_iter().zip(scopes)) {
            let message = scope.property(name).and_then(|p| p.deprecation_message.as_deref());
            if let Some(message) = message.filter(|_| role != Role::Computed) {
                self.notes.push(format!("{path} is deprecated by Pulumi {major}: {message}"));
            }
        }
    }
}

impl Field {
    fn id() -> Self {
        let pulumi = ["id".into(), "id".into()];
        Self {
            terraform: "id".into(),
            pulumi,
            nesting: Nesting::Value,
            role: Role::Computed,
            sensitive: false,
        }
    }
}

/// The proposed names, if each is there in its major.
fn known(proposed: [Option<String>; 2], scopes: [Scope; 2]) -> Result<[String; 2], Why> {
    let [v6, v7] = proposed;
    let v6 = v6.filter(|name| scopes[0].property(name).is_some()).ok_or(Why::NotInV6)?;
    let v7 = v7.filter(|name| scopes[1].property(name).is_some()).ok_or(Why::NotInV7)?;
    Ok([v6, v7])
}

/// A field is as demanding as the most demanding provider, and computed where Pulumi will not take it.
fn role(member: &Member, names: [&str; 2], scopes: [Scope; 2]) -> Result<Role, Why> {
    let inputs = [scopes[0].input(names[0]).is_some(), scopes[1].input(names[1]).is_some()];
    let demanded =
        scopes.into_iter().zip(names).any(|(scope, name)| scope.required.iter().any(|r| r == name));
    match (member.role, inputs) {
        (Role::Computed, _) | (Role::Optional, [false, false]) => Ok(Role::Computed),
        (Role::Required, [true, true]) => Ok(Role::Required),
        (Role::Optional, [true, true]) => Ok(if demanded { Role::Required } else { Role::Optional }),
        (Role::Required, [false, false]) => Err(Why::NoInput),
        (Role::Required | Role::Optional, [true, false] | [false, true]) => Err(Why::InputOfOne),
    }
}
