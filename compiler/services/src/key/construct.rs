//! A multi-Region key, its replicas, and their aliases.

use crate::shared::arn::global_arn;
use crate::shared::policy::{Statement, document};
use drc_ir::{Attr, Construct, Expr, Ref, Shapes, map};

/// The key where it is made. That it is multi-Region can never be changed.
#[derive(Debug)]
pub struct Key {
    /// What it is for.
    pub description: String,
}

/// The key in another Region: the same key material under the same key id.
#[derive(Debug)]
pub struct ReplicaKey {
    /// What it is a replica of.
    pub primary: Ref<Key>,
    /// What it is for.
    pub description: String,
}

/// A name for a key.
#[derive(Debug)]
pub struct Alias {
    /// Without `alias/`.
    pub name: String,
    /// ARN of the key.
    pub key: Expr,
}

/// References to a key or a replica.
pub trait KeyRef {
    /// Its ARN, in which AWS invents the id.
    fn arn(self) -> Expr;
}
impl KeyRef for Ref<Key> {
    fn arn(self) -> Expr {
        self.get_att("Arn", "arn")
    }
}
impl KeyRef for Ref<ReplicaKey> {
    fn arn(self) -> Expr {
        self.get_att("Arn", "arn")
    }
}

/// Days between asking for its deletion and its end: the fewest KMS takes.
const PENDING: i64 = 7;

/// AWS's own default, by which IAM decides; and the services that speak for the account without a role of it.
/// Source: <https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html> and
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html>.
fn policy() -> Expr {
    let services = ["cloudwatch.amazonaws.com", "events.amazonaws.com", "sns.amazonaws.com"];
    let account = global_arn("iam", "root");
    let own = Statement::allow("IamDecides", ["kms:*"], [Expr::from("*")]).by_principal(account);
    let all = services.into_iter().zip(["CloudWatch", "EventBridge", "Sns"]).map(|(service, sid)| {
        Statement::allow(sid, ["kms:Decrypt", "kms:GenerateDataKey"], [Expr::from("*")])
            .by_service(service)
            .when(map! { "StringEquals": map! { "aws:SourceAccount": Expr::Account } })
    });
    // EventBridge looks at the key when a bus is made, on nobody's behalf:
    // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-event-bus-cmkey.html.
    let look = Statement::allow("EventBridgeLooks", ["kms:DescribeKey"], [Expr::from("*")])
        .by_service("events.amazonaws.com");
    document(&[own, look].into_iter().chain(all).collect::<Vec<_>>())
}

impl Construct for Key {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let tags = out.tags().list();
        out.main(
            "AWS::KMS::Key",
            map! {
                "Description": &self.description,
                "MultiRegion": true,
                "EnableKeyRotation": true,
                "KeyPolicy": policy(),
                "PendingWindowInDays": PENDING,
                "Tags": tags,
            },
        )
        .stateful();
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        out.main(
            "aws_kms_key",
            map! {
                "description": &self.description,
                "multi_region": true,
                "enable_key_rotation": true,
                "policy": policy().json(),
                "deletion_window_in_days": PENDING,
            },
        );
    }

    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}

impl Construct for ReplicaKey {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let tags = out.tags().list();
        out.main(
            "AWS::KMS::ReplicaKey",
            map! {
                "Description": &self.description,
                "PrimaryKeyArn": self.primary.arn(),
                "KeyPolicy": policy(),
                "PendingWindowInDays": PENDING,
                "Tags": tags,
            },
        )
        .stateful();
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        out.main(
            "aws_kms_replica_key",
            map! {
                "description": &self.description,
                "primary_key_arn": self.primary.arn(),
                "policy": policy().json(),
                "deletion_window_in_days": PENDING,
            },
        );
    }

    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}

impl Construct for Alias {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let name = format!("alias/{}", self.name);
        out.main("AWS::KMS::Alias", map! { "AliasName": name, "TargetKeyId": &self.key });
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        let name = format!("alias/{}", self.name);
        out.main("aws_kms_alias", map! { "name": name, "target_key_id": &self.key });
    }

    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}
