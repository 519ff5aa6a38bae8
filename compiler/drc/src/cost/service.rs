//! What each kind of service is paid for.

use super::{Cost, HOURS_A_MONTH};
use drc_model::{Count, Duration, Load, Region, Size};
use drc_services::bucket::Bucket;
use drc_services::database::Database;
use drc_services::function::{Architecture, Function};
use drc_services::network::{EndpointService, Nat, Network};
use drc_services::table::Table;
use drc_services::traffic::{RouteMode, Traffic, Zone};
use drc_services::{Entry, Service, Spec};
use drc_syntax::Spanned;

const MILLION: f64 = 1_000_000.0;
const GIB: f64 = 1_073_741_824.0;

pub(super) fn add(spec: &Spec, entry: &Entry, cost: &mut Cost) {
    let mut each = |what: &str, driver: &str| {
        spec.regions.all().for_each(|region| cost.unpriced(entry, region, what, driver));
    };
    match &entry.service {
        Service::Traffic(it) => traffic(spec, entry, it, cost),
        Service::Api(_) => {
            for (region, requests) in served(spec) {
                let million = requests.map(|it| it / MILLION);
                cost.add(entry, region, ("apigateway", "requests"), million, said(requests, "requests"));
            }
        }
        Service::Function(it) => function(spec, entry, it, cost),
        Service::Table(it) => table(spec, entry, it, cost),
        Service::Bucket(it) if it.existing.is_none() => bucket(spec, entry, it, cost),
        Service::Database(it) => database(spec, entry, it, cost),
        Service::Network(it) if it.existing.is_none() => network(spec, entry, it, cost),
        Service::Balancer(_) => {
            for region in spec.regions.all() {
                let item = ("elasticloadbalancing", "application");
                cost.add(entry, region, item, Some(HOURS_A_MONTH), "one, all hours".to_owned());
                cost.unpriced(entry, region, "capacity units", "connections and bytes");
            }
        }
        Service::Key(it) if it.existing.is_none() => {
            monthly(spec, entry, ("kms", "key"), cost);
        }
        Service::Secret(it) if it.existing.is_none() => {
            monthly(spec, entry, ("secretsmanager", "secret"), cost);
        }
        Service::Queue(it) if it.existing.is_none() => each("messages", "how many there are"),
        Service::Topic(_) => each("messages", "how many there are"),
        Service::Bus(_) => each("events", "how many there are"),
        Service::Backup(_) => each("copies", "how large they are"),
        Service::Alarm(_) => each("alarms", "metrics of the alarm"),
        Service::Dashboard(_) => each("dashboards", "how many the account has"),
        // There already, or free.
        Service::Bucket(_)
        | Service::Network(_)
        | Service::Key(_)
        | Service::Secret(_)
        | Service::Queue(_)
        | Service::Parameter(_)
        | Service::Role(_)
        | Service::Alerts(_) => {}
    }
}

fn monthly(spec: &Spec, entry: &Entry, item: (&str, &str), cost: &mut Cost) {
    spec.regions.all().for_each(|region| cost.add(entry, region, item, Some(1.0), "one".to_owned()));
}

#[allow(clippy::cast_precision_loss, reason = "an estimate has no fifteen digits")]
fn number(count: u64) -> f64 {
    count as f64
}

fn count(of: Option<Spanned<Count>>) -> Option<f64> {
    of.map(|it| number(it.value.number()))
}

fn gib(size: Size) -> f64 {
    number(size.as_bytes()) / GIB
}

/// `5,000,000 requests`, or what is missing.
fn said(units: Option<f64>, what: &str) -> String {
    units.map_or_else(
        || format!("{what}: the spec's load does not say"),
        |it| format!("{} {what}", grouped(it)),
    )
}

