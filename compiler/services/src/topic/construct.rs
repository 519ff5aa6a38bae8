//! A topic, and whom it writes to.

use crate::shared::policy::{Statement, document};
use drc_ir::{Attr, CfnReturn, Construct, Expr, Ref, Shapes, map, text};
use drc_model::Region;

/// An SNS topic.
///
/// Without a key of the spec's it has none: SNS encrypts its disks, and CloudWatch cannot publish to a topic under the
/// AWS-managed key (<https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html>), so the alarm would be lost in
/// silence.
#[derive(Debug)]
pub struct Topic {
    /// Its name.
    pub name: String,
    /// An AWS service that may publish to it, from this account.
    pub publisher: Option<&'static str>,
    /// ARN of the key that encrypts its messages.
    pub key: Option<Expr>,
    /// Where it is.
    pub region: Region,
}

/// Somebody a topic writes to.
#[derive(Debug)]
pub struct Subscription {
    /// ARN of the topic.
    pub topic: Expr,
    /// How it writes.
    pub protocol: Protocol,
    /// Where to.
    pub endpoint: Expr,
    /// The message alone, without SNS's envelope.
    pub raw: bool,
}

/// How a topic writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// A mail to an address, which has to confirm.
    Email,
    /// A request to a URL, which has to confirm.
    Https,
    /// A message to a queue.
    Sqs,
    /// A call of a function.
    Lambda,
}

/// References to a topic.
pub trait TopicRef {
    /// `arn:…:sns:…`
    fn arn(self) -> Expr;
}
impl TopicRef for Ref<Topic> {
    fn arn(self) -> Expr {
        self.ref_attr("arn")
    }
}

impl Topic {
    /// Everybody is refused who does not speak TLS; the publisher may publish for this account only.
    fn policy(&self, arn: &Expr) -> Expr {
        let tls = Statement::deny("RefusePlainHttp", ["sns:Publish"], [arn.clone()])
            .by_anyone()
            .when(map! { "Bool": map! { "aws:SecureTransport": "false" } });
        let publish = self.publisher.map(|service| {
            Statement::allow("Publish", ["sns:Publish"], [arn.clone()])
                .by_service(service)
                .when(map! { "StringEquals": map! { "aws:SourceAccount": Expr::Account } })
        });
        document(&publish.into_iter().chain([tls]).collect::<Vec<_>>())
    }
}

impl Construct for Topic {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let tags = out.tags().list();
        out.main("AWS::SNS::Topic", map! { "TopicName": &self.name, "KmsMasterKeyId": self.key.as_ref(), "Tags": tags });
        let this = || Expr::Part("", "Ref");
        let body = map! { "Topics": [this()], "PolicyDocument": self.policy(&this()) };
        out.part("policy", "AWS::SNS::TopicPolicy", body);
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        out.main("aws_sns_topic", map! { "name": &self.name, "kms_master_key_id": self.key.as_ref() });
        let this = || Expr::Part("", "arn");
        out.part("policy", "aws_sns_topic_policy", map! { "arn": this(), "policy": self.policy(&this()).json() });
    }

    fn known(&self, attr: Attr) -> Option<Expr> {
        (attr.cfn == CfnReturn::Ref).then(|| arn(self.region, &self.name))
    }
}

impl Protocol {
    /// SNS's word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Https => "https",
            Self::Sqs => "sqs",
            Self::Lambda => "lambda",
        }
    }

    /// Mails and calls always have the envelope; SNS refuses the setting there.
    fn can_be_raw(self) -> bool {
        match self {
            Self::Https | Self::Sqs => true,
            Self::Email | Self::Lambda => false,
        }
    }
}

impl Subscription {
    fn raw(&self) -> Option<bool> {
        (self.raw && self.protocol.can_be_raw()).then_some(true)
    }
}

impl Construct for Subscription {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        out.main(
            "AWS::SNS::Subscription",
            map! {
                "TopicArn": &self.topic,
                "Protocol": self.protocol.word(),
                "Endpoint": &self.endpoint,
                "RawMessageDelivery": self.raw(),
            },
        );
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        out.main(
            "aws_sns_topic_subscription",
            map! {
                "topic_arn": &self.topic,
                "protocol": self.protocol.word(),
                "endpoint": &self.endpoint,
                "raw_message_delivery": self.raw(),
            },
        );
    }

    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}

/// What SNS is called where a policy names it.
pub const SERVICE: &str = "sns.amazonaws.com";

/// The ARN of a topic by its name: a queue's policy that must stand before the topic does names it so.
pub fn arn(region: Region, name: &str) -> Expr {
    text!["arn:", Expr::Partition, ":sns:", region.code(), ":", Expr::Account, ":", name.to_owned()]
}
