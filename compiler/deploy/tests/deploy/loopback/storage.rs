//! S3, as far as artefacts need it.

use super::World;
use super::http::{Request, Response};
use super::wire::{plain, s3_error, tag};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bucket {
    pub region: String,
    pub tags: BTreeMap<String, String>,
    /// `encryption`, `policy`, `publicAccessBlock`, `versioning`
    pub settings: BTreeSet<String>,
    pub objects: BTreeMap<String, Vec<u8>>,
    /// How often something was put there.
    pub puts: usize,
}

fn empty(status: u16) -> Response {
    Response { status, headers: Vec::new(), body: Vec::new() }
}

impl World {
    pub fn s3(&mut self, request: &Request) -> Response {
        let path = request.path.trim_start_matches('/');
        let (name, key) = path.split_once('/').unwrap_or((path, ""));
        let asked = |it: &str| request.query.contains_key(it);
        if request.method == "PUT" && key.is_empty() && request.query.keys().all(|it| it == "x-id") {
            let bucket = Bucket { region: request.region.clone(), ..Bucket::default() };
            self.buckets.entry(name.to_owned()).or_insert(bucket);
            return empty(200);
        }
        if asked("replication") {
            return replication(self.replicates);
        }
        let Some(bucket) = self.buckets.get_mut(name) else {
            return s3_error(404, "NoSuchBucket", "The specified bucket does not exist");
        };
        match request.method.as_str() {
            "GET" if asked("tagging") => tagging(bucket),
            "GET" if asked("versions") => versions(name, bucket),
            "PUT" if asked("tagging") => {
                bucket.tags = tags(&String::from_utf8_lossy(&request.body));
                empty(204)
            }
            "PUT" if key.is_empty() => {
                bucket.settings.extend(request.query.keys().cloned());
                empty(200)
            }
            "HEAD" => empty(if bucket.objects.contains_key(key) { 200 } else { 404 }),
            "PUT" => {
                bucket.puts += 1;
                bucket.objects.insert(key.to_owned(), request.body.clone());
                empty(200)
            }
            "POST" if asked("delete") => {
                bucket.objects.clear();
                plain("<DeleteResult/>".to_owned())
            }
            "DELETE" if bucket.objects.is_empty() => {
                self.buckets.remove(name);
                empty(204)
            }
            "DELETE" => s3_error(409, "BucketNotEmpty", "The bucket you tried to delete is not empty"),
            other => s3_error(400, "Unscripted", other),
        }
    }
}

fn replication(how: Option<bool>) -> Response {
    let Some(timed) = how else {
        return s3_error(
            404,
            "ReplicationConfigurationNotFoundError",
            "The replication configuration was not found",
        );
    };
    let time = if timed {
        "<ReplicationTime><Status>Enabled</Status><Time><Minutes>15</Minutes></Time></ReplicationTime>"
    } else {
        ""
    };
    let destination = format!("<Destination>{}{time}</Destination>", tag("Bucket", "arn:aws:s3:::other"));
    plain(format!(
        "<ReplicationConfiguration>{}<Rule>{}{destination}</Rule></ReplicationConfiguration>",
        tag("Role", "arn:aws:iam::123456789012:role/r"),
        tag("Status", "Enabled")
    ))
}

fn tagging(bucket: &Bucket) -> Response {
    if bucket.tags.is_empty() {
        return s3_error(404, "NoSuchTagSet", "The TagSet does not exist");
    }
    let tag =
        |(key, value): (&String, &String)| format!("<Tag>{}{}</Tag>", tag("Key", key), tag("Value", value));
    let tags: String = bucket.tags.iter().map(tag).collect();
    plain(format!("<Tagging><TagSet>{tags}</TagSet></Tagging>"))
}

fn versions(name: &str, bucket: &Bucket) -> Response {
    let version = |key: &String| format!("<Version>{}{}</Version>", tag("Key", key), tag("VersionId", "1"));
    let versions: String = bucket.objects.keys().map(version).collect();
    plain(format!("<ListVersionsResult>{}{versions}</ListVersionsResult>", tag("Name", name)))
}

fn tags(xml: &str) -> BTreeMap<String, String> {
    let between = |text: &str, name: &str| {
        let rest = text.split(&format!("<{name}>")).nth(1)?;
        Some(rest.split(&format!("</{name}>")).next()?.to_owned())
    };
    xml.split("<Tag>").skip(1).filter_map(|it| Some((between(it, "Key")?, between(it, "Value")?))).collect()
}
