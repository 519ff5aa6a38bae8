//! drc
fn main() {}
