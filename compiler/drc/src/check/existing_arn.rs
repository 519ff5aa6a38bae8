//! Something that is there already and cannot be what a Region needs.

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

/// Something that is there already and cannot be what a Region needs.
#[derive(Debug)]
pub struct ExistingArn;

/// What `existing` holds: names of buckets, ARNs of everything else.
enum Form {
    Name,
    Arn(&'static str),
}

type Existing = Spanned<PerRegion<Spanned<String>>>;

impl Rule for ExistingArn {
    const CODE: Code = code!("DRC555", "existing-arn", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for entry in &cx.spec.services {
            let Some((existing, form)) = existing(&entry.service) else { continue };
            if matches!(form, Form::Name) {
                shared(found, entry, &existing.value);
            }
            // A Region too few or too many is another rule's.
            for (region, value) in
                existing.value.0.iter().filter(|(it, _)| cx.spec.regions.all().any(|known| known == it.value))
            {
                if let Some(why) = form.refuses(region.value, &value.value) {
                    found.push(refused(entry, value, &why, &form.example(region.value)));
                }
            }
        }
    }
}

/// A bucket stands in one Region, and its name is taken in all of them.
fn shared(found: &mut Diagnostics, entry: &Entry, names: &PerRegion<Spanned<String>>) {
    for (at, (region, name)) in names.0.iter().enumerate() {
        let earlier = names.0.iter().take(at).find(|(_, it)| it.value == name.value);
        if let Some((first, _)) = earlier {
            let why =
                format!("that is its bucket in {}, and a name is one bucket's in all Regions", first.value);
            let refused = refused(entry, name, &why, &Form::Name.example(region.value));
            found.push(
                refused
                    .source("https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html"),
            );
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

fn refused(entry: &Entry, value: &Spanned<String>, why: &str, example: &str) -> Diagnostic {
    Diagnostic::new(
        &ExistingArn::CODE,
        value.span,
        format!("{} cannot be {}: {why}", entry.address, value.value),
        "not what it must be",
    )
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
