//! `cloudformation_sample write DIR COPIES` writes the sample system, so many times over, for cfn-lint to judge;
//! `cloudformation_sample time NODES` prints one of that size.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a tool for the bench, not part of the compiler"
)]

#[path = "../tests/sample/mod.rs"]
mod sample;

use std::path::Path;
use std::time::Instant;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["write", folder, copies] => write(Path::new(folder), copies.parse().expect("a number")),
        ["time", nodes] => time(nodes.parse().expect("a number of nodes")),
        _ => println!("cloudformation_sample write DIR COPIES | cloudformation_sample time NODES"),
    }
}

fn write(folder: &Path, copies: usize) {
    for file in drc_cloudformation::print(&sample::system(copies)).0 {
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
        let stacks = drc_ir::cut(&graph, drc_ir::Limits::AWS);
        let cut = start.elapsed();
        drop(stacks);
        let start = Instant::now();
        let files = drc_cloudformation::print(&graph);
        let elapsed = start.elapsed();
        let bytes: usize = files.0.iter().map(|file| file.contents.len()).sum();
        println!(
            "{} nodes, {} files, {bytes} bytes, {elapsed:?}, of which cut {cut:?}",
            graph.nodes.len(),
            files.0.len()
        );
    }
}
