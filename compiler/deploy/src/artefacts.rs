//! Code and large templates: a bucket in every Region, made when first needed.
//!
//! Keys are hashes of what they hold, so that nothing is ever overwritten and a repeated upload changes nothing.

use crate::client::{Client, ask};
use crate::fault::Fault;
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types as s3;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Lower-case hexadecimal SHA-256.
pub(crate) fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The name of a Region's bucket. Its hash tells systems of one account apart within the 63 characters there are.
pub(crate) fn bucket(system: &str, environment: &str, account: &str, region: &str) -> String {
    let of = hash(format!("{system}/{environment}").as_bytes());
    format!("drc-{}-{account}-{region}", &of[..10])
}

/// Whether the bucket is there and is drc's; an error if it is somebody else's.
pub(crate) async fn exists(
    client: &Client,
    bucket: &str,
    tags: &BTreeMap<String, String>,
) -> Result<bool, Fault> {
    match ask!(client, "GetBucketTagging", client.s3.get_bucket_tagging().bucket(bucket)) {
        Ok(answer) => {
            let has = |(key, value): (&String, &String)| {
                answer.tag_set().iter().any(|it| it.key() == key && it.value() == value)
            };
            if tags.iter().all(has) { Ok(true) } else { Err(foreign(client, bucket)) }
        }
        // A run was killed between making it and marking it; the name says whose it is.
        Err(fault) if fault.is("NoSuchTagSet") => Ok(true),
        Err(fault) if fault.is_absence() => Ok(false),
        Err(fault) => Err(fault),
    }
}

fn foreign(client: &Client, bucket: &str) -> Fault {
    Fault::Refused {
        region: client.region.clone(),
        call: "GetBucketTagging",
        code: "NotOurs".to_owned(),
        reason: format!(
            "the bucket {bucket} does not carry drc's tags: drc did not make it and leaves it alone"
        ),
    }
}

/// Makes sure that the bucket is there: encrypted, versioned, private, TLS only. True if it was not.
pub(crate) async fn ensure(
    client: &Client,
    bucket: &str,
    tags: &BTreeMap<String, String>,
) -> Result<bool, Fault> {
    let there = exists(client, bucket, tags).await?;
    if !there {
        create(client, bucket).await?;
    }
    // Every time: a run may have been killed in between, and somebody may have opened it since.
    configure(client, bucket, tags).await?;
    Ok(!there)
}

async fn create(client: &Client, bucket: &str) -> Result<(), Fault> {
    let mut request = client.s3.create_bucket().bucket(bucket);
    // S3 refuses the name of the Region that was there first.
    if client.region != "us-east-1" {
        let place = s3::BucketLocationConstraint::from(client.region.as_str());
        request = request.create_bucket_configuration(
            s3::CreateBucketConfiguration::builder().location_constraint(place).build(),
        );
    }
    match ask!(client, "CreateBucket", request) {
        Err(fault) if fault.is("BucketAlreadyOwnedByYou") => Ok(()),
        answer => answer.map(|_| ()),
    }
}

async fn configure(client: &Client, bucket: &str, tags: &BTreeMap<String, String>) -> Result<(), Fault> {
    let s3 = &client.s3;
    let built = |error: aws_sdk_s3::error::BuildError| Fault::Unknown {
        region: client.region.clone(),
        what: error.to_string(),
    };
    let closed = s3::PublicAccessBlockConfiguration::builder()
        .block_public_acls(true)
        .ignore_public_acls(true)
        .block_public_policy(true)
        .restrict_public_buckets(true)
        .build();
    let request = s3.put_public_access_block().bucket(bucket).public_access_block_configuration(closed);
    ask!(client, "PutPublicAccessBlock", request)?;
    let by_default = s3::ServerSideEncryptionByDefault::builder()
        .sse_algorithm(s3::ServerSideEncryption::AwsKms)
        .build()
        .map_err(built)?;
    let rule = s3::ServerSideEncryptionRule::builder()
        .apply_server_side_encryption_by_default(by_default)
        .bucket_key_enabled(true)
        .build();
    let encryption = s3::ServerSideEncryptionConfiguration::builder().rules(rule).build().map_err(built)?;
    let request = s3.put_bucket_encryption().bucket(bucket).server_side_encryption_configuration(encryption);
    ask!(client, "PutBucketEncryption", request)?;
    let versioning =
        s3::VersioningConfiguration::builder().status(s3::BucketVersioningStatus::Enabled).build();
    let request = s3.put_bucket_versioning().bucket(bucket).versioning_configuration(versioning);
    ask!(client, "PutBucketVersioning", request)?;
    let policy = serde_json::json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Sid": "TlsOnly", "Effect": "Deny", "Principal": "*", "Action": "s3:*",
            "Resource": [format!("arn:{}:s3:::{bucket}", partition(&client.region)),
                         format!("arn:{}:s3:::{bucket}/*", partition(&client.region))],
            "Condition": { "Bool": { "aws:SecureTransport": "false" } },
        }],
    });
    ask!(client, "PutBucketPolicy", s3.put_bucket_policy().bucket(bucket).policy(policy.to_string()))?;
    let mut tagging = s3::Tagging::builder();
    for (key, value) in tags {
        tagging = tagging.tag_set(s3::Tag::builder().key(key).value(value).build().map_err(built)?);
    }
    let request = s3.put_bucket_tagging().bucket(bucket).tagging(tagging.build().map_err(built)?);
    ask!(client, "PutBucketTagging", request)?;
    Ok(())
}

