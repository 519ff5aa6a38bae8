//! System A many times over in one spec, to see how cost grows.

/// Services that are copied; traffic, alerts and the frame stand once.
const COPIED: [&str; 7] = [
    "api.payment",
    "function.payment-processor",
    "table.payments",
    "bucket.payment-docs",
    "queue.failed-payments",
    "role.dr-operations",
    "alarm.payment-processor-errors",
];

/// `spec` with each of its services there `copies` times. The first copy keeps the names, so that traffic finds it.
pub fn copies(spec: &str, copies: usize) -> String {
    let blocks = blocks(spec);
    let head = blocks.iter().filter(|it| !is_copied(it));
    let mut out: String = head.map(String::as_str).collect();
    for copy in 0..copies {
        for block in blocks.iter().filter(|it| is_copied(it)) {
            out.push_str(&numbered(block, copy));
        }
    }
    out
}

/// From one table header to the next.
fn blocks(spec: &str) -> Vec<String> {
    let mut blocks = vec![String::new()];
    for line in spec.split_inclusive('\n') {
        if line.starts_with('[') {
            blocks.push(String::new());
        }
        if let Some(last) = blocks.last_mut() {
            last.push_str(line);
        }
    }
    blocks
}

/// A service, or an exception for one: those for what stands once stand once.
fn is_copied(block: &str) -> bool {
    let allows = |it: &str| block.starts_with("[[allow]]") && block.contains(&format!("\"{it}\""));
    COPIED.iter().any(|it| block.starts_with(&format!("[{it}]")) || allows(it))
}

fn numbered(block: &str, copy: usize) -> String {
    if copy == 0 {
        return block.to_owned();
    }
    let mut block = block.replace("\"payments-table\"", &format!("\"payments-table-{copy}\""));
    for address in COPIED {
        for end in ["\"", "]"] {
            block = block.replace(&format!("{address}{end}"), &format!("{address}-{copy}{end}"));
        }
    }
    block
}
