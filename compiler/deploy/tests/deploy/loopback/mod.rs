//! An AWS on the loopback, as far as a deployment meets it: CloudFormation, S3 and STS as they speak on the wire, with
//! a script of what goes wrong.
//!
//! Its clock is the number of requests: an operation ends some requests after it began, whoever asks, so that a run
//! is the same every time and goes on while nobody looks.

mod dns;
mod http;
mod stacks;
mod storage;
pub mod wire;

use drc_deploy::{Aws, Patience};
use http::Request;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Notify;

pub use dns::Record;
pub use stacks::{Held, Operation};
pub use storage::Bucket;

/// What a scripted answer is instead of the right one.
#[derive(Clone, Debug)]
pub enum Answer {
    /// An error of AWS, with headers.
    Error(u16, &'static str, &'static str, &'static [(&'static str, &'static str)]),
    /// The request is carried out, and the answer never comes.
    Silence,
    /// The stack of the request is deleted by somebody else, then it is answered.
    Deleted,
}

/// Something that goes wrong.
#[derive(Clone, Debug)]
pub struct Trouble {
    /// `CreateChangeSet`; empty for every call.
    pub call: &'static str,
    /// In which Region; empty for all.
    pub region: &'static str,
    /// Calls that go well before it.
    pub after: usize,
    /// Calls that meet it.
    pub times: usize,
    /// What they meet.
    pub answer: Answer,
}

/// Everything the server knows.
#[derive(Debug, Default)]
pub struct World {
    /// Requests so far.
    pub clock: usize,
    /// Stacks, by Region and name; deleted ones stay under their ARN.
    pub stacks: BTreeMap<(String, String), Held>,
    /// Buckets by name: Region, tags, and objects by key.
    pub buckets: BTreeMap<String, storage::Bucket>,
    /// Calls that were carried out, in order: name, Region, stack.
    pub calls: Vec<(String, String, String)>,
    /// What was asked of which service: service, call, Region, and the path or the stack.
    pub asked: BTreeSet<(String, String, String, String)>,
    /// How often each resource was made, by Region, stack and logical id.
    pub made: BTreeMap<(String, String, String), usize>,
    /// Logical ids that cannot be made or changed, and why.
    pub fails: BTreeMap<String, String>,
    /// Logical ids whose change is a replacement.
    pub replaces: BTreeSet<String>,
    /// Records of every zone.
    pub records: Vec<Record>,
    /// Interval and threshold of health checks that are not as their stack made them, by physical id.
    pub health_checks: BTreeMap<String, (i32, i32)>,
    /// Whether buckets replicate, and with time control.
    pub replicates: Option<bool>,
    /// What CloudFormation finds changed: logical id, path, expected, actual.
    pub drifted: Vec<(String, String, String, String)>,
    /// Outputs that are not said.
    pub silent_outputs: BTreeSet<String>,
    /// Requests an operation takes, if not four.
    pub slowness: Option<usize>,
    /// Say "nothing changed" in CloudFormation's other words.
    pub other_words: bool,
    /// Regions that never answer.
    pub lost: BTreeSet<String>,
    /// What goes wrong.
    pub troubles: Vec<Trouble>,
    /// The request at which the run is killed, and whether it is carried out first.
    pub kill: Option<(usize, bool)>,
    /// Makes every ARN another one.
    pub serial: usize,
}

/// A server that is running.
pub struct Server {
    url: String,
    pub world: Arc<Mutex<World>>,
    /// Told when the run is to be killed.
    pub killed: Arc<Notify>,
}

impl Server {
    pub async fn start() -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let (world, killed) = (Arc::new(Mutex::new(World::default())), Arc::new(Notify::new()));
        let (shared, notify) = (Arc::clone(&world), Arc::clone(&killed));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (world, killed) = (Arc::clone(&shared), Arc::clone(&notify));
                tokio::spawn(http::serve(stream, move |request| answer(&world, &killed, &request)));
            }
        });
        Server { url, world, killed }
    }

    /// The real client, pointed here.
    pub fn aws(&self, regions: &[String]) -> Aws {
        let config = aws_config::SdkConfig::builder()
            .endpoint_url(&self.url)
            .behavior_version(aws_config::BehaviorVersion::v2026_01_12())
            .credentials_provider(aws_sdk_cloudformation::config::SharedCredentialsProvider::new(
                aws_sdk_cloudformation::config::Credentials::new("test", "test", None, None, "loopback"),
            ))
            .sleep_impl(aws_sdk_cloudformation::config::SharedAsyncSleep::new(Impatient))
            .http_client(aws_smithy_http_client::Builder::new().build_http())
            .build();
        let patience = Patience {
            connect: Duration::from_millis(200),
            attempt: Duration::from_millis(150),
            attempts: 5,
            poll: Duration::from_millis(1),
        };
        Aws::of(&config, regions, patience)
    }

    pub fn world(&self) -> std::sync::MutexGuard<'_, World> {
        self.world.lock().expect("no panic while it was locked")
    }
}

