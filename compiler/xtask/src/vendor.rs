//! The vendor table: Terraform's schema joined with both of Pulumi's.

pub(crate) mod join;
mod render;
mod schema;

use crate::failure::Failure;
use flate2::read::GzDecoder;
use join::{Sources, Table};
use serde::de::DeserializeOwned;
use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};

/// The releases the table is made from; their schemas' file names carry them.
const TERRAFORM_VERSION: &str = "5.100.0";
const PULUMI_VERSIONS: [&str; 2] = ["6.83.4", "7.51.1"];

/// Arguments of the task.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The folder with the providers' schemas (*.json.gz) and the name map
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// Write nothing; fail if the checked-in table is out of date
    #[arg(long)]
    check: bool,
}

/// Writes the table, or with `--check` compares it, and says what it holds.
pub(crate) fn run(options: &Options) -> Result<String, Failure> {
    let home = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../backends/vendor"));
    let sources = read(&options.data)?;
    let wanted = text(&home.join("types.txt"))?;
    let table =
        Table::join(&sources, wanted.lines().filter(|line| !line.is_empty() && !line.starts_with('#')))
            .map_err(Failure::Disagreements)?;
    let path = home.join("src/table.rs");
    let rust = render::rust(&table, TERRAFORM_VERSION, PULUMI_VERSIONS);
    if options.check {
        if let Some(line) = first_difference(&text(&path)?, &rust) {
            return Err(Failure::Stale { path, line });
        }
    } else {
        fs::write(&path, &rust).map_err(|error| Failure::Unwritable { path, error })?;
    }
    let verb = if options.check { "up to date" } else { "written" };
    Ok(format!("{}table.rs {verb}: {} bytes, {}", render::notes(&table), rust.len(), table.census()))
}

fn read(data: &Path) -> Result<Sources, Failure> {
    let [v6, v7] = PULUMI_VERSIONS;
    Ok(Sources {
        terraform: json(&data.join(format!("terraform-aws-{TERRAFORM_VERSION}-schema.json.gz")))?,
        pulumi: [
            json(&data.join(format!("pulumi-aws-{v6}-schema.json.gz")))?,
            json(&data.join(format!("pulumi-aws-{v7}-schema.json.gz")))?,
        ],
        map: json(&data.join("tf-pulumi-map.json.gz"))?,
    })
}

fn json<T: DeserializeOwned>(path: &Path) -> Result<T, Failure> {
    let file = File::open(path).map_err(|error| Failure::Unreadable { path: path.into(), error })?;
    serde_json::from_reader(BufReader::new(GzDecoder::new(file)))
        .map_err(|error| Failure::Malformed { path: path.into(), error })
}

pub(crate) fn text(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|error| Failure::Unreadable { path: path.into(), error })
}

/// The first line, counted from one, in which two texts differ.
pub(crate) fn first_difference(old: &str, new: &str) -> Option<usize> {
    if old == new {
        return None;
    }
    Some(1 + old.split('\n').zip(new.split('\n')).take_while(|(old, new)| old == new).count())
}
