//! Lambda's runtimes. How long each lives is data of its own, because AWS has moved these dates several times.

use drc_model::keywords;
use drc_syntax::{Date, Document, Item, Source, Table, Value};
use std::collections::BTreeMap;
use std::sync::LazyLock;

keywords! {
    /// A Lambda runtime.
    pub enum Runtime as "a Lambda runtime" {
        /// Node.js 24
        Nodejs24 = "nodejs24.x",
        /// Node.js 22
        Nodejs22 = "nodejs22.x",
        /// Node.js 20
        Nodejs20 = "nodejs20.x",
        /// Node.js 18
        Nodejs18 = "nodejs18.x",
        /// Node.js 16
        Nodejs16 = "nodejs16.x",
        /// Node.js 14
        Nodejs14 = "nodejs14.x",
        /// Python 3.14
        Python314 = "python3.14",
        /// Python 3.13
        Python313 = "python3.13",
        /// Python 3.12
        Python312 = "python3.12",
        /// Python 3.11
        Python311 = "python3.11",
        /// Python 3.10
        Python310 = "python3.10",
        /// Python 3.9
        Python39 = "python3.9",
        /// Python 3.8
        Python38 = "python3.8",
        /// Python 3.7
        Python37 = "python3.7",
        /// Java 25
        Java25 = "java25",
        /// Java 21
        Java21 = "java21",
        /// Java 17
        Java17 = "java17",
        /// Java 11
        Java11 = "java11",
        /// Java 8 on Amazon Linux 2
        Java8Al2 = "java8.al2",
        /// Java 8 on Amazon Linux 1
        Java8 = "java8",
        /// .NET 10
        Dotnet10 = "dotnet10",
        /// .NET 8
        Dotnet8 = "dotnet8",
        /// .NET 6
        Dotnet6 = "dotnet6",
        /// Ruby 3.4
        Ruby34 = "ruby3.4",
        /// Ruby 3.3
        Ruby33 = "ruby3.3",
        /// Ruby 3.2
        Ruby32 = "ruby3.2",
        /// Ruby 2.7
        Ruby27 = "ruby2.7",
        /// An executable called `bootstrap`, on Amazon Linux 2023
        ProvidedAl2023 = "provided.al2023",
        /// An executable called `bootstrap`, on Amazon Linux 2
        ProvidedAl2 = "provided.al2",
        /// An executable called `bootstrap`, on Amazon Linux 1
        Provided = "provided",
        /// Go, on Amazon Linux 1
        Go1 = "go1.x",
    }
}

/// Until when AWS looks after a runtime.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Life {
    /// From this day on it gets no security patches.
    pub deprecated: Date,
    /// From this day on no function can be created with it; those that are there run on.
    pub create_blocked: Date,
}

/// The dates of every runtime, and the day they were looked up.
struct Lives {
    checked: Date,
    of: BTreeMap<String, Life>,
}

static LIVES: LazyLock<Lives> = LazyLock::new(|| {
    let source = Source::new("runtimes.toml", include_str!("runtimes.toml").to_owned());
    let (document, _) = Document::parse(&source);
    read(&document.root).expect("a test reads the table")
});

fn read(root: &Table) -> Option<Lives> {
    let life = |item: &Item| {
        Some(Life { deprecated: date(item, "deprecated")?, create_blocked: date(item, "create_blocked")? })
    };
    let runtimes = root.entries.iter().filter(|it| matches!(it.item.value, Value::Table(_)));
    let of = runtimes.map(|it| Some((it.key.text.clone(), life(&it.item)?))).collect::<Option<_>>()?;
    Some(Lives { checked: value(root.get("checked")?)?, of })
}

fn date(item: &Item, key: &str) -> Option<Date> {
    if let Value::Table(table) = &item.value { value(table.get(key)?) } else { None }
}

fn value(item: &Item) -> Option<Date> {
    if let Value::Date(date) = item.value { Some(date) } else { None }
}

impl Runtime {
    /// The language, or `provided`, in front of its version.
    fn language(self) -> &'static str {
        let word = self.word();
        word.split(|it: char| it.is_ascii_digit() || it == '.').next().unwrap_or(word)
    }

    /// The file CloudFormation writes inline code to; it takes only Node.js and Python inline.
    /// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-lambda-function-code.html>.
    pub fn inline_file(self) -> Option<&'static str> {
        match self.language() {
            "nodejs" => Some("index.js"),
            "python" => Some("index.py"),
            _ => None,
        }
    }

    /// The endings of a file that a handler `file.function` may be in; empty where handlers name classes.
    pub fn handler_files(self) -> &'static [&'static str] {
        match self.language() {
            "nodejs" => &["js", "mjs", "cjs"],
            "python" => &["py"],
            "ruby" => &["rb"],
            _ => &[],
        }
    }

    /// Until when AWS looks after it.
    pub fn life(self) -> Option<Life> {
        LIVES.of.get(self.word()).copied()
    }

    /// The day on which the dates were looked up: whoever has no clock counts from it.
    pub fn checked() -> Date {
        LIVES.checked
    }

    /// The oldest of its language that AWS still patches on a day: the smallest step. For what has none any more, an
    /// executable of one's own.
    pub fn successor(self, today: Date) -> Runtime {
        let patched = |it: &Runtime| it.life().is_some_and(|it| today < it.deprecated);
        let same = |it: &Runtime| it.language() == self.language();
        Self::ALL.iter().rev().copied().filter(patched).find(same).unwrap_or(Self::ProvidedAl2023)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_runtime_has_its_dates_and_every_date_a_runtime() {
        let words: std::collections::BTreeSet<&str> = Runtime::ALL.iter().map(|it| it.word()).collect();
        assert_eq!(
            LIVES.of.keys().map(String::as_str).collect::<Vec<_>>(),
            words.into_iter().collect::<Vec<_>>()
        );
        for it in Runtime::ALL {
            let life = it.life().expect("its dates");
            assert!(life.deprecated < life.create_blocked, "{it:?}");
        }
    }

    #[test]
    fn a_successor_is_patched() {
        let today = Date { year: 2026, month: 11, day: 21 };
        assert_eq!(Runtime::Nodejs20.successor(today), Runtime::Nodejs22);
        assert_eq!(Runtime::Python38.successor(today), Runtime::Python311);
        assert_eq!(Runtime::Go1.successor(today), Runtime::ProvidedAl2023);
    }
}
