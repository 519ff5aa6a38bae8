//! Files, ready to be written.

use std::rc::Rc;

/// One file of an output.
#[derive(Clone, Debug)]
pub struct Artifact {
    /// Path below the output folder, with `/` between names.
    pub path: String,
    /// Its bytes.
    pub contents: Rc<[u8]>,
}

/// The files of one output, in printing order.
#[derive(Clone, Debug, Default)]
pub struct Artifacts(pub Vec<Artifact>);

impl Artifacts {
    /// Adds a file of text.
    pub fn text(&mut self, path: impl Into<String>, text: String) {
        self.0.push(Artifact { path: path.into(), contents: text.into_bytes().into() });
    }

    /// Adds a file of bytes.
    pub fn bytes(&mut self, path: impl Into<String>, contents: Rc<[u8]>) {
        self.0.push(Artifact { path: path.into(), contents });
    }
}
