//! How things are named: the naming rule of the spec, and what AWS allows.

use crate::address::bad_text;
use crate::reexport::{Cow, JsonSchema, Schema, SchemaGenerator};
use crate::{Cx, Decode, Region, Role};
use drc_diagnostic::problems::UnknownAttribute;
use drc_syntax::grammar::{self, Piece};
use drc_syntax::{Item, Spanned};
use schemars::json_schema;
use std::fmt;

/// The naming rule of a spec.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Naming {
    pieces: Vec<Word>,
}

/// A piece of the naming rule.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Word {
    Text(String),
    Service,
    Region,
    Role,
    Environment,
    System,
    Kind,
    Account,
}

const WORDS: [(&str, Word); 7] = [
    ("service", Word::Service),
    ("region", Word::Region),
    ("role", Word::Role),
    ("environment", Word::Environment),
    ("system", Word::System),
    ("kind", Word::Kind),
    ("account", Word::Account),
];

/// Within what a name must be unique.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// One Region of the account (a function, a queue).
    Region(Region, Role),
    /// The account, or all of AWS, although the thing belongs to a Region (a role, a bucket): the name must tell
    /// the Regions apart whatever the rule says.
    Everywhere(Region, Role),
    /// The thing is one in all Regions (a global table): its name cannot tell them apart.
    Global,
}

/// What a name is made for, beside the rule.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// `${system}`
    pub system: &'a str,
    /// `${environment}`
    pub environment: &'a str,
    /// `${account}`; empty if the spec pins none.
    pub account: &'a str,
    /// `${kind}`
    pub kind: &'a str,
    /// `${service}`
    pub service: &'a str,
}

impl Default for Naming {
    fn default() -> Self {
        let dash = || Word::Text("-".to_owned());
        Self { pieces: vec![Word::Service, dash(), Word::Region, dash(), Word::Environment] }
    }
}

impl Naming {
    /// The name of a thing.
    pub fn name(&self, subject: &Subject<'_>, scope: Scope) -> String {
        let (region, role) = match scope {
            Scope::Region(region, role) | Scope::Everywhere(region, role) => (region.code(), role.word()),
            Scope::Global => ("", ""),
        };
        let mut name = String::with_capacity(64);
        for word in &self.pieces {
            let text = match word {
                Word::Text(text) => text,
                Word::Service => subject.service,
                Word::Region => region,
                Word::Role => role,
                Word::Environment => subject.environment,
                Word::System => subject.system,
                Word::Kind => subject.kind,
                Word::Account => subject.account,
            };
            // A word that says nothing here takes the separator before the next one with it.
            let separator =
                |text: &str| !text.is_empty() && text.bytes().all(|it| matches!(it, b'-' | b'_' | b'.'));
            if !(separator(text) && (name.is_empty() || name.ends_with(['-', '_', '.']))) {
                name.push_str(text);
            }
        }
        name.truncate(name.trim_end_matches(['-', '_', '.']).len());
        if matches!(scope, Scope::Everywhere(..)) && !self.tells_regions_apart() {
            name.push('-');
            name.push_str(region);
        }
        name
    }

    fn tells_regions_apart(&self) -> bool {
        self.pieces.contains(&Word::Region)
    }
}

/// As a spec writes it.
impl fmt::Display for Naming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.pieces.iter().try_for_each(|piece| {
            if let Word::Text(text) = piece {
                return f.write_str(text);
            }
            let mut words = WORDS.iter().filter(|(_, word)| word == piece);
            words.try_for_each(|(name, _)| write!(f, "${{{name}}}"))
        })
    }
}

impl Decode for Naming {
    fn decode(item: &Item, cx: &mut Cx<'_>) -> Option<Self> {
        let text = cx.string(item, "a naming rule")?;
        let pieces = match grammar::template(text) {
            Ok(pieces) => pieces,
            Err(error) => {
                return bad_text(
                    item,
                    cx,
                    text,
                    error,
                    ("a naming rule", "${service}-${region}-${environment}"),
                );
            }
        };
        let words: Vec<Option<Word>> = pieces.into_iter().map(|it| word(it, item, cx)).collect();
        words.into_iter().collect::<Option<_>>().map(|pieces| Self { pieces })
    }
    fn schema(generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<Self>()
    }
}

