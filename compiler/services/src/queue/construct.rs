//! A queue; where it takes another's dead letters, the other gets its redrive policy from here.

use crate::shared::arn::arn;
use crate::shared::policy::{Statement, document};
use drc_ir::{Attr, CfnReturn, Construct, Expr, Ref, Shapes, map, text};
use drc_model::{Duration, Region};

/// An SQS queue.
#[derive(Debug)]
pub struct Queue {
    /// Its name.
    pub name: String,
    /// How long messages wait.
    pub retention: Duration,
    /// How long one that is being worked on is hidden.
    pub visibility_timeout: Duration,
    /// The name of the one queue whose dead letters it takes.
    pub takes_from: Option<String>,
    /// Where what cannot be processed goes.
    pub dead_letters: Option<DeadLetters>,
    /// AWS services that may send to it, each on behalf of what.
    pub senders: Vec<Sender>,
    /// ARN of the key that encrypts it, where it is not SQS's own.
    pub key: Option<Expr>,
    /// Where it is.
    pub region: Region,
}

/// An AWS service that may send to a queue.
#[derive(Clone, Debug)]
pub struct Sender {
    /// What its statement is called: letters and digits.
    pub sid: &'static str,
    /// `events.amazonaws.com`
    pub service: &'static str,
    /// ARNs on whose behalf it may: rules, topics.
    pub sources: Vec<Expr>,
}

/// Where what cannot be processed goes.
#[derive(Debug)]
pub struct DeadLetters {
    /// ARN of the other queue, in the same Region.
    pub to: Expr,
    /// After how many attempts.
    pub after: i64,
}

/// References to a queue.
pub trait QueueRef {
    /// `arn:…:sqs:…`
    fn arn(self) -> Expr;
    /// `https://sqs.…`
    fn url(self) -> Expr;
}
impl QueueRef for Ref<Queue> {
    fn arn(self) -> Expr {
        self.get_att("Arn", "arn")
    }
    fn url(self) -> Expr {
        self.ref_attr("url")
    }
}

impl Queue {
    fn arn(&self, name: &str) -> Expr {
        arn("sqs", self.region, name)
    }

    /// Everybody is refused who does not speak TLS; services may send on behalf of what they are named with.
    fn policy(&self, arn: &Expr) -> Expr {
        let tls = Statement::deny("RefusePlainHttp", ["sqs:*"], [arn.clone()])
            .by_anyone()
            .when(map! { "Bool": map! { "aws:SecureTransport": "false" } });
        let sends = self.senders.iter().map(|it| {
            let sources =
                if let [only] = it.sources.as_slice() { only.clone() } else { it.sources.clone().into() };
            Statement::allow(it.sid, ["sqs:SendMessage"], [arn.clone()])
                .by_service(it.service)
                .when(map! { "ArnEquals": map! { "aws:SourceArn": sources } })
        });
        document(&sends.chain([tls]).collect::<Vec<_>>())
    }

    /// Seconds for which SQS keeps a data key before it asks KMS for another: its default, said because cost and the reach
    /// of a withdrawn key depend on it.
    fn reuse(&self) -> Option<i64> {
        self.key.as_ref().map(|_| 300)
    }

    fn redrive(&self) -> Option<Expr> {
        let it = self.dead_letters.as_ref()?;
        Some(map! { "deadLetterTargetArn": &it.to, "maxReceiveCount": it.after })
    }

    /// Only the queue it is for may send its dead letters here.
    fn redrive_allow(&self) -> Option<Expr> {
        let source = self.takes_from.as_ref()?;
        Some(map! { "redrivePermission": "byQueue", "sourceQueueArns": [self.arn(source)] })
    }
}

impl Construct for Queue {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let tags = out.tags().list();
        out.main(
            "AWS::SQS::Queue",
            map! {
                "QueueName": &self.name,
                "MessageRetentionPeriod": self.retention.seconds(),
                "VisibilityTimeout": self.visibility_timeout.seconds(),
                "SqsManagedSseEnabled": self.key.is_none().then_some(true),
                "KmsMasterKeyId": self.key.as_ref(),
                "KmsDataKeyReusePeriodSeconds": self.reuse(),
                "RedrivePolicy": self.redrive(),
                "RedriveAllowPolicy": self.redrive_allow(),
                "Tags": tags,
            },
        )
        .stateful();
        let policy = self.policy(&Expr::Part("", "Arn"));
        let body = map! { "Queues": [Expr::Part("", "Ref")], "PolicyDocument": policy };
        out.part("policy", "AWS::SQS::QueuePolicy", body);
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        out.main(
            "aws_sqs_queue",
            map! {
                "name": &self.name,
                "message_retention_seconds": self.retention.seconds(),
                "visibility_timeout_seconds": self.visibility_timeout.seconds(),
                "sqs_managed_sse_enabled": self.key.is_none().then_some(true),
                "kms_master_key_id": self.key.as_ref(),
                "kms_data_key_reuse_period_seconds": self.reuse(),
                "redrive_policy": self.redrive().map(Expr::json),
                "redrive_allow_policy": self.redrive_allow().map(Expr::json),
            },
        );
        let policy = self.policy(&Expr::Part("", "arn")).json();
        out.part(
            "policy",
            "aws_sqs_queue_policy",
            map! { "queue_url": Expr::Part("", "url"), "policy": policy },
        );
    }

    fn known(&self, attr: Attr) -> Option<Expr> {
        match attr.cfn {
            CfnReturn::Att("Arn") => Some(self.arn(&self.name)),
            CfnReturn::Ref => Some(text![
                format!("https://sqs.{}.{}/", self.region, self.region.partition().dns_suffix()),
                Expr::Account,
                "/",
                &self.name
            ]),
            CfnReturn::Att(_) | CfnReturn::ListAtt(_) | CfnReturn::Known(_) => None,
        }
    }
}