/// A number with its thousands apart, to the hundredth.
fn grouped(number: f64) -> String {
    let text = format!("{number:.2}");
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let letters = whole.len();
    let mut out = String::new();
    for (at, letter) in whole.chars().enumerate() {
        if at > 0 && (letters - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(letter);
    }
    match part.trim_end_matches('0') {
        "" => out,
        part => format!("{out}.{part}"),
    }
}

/// The requests of each Region that serves: the primary's, or shared alike.
fn served(spec: &Spec) -> Vec<(Region, Option<f64>)> {
    let all = spec.load.as_ref().map(|it| number(it.requests.value.number()));
    let active = spec.one::<Traffic>().is_some_and(|(_, it)| it.active_active());
    let regions: Vec<Region> = spec.regions.all().take(if active { usize::MAX } else { 1 }).collect();
    let share = number(regions.len() as u64);
    regions.into_iter().map(|region| (region, all.map(|it| it / share))).collect()
}

fn load(spec: &Spec) -> Option<&Load> {
    spec.load.as_ref()
}

/// Route 53 has no Region of its own: its lines stand in the one that its stack has, or is checked.
fn traffic(spec: &Spec, entry: &Entry, traffic: &Traffic, cost: &mut Cost) {
    let home = spec.regions.recovery();
    if matches!(traffic.zone, Zone::Create(_)) {
        cost.add(entry, home, ("route53", "zone"), Some(1.0), "one".to_owned());
    }
    if traffic.route.value == RouteMode::Accelerator {
        let item = ("globalaccelerator", "accelerator");
        cost.add(entry, home, item, Some(HOURS_A_MONTH), "one, all hours".to_owned());
        cost.unpriced(entry, home, "transfer", "bytes, by where users are");
        return;
    }
    for region in spec.regions.all() {
        cost.add(entry, region, ("route53", "health-check"), Some(1.0), "one".to_owned());
        let fast = traffic.health_check.interval.value < Duration::from_secs(30);
        let (options, driver) = if fast { (2.0, "HTTPS and every 10 s") } else { (1.0, "HTTPS") };
        cost.add(entry, region, ("route53", "health-check-option"), Some(options), driver.to_owned());
    }
    cost.unpriced(entry, home, "DNS queries", "resolvers, and how long they keep answers");
}

fn function(spec: &Spec, entry: &Entry, function: &Function, cost: &mut Cost) {
    let duration = load(spec).and_then(|it| it.duration).map(|it| number(it.value.as_millis()) / 1_000.0);
    let item = match function.architecture.value {
        Architecture::X86 => "duration",
        Architecture::Arm => "duration-arm",
    };
    let memory = gib(function.memory.value);
    for (region, requests) in served(spec) {
        let million = requests.map(|it| it / MILLION);
        cost.add(entry, region, ("lambda", "requests"), million, said(requests, "calls"));
        let units = requests.zip(duration).map(|(requests, duration)| requests * duration * memory);
        let driver = match duration {
            Some(it) => format!("{} × {it} s × {}", said(requests, "calls"), function.memory.value),
            None => said(None, "duration"),
        };
        cost.add(entry, region, ("lambda", item), units, driver);
    }
}

/// A write is paid for in every Region, by the kibibyte; a read where it is made, by four.
fn table(spec: &Spec, entry: &Entry, _: &Table, cost: &mut Cost) {
    let load = load(spec);
    let size = load.and_then(|it| it.item_size).map(|it| it.value.as_bytes());
    let blocks = |block: u64| size.map(|it| number(it.div_ceil(block).max(1)));
    let per = |of: Option<f64>, block: u64| of.zip(blocks(block)).map(|(of, blocks)| of * blocks);
    let (writes, reads) = (load.and_then(|it| count(it.writes)), load.and_then(|it| count(it.reads)));
    let all: Option<f64> = served(spec).into_iter().map(|(_, it)| it).sum();
    let units = |requests: Option<f64>, each: Option<f64>| requests.zip(each).map(|(a, b)| a * b);
    for region in spec.regions.all() {
        let written = units(all, per(writes, 1_024));
        let driver = said(written, "writes of a kibibyte, as in every Region");
        cost.add(entry, region, ("dynamodb", "writes"), written.map(|it| it / MILLION), driver);
        cost.unpriced(entry, region, "storage", "how much is kept");
    }
    for (region, requests) in served(spec) {
        let read = units(requests, per(reads, 4_096));
        let driver = said(read, "reads of four kibibytes");
        cost.add(entry, region, ("dynamodb", "reads"), read.map(|it| it / MILLION), driver);
    }
}

fn bucket(spec: &Spec, entry: &Entry, bucket: &Bucket, cost: &mut Cost) {
    let objects = load(spec).and_then(|it| count(it.objects));
    let size = load(spec).and_then(|it| it.object_size).map(|it| gib(it.value));
    let bytes = objects.zip(size).map(|(objects, size)| objects * size);
    let said_bytes = said(bytes, "GiB of objects");
    for (at, region) in spec.regions.all().enumerate() {
        let driver = said(objects, if at == 0 { "objects" } else { "copies" });
        cost.add(entry, region, ("s3", "puts"), objects.map(|it| it / MILLION), driver);
        cost.unpriced(entry, region, "storage", "how much is kept");
        if at == 0 {
            continue;
        }
        // The Region that sends is the one that pays.
        let from = spec.regions.primary.value;
        cost.add(entry, from, ("s3", "transfer"), bytes, said_bytes.clone());
        if bucket.replication.time_control {
            cost.add(entry, from, ("s3", "replication-time-control"), bytes, said_bytes.clone());
        }
    }
}

fn database(spec: &Spec, entry: &Entry, database: &Database, cost: &mut Cost) {
    for (at, region) in spec.regions.all().enumerate() {
        let instances = if at == 0 { database.instances.primary } else { database.instances.secondary };
        let instances = number(u64::try_from(instances.value).unwrap_or_default());
        if let Some(class) = &database.class {
            let driver = format!("{instances} × {}, all hours", class.value);
            let item = ("aurora", class.value.as_str());
            cost.add(entry, region, item, Some(instances * HOURS_A_MONTH), driver);
        }
        if let Some(capacity) = &database.capacity {
            let least = capacity.value.min.value;
            let units = instances * least.number() * HOURS_A_MONTH;
            let driver = format!("{instances} × {least}, its least capacity, all hours");
            cost.add(entry, region, ("aurora", "acu"), Some(units), driver);
            cost.unpriced(entry, region, "more capacity", "what queries need");
        }
        cost.unpriced(entry, region, "storage and I/O", "how much is kept, read and written");
    }
}

fn network(spec: &Spec, entry: &Entry, network: &Network, cost: &mut Cost) {
    let zones = number(u64::try_from(network.zones.value).unwrap_or_default());
    let gateways = match network.nat.value {
        Nat::None => 0.0,
        Nat::Single => 1.0,
        Nat::PerZone => zones,
    };
    let by_route = [EndpointService::DynamoDb, EndpointService::S3];
    let endpoints = network.endpoints.iter().filter(|it| !by_route.contains(&it.value)).count();
    let endpoints = number(endpoints as u64) * zones;
    for region in spec.regions.all() {
        if gateways > 0.0 {
            let driver = format!("{gateways}, all hours");
            cost.add(entry, region, ("vpc", "nat-gateway"), Some(gateways * HOURS_A_MONTH), driver);
        }
        if endpoints > 0.0 {
            let driver = format!("{endpoints}, all hours");
            cost.add(entry, region, ("privatelink", "endpoint"), Some(endpoints * HOURS_A_MONTH), driver);
        }
        if gateways + endpoints > 0.0 {
            cost.unpriced(entry, region, "transfer", "bytes");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_can_be_read() {
        let said = [0.0, 999.0, 1_000.0, 5_000_000.0, 143.05, 1_234.5].map(grouped);
        assert_eq!(said, ["0", "999", "1,000", "5,000,000", "143.05", "1,234.5"]);
    }
}
