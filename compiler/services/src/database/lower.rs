//! What a database consists of, Region by Region.

use super::cluster::{Cluster, GlobalCluster, Origin, StorageKey};
use super::groups::{ParameterGroup, SubnetGroup, settings};
use super::instance::Instance;
use super::{Database, Handle, InRegion, Promotion, shared_name, watcher};
use super::cluster::ClusterRef;
use crate::lowering::At;
use crate::network::{self, Network};
use crate::registry::Typed;
use crate::secret::{self, Content, Secret, SecretRef};
use crate::shared::encryption::key_arn;
use crate::shared::log_group::LogGroup;
use crate::shared::policy::Statement;
use crate::shared::role::Role;
use crate::shared::security_group::{SecurityGroup, SecurityGroupRef};
use crate::spec::{Entry, Spec};
use drc_ir::{Expr, NodeId, Ref, text};
use drc_model::Region;

pub(super) const SUBNETS: &str = "subnets";
pub(super) const PARAMETERS: &str = "parameters";
pub(super) const SECURITY: &str = "database";
pub(super) const MONITORING: &str = "monitoring";
const USERNAME: &str = "drc_admin";
/// Letters and digits of a password; MySQL takes 41 at most.
const PASSWORD: i64 = 40;

pub(super) fn global_name(entry: &Entry, spec: &Spec) -> String {
    shared_name(entry, spec, "")
}

pub(super) fn secret_name(entry: &Entry, spec: &Spec) -> String {
    secret::unmistakable(shared_name(entry, spec, "login"))
}

pub(super) fn cluster_name(entry: &Entry, spec: &Spec, region: Region) -> String {
    spec.name(entry, "", spec.everywhere(region))
}

pub(super) fn instance_name(entry: &Entry, spec: &Spec, region: Region, number: i64) -> String {
    spec.name(entry, &number.to_string(), spec.everywhere(region))
}

/// Who the first user is, and where each Region finds the password.
struct Login {
    username: String,
    password: Expr,
    regions: Vec<(Region, Expr, Vec<Statement>)>,
}

pub(super) fn lower(database: &Database, at: &mut At<'_, '_>) -> Handle {
    let (entry, spec) = (at.entry, at.spec());
    let login = login(database, at);
    let global_id = global_name(entry, spec);
    let global = GlobalCluster {
        id: global_id.clone(),
        engine: database.engine.value,
        version: database.version.value.clone(),
        protect: database.protect,
    };
    // At home where the database is promoted: its stack must not burn with the primary.
    let global = at.add_global("global", global);
    let name = database_name(database, entry);
    let mut regions = Vec::new();
    let mut first = None;
    for (region, secret, read_secret) in login.regions {
        let origin = match first {
            None => Origin::First {
                database: name.clone(),
                username: login.username.clone(),
                password: login.password.clone(),
            },
            Some(_) => Origin::Follows(spec.regions.primary.value),
        };
        let (cluster, security_group) = cluster(database, at, region, global, origin);
        if let Some(instance) = first {
            // A cluster can only follow one that has a writer.
            at.after(cluster, instance);
        }
        let instances = instances(database, at, region, cluster);
        first = first.or(instances);
        report(at, region, cluster);
        let id = cluster_name(entry, spec, region);
        regions.push(InRegion { region, id, security_group, secret, read_secret, cluster });
    }
    at.output_global("global", format!("Global database of {}", entry.address), &global_id);
    Handle {
        global_id,
        database: name,
        port: database.engine.value.port(),
        data_api: database.has_data_api(),
        regions,
        watcher: (database.promotion.value == Promotion::Automatic).then(|| watcher::Names::new(entry, spec)),
    }
}

/// A database's name cannot hold the dashes a service's can.
fn database_name(database: &Database, entry: &Entry) -> String {
    database.database.as_ref().map_or_else(|| entry.service_name.replace('-', "_"), |it| it.value.clone())
}

/// A global database cannot have a password that RDS looks after, so drc makes a secret and replicates it.
fn login(database: &Database, at: &mut At<'_, '_>) -> Login {
    let (entry, spec) = (at.entry, at.spec());
    let regions: Vec<Region> = at.regions().collect();
    let answer = |username: String, handle: &secret::Handle| {
        let here = |region: &Region| Some((*region, handle.arn(*region)?, handle.read(*region)));
        Login {
            username,
            password: handle.node().map(SecretRef::password).into(),
            regions: regions.iter().filter_map(here).collect(),
        }
    };
    if let Some(named) = &database.secret {
        let service = spec.entry(&named.value).and_then(|it| Secret::service(&it.service));
        let generate = service.and_then(|it| it.generate.as_ref());
        let username = generate.and_then(|it| it.value.username.as_ref()).map(|it| it.value.clone());
        return answer(username.unwrap_or_default(), at.handle::<Secret>(&named.value));
    }
    let username = database.username.as_ref().map_or_else(|| USERNAME.to_owned(), |it| it.value.clone());
    let plan = secret::Plan {
        part: "login",
        name: secret_name(entry, spec),
        description: format!("First user of {} of {}", entry.address, spec.system.name.value.0),
        content: Content::Login { username: username.clone(), length: PASSWORD },
        key: database.key.as_ref(),
        protect: database.protect,
        read: true,
    };
    answer(username, &secret::add(at, plan))
}