fn word(piece: Piece<'_>, item: &Item, cx: &mut Cx<'_>) -> Option<Word> {
    let (words, at) = match piece {
        Piece::Text(text) => return Some(Word::Text(text.to_owned())),
        Piece::Reference(words, at) => (words.join("."), at),
    };
    let found = WORDS.iter().find(|(name, _)| *name == words);
    found.map(|(_, word)| word.clone()).or_else(|| {
        let reference = Spanned::new(words, cx.inside(item, at));
        let known = WORDS.iter().map(|(name, _)| (*name).to_owned()).collect();
        cx.report(&UnknownAttribute { reference, known })
    })
}

impl JsonSchema for Naming {
    fn schema_name() -> Cow<'static, str> {
        "Naming".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "default": "${service}-${region}-${environment}",
            "description": "How names are made.",
        })
    }
}

/// What kind of AWS name it is: each has limits of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
    /// An S3 bucket.
    Bucket,
    /// An IAM role.
    Role,
    /// A Lambda function.
    Function,
    /// A DynamoDB table.
    Table,
    /// An SQS queue.
    Queue,
    /// An SNS topic.
    Topic,
    /// A CloudWatch alarm.
    Alarm,
    /// A REST API; API Gateway allows several of one name, people do not.
    Api,
    /// A KMS alias, without `alias/`.
    KeyAlias,
    /// A Secrets Manager secret.
    Secret,
    /// A parameter of Systems Manager, with its path.
    Parameter,
    /// An Aurora cluster, global cluster or instance.
    Cluster,
    /// A subnet group or parameter group of RDS.
    SubnetGroup,
    /// A security group.
    SecurityGroup,
    /// A load balancer or one of its target groups.
    Balancer,
    /// A Global Accelerator.
    Accelerator,
    /// An EventBridge bus.
    Bus,
    /// An EventBridge rule or global endpoint.
    Rule,
    /// An EventBridge archive.
    Archive,
    /// A backup vault or plan.
    Vault,
    /// A CloudWatch dashboard.
    Dashboard,
}

