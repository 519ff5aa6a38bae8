//! Something that is there already, but not said for every Region, or said to be what it cannot be.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::{PerRegion, Region};
use drc_services::alerts::Alerts;
use drc_services::bucket::Bucket;
use drc_services::key::Key;
use drc_services::queue::Queue;
use drc_services::registry::Typed as _;
use drc_services::topic::Topic;
use drc_services::{Entry, Service};
use drc_syntax::Spanned;

/// Something that is there already, but not said for every Region, or said to be what it cannot be.
#[derive(Debug)]
pub struct ExistingRegions;

/// What `existing` holds: names of buckets, ARNs of everything else.
enum Form {
    Name,
    Arn(&'static str),
}

type Existing = Spanned<PerRegion<Spanned<String>>>;

impl Rule for ExistingRegions {
    const CODE: Code = code!("DRC555", "existing-regions", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for entry in &cx.spec.services {
            let Some((existing, form)) = existing(&entry.service) else { continue };
            for region in cx.spec.regions.all().filter(|it| existing.value.at(*it).is_none()) {
                found.push(missing(entry, existing, region));
            }
            for (region, value) in &existing.value.0 {
                if cx.spec.regions.all().all(|it| it != region.value) {
                    found.push(stranger(entry, *region));
                } else if let Some(why) = form.refuses(region.value, &value.value) {
                    found.push(refused(entry, value, &why, &form.example(region.value)));
                }
            }
        }
    }
}

fn existing(service: &Service) -> Option<(&Existing, Form)> {
    let bucket = Bucket::service(service).map(|it| (it.existing.as_ref(), Form::Name));
    let queue = Queue::service(service).map(|it| (it.existing.as_ref(), Form::Arn("sqs")));
    let topic = Topic::service(service).map(|it| (it.existing.as_ref(), Form::Arn("sns")));
    let alerts = Alerts::service(service).map(|it| (it.existing.as_ref(), Form::Arn("sns")));
    let key = Key::service(service).map(|it| (it.existing.as_ref(), Form::Arn("kms")));
    let (existing, form) = bucket.or(queue).or(topic).or(alerts).or(key)?;
    Some((existing?, form))
}

const SOURCE: &str = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html";

fn missing(entry: &Entry, existing: &Existing, region: Region) -> Diagnostic {
    let message = format!("{} says nothing of {region}", entry.address);
    Diagnostic::new(&ExistingRegions::CODE, existing.span, message, "a Region is missing")
        .why("drc makes nothing of what is there already, so after a failover there would be nothing")
        .help(format!("add {region} = \"…\", or take `existing` out"))
        .source(SOURCE)
        .about(entry.address.to_string())
}

fn stranger(entry: &Entry, region: Spanned<Region>) -> Diagnostic {
    let message = format!("{} is in {}, the system is not", entry.address, region.value);
    Diagnostic::new(&ExistingRegions::CODE, region.span, message, "not one of `regions`")
        .help("take it out, or add the Region to `regions`")
        .source(SOURCE)
        .about(entry.address.to_string())
}

fn refused(entry: &Entry, value: &Spanned<String>, why: &str, example: &str) -> Diagnostic {
    Diagnostic::new(&ExistingRegions::CODE, value.span, format!("{} cannot be {}: {why}", entry.address, value.value), "not what it must be")
        .help(format!("write something such as \"{example}\""))
        .source(SOURCE)
        .about(entry.address.to_string())
}

impl Form {
    /// Why a value cannot be it.
    fn refuses(&self, region: Region, value: &str) -> Option<String> {
        let Self::Arn(service) = self else {
            return value.contains(':').then(|| "a bucket is called by its name, not its ARN".to_owned());
        };
        let words: Vec<&str> = value.splitn(6, ':').collect();
        let [prefix, partition, of, place, account, name] = words.as_slice() else {
            return Some("it is no ARN".to_owned());
        };
        let id = account.len() == 12 && account.bytes().all(|it| it.is_ascii_digit());
        if *prefix != "arn" || *partition != region.partition().id() || !id || name.is_empty() {
            Some("it is no ARN of this partition".to_owned())
        } else if of != service {
            Some(format!("it is of {of}, not of {service}"))
        } else if *place != region.code() {
            Some(format!("it is in {place}, not in {region}"))
        } else {
            None
        }
    }

    fn example(&self, region: Region) -> String {
        let partition = region.partition().id();
        match self {
            Self::Name => format!("payment-docs-{region}"),
            Self::Arn("kms") => {
                format!("arn:{partition}:kms:{region}:123456789012:key/mrk-1234abcd12ab34cd56ef1234567890ab")
            }
            Self::Arn(service) => format!("arn:{partition}:{service}:{region}:123456789012:payments"),
        }
    }
}
