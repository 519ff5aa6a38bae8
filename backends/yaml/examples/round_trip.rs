//! Prints a document of texts and, on a line before it, the same texts as JSON: `tests/round_trip.py` reads both.
#![allow(clippy::print_stdout, reason = "a tool for the bench, not part of the compiler")]

use drc_yaml::Writer;

/// Of which random texts are put together: each is special somewhere in YAML.
const BITS: [&str; 46] = [
    "a", "B", "y", "no", "on", "null", "0", "1", "7", "e", "x", "_", ".", "-", "+", ":", "#", " ", "\t",
    "\n", "\r", "'", "\"", "\\", "{", "}", "[", "]", ",", "&", "*", "!", "|", ">", "%", "@", "`", "~", "<",
    "=", "?", "$", "ü", "—", "\u{2028}", "😀",
];

fn main() {
    let mut seed: u64 = 42;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap_or(0) % below
    };
    let mut texts: Vec<String> = BITS.iter().map(|bit| (*bit).to_owned()).collect();
    for _ in 0..60_000 {
        let length = random(7);
        texts.push((0..length).map(|_| BITS[random(BITS.len())]).collect());
    }
    for _ in 0..10_000 {
        let length = random(20);
        texts.push((0..length).map(|_| ["a", " ", "\n", "b: ", "# c", "\t", "- "][random(7)]).collect());
    }
    let mut writer = Writer::new();
    for (at, text) in texts.iter().enumerate() {
        writer.key(&format!("{text}/{at}"));
        writer.open();
        writer.entry("text", text);
        writer.key("flow");
        writer.flow(&[text, "x", text]);
        writer.key("list");
        writer.open();
        writer.dash();
        writer.text(text);
        writer.dash();
        writer.open();
        writer.dash();
        writer.text(text);
        writer.dash();
        writer.open();
        writer.entry(text, text);
        writer.close_map();
        writer.close_list();
        writer.close_list();
        writer.close_map();
    }
    let json: Vec<String> = texts.iter().map(|text| json(text)).collect();
    println!("[{}]", json.join(","));
    println!("{}", writer.finish());
}

fn json(text: &str) -> String {
    let escaped: Vec<String> = text.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
    format!("\"{}\"", escaped.concat())
}