/// `aws-cn` for what begins with `cn-`.
pub(crate) fn partition(region: &str) -> &'static str {
    match region.split('-').next() {
        Some("cn") => "aws-cn",
        _ if region.starts_with("us-gov-") => "aws-us-gov",
        _ => "aws",
    }
}

/// Puts an object there, unless it is there already: the key says what it holds.
pub(crate) async fn put(client: &Client, bucket: &str, key: &str, bytes: &[u8]) -> Result<(), Fault> {
    match ask!(client, "HeadObject", client.s3.head_object().bucket(bucket).key(key)) {
        Ok(_) => return Ok(()),
        Err(fault) if fault.is_absence() => {}
        Err(fault) => return Err(fault),
    }
    let request = client.s3.put_object().bucket(bucket).key(key).body(ByteStream::from(bytes.to_vec()));
    ask!(client, "PutObject", request).map(|_| ())
}

/// Where CloudFormation finds an object.
pub(crate) fn url(bucket: &str, region: &str, key: &str) -> String {
    let end = if partition(region) == "aws-cn" { "amazonaws.com.cn" } else { "amazonaws.com" };
    format!("https://{bucket}.s3.{region}.{end}/{key}")
}

/// How many objects a bucket holds, old versions and markers included, as far as one page tells; 0 if there is none.
pub(crate) async fn holds(client: &Client, bucket: &str) -> Result<usize, Fault> {
    let request = client.s3.list_object_versions().bucket(bucket);
    match ask!(client, "ListObjectVersions", request) {
        Ok(page) => Ok(page.versions().len() + page.delete_markers().len()),
        Err(fault) if fault.is_absence() => Ok(0),
        Err(fault) => Err(fault),
    }
}

/// Deletes everything in a bucket, old versions and markers included.
pub(crate) async fn empty(client: &Client, bucket: &str) -> Result<(), Fault> {
    loop {
        // The first page again and again: what it named is gone.
        let page = match ask!(client, "ListObjectVersions", client.s3.list_object_versions().bucket(bucket)) {
            Ok(page) => page,
            Err(fault) if fault.is_absence() => return Ok(()),
            Err(fault) => return Err(fault),
        };
        let versions = page.versions().iter().map(|it| (it.key(), it.version_id()));
        let markers = page.delete_markers().iter().map(|it| (it.key(), it.version_id()));
        let objects: Vec<s3::ObjectIdentifier> = versions
            .chain(markers)
            .filter_map(|(key, version)| {
                s3::ObjectIdentifier::builder()
                    .key(key?)
                    .set_version_id(version.map(str::to_owned))
                    .build()
                    .ok()
            })
            .collect();
        if objects.is_empty() {
            return Ok(());
        }
        let delete = s3::Delete::builder().set_objects(Some(objects)).quiet(true).build();
        let delete = delete
            .map_err(|error| Fault::Unknown { region: client.region.clone(), what: error.to_string() })?;
        let request = client.s3.delete_objects().bucket(bucket).delete(delete);
        let answer = ask!(client, "DeleteObjects", request)?;
        if let Some(refused) = answer.errors().first() {
            return Err(Fault::Refused {
                region: client.region.clone(),
                call: "DeleteObjects",
                code: refused.code().unwrap_or_default().to_owned(),
                reason: format!(
                    "{}: {}",
                    refused.key().unwrap_or_default(),
                    refused.message().unwrap_or_default()
                ),
            });
        }
    }
}

/// Takes the bucket away with all that is in it, if it is drc's.
pub(crate) async fn remove(
    client: &Client,
    bucket: &str,
    tags: &BTreeMap<String, String>,
) -> Result<(), Fault> {
    if !exists(client, bucket, tags).await? {
        return Ok(());
    }
    empty(client, bucket).await?;
    match ask!(client, "DeleteBucket", client.s3.delete_bucket().bucket(bucket)) {
        Err(fault) if fault.is_absence() => Ok(()),
        answer => answer.map(|_| ()),
    }
}
