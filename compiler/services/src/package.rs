//! The code of a function, packed.

use indexmap::IndexMap;
use std::rc::Rc;

/// A folder of code as a zip of reproducible bytes.
#[derive(Clone, Debug)]
pub struct Package {
    /// File stem of the zip.
    pub name: String,
    /// The zip.
    pub zip: Rc<[u8]>,
    /// SHA-256 of the zip, lower-case hexadecimal.
    pub sha256: String,
    /// SHA-256 of the zip, base64.
    pub sha256_base64: String,
    /// Paths in the folder, sorted.
    pub files: Vec<String>,
    /// The file's name and text, if the folder holds one text file and no more.
    pub single: Option<(String, Rc<str>)>,
}

/// Packages by the path the spec writes.
pub type Packages = IndexMap<String, Package>;
