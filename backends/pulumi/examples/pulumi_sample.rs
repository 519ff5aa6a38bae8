//! `pulumi_sample write DIR COPIES 6|7` writes the sample system, so many times over, for the Pulumi checker to judge;
//! `pulumi_sample time NODES` prints one of that size.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a tool for the bench, not part of the compiler"
)]

#[path = "../../cloudformation/tests/sample/mod.rs"]
mod sample;

use drc_vendor::PulumiMajor;
use std::path::Path;
use std::time::Instant;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["write", folder, copies, major] => {
            let major = if major == "6" { PulumiMajor::V6 } else { PulumiMajor::V7 };
            write(Path::new(folder), copies.parse().expect("a number"), major);
        }
        ["time", nodes] => time(nodes.parse().expect("a number of nodes")),
        _ => println!("pulumi_sample write DIR COPIES 6|7 | pulumi_sample time NODES"),
    }
}

fn write(folder: &Path, copies: usize, major: PulumiMajor) {
    for file in drc_pulumi::print(&sample::system(copies), major).0 {
        let path = folder.join(file.path);
        std::fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder");
        std::fs::write(path, file.contents).expect("a file");
    }
}

fn time(nodes: usize) {
    let copy = sample::system(1).nodes.len();
    let graph = sample::system(nodes / copy);
    for _ in 0..5 {
        let start = Instant::now();
        let files = drc_pulumi::print(&graph, PulumiMajor::V7);
        let elapsed = start.elapsed();
        let bytes: usize = files.0.iter().map(|file| file.contents.len()).sum();
        println!("{} nodes, {bytes} bytes, {elapsed:?}", graph.nodes.len());
    }
}
