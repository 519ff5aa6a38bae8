//! The shape of a document.

use drc_yaml::Writer;

const DOCUMENT: &str = r#"# Head.
#
# More.

a: x
map:
  # first
  none: {}
  list:
    - one
    - k: v
      "yes": [A, "a, b", "${c}"]
    - - -1
      - true
    - []
    - |
      l1
      l2

  "2nd": |-
    l1
    l2

end: ""
"#;

#[test]
fn maps_lists_and_what_is_empty() {
    let mut it = Writer::new();
    it.comment("Head.\n\nMore.");
    it.blank();
    it.entry("a", "x");
    it.key("map");
    it.open();
    it.blank();
    it.comment("first");
    it.key("none");
    it.open();
    it.close_map();
    it.key("list");
    it.open();
    it.dash();
    it.text("one");
    it.dash();
    it.open();
    it.entry("k", "v");
    it.key("yes");
    it.flow(&["A", "a, b", "${c}"]);
    it.close_map();
    it.dash();
    it.open();
    it.dash();
    it.int(-1);
    it.dash();
    it.bool(true);
    it.close_list();
    it.dash();
    it.open();
    it.close_list();
    it.dash();
    it.text("l1\nl2\n");
    it.close_list();
    it.blank();
    it.key("2nd");
    it.text("l1\nl2");
    it.close_map();
    it.blank();
    it.entry("end", "");
    assert_eq!(it.finish(), DOCUMENT);
}

#[test]
fn a_text_written_elsewhere_is_taken_in() {
    let mut inner = Writer::inside(1);
    inner.entry("a", "x");
    let mut it = Writer::new();
    it.key("none");
    it.open();
    it.splice("");
    it.close_map();
    it.key("some");
    it.open();
    it.splice(&inner.finish());
    it.entry("b", "z");
    it.close_map();
    assert_eq!(it.finish(), "none: {}\nsome:\n  a: x\n  b: z\n");
}
