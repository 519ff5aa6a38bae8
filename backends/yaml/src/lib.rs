//! A streaming YAML writer: block style, two spaces, comments, quoting that never depends on the reader's version.
//!
//! | text | is written |
//! |---|---|
//! | that no reader of YAML 1.1 or 1.2 takes for anything else | plain |
//! | of several lines, such as code | as a literal block, `\|` or `\|-` |
//! | of one line that holds quotes or backslashes, such as JSON | in single quotes |
//! | any other | in double quotes, escaped as in JSON |
//!
//! Nothing is built in memory but the text itself: a file of 35 MB is one `String`.

mod distinct;
mod scalar;
mod writer;

pub use distinct::{Claim, distinct, shortened};
pub use writer::Writer;
