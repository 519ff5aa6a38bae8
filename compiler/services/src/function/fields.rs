//! The fields of `[function.<name>]`.

use super::Runtime;
use drc_model::{
    Address, Cx, Decode, Duration, Grant, Inspect, Name, Named, Size, Text, Type, fields, keywords,
};
use drc_syntax::{Item, Span, Spanned, Value};
use schemars::{Schema, SchemaGenerator, json_schema};

fields! {
    /// A Lambda function, the same in every Region, with a role, a log group and tracing of its own.
    pub struct Function {
        /// What the naming rule calls `${service}`. Default: the function's name in the spec.
        name: Option<Spanned<Name>>,
        /// Lambda's runtime.
        runtime: Spanned<Runtime>,
        /// The folder of the code, or a `.zip` that is used as it is; relative to the spec.
        code: Spanned<String>,
        /// What Lambda calls: `file.function`.
        handler: Spanned<String>,
        /// Default: `"128MiB"`.
        memory: Spanned<Size> = Spanned::new(Size::mib(128), Span::default()),
        /// How long one call may take. Default: `"30s"`.
        timeout: Spanned<Duration> = Spanned::new(Duration::from_secs(30), Span::default()),
        /// The processor it runs on. Default: `"x86_64"`.
        architecture: Spanned<Architecture> = Spanned::new(Architecture::X86, Span::default()),
        /// The size of `/tmp`. Default: `"512MiB"`.
        ephemeral_storage: Spanned<Size> = Spanned::new(Size::mib(512), Span::default()),
        /// ARNs of layer versions, five at most. `${region}` in one is the function's own Region: a function takes
        /// layers of no other.
        layers: Vec<Spanned<Text>>,
        /// How long its logs are kept. Default: `"30d"`.
        log_retention: Spanned<Duration> = Spanned::new(Duration::from_secs(30 * 86_400), Span::default()),
        /// What it may use, as `"verb kind.name"`. Each grant also puts what is granted into the environment, as
        /// `KIND_NAME`, with the one in the function's own Region.
        access: Vec<Spanned<Grant>>,
        /// Environment variables of your own.
        environment: Named<Text>,
        /// The network whose private subnets it runs in, with a security group of its own.
        network: Option<Spanned<Address>>,
        /// Gives it an HTTPS address of its own in every Region.
        url: Option<Spanned<UrlAuth>>,
        /// So many environments are kept warm in every Region. Calls then go to the alias `live`.
        provisioned: Option<Spanned<i64>>,
        /// So many concurrent calls are set aside for it, and it gets no more.
        reserved: Option<Spanned<i64>>,
        /// So many calls at once when most is going on: what one Region must take alone after a failover. Nothing is
        /// made of it; it is what quotas and warm-up are judged by.
        peak: Option<Spanned<i64>>,
        /// The queue or topic that gets asynchronous calls that failed. A queue's URL is in the environment as
        /// `FAILURE_QUEUE_URL`, a topic's ARN as `FAILURE_TOPIC_ARN`.
        on_failure: Option<Spanned<Address>>,
        /// Queues whose messages it works off: `["queue.payments"]`, or
        /// `[{ from = "queue.payments", batch = 5, concurrency = 20 }]`.
        consumes: Consumes,
        /// How long it may take until it serves again, if not as long as the system.
        rto: Option<Spanned<Duration>>,
    }
}

fields! {
    /// A queue whose messages a function works off.
    pub struct Consumed {
        /// The queue.
        from: Spanned<Address>,
        /// So many messages a call at most. Default: 10.
        batch: Spanned<i64> = Spanned::new(10, Span::default()),
        /// So many calls at once at most; without it, as many as the function gets.
        concurrency: Option<Spanned<i64>>,
    }
}

keywords! {
    /// A processor that Lambda runs functions on.
    pub enum Architecture as "a processor" {
        /// 64-bit Intel and AMD
        X86 = "x86_64",
        /// AWS Graviton
        Arm = "arm64",
    }
}

keywords! {
    /// Who may call a function's address.
    pub enum UrlAuth as "a way to authorise" {
        /// Requests signed with AWS credentials that IAM lets through.
        Iam = "iam",
        /// Everybody.
        Public = "public",
    }
}

impl UrlAuth {
    /// Lambda's word.
    pub fn auth_type(self) -> &'static str {
        match self {
            Self::Iam => "AWS_IAM",
            Self::Public => "NONE",
        }
    }
}

/// The queues a function works off.
#[derive(Clone, Debug, Default)]
pub struct Consumes(pub Vec<Consumed>);

impl Inspect for Consumes {
    fn kind() -> Type {
        Type::List(Consumed::kind)
    }
    fn inspect(&self) -> drc_model::Value<'_> {
        drc_model::Value::list(&self.0)
    }
}

impl Decode for Consumes {
    fn decode(item: &Item, cx: &mut Cx<'_>) -> Option<Self> {
        let Value::Array(items) = &item.value else { return cx.wrong_type(item, "an array of queues") };
        let read: Vec<Option<Consumed>> = items.iter().map(|item| consumed(item, cx)).collect();
        read.into_iter().collect::<Option<_>>().map(Self)
    }
    fn absent() -> Option<Self> {
        Some(Self::default())
    }
    fn schema(generator: &mut SchemaGenerator) -> Schema {
        let source = json_schema!({ "anyOf": [Address::schema(generator), Consumed::schema(generator)] });
        json_schema!({ "type": "array", "items": source })
    }
}

fn consumed(item: &Item, cx: &mut Cx<'_>) -> Option<Consumed> {
    if matches!(item.value, Value::Table(_)) {
        return Consumed::decode(item, cx);
    }
    let from = Spanned::decode(item, cx)?;
    Some(Consumed { from, batch: Spanned::new(10, Span::default()), concurrency: None })
}
