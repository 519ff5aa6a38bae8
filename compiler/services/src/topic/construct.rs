//! A topic, and whom it writes to.

use crate::shared::policy::{Statement, document};
use drc_ir::{Attr, CfnReturn, Construct, Expr, Ref, Shapes, map, text};
use drc_model::Region;

/// An SNS topic.
///
/// It has no key of its own: SNS encrypts its disks, and CloudWatch cannot publish to a topic under the AWS-managed
/// key (<https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html>), so the alarm would be lost in silence.
#[derive(Debug)]
pub struct Topic {
    /// Its name.
    pub name: String,
    /// An AWS service that may publish to it, from this account.
    pub publisher: Option<&'static str>,
    /// Where it is.
    pub region: Region,
}

/// An address the topic writes to.
#[derive(Debug)]
pub struct EmailSubscription {
    /// The topic.
    pub topic: Ref<Topic>,
    /// The address.
    pub address: String,
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
        out.main("AWS::SNS::Topic", map! { "TopicName": &self.name, "Tags": tags });
        let this = || Expr::Part("", "Ref");
        let body = map! { "Topics": [this()], "PolicyDocument": self.policy(&this()) };
        out.part("policy", "AWS::SNS::TopicPolicy", body);
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        out.main("aws_sns_topic", map! { "name": &self.name });
        let this = || Expr::Part("", "arn");
        out.part("policy", "aws_sns_topic_policy", map! { "arn": this(), "policy": self.policy(&this()).json() });
    }

    fn known(&self, attr: Attr) -> Option<Expr> {
        (attr.cfn == CfnReturn::Ref).then(|| {
            let region = self.region.code();
            text!["arn:", Expr::Partition, ":sns:", region, ":", Expr::Account, ":", &self.name]
        })
    }
}

impl Construct for EmailSubscription {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let body = map! { "TopicArn": self.topic.arn(), "Protocol": "email", "Endpoint": &self.address };
        out.main("AWS::SNS::Subscription", body);
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        let body = map! { "topic_arn": self.topic.arn(), "protocol": "email", "endpoint": &self.address };
        out.main("aws_sns_topic_subscription", body);
    }

    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}
