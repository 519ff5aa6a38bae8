//! What check and emit cost for system A, and for A copied 10, 100 and 1,000 times in one spec.
//!
//! `cargo bench -p drc-core`. Figures of a noisy machine: compare columns of one run, not runs. `tests/bench` times the
//! whole process.

#![allow(clippy::disallowed_methods, reason = "a benchmark reads its input")]
#![allow(missing_docs, reason = "divan makes functions of these")]

#[path = "../tests/common/mod.rs"]
mod common;
#[path = "../../xtask/src/copies.rs"]
mod copies;

use drc_core::{Backend, Options, check_source, emit, evacuation};
use drc_syntax::Source;
use drc_vendor::PulumiMajor;

/// The allocator of the binary that people run.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const COPIES: [usize; 4] = [1, 10, 100, 1000];

fn main() {
    divan::main();
}

fn source(copies: usize) -> Source {
    Source::new("spec.toml", copies::copies(&common::read("specs/payments-serverless.toml"), copies))
}

#[divan::bench(args = COPIES, sample_count = 10)]
fn check(bencher: divan::Bencher<'_, '_>, copies: usize) {
    let source = source(copies);
    bencher.bench(|| check_source(&source, &common::Disk, Options::default()));
}

/// 1,429 copies: 10,003 services. A check of them may take a tenth of a second.
#[divan::bench(sample_count = 20)]
fn check_ten_thousand_services(bencher: divan::Bencher<'_, '_>) {
    let source = source(1_429);
    bencher.bench(|| check_source(&source, &common::Disk, Options::default()));
}

#[divan::bench(args = COPIES, sample_count = 10)]
fn lower(bencher: divan::Bencher<'_, '_>, copies: usize) {
    let source = source(copies);
    let checked = check_source(&source, &common::Disk, Options::default());
    bencher.bench_local(|| checked.lower(&source));
}

#[divan::bench(args = COPIES, sample_count = 10)]
fn prove(bencher: divan::Bencher<'_, '_>, copies: usize) {
    let source = source(copies);
    let checked = check_source(&source, &common::Disk, Options::default());
    let graph = checked.lower(&source).expect("the copies are free of errors");
    bencher.bench_local(|| evacuation::prove(&graph, &graph.regions[..1]));
}

fn print(bencher: divan::Bencher<'_, '_>, copies: usize, backend: Backend) {
    let source = source(copies);
    let checked = check_source(&source, &common::Disk, Options::default());
    let graph = checked.lower(&source).expect("the copies are free of errors");
    bencher.bench_local(|| emit(&graph, backend));
}

#[divan::bench(args = COPIES, sample_count = 10)]
fn terraform(bencher: divan::Bencher<'_, '_>, copies: usize) {
    print(bencher, copies, Backend::Terraform);
}

#[divan::bench(args = COPIES, sample_count = 10)]
fn cloudformation(bencher: divan::Bencher<'_, '_>, copies: usize) {
    print(bencher, copies, Backend::CloudFormation);
}

#[divan::bench(args = COPIES, sample_count = 10)]
fn pulumi(bencher: divan::Bencher<'_, '_>, copies: usize) {
    print(bencher, copies, Backend::Pulumi(PulumiMajor::V7));
}
