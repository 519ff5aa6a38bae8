//! Code folders into zips of reproducible bytes; zips that are there already as they are.

use base64::Engine as _;
use drc_services::Package;
use sha2::{Digest, Sha256};
use std::io::{Cursor, Write};
use std::rc::Rc;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

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
    /// It is called a zip and is none: why.
    NotAZip(String),
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
    /// The files of a code folder, given as the spec writes it; of a path that [`is_archive`], that one file.
    ///
    /// # Errors
    /// Why it cannot be used.
    fn folder(&self, path: &str) -> Result<Vec<File>, FolderProblem>;
}

/// Whether a path leads to a zip that is used as it is.
pub fn is_archive(path: &str) -> bool {
    path.ends_with(".zip")
}

/// The package of what [`Folders::folder`] answers.
///
/// # Errors
/// It is called a zip and is none, or holds more than Lambda takes.
pub fn package(path: &str, mut files: Vec<File>) -> Result<Package, FolderProblem> {
    match files.pop() {
        Some(archive) if is_archive(path) => unpacked(path, archive),
        last => Ok(pack(path, files.into_iter().chain(last).collect())),
    }
}

/// A zip as it is. Its list of files is read, its files are not.
fn unpacked(path: &str, archive: File) -> Result<Package, FolderProblem> {
    let problem = |error: zip::result::ZipError| FolderProblem::NotAZip(error.to_string());
    let mut zip = ZipArchive::new(Cursor::new(&archive.bytes)).map_err(problem)?;
    let mut files = Vec::new();
    let mut size = 0;
    for at in 0..zip.len() {
        let file = zip.by_index_raw(at).map_err(problem)?;
        size += file.size();
        if file.is_file() {
            files.push(file.name().map_err(problem)?.into_owned());
        }
    }
    if size > MOST_BYTES {
        return Err(FolderProblem::TooLarge(size));
    }
    if files.is_empty() {
        return Err(FolderProblem::Empty);
    }
    files.sort();
    Ok(described(path.trim_end_matches(".zip"), archive.bytes, files, None))
}

/// Packs a folder: same files, same bytes, whenever and wherever it is packed.
pub fn pack(path: &str, mut files: Vec<File>) -> Package {
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let zip = zip(&files).unwrap_or_default();
    let single = match files.as_slice() {
        [only] => String::from_utf8(only.bytes.clone()).ok().map(|text| (only.path.clone(), text.into())),
        _ => None,
    };
    described(path, zip, files.into_iter().map(|it| it.path).collect(), single)
}

fn described(path: &str, zip: Vec<u8>, files: Vec<String>, single: Option<(String, Rc<str>)>) -> Package {
    let hash = Sha256::digest(&zip);
    Package {
        name: path.rsplit('/').find(|it| !it.is_empty()).unwrap_or("code").to_owned(),
        zip: zip.into(),
        sha256: hex(&hash),
        sha256_base64: base64::engine::general_purpose::STANDARD.encode(hash),
        files,
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
    fn a_zip_is_used_as_it_is() {
        let zip = pack("x", vec![file("bootstrap", "#!"), file("lib/a.so", "1")]).zip.to_vec();
        let archive = |bytes: Vec<u8>| vec![File { path: "app.zip".to_owned(), bytes, executable: false }];
        let package = package("build/app.zip", archive(zip.clone())).expect("a zip");
        assert_eq!((package.name.as_str(), package.zip.to_vec()), ("app", zip));
        assert_eq!(package.files, ["bootstrap", "lib/a.so"]);
        assert!(package.single.is_none());
        let problem = super::package("app.zip", archive(b"text".to_vec())).err();
        assert!(matches!(problem, Some(FolderProblem::NotAZip(_))), "{problem:?}");
        let folder = super::package("app", vec![file("index.js", "1")]).expect("a folder");
        assert_eq!(folder.files, ["index.js"]);
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
