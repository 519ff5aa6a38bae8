//! Texts that YAML would rather read as something else, and how each is written. `examples/round_trip.rs` prints the
//! same table and random texts for readers of YAML in other languages to judge.

use drc_yaml::Writer;

fn value(text: &str) -> String {
    let mut writer = Writer::new();
    writer.entry("k", text);
    let written = writer.finish();
    written.strip_prefix("k: ").and_then(|it| it.strip_suffix('\n')).expect("an entry").to_owned()
}

#[test]
fn what_is_safe_stands_plain() {
    for text in [
        "us-east-1",
        "arn:aws:s3:::docs",
        "nodejs22.x",
        "index.handler",
        "/aws/lambda/x",
        "_x",
        "${bucket.arn}",
        "$default",
        "Role of x, in us-east-1 (primary)",
        "AWS::S3::Bucket",
        "a#b",
        "a:b",
        "s3:*",
        "yess",
        "falsehood",
        "x = 1",
        "e3",
        "héllo wörld",
        "http://x/?a=b&c",
        "say \"hi\"",
        "it's",
        "a|b",
        "a > b",
        "a]b",
    ] {
        assert_eq!(value(text), text);
    }
}

#[test]
fn what_a_reader_could_take_for_something_else_is_quoted() {
    for text in [
        "",
        " ",
        "yes",
        "No",
        "ON",
        "off",
        "y",
        "N",
        "true",
        "False",
        "NULL",
        "null",
        "~",
        "1",
        "-1",
        "+1",
        "0x1",
        "0o7",
        "017",
        "1e3",
        "1_000",
        "1.5",
        ".5",
        ".inf",
        "-.INF",
        ".nan",
        "12:30:45",
        "2012-10-17",
        "2012-10-17T00:00:00Z",
        "10.0.0.0/16",
        "123456789012",
        "<<",
        "=",
        "-",
        "- a",
        "--- a",
        "...",
        "? a",
        "?",
        ": a",
        ":",
        "a: b",
        "a:",
        "a #b",
        "#a",
        " a",
        "a ",
        "*",
        "*a",
        "&a",
        "!a",
        "!Ref a",
        "%a",
        "@a",
        "`a`",
        "[a]",
        "{a}",
        "]",
        "}",
        ",a",
        "|",
        ">",
        "\u{a0}a",
        "—",
        "a — b",
    ] {
        assert_eq!(value(text), format!("\"{text}\""));
    }
}

#[test]
fn json_stands_in_single_quotes() {
    assert_eq!(value(r#"{"a":"b"}"#), r#"'{"a":"b"}'"#);
    assert_eq!(value(r#"\d+"#), r#"'\d+'"#);
    assert_eq!(value(r#"{"a":"it's"}"#), r#""{\"a\":\"it's\"}""#);
}

#[test]
fn what_does_not_print_is_escaped() {
    assert_eq!(value("a\tb"), r#""a\tb""#);
    assert_eq!(value("a\u{1}\u{7f}\u{85}\u{2028}\u{feff}\\"), r#""a\u0001\u007f\u0085\u2028\ufeff\\""#);
    assert_eq!(value("😀"), "\"😀\"");
}

#[test]
fn lines_stand_in_a_block_where_they_come_back_whole() {
    assert_eq!(value("a\nb"), "|-\n  a\n  b");
    assert_eq!(value("a\n\n  b: #\n"), "|\n  a\n\n    b: #");
    assert_eq!(value("a\n\tb \n"), "|\n  a\n  \tb ");
}

#[test]
fn lines_that_would_not_come_back_whole_are_escaped() {
    for text in ["\n", "\na", " a\nb", "\ta\nb", "a\n\n", "a\n \nb", "a\n ", "a\r\nb", "a\n\u{2028}"] {
        assert!(value(text).starts_with('"'), "{text:?}");
    }
}