/// The SDK's pauses between tries, a hundred times shorter; its time-outs are as told.
#[derive(Debug)]
struct Impatient;

impl aws_sdk_cloudformation::config::AsyncSleep for Impatient {
    fn sleep(&self, duration: Duration) -> aws_sdk_cloudformation::config::Sleep {
        let short = if duration > Duration::from_millis(200) { duration / 100 } else { duration };
        aws_sdk_cloudformation::config::Sleep::new(tokio::time::sleep(short))
    }
}

/// `None`: no answer, ever.
fn answer(world: &Mutex<World>, killed: &Notify, request: &Request) -> Option<http::Response> {
    let mut world = world.lock().expect("no panic while it was locked");
    // Route 53 is in no Region.
    if world.lost.contains(&request.region) && request.service != "route53" {
        return None;
    }
    world.clock += 1;
    world.advance();
    let call = request.call();
    if let Some((at, carried_out)) = world.kill
        && world.clock >= at
    {
        world.kill = None;
        if carried_out {
            let _ = carry_out(&mut world, request);
        }
        killed.notify_one();
        return None;
    }
    match world.trouble(&call, &request.region) {
        None => Some(carry_out(&mut world, request)),
        Some(Answer::Error(status, code, message, headers)) => {
            Some(wire::error(status, code, message).with_headers(headers))
        }
        Some(Answer::Silence) => {
            let _ = carry_out(&mut world, request);
            None
        }
        Some(Answer::Deleted) => {
            world.delete_under_our_feet(request);
            Some(carry_out(&mut world, request))
        }
    }
}

fn carry_out(world: &mut World, request: &Request) -> http::Response {
    let stack = request.form.get("StackName").cloned().unwrap_or_default();
    let what = if stack.is_empty() { request.path.clone() } else { stack.clone() };
    world.asked.insert((request.service.clone(), request.call(), request.region.clone(), what));
    world.calls.push((request.call(), request.region.clone(), stack));
    match request.service.as_str() {
        "cloudformation" => world.cloudformation(request),
        "s3" => world.s3(request),
        "route53" => world.route53(request),
        "sts" => wire::ok("GetCallerIdentity", &wire::caller()),
        other => wire::error(400, "Unscripted", &format!("no {other} here")),
    }
}

impl World {
    fn trouble(&mut self, call: &str, region: &str) -> Option<Answer> {
        let concerns = |it: &&mut Trouble| {
            (it.call.is_empty() || it.call == call) && (it.region.is_empty() || it.region == region)
        };
        for trouble in self.troubles.iter_mut().filter(concerns) {
            if trouble.after > 0 {
                trouble.after -= 1;
            } else if trouble.times > 0 {
                trouble.times -= 1;
                return Some(trouble.answer.clone());
            }
        }
        None
    }

    /// How often a call was carried out.
    pub fn count(&self, call: &str) -> usize {
        self.calls.iter().filter(|(it, ..)| it == call).count()
    }
}