impl NameKind {
    /// What people call it, with its article.
    pub fn words(self) -> &'static str {
        match self {
            Self::Bucket => "an S3 bucket",
            Self::Role => "an IAM role",
            Self::Function => "a Lambda function",
            Self::Table => "a DynamoDB table",
            Self::Queue => "an SQS queue",
            Self::Topic => "an SNS topic",
            Self::Alarm => "a CloudWatch alarm",
            Self::Api => "a REST API",
            Self::KeyAlias => "a KMS alias",
            Self::Secret => "a Secrets Manager secret",
            Self::Parameter => "a Systems Manager parameter",
            Self::Cluster => "an Aurora cluster or instance",
            Self::SubnetGroup => "an RDS subnet or parameter group",
            Self::SecurityGroup => "a security group",
            Self::Balancer => "a load balancer or target group",
            Self::Accelerator => "a Global Accelerator",
            Self::Bus => "an EventBridge bus",
            Self::Rule => "an EventBridge rule or endpoint",
            Self::Archive => "an EventBridge archive",
            Self::Vault => "a backup vault or plan",
            Self::Dashboard => "a CloudWatch dashboard",
        }
    }

    /// The longest name AWS takes, in characters.
    /// Source: the API models of botocore 1.44.5 (`dr-facts` G11).
    pub fn longest(self) -> usize {
        match self {
            Self::Bucket => 63,
            Self::Role | Self::Function => 64,
            Self::Table | Self::Alarm => 255,
            Self::Queue => 80,
            Self::Topic => 256,
            Self::Api => 1024,
            Self::KeyAlias => 250,
            Self::Secret => 512,
            Self::Parameter => 1011,
            Self::Cluster => 63,
            Self::SubnetGroup => 255,
            Self::SecurityGroup => 255,
            Self::Balancer => 32,
            Self::Accelerator => 64,
            Self::Bus => 256,
            Self::Rule => 64,
            Self::Archive => 48,
            Self::Vault => 50,
            Self::Dashboard => 255,
        }
    }

    /// Names of this kind share one space across all Regions of an account (a bucket's is all of AWS).
    pub fn is_global(self) -> bool {
        matches!(self, Self::Bucket | Self::Role | Self::Cluster | Self::Accelerator | Self::Dashboard)
    }

    /// The page that states the limit.
    pub fn source(self) -> &'static str {
        match self {
            Self::Bucket => "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html",
            Self::Role => "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
            Self::Function => "https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html",
            Self::Table => {
                "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html"
            }
            Self::Queue => {
                "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html"
            }
            Self::Topic => "https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html",
            Self::Alarm => {
                "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html"
            }
            Self::Api => "https://docs.aws.amazon.com/apigateway/latest/api/API_CreateRestApi.html",
            Self::KeyAlias => "https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html",
            Self::Secret => {
                "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html"
            }
            Self::Parameter => {
                "https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html"
            }
            Self::Cluster => {
                "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html"
            }
            Self::SubnetGroup => {
                "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBSubnetGroup.html"
            }
            Self::SecurityGroup => {
                "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html"
            }
            Self::Balancer => {
                "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html"
            }
            Self::Accelerator => {
                "https://docs.aws.amazon.com/global-accelerator/latest/api/API_CreateAccelerator.html"
            }
            Self::Bus => {
                "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateEventBus.html"
            }
            Self::Rule => "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html",
            Self::Archive => {
                "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateArchive.html"
            }
            Self::Vault => {
                "https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupVault.html"
            }
            Self::Dashboard => {
                "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html"
            }
        }
    }
}

/// A name something will have in AWS, and the service it is for.
#[derive(Clone, Debug)]
pub struct PhysicalName {
    /// What kind of thing.
    pub kind: NameKind,
    /// The name.
    pub name: String,
    /// Its Region; `None` where it is one in all Regions.
    pub region: Option<Region>,
}

impl PhysicalName {
    /// The name of something in a Region.
    pub fn in_region(kind: NameKind, name: String, region: Region) -> Self {
        Self { kind, name, region: Some(region) }
    }

    /// The name of something that is one in all Regions.
    pub fn global(kind: NameKind, name: String) -> Self {
        Self { kind, name, region: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn naming(text: &str) -> Naming {
        let source = drc_syntax::Source::new("s", format!("n = '{text}'"));
        let (document, _) = drc_syntax::Document::parse(&source);
        let item = document.root.get("n").expect("n");
        Naming::decode(item, &mut Cx::new(&source)).expect("a naming rule")
    }

    #[test]
    fn a_word_that_says_nothing_takes_its_separator_with_it() {
        let subject = Subject {
            system: "pay",
            environment: "dev",
            account: "",
            kind: "bucket",
            service: "payment-docs",
        };
        let region = Region::find("us-east-1").expect("us-east-1");
        let name = |rule: &str, scope| naming(rule).name(&subject, scope);
        let here = Scope::Region(region, Role::Primary);
        assert_eq!(name("${service}-${region}-${environment}", here), "payment-docs-us-east-1-dev");
        assert_eq!(name("${service}-${region}-${environment}", Scope::Global), "payment-docs-dev");
        assert_eq!(name("${region}-${service}", Scope::Global), "payment-docs");
        assert_eq!(name("${service}-${region}", Scope::Global), "payment-docs");
        assert_eq!(name("${service}-${role}-${environment}", here), "payment-docs-primary-dev");
        let everywhere = Scope::Everywhere(region, Role::Primary);
        assert_eq!(name("${service}-${environment}", everywhere), "payment-docs-dev-us-east-1");
        assert_eq!(name("${service}-${environment}", here), "payment-docs-dev");
    }
}