fn cluster(
    database: &Database,
    at: &mut At<'_, '_>,
    region: Region,
    global: Ref<GlobalCluster>,
    origin: Origin,
) -> (Ref<Cluster>, Expr) {
    let (entry, spec) = (at.entry, at.spec());
    let id = cluster_name(entry, spec, region);
    let subnets = subnets(database, at, region);
    let parameters = parameters(database, at, region);
    let security_group = security_group(database, at, region).id();
    let logs = logs(database, at, region, &id);
    let key = storage_key(at, database, region, &origin);
    let cluster = Cluster {
        id,
        region,
        global,
        engine: database.engine.value,
        version: database.version.value.clone(),
        origin,
        subnets,
        parameters,
        security_group: security_group.clone(),
        key,
        capacity: database.capacity.as_ref().map(|it| it.value.clone()),
        backup_days: database.backup_retention.value.days(),
        data_api: database.has_data_api(),
        protect: database.protect,
    };
    let cluster = at.add(region, "", cluster);
    for log in logs {
        // Made by RDS itself otherwise, and then without an end to its retention.
        at.after(cluster, log);
    }
    (cluster, security_group)
}

/// Of an encrypted cluster that follows one in another Region, RDS wants the key named even if it is its own.
fn storage_key(at: &At<'_, '_>, database: &Database, region: Region, origin: &Origin) -> StorageKey {
    match (key_arn(at, database.key.as_ref(), region), origin) {
        (Some(arn), _) => StorageKey::Own(arn),
        (None, Origin::First { .. }) => StorageKey::Default,
        (None, Origin::Follows(_)) => {
            let service = format!(":kms:{region}:");
            StorageKey::Alias(text!["arn:", Expr::Partition, service, Expr::Account, ":alias/aws/rds"])
        }
    }
}

fn place<'a>(database: &Database, at: &'a At<'_, '_>, region: Region) -> &'a network::InRegion {
    at.handle::<Network>(&database.network.value).at(region).expect("a network stands in every Region")
}

fn subnets(database: &Database, at: &mut At<'_, '_>, region: Region) -> Ref<SubnetGroup> {
    let group = SubnetGroup {
        name: at.name(SUBNETS, at.spec().in_region(region)),
        description: format!("Private subnets of {} for {}", database.network.value, at.entry.address),
        subnets: place(database, at, region).private_subnets.clone(),
    };
    at.add(region, "subnets", group)
}

fn parameters(database: &Database, at: &mut At<'_, '_>, region: Region) -> Ref<ParameterGroup> {
    let engine = database.engine.value;
    let rpo = database.enforces_rpo().then(|| at.spec().rpo(database.rpo).value.seconds().to_string());
    let settings = settings(engine).iter().map(|(name, value)| (*name, (*value).to_owned()));
    let group = ParameterGroup {
        name: at.name(PARAMETERS, at.spec().in_region(region)),
        description: format!("TLS and logs of {}", at.entry.address),
        family: database.parsed_version().map(|it| it.family(engine)).unwrap_or_default(),
        parameters: settings.chain(rpo.map(|it| ("rds.global_db_rpo", it))).collect(),
    };
    at.add(region, "parameters", group)
}

fn security_group(database: &Database, at: &mut At<'_, '_>, region: Region) -> Ref<SecurityGroup> {
    let group = SecurityGroup {
        name: at.name(SECURITY, at.spec().in_region(region)),
        description: format!("{}: those let in who were granted to connect", at.entry.address),
        vpc: place(database, at, region).vpc.clone(),
    };
    at.add(region, "security-group", group)
}

fn logs(database: &Database, at: &mut At<'_, '_>, region: Region, cluster: &str) -> Vec<NodeId> {
    let log = |log: &&str| {
        let group = LogGroup {
            name: format!("/aws/rds/cluster/{cluster}/{log}"),
            retention: database.log_retention.value,
            region,
        };
        at.add(region, format!("logs-{log}"), group).id
    };
    database.engine.value.logs().iter().map(log).collect()
}

/// Adds a Region's instances; answers the first, which writes if the cluster does.
fn instances(database: &Database, at: &mut At<'_, '_>, region: Region, cluster: Ref<Cluster>) -> Option<NodeId> {
    let (entry, spec) = (at.entry, at.spec());
    let count = database.count(spec, region);
    if count == 0 {
        return None;
    }
    let mut role = Role::of_service(
        spec.name(entry, MONITORING, spec.everywhere(region)),
        format!("Reports of the operating systems of {} in {region}", entry.address),
        "monitoring.rds.amazonaws.com",
    );
    role.managed = Some("service-role/AmazonRDSEnhancedMonitoringRole");
    let monitoring = at.add(region, "monitoring", role);
    let key = key_arn(at, database.key.as_ref(), region);
    let class = database.class.as_ref().map_or("db.serverless", |it| it.value.as_str());
    let instance = |number: i64| {
        let instance = Instance {
            id: instance_name(entry, spec, region, number),
            cluster,
            engine: database.engine.value,
            class: class.to_owned(),
            // A Serverless v2 reader keeps pace with the writer only in tier 0 or 1: it must carry its load at once.
            tier: number.min(2) - 1,
            monitoring,
            key: key.clone(),
        };
        at.add(region, format!("instance-{number}"), instance).id
    };
    let all: Vec<NodeId> = (1..=count).map(instance).collect();
    all.first().copied()
}

fn report(at: &mut At<'_, '_>, region: Region, cluster: Ref<Cluster>) {
    let address = &at.entry.address;
    at.output(region, "endpoint", format!("Writer of {address} in {region}, once its cluster writes"), cluster.endpoint());
    at.output(region, "reader-endpoint", format!("Readers of {address} in {region}"), cluster.reader_endpoint());
    at.output(region, "cluster", format!("ARN of the cluster of {address} in {region}"), cluster.arn());
}
