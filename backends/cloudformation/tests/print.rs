//! The sample system, file by file, as it is printed. `cargo run --example cloudformation_sample -- write DIR 1` puts
//! the same files where cfn-lint can read them.

mod sample;

use drc_cloudformation::{Manifest, faults, print};

#[test]
fn every_file_of_the_sample_is_as_it_was() {
    let files = print(&sample::system(1));
    for file in files.0.iter().filter(|file| !file.path.ends_with(".zip")) {
        insta::assert_snapshot!(file.path.clone(), String::from_utf8_lossy(&file.contents));
    }
    let paths: Vec<&str> = files.0.iter().map(|file| file.path.as_str()).collect();
    let expected = "us-east-1-0.yaml us-east-2-0.yaml us-east-1-1.yaml us-east-2-1.yaml us-east-2-2.yaml manifest.json code/report.zip";
    assert_eq!(paths, expected.split(' ').collect::<Vec<_>>());
}

#[test]
fn the_sample_is_without_fault() {
    assert_eq!(faults(&sample::system(2)), []);
}

#[test]
fn a_large_system_keeps_to_the_quotas() {
    assert_eq!(faults(&sample::system(300)), []);
}

#[test]
fn the_same_graph_gives_the_same_bytes() {
    let [one, other] = [(); 2].map(|()| print(&sample::system(3)));
    assert!(one.0.iter().zip(&other.0).all(|(a, b)| a.path == b.path && a.contents == b.contents));
}

#[test]
fn the_manifest_comes_back_as_it_went() {
    let files = print(&sample::system(40));
    let text = files.0.iter().find(|file| file.path == "manifest.json").expect("a manifest");
    let manifest: Manifest = serde_json::from_slice(&text.contents).expect("a manifest");
    assert_eq!(
        serde_json::to_string_pretty(&manifest).expect("JSON") + "\n",
        String::from_utf8_lossy(&text.contents)
    );
    let deployed = |name: &String, before: usize| manifest.stacks[..before].iter().any(|it| it.name == *name);
    for (at, stack) in manifest.stacks.iter().enumerate() {
        assert!(stack.depends_on.iter().all(|name| deployed(name, at)), "{}", stack.name);
        assert!(
            stack.parameters.values().all(|from| stack.depends_on.contains(&from.stack)),
            "{}",
            stack.name
        );
        let template = files.0.iter().find(|file| file.path == stack.template).expect("a template");
        assert_eq!(stack.upload, template.contents.len() > 51_200);
    }
    assert!(manifest.stacks.iter().any(|stack| stack.upload));
}

#[test]
fn every_output_that_a_parameter_names_is_there_once() {
    let files = print(&sample::system(40));
    let text = |path: &str| {
        let file = files.0.iter().find(|file| file.path == path).expect("a file");
        String::from_utf8_lossy(&file.contents).into_owned()
    };
    let manifest: Manifest = serde_json::from_str(&text("manifest.json")).expect("a manifest");
    for from in manifest.stacks.iter().flat_map(|stack| stack.parameters.values()) {
        let stack = manifest.stacks.iter().find(|stack| stack.name == from.stack).expect("a stack");
        let template = text(&stack.template);
        let (_, outputs) = template.split_once("\nOutputs:\n").expect("outputs");
        assert_eq!(outputs.matches(&format!("\n  {}:\n", from.output)).count(), 1, "{from:?}");
    }
}

#[test]
fn a_system_of_nothing_is_a_manifest() {
    let files = print(&sample::empty());
    assert_eq!(files.0.iter().map(|file| file.path.as_str()).collect::<Vec<_>>(), ["manifest.json"]);
}
