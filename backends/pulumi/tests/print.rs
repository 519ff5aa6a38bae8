//! The sample system as it is printed, for both majors. `cargo run --example pulumi_sample -- write DIR 1 7` puts the
//! same files where the checker can read them.

#[path = "../../cloudformation/tests/sample/mod.rs"]
mod sample;

use drc_pulumi::{faults, print};
use drc_vendor::PulumiMajor::{V6, V7};

#[test]
fn every_file_of_the_sample_is_as_it_was() {
    let files = print(&sample::system(1), V7);
    for file in files.0.iter().filter(|file| !file.path.ends_with(".zip")) {
        insta::assert_snapshot!(file.path.clone(), String::from_utf8_lossy(&file.contents));
    }
    let paths: Vec<&str> = files.0.iter().map(|file| file.path.as_str()).collect();
    let expected = "Pulumi.yaml sdks/aws-7.51.1.yaml code/payment-processor.zip code/report.zip";
    assert_eq!(paths, expected.split(' ').collect::<Vec<_>>());
}

#[test]
fn another_major_has_another_version_and_other_names() {
    let [six, seven] = [V6, V7].map(|major| print(&sample::system(1), major).0.remove(0).contents);
    let [six, seven] = [six, seven].map(|text| String::from_utf8_lossy(&text).into_owned());
    assert!(six.contains("type: aws:s3:BucketV2\n") && six.contains("version: \"6.83.4\"\n"));
    assert_eq!(six.replace("V2\n", "\n").replace("6.83.4", "7.51.1"), seven);
}

#[test]
fn the_sample_is_without_fault() {
    assert_eq!(faults(&sample::system(2), V6), []);
    assert_eq!(faults(&sample::system(2), V7), []);
}

#[test]
fn the_same_graph_gives_the_same_bytes() {
    let [one, other] = [(); 2].map(|()| print(&sample::system(3), V7));
    assert!(one.0.iter().zip(&other.0).all(|(a, b)| a.path == b.path && a.contents == b.contents));
}

#[test]
fn a_system_of_nothing_is_a_program_of_providers() {
    let text = print(&sample::empty(), V7).0.remove(0).contents;
    let text = String::from_utf8_lossy(&text).into_owned();
    assert_eq!(text.matches("type: pulumi:providers:aws").count(), 2);
    assert!(!text.contains("variables:") && !text.contains("outputs:"));
}
