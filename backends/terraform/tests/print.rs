//! The sample system, file by file, as it is printed.

mod sample;

use drc_terraform::{faults, print};

#[test]
fn every_file_of_the_sample_is_as_it_was() {
    let files = print(&sample::system(1));
    let texts = files.0.iter().filter(|file| file.path.ends_with(".tf"));
    for file in texts {
        insta::assert_snapshot!(file.path.replace(".tf", ""), String::from_utf8_lossy(&file.contents));
    }
    let paths: Vec<&str> = files.0.iter().map(|file| file.path.as_str()).collect();
    let expected = "versions.tf providers.tf data.tf bucket.tf function.tf table.tf traffic.tf outputs.tf code/payment-processor.zip";
    assert_eq!(paths, expected.split(' ').collect::<Vec<_>>());
}

#[test]
fn the_sample_is_without_fault() {
    assert_eq!(faults(&sample::system(2)), []);
}

#[test]
fn a_system_of_nothing_is_a_root_with_providers() {
    let files = print(&sample::empty());
    assert_eq!(
        files.0.iter().map(|file| file.path.as_str()).collect::<Vec<_>>(),
        ["versions.tf", "providers.tf"]
    );
}

#[test]
fn the_same_graph_gives_the_same_bytes() {
    let [one, other] = [(); 2].map(|()| print(&sample::system(3)));
    assert!(one.0.iter().zip(&other.0).all(|(a, b)| a.path == b.path && a.contents == b.contents));
}
