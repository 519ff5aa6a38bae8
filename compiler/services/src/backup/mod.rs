//! `backup.<name>`: what is backed up when, and copied where.

mod construct;
mod runbook;

use crate::alarm::Threshold;
use crate::kind::Kind;
use crate::lowering::At;
use crate::runbook::Contribution;
use crate::shared::connection::Connection;
use crate::shared::encryption::{self, key_arn};
use crate::shared::metric::{Metric, Missing, Unit, Watch};
use crate::shared::policy::Statement;
use crate::shared::role::Role;
use crate::spec::{Entry, Spec};
use crate::uses::Uses;
use construct::{Plan, Selection, Vault, VaultRef};
use drc_ir::{Expr, Ref};
use drc_model::{Address, Duration, Name, NameKind, Pattern, PhysicalName, Region, Schedule, fields};
use drc_syntax::{Span, Spanned};

const DAY: u64 = 86_400;

fields! {
    /// A backup plan with a vault in every Region and a copy of each backup in all of them. The last line behind
    /// replication: against deletion and corruption, which replicate too.
    pub struct Backup {
        /// What the naming rule calls `${service}`. Default: the backup's name in the spec.
        name: Option<Spanned<Name>>,
        /// When backups begin, in UTC: `"cron(0 3 * * ? *)"`, `"rate(12 hours)"`.
        schedule: Spanned<Schedule>,
        /// How long they are kept. Default: `"35d"`.
        retention: Spanned<Duration> = Spanned::new(Duration::from_secs(35 * DAY), Span::default()),
        /// How long the copies in other Regions are kept. Default: as long.
        copy_retention: Option<Spanned<Duration>>,
        /// Until when a backup must have begun, from `"1h"` on. Default: `"1h"`; AWS's own is 8 hours.
        start_window: Spanned<Duration> = Spanned::new(Duration::from_secs(3_600), Span::default()),
        /// Until when it must be complete. Default: `"8h"`.
        completion_window: Spanned<Duration> = Spanned::new(Duration::from_secs(8 * 3_600), Span::default()),
        /// What is covered: `"database.ledger"`, `"table.*"`.
        covers: Vec<Spanned<Pattern>>,
        /// Takes backups in every Region of what stands there, not only in the primary. Default: false.
        everywhere: bool = false,
        /// The key the vaults are encrypted under. Default: AWS's own.
        key: Option<Spanned<Address>>,
        /// Nobody may delete a backup before its time. Default: false.
        protect: bool = false,
        /// How old the newest copy in another Region may be when it is needed. Default: nothing is promised: replication
        /// keeps the stores' objectives, and backups are the last line behind it.
        rpo: Option<Spanned<Duration>>,
    }
}

/// What AWS Backup takes and drc makes.
pub const COVERED: &[&str] = &["table", "database"];

/// What others may use of a backup.
#[derive(Debug)]
pub struct Handle {
    vaults: Vec<(Region, String, Ref<Vault>)>,
}

impl Handle {
    fn at(&self, region: Region) -> Option<&(Region, String, Ref<Vault>)> {
        self.vaults.iter().find(|(it, ..)| *it == region)
    }
}

/// What a drill does: look at what there is, and restore a copy.
const OPERATE: [&str; 3] = [
    "backup:DescribeBackupVault",
    "backup:ListRecoveryPointsByBackupVault",
    "backup:GetRecoveryPointRestoreMetadata",
];

const METRIC: Metric = Metric {
    name: "NumberOfBackupJobsFailed",
    namespace: "AWS/Backup",
    statistic: "Sum",
    unit: Unit::Count,
    // A vault into which nothing was written has no values and no failures.
    missing: Missing::NotBreaching,
    alarm: "backup-failed",
    within: Duration::from_secs(3_600),
};

fn name(entry: &Entry, spec: &Spec, region: Region) -> String {
    spec.name(entry, "", spec.in_region(region))
}

fn role_name(entry: &Entry, spec: &Spec, region: Region) -> String {
    spec.name(entry, "backup", spec.everywhere(region))
}

