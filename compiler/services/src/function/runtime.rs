//! Lambda's runtimes, as dated data.
//!
//! Source: <https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html> as of 2026-11-20 (`dr-facts` G9).

use drc_model::keywords;

keywords! {
    /// A Lambda runtime that functions can still be created with.
    pub enum Runtime as "a Lambda runtime" {
        /// Node.js 24
        Nodejs24 = "nodejs24.x",
        /// Node.js 22
        Nodejs22 = "nodejs22.x",
        /// Node.js 20, deprecated since 2026-04-30
        Nodejs20 = "nodejs20.x",
        /// Python 3.14
        Python314 = "python3.14",
        /// Python 3.13
        Python313 = "python3.13",
        /// Python 3.12
        Python312 = "python3.12",
        /// Python 3.11
        Python311 = "python3.11",
        /// Java 25
        Java25 = "java25",
        /// Java 21
        Java21 = "java21",
        /// .NET 10
        Dotnet10 = "dotnet10",
        /// Ruby 3.4
        Ruby34 = "ruby3.4",
        /// An executable called `bootstrap`, on Amazon Linux 2023
        ProvidedAl2023 = "provided.al2023",
    }
}

impl Runtime {
    /// The file CloudFormation writes inline code to; it takes only Node.js and Python inline.
    /// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-lambda-function-code.html>.
    pub fn inline_file(self) -> Option<&'static str> {
        match self {
            Self::Nodejs24 | Self::Nodejs22 | Self::Nodejs20 => Some("index.js"),
            Self::Python314 | Self::Python313 | Self::Python312 | Self::Python311 => Some("index.py"),
            Self::Java25 | Self::Java21 | Self::Dotnet10 | Self::Ruby34 | Self::ProvidedAl2023 => None,
        }
    }

    /// The endings of a file that a handler `file.function` may be in; empty where handlers name classes.
    pub fn handler_files(self) -> &'static [&'static str] {
        match self {
            Self::Nodejs24 | Self::Nodejs22 | Self::Nodejs20 => &["js", "mjs", "cjs"],
            Self::Python314 | Self::Python313 | Self::Python312 | Self::Python311 => &["py"],
            Self::Ruby34 => &["rb"],
            Self::Java25 | Self::Java21 | Self::Dotnet10 | Self::ProvidedAl2023 => &[],
        }
    }
}
