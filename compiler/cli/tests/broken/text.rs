//! Specs that are no specs: noise, bytes that are no text, nesting without end, nothing at all.

use crate::place::{GOOD, Place};

const MANY: usize = 10_000_000;
const DEEP: usize = 200_000;

/// Noise that is the same every time (xorshift64).
fn noise(length: usize, of: impl Fn(u64) -> u8) -> Vec<u8> {
    let mut state: u64 = 0x9e37_79b9_7f4a_7c15;
    let next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        of(state >> 32)
    };
    std::iter::repeat_with(next).take(length).collect()
}

fn printable(random: u64) -> u8 {
    b' ' + u8::try_from(random % 95).expect("below 95")
}

fn in_lines(mut text: Vec<u8>) -> Vec<u8> {
    text.iter_mut().skip(59).step_by(60).for_each(|byte| *byte = b'\n');
    text
}

/// One after the other: together they would take each other's time.
fn are_refused(specs: Vec<(&str, &str, Vec<u8>)>) {
    let place = Place::emitted();
    for (what, code, bytes) in specs {
        let name = format!("{what}.toml");
        place.write(&name, bytes);
        place.is_refused(&name, code, &[]);
    }
}

#[test]
fn ten_megabytes_of_noise() {
    are_refused(vec![
        ("bytes", "DRC001", noise(MANY, |it| it.to_le_bytes()[0])),
        ("line", "DRC004", noise(MANY, printable)),
        ("lines", "DRC004", in_lines(noise(MANY, printable))),
    ]);
}

#[test]
fn nesting_without_end() {
    let dotted = vec!["a"; DEEP].join(".");
    are_refused(vec![
        ("arrays", "DRC004", format!("a = {}", "[".repeat(DEEP)).into_bytes()),
        ("closed-arrays", "DRC004", format!("a = {}{}", "[".repeat(DEEP), "]".repeat(DEEP)).into_bytes()),
        ("tables", "DRC004", format!("a = {}", "{ a = ".repeat(DEEP)).into_bytes()),
        ("closed-tables", "DRC004", format!("a = {}1{}", "{a=".repeat(DEEP), "}".repeat(DEEP)).into_bytes()),
        ("dotted", "DRC004", format!("{dotted} = 1\n").into_bytes()),
        ("header", "DRC004", format!("[{dotted}]\n").into_bytes()),
        ("array-header", "DRC004", format!("[[{dotted}]]\n").into_bytes()),
    ]);
}

#[test]
fn the_same_thing_without_end() {
    are_refused(vec![
        ("keys", "DRC101", (0..100_000).map(|it| format!("key-{it} = 1\n")).collect::<String>().into_bytes()),
        ("one-key", "DRC005", "a = 1\n".repeat(200_000).into_bytes()),
        ("one-table", "DRC005", "[table.a]\npartition_key = 'a: S'\n".repeat(50_000).into_bytes()),
        ("one-text", "DRC004", format!("a = \"\"\"{}", "x".repeat(MANY)).into_bytes()),
        ("quotes", "DRC004", "\"".repeat(MANY).into_bytes()),
    ]);
}

#[test]
fn bytes_that_are_no_text() {
    let nul = GOOD.replace("payments", "pay\0ments").into_bytes();
    let latin1 = [GOOD.as_bytes(), b"# J\xfcrgen\n"].concat();
    let utf16 = GOOD.encode_utf16().flat_map(u16::to_le_bytes);
    are_refused(vec![
        ("nul", "DRC003", nul),
        ("only-nul", "DRC003", vec![0; MANY]),
        ("escape", "DRC003", GOOD.replace("payments", "\u{1b}[2Jpayments").into_bytes()),
        ("latin-1", "DRC001", latin1),
        ("utf-16", "DRC001", [0xff, 0xfe].into_iter().chain(utf16).collect()),
        ("cut-in-a-character", "DRC001", [GOOD.as_bytes(), b"# \xe2\x82"].concat()),
    ]);
}

#[test]
fn nothing_at_all() {
    are_refused(vec![
        ("empty", "DRC002", Vec::new()),
        ("blank", "DRC002", b"\n\n  \n".to_vec()),
        ("comments", "DRC002", b"# to be written\n".to_vec()),
        ("mark", "DRC002", "\u{feff}".as_bytes().to_vec()),
    ]);
}

#[test]
fn what_a_terminal_would_obey_is_not_printed() {
    let place = Place::new();
    place.write("spec.toml", GOOD.replace("payments", "\u{1b}]0;owned\u{7}payments"));
    let said = place.drc(&["check", "spec.toml"]);
    said.finds("DRC003", "spec.toml");
    assert!(!said.err.contains('\u{1b}') && !said.err.contains('\u{7}'), "{:?}", said.err);
    // Written as TOML writes it, it is no mistake of the text, and the finding repeats the value.
    place.write("escaped.toml", GOOD.replace("dns-failover", r"\u001b[2J\u0007\n::error::owned"));
    for format in ["human", "github", "junit"] {
        let said = place.drc(&["check", "--format", format, "escaped.toml"]);
        let all = said.out + &said.err;
        assert!(all.contains("DRC104") && !all.contains(['\u{1b}', '\u{7}']), "{all:?}");
        assert!(!all.contains("\n::error::owned") || format == "junit", "{all:?}");
    }
}

#[test]
fn line_breaks_of_windows_and_a_byte_order_mark_are_no_mistake() {
    let place = Place::new();
    place.write("spec.toml", format!("\u{feff}{}", GOOD.replace('\n', "\r\n")));
    place.drc(&["check", "spec.toml"]).succeeds();
}

#[test]
fn ten_thousand_services_in_a_chain_are_no_mistake_either() {
    let place = Place::new();
    let queues = |it: usize| format!("[queue.q{it}]\nredrive = {{ from = \"queue.q{}\" }}\n", it + 1);
    let chain: String = (0..10_000).map(queues).collect();
    place.write("spec.toml", format!("{GOOD}{chain}[queue.q10000]\n"));
    place.drc(&["check", "spec.toml"]).succeeds();
}
