//! Code folders into zips of reproducible bytes.

use base64::Engine as _;
use drc_services::Package;
use sha2::{Digest, Sha256};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// A file of a code folder.
#[derive(Clone, Debug)]
pub struct File {
    /// Path below the folder, with `/` between names.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Whether it may be run.
    pub executable: bool,
}

/// Why a code folder cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FolderProblem {
    /// There is nothing at the path.
    Missing,
    /// It is a file.
    NotAFolder,
    /// There is nothing in it.
    Empty,
    /// It, or a link in it, leads out of the folder that code may come from: that one's path as shown to people.
    OutsideRoot(String),
    /// The system refuses.
    Unreadable(String),
    /// It holds more than Lambda takes: bytes.
    TooLarge(u64),
}

/// What Lambda takes unzipped. Source: <https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html>.
pub const MOST_BYTES: u64 = 250 << 20;

/// The world outside the compiler, as far as a compilation may look at it.
pub trait Folders {
    /// The files of a code folder, given as the spec writes it.
    ///
    /// # Errors
    /// Why it cannot be used.
    fn folder(&self, path: &str) -> Result<Vec<File>, FolderProblem>;
}

/// Packs a folder: same files, same bytes, whenever and wherever it is packed.
pub fn pack(path: &str, mut files: Vec<File>) -> Package {
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let zip = zip(&files).unwrap_or_default();
    let hash = Sha256::digest(&zip);
    let single = match files.as_slice() {
        [only] => String::from_utf8(only.bytes.clone()).ok().map(|text| (only.path.clone(), text.into())),
        _ => None,
    };
    Package {
        name: path.rsplit('/').find(|it| !it.is_empty()).unwrap_or("code").to_owned(),
        zip: zip.into(),
        sha256: hex(&hash),
        sha256_base64: base64::engine::general_purpose::STANDARD.encode(hash),
        files: files.into_iter().map(|it| it.path).collect(),
        single,
    }
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Writing into memory fails only for an archive beyond 4 GiB, which [`MOST_BYTES`] excludes.
fn zip(files: &[File]) -> zip::result::ZipResult<Vec<u8>> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for file in files {
        // The first instant a zip can name: the clock and the checkout must not show in the bytes.
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default())
            .unix_permissions(if file.executable { 0o755 } else { 0o644 });
        writer.start_file(file.path.as_str(), options)?;
        writer.write_all(&file.bytes)?;
    }
    Ok(writer.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> File {
        File { path: path.to_owned(), bytes: text.as_bytes().to_vec(), executable: false }
    }

    #[test]
    fn the_order_of_files_and_the_clock_do_not_show() {
        let one = pack("../lambda/x", vec![file("b.js", "2"), file("a.js", "1")]);
        let two = pack("../lambda/x/", vec![file("a.js", "1"), file("b.js", "2")]);
        assert_eq!((one.zip, one.name), (two.zip, two.name));
        assert_eq!(one.files, ["a.js", "b.js"]);
        assert!(one.single.is_none());
    }

    #[test]
    fn one_text_file_can_stand_inline() {
        let package = pack("x", vec![file("index.js", "exports")]);
        assert_eq!(
            package.single.map(|(name, text)| (name, text.to_string())),
            Some(("index.js".into(), "exports".into()))
        );
        assert_eq!(package.sha256.len(), 64);
    }
}
