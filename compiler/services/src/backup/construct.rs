//! AWS Backup: vaults, a plan that fills them, and what it covers.

use crate::shared::arn::arn;
use crate::shared::policy::{Statement, document};
use crate::shared::role::{Role, RoleRef};
use drc_ir::{Attr, CfnReturn, Construct, Expr, Ref, Shapes, map};
use drc_model::{Duration, Region, Schedule};

/// A backup vault.
#[derive(Debug)]
pub struct Vault {
    /// Its name.
    pub name: String,
    /// ARN of the key it is encrypted under, unless AWS's own.
    pub key: Option<Expr>,
    /// Nobody may delete what is in it.
    pub protect: bool,
    /// Where it is.
    pub region: Region,
}

/// When backups are taken, and how long they and their copies are kept.
#[derive(Debug)]
pub struct Plan {
    /// Its name.
    pub name: String,
    /// Where backups go.
    pub vault: Ref<Vault>,
    /// When they begin.
    pub schedule: Schedule,
    /// Until when they must have begun.
    pub start_window: Duration,
    /// Until when they must be complete.
    pub completion_window: Duration,
    /// How long they are kept.
    pub retention: Duration,
    /// ARNs of the vaults in other Regions that get a copy.
    pub copies: Vec<Expr>,
    /// How long the copies are kept.
    pub copy_retention: Duration,
}

/// What a plan covers.
#[derive(Debug)]
pub struct Selection {
    /// Its name.
    pub name: String,
    /// The plan.
    pub plan: Ref<Plan>,
    /// As whom AWS Backup reads.
    pub role: Ref<Role>,
    /// ARNs of what is covered.
    pub resources: Vec<Expr>,
}

/// References to a vault.
pub trait VaultRef {
    /// Its name.
    fn name(self) -> Expr;
    /// `arn:…:backup-vault:NAME`
    fn arn(self) -> Expr;
}
impl VaultRef for Ref<Vault> {
    fn name(self) -> Expr {
        self.ref_attr("name")
    }
    fn arn(self) -> Expr {
        self.get_att("BackupVaultArn", "arn")
    }
}

impl Vault {
    /// Copies come from this account only; under protection nothing leaves the vault before its time.
    fn policy(&self) -> Expr {
        let foreign =
            Statement::deny("RefuseOtherAccounts", ["backup:CopyIntoBackupVault"], [Expr::from("*")])
                .by_anyone()
                .when(map! { "StringNotEquals": map! { "aws:PrincipalAccount": Expr::Account } });
        let kept = [
            "backup:DeleteBackupVault",
            "backup:DeleteBackupVaultAccessPolicy",
            "backup:DeleteRecoveryPoint",
            "backup:UpdateRecoveryPointLifecycle",
        ];
        let keep = Statement::deny("KeepBackups", kept, [Expr::from("*")]).by_anyone();
        let mut statements = vec![foreign];
        if self.protect {
            statements.push(keep);
        }
        document(&statements)
    }
}

impl Construct for Vault {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let tags = out.tags().map();
        out.main(
            "AWS::Backup::BackupVault",
            map! {
                "BackupVaultName": &self.name,
                "EncryptionKeyArn": self.key.clone(),
                "AccessPolicy": self.policy(),
                "BackupVaultTags": tags,
            },
        )
        .stateful();
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        out.main(
            "aws_backup_vault",
            map! {
                "name": &self.name,
                "kms_key_arn": self.key.clone(),
                // AWS deletes no vault that holds anything.
                "force_destroy": !self.protect,
            },
        );
        let body = map! { "backup_vault_name": Expr::Part("", "name"), "policy": self.policy().json() };
        out.part("policy", "aws_backup_vault_policy", body);
    }

    fn known(&self, attr: Attr) -> Option<Expr> {
        match attr.cfn {
            CfnReturn::Ref => Some(Expr::from(&self.name)),
            CfnReturn::Att("BackupVaultArn") => {
                Some(arn("backup", self.region, format!("backup-vault:{}", self.name)))
            }
            CfnReturn::Att(_) | CfnReturn::ListAtt(_) | CfnReturn::Known(_) => None,
        }
    }
}

fn minutes(duration: Duration) -> i64 {
    duration.seconds() / 60
}

impl Construct for Plan {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let tags = out.tags().map();
        let copy = |arn: &Expr| {
            map! {
                "DestinationBackupVaultArn": arn,
                "Lifecycle": map! { "DeleteAfterDays": self.copy_retention.days() },
            }
        };
        out.main(
            "AWS::Backup::BackupPlan",
            map! {
                "BackupPlan": map! {
                    "BackupPlanName": &self.name,
                    "BackupPlanRule": [map! {
                        "RuleName": &self.name,
                        "TargetBackupVault": self.vault.name(),
                        "ScheduleExpression": self.schedule.text().to_owned(),
                        "StartWindowMinutes": minutes(self.start_window),
                        "CompletionWindowMinutes": minutes(self.completion_window),
                        "Lifecycle": map! { "DeleteAfterDays": self.retention.days() },
                        "CopyActions": self.copies.iter().map(copy).collect::<Expr>(),
                    }],
                },
                "BackupPlanTags": tags,
            },
        );
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        let copy = |arn: &Expr| {
            map! {
                "destination_vault_arn": arn,
                "lifecycle": [map! { "delete_after": self.copy_retention.days() }],
            }
        };
        out.main(
            "aws_backup_plan",
            map! {
                "name": &self.name,
                "rule": [map! {
                    "rule_name": &self.name,
                    "target_vault_name": self.vault.name(),
                    "schedule": self.schedule.text().to_owned(),
                    "start_window": minutes(self.start_window),
                    "completion_window": minutes(self.completion_window),
                    "lifecycle": [map! { "delete_after": self.retention.days() }],
                    "copy_action": self.copies.iter().map(copy).collect::<Expr>(),
                }],
            },
        );
    }

    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}

impl Construct for Selection {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        out.main(
            "AWS::Backup::BackupSelection",
            map! {
                "BackupPlanId": self.plan.get_att("BackupPlanId", "id"),
                "BackupSelection": map! {
                    "SelectionName": &self.name,
                    "IamRoleArn": self.role.arn(),
                    "Resources": self.resources.iter().collect::<Expr>(),
                },
            },
        );
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        out.main(
            "aws_backup_selection",
            map! {
                "name": &self.name,
                "plan_id": self.plan.get_att("BackupPlanId", "id"),
                "iam_role_arn": self.role.arn(),
                "resources": self.resources.iter().collect::<Expr>(),
            },
        );
    }

    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}