impl Backup {
    /// The Regions backups are taken in.
    pub fn taken_in<'s>(&self, spec: &'s Spec) -> impl Iterator<Item = Region> + use<'s> {
        spec.regions.all().take(if self.everywhere { usize::MAX } else { 1 })
    }

    fn covered<'s>(&self, spec: &'s Spec) -> impl Iterator<Item = &'s Entry> {
        let patterns = self.covers.clone();
        spec.services.iter().filter(move |entry| patterns.iter().any(|it| it.value.matches(&entry.address)))
    }

    fn plan(&self, at: &mut At<'_, '_>, region: Region, vaults: &[(Region, String, Ref<Vault>)]) {
        let (entry, spec) = (at.entry, at.spec());
        let Some((_, name, vault)) = vaults.iter().find(|(it, ..)| *it == region) else { return };
        let role = Role {
            managed: Some("service-role/AWSBackupServiceRolePolicyForBackup"),
            ..Role::of_service(
                role_name(entry, spec, region),
                format!("What AWS Backup may do for {} in {region}", entry.address),
                "backup.amazonaws.com",
            )
        };
        let role = at.add(region, "role", role);
        let plan = Plan {
            name: name.clone(),
            vault: *vault,
            schedule: self.schedule.value.clone(),
            start_window: self.start_window.value,
            completion_window: self.completion_window.value,
            retention: self.retention.value,
            copies: vaults.iter().filter(|(it, ..)| *it != region).map(|(.., vault)| vault.arn()).collect(),
            copy_retention: self.copy_retention.unwrap_or(self.retention).value,
        };
        let plan = at.add(region, "plan", plan);
        let arn = |entry: &Entry| at.any_handle(&entry.address).attribute("arn", region);
        let resources = self.covered(spec).filter_map(arn).collect();
        at.add(region, "selection", Selection { name: name.clone(), plan, role, resources });
    }
}

impl Kind for Backup {
    const KIND: &'static str = "backup";
    const SINGLETON: bool = false;
    const EXPLAIN: &'static str = include_str!("explain.md");
    const ATTRIBUTES: &'static [&'static str] = &["vault", "arn"];
    const VERBS: &'static [&'static str] = &["operate"];
    const METRICS: &'static [Metric] = &[
        METRIC,
        Metric { name: "NumberOfBackupJobsExpired", alarm: "backup-expired", ..METRIC },
        Metric { name: "NumberOfCopyJobsFailed", alarm: "copy-failed", ..METRIC },
    ];
    type Handle = Handle;

    fn own_name(&self) -> Option<&str> {
        self.name.as_ref().map(|it| it.value.0.as_str())
    }

    fn uses(&self, uses: &mut Uses) {
        self.covers.iter().for_each(|it| uses.pattern(it, COVERED));
        encryption::uses(self.key.as_ref(), uses);
    }

    fn names(&self, entry: &Entry, spec: &Spec) -> Vec<PhysicalName> {
        let vault = |region| PhysicalName::in_region(NameKind::Vault, name(entry, spec, region), region);
        let role = |region| PhysicalName::in_region(NameKind::Role, role_name(entry, spec, region), region);
        spec.regions.all().map(vault).chain(self.taken_in(spec).map(role)).collect()
    }

    fn lower<'s>(&'s self, at: &mut At<'_, 's>) -> Handle {
        let regions = at.regions();
        let vault = |region: Region| {
            let name = name(at.entry, at.spec(), region);
            let key = key_arn(at, self.key.as_ref(), region);
            let vault = Vault { name: name.clone(), key, protect: self.protect, region };
            let vault = at.add(region, "", vault);
            at.output(region, "vault", format!("Vault of {} in {region}", at.entry.address), vault.arn());
            (region, name, vault)
        };
        let vaults: Vec<_> = regions.map(vault).collect();
        for region in self.taken_in(at.spec()) {
            self.plan(at, region, &vaults);
        }
        Handle { vaults }
    }

    fn attribute(handle: &Handle, attribute: &str, region: Region) -> Option<Expr> {
        let (_, name, vault) = handle.at(region)?;
        match attribute {
            "vault" => Some(Expr::from(name)),
            "arn" => Some(vault.arn()),
            _ => None,
        }
    }

    fn grant(handle: &Handle, verb: &str, region: Region) -> Vec<Statement> {
        match (verb, handle.at(region)) {
            ("operate", Some((.., vault))) => {
                vec![Statement::allow("OperateBackup", OPERATE, [vault.arn()])]
            }
            _ => Vec::new(),
        }
    }

    fn locators(handle: &Handle, region: Region) -> Vec<(&'static str, Expr)> {
        handle.at(region).map(|(_, name, _)| ("", Expr::from(name))).into_iter().collect()
    }

    fn connection(_: &Handle, _: Region) -> Option<Connection> {
        None
    }

    /// Jobs run where backups are taken; other Regions' vaults only receive.
    fn watches(&self, handle: &Handle, _: &Metric, region: Region, spec: &Spec) -> Vec<Watch> {
        let here = handle.at(region).filter(|_| self.taken_in(spec).any(|it| it == region));
        let watch = |(_, name, _): &(Region, String, Ref<Vault>)| Watch {
            suffix: "".into(),
            dimensions: vec![("BackupVaultName", Expr::from(name))],
            above: Some(Threshold::Number(0)),
        };
        here.map(watch).into_iter().collect()
    }

    fn runbook(&self, entry: &Entry, spec: &Spec) -> Contribution {
        runbook::part(self, entry, spec)
    }
}
