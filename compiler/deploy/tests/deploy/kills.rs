//! A deployment that is killed at any moment is gone on with, and comes to the same end.

use crate::front::{Witness, deploy, deploy_with, going_on};
use crate::loopback::{Bucket, Held, Server, World};
use crate::systems::system;
use drc_deploy::{Status, System};
use std::collections::BTreeMap;
use std::sync::Arc;

const POINTS: u64 = 100;

/// Numbers that look random and are the same every time (Knuth's MMIX).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % most
    }
}

/// What is there in the end. ARNs differ from run to run; nothing else may.
fn state(world: &World) -> BTreeMap<String, String> {
    let live = world.stacks.iter().filter(|(_, it)| it.status != Status::DeleteComplete);
    let stack = |((region, name), it): (&(String, String), &Held)| {
        let of = (it.status, &it.parameters, &it.outputs, &it.tags, &it.resources, it.change_sets.keys());
        (format!("{region}/{name}"), format!("{of:?}"))
    };
    // How often an object was put there is no state: its key says what it holds, and a run that looked just before the
    // killed one's last upload puts the same there again.
    let bucket = |(name, it): (&String, &Bucket)| {
        (name.clone(), format!("{:?}", (&it.region, &it.tags, &it.settings, it.objects.keys())))
    };
    let buckets = world.buckets.iter().map(bucket);
    live.map(stack).chain(buckets).collect()
}

/// Runs until the server kills it. True if it came to its end before.
async fn killed(server: &Server, system: &Arc<System>) -> bool {
    let front = Arc::new(Witness::default());
    tokio::select! {
        biased;
        () = server.killed.notified() => false,
        ended = deploy_with(server, system, &front, going_on()) => {
            ended.expect("it runs");
            true
        }
    }
}

#[tokio::test]
async fn killed_at_a_hundred_moments_it_comes_to_the_same_end() {
    let system = system("payments-aurora");
    let clean = Server::start().await;
    deploy(&clean, &system).await;
    let wanted = state(&clean.world());
    let requests = clean.world().clock;
    let mut survived = 0;
    for seed in 0..POINTS {
        let mut numbers = Numbers(seed);
        let server = Server::start().await;
        // Some runs are killed more than once.
        for _ in 0..=numbers.below(3) {
            let (at, carried_out) = (numbers.below(requests) + 1, numbers.below(2) == 1);
            let now = server.world().clock;
            server.world().kill = Some((now + at, carried_out));
            survived += usize::from(killed(&server, &system).await);
            server.world().kill = None;
        }
        let report = deploy(&server, &system).await;
        assert!(report.is_good(), "seed {seed}:\n{}", report.text());
        let world = server.world();
        let twice: Vec<_> = world.made.iter().filter(|(_, it)| **it != 1).collect();
        assert!(twice.is_empty(), "seed {seed}: made twice: {twice:?}");
        assert_eq!(world.made.len(), clean.world().made.len(), "seed {seed}: something is missing");
        let is = state(&world);
        let differs: Vec<_> = is.iter().filter(|(key, it)| wanted.get(*key) != Some(*it)).collect();
        assert!(differs.is_empty() && is.len() == wanted.len(), "seed {seed}: {differs:?}");
    }
    assert!(survived < 60, "{survived} runs were through before their moment came: nothing was tried");
}
