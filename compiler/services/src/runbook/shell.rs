//! Commands of a POSIX shell, made of words: what must be quoted is quoted here and nowhere else.

use drc_model::Region;
use std::fmt;

/// A word of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word(Vec<Piece>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    /// `${NAME}`
    Variable(String),
    /// What is not quoted: the shell's own words.
    Shell(String),
}

impl From<&str> for Word {
    fn from(text: &str) -> Self {
        Self(vec![Piece::Text(text.to_owned())])
    }
}
impl From<String> for Word {
    fn from(text: String) -> Self {
        Self(vec![Piece::Text(text)])
    }
}
impl From<&String> for Word {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

impl Word {
    /// Text in which `${NAME}` is a variable that an earlier command of the block has set.
    pub fn with_variables(text: &str) -> Self {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("${") {
            let Some((name, behind)) = after.split_once('}') else { break };
            pieces.extend((!before.is_empty()).then(|| Piece::Text(before.to_owned())));
            pieces.push(Piece::Variable(name.to_owned()));
            rest = behind;
        }
        pieces.extend((!rest.is_empty()).then(|| Piece::Text(rest.to_owned())));
        Self(pieces)
    }

    fn is_plain(text: &str) -> bool {
        let plain = |it: char| it.is_ascii_alphanumeric() || "_@%+=:,./-".contains(it);
        !text.is_empty() && text.chars().all(plain)
    }
}

/// As a shell reads it: bare, in single quotes, or in double quotes where something is put in.
impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let [Piece::Shell(text)] = self.0.as_slice() {
            return f.write_str(text);
        }
        if let [Piece::Text(text)] = self.0.as_slice() {
            return match text {
                _ if Self::is_plain(text) => f.write_str(text),
                // JMESPath is full of single quotes, and `'\''` is what nobody reads.
                _ if text.contains('\'') && !text.contains(['\\', '"', '$', '`', '!']) => {
                    write!(f, "\"{text}\"")
                }
                _ => write!(f, "'{}'", text.replace('\'', r"'\''")),
            };
        }
        f.write_str("\"")?;
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => {
                    for it in text.chars() {
                        if "\\\"$`".contains(it) {
                            f.write_str("\\")?;
                        }
                        write!(f, "{it}")?;
                    }
                }
                Piece::Variable(name) => write!(f, "${{{name}}}")?,
                Piece::Shell(text) => f.write_str(text)?,
            }
        }
        f.write_str("\"")
    }
}

/// A command.
#[derive(Clone, Debug)]
pub struct Command {
    words: Vec<Word>,
    /// The variable its output becomes.
    set: Option<String>,
    /// What it reads.
    input: Option<String>,
    /// The Region whose API answers it; `None` for what is no API of AWS.
    pub region: Option<Region>,
}

/// Where AWS answers for what stands in no Region.
/// Source: <https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/global-services.html>.
pub fn home(service: &str, region: Region) -> Region {
    let home = match service {
        "route53" | "iam" => "us-east-1",
        "globalaccelerator" => "us-west-2",
        _ => return region,
    };
    Region::find(home).unwrap_or(region)
}

/// A call of the AWS CLI, in forms that versions 1 and 2 share.
pub fn aws(service: &str, operation: &str, region: Region) -> Command {
    let region = home(service, region);
    let words = ["aws", service, operation, "--region", region.code()].map(Word::from).into();
    Command { words, set: None, input: None, region: Some(region) }
}

/// Another program.
pub fn run(words: impl IntoIterator<Item = impl Into<Word>>) -> Command {
    let words = words.into_iter().map(Into::into).collect();
    Command { words, set: None, input: None, region: None }
}

/// Asks a URL as a health check does: an answer of 400 and more is a failure.
pub fn curl(url: &str) -> Command {
    let options = ["--fail", "--silent", "--show-error", "--max-time", "5"].map(Word::from);
    run(["curl".into()].into_iter().chain(options).chain([Word::with_variables(url)]))
}

/// Asks DNS: what a name leads to.
pub fn dig(name: &str) -> Command {
    run(["dig", "+short", name])
}

impl Command {
    /// A line of shell that is no command, such as a function.
    pub fn as_is(line: &str) -> Self {
        Self { words: vec![Word(vec![Piece::Shell(line.to_owned())])], set: None, input: None, region: None }
    }

    /// Answered by a Region, though by a command that does not begin as calls do.
    pub fn answered_by(self, region: Region) -> Self {
        Self { region: Some(region), ..self }
    }

    /// An option with its value.
    pub fn arg(mut self, option: &str, value: impl Into<Word>) -> Self {
        self.words.extend([option.into(), value.into()]);
        self
    }

    /// An option by itself.
    pub fn flag(mut self, option: &str) -> Self {
        self.words.push(option.into());
        self
    }

    /// More words.
    pub fn words(mut self, words: impl IntoIterator<Item = Word>) -> Self {
        self.words.extend(words);
        self
    }

    /// Prints only what a JMESPath expression finds; `${NAME}` in it is a variable.
    pub fn query(self, expression: &str) -> Self {
        self.arg("--query", Word::with_variables(expression)).arg("--output", "text")
    }

    /// Keeps what it prints in a variable.
    pub fn set(self, name: &str) -> Self {
        Self { set: Some(name.to_owned()), ..self }
    }

    /// Gives it something to read.
    pub fn input(self, text: &str) -> Self {
        Self { input: Some(text.to_owned()), ..self }
    }
}

/// The width beyond which a command goes on in the next line.
const WIDTH: usize = 100;

/// As it is typed; a long one goes on in the next line, before an option.
impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let input = self.input.as_ref().map(|it| format!("printf %s {} |\n    ", Word::from(it)));
        let text = format!("{}{}", input.unwrap_or_default(), self.lines().join(" \\\n    "));
        match &self.set {
            Some(name) => write!(f, "{name}=$({text})"),
            None => f.write_str(&text),
        }
    }
}

impl Command {
    fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> = vec![String::new()];
        for group in self.groups() {
            let fits = lines.last().is_some_and(|it| it.len() + 1 + group.len() <= WIDTH);
            match lines.last_mut() {
                Some(line) if line.is_empty() => *line = group,
                Some(line) if fits => {
                    line.push(' ');
                    line.push_str(&group);
                }
                _ => lines.push(group),
            }
        }
        lines
    }

    /// The words that stay together: an option and its value. Of many values each is by itself.
    fn groups(&self) -> Vec<String> {
        let mut groups: Vec<Vec<String>> = Vec::new();
        for word in self.words.iter().map(Word::to_string) {
            let begins = word.starts_with("--") && word != "--region";
            match groups.last_mut() {
                Some(group)
                    if !begins && group.iter().map(String::len).sum::<usize>() + word.len() < WIDTH =>
                {
                    group.push(word);
                }
                _ => groups.push(vec![word]),
            }
        }
        groups.into_iter().map(|it| it.join(" ")).collect()
    }
}

/// A command in each of the Regions.
pub fn in_each<'r>(
    regions: impl Iterator<Item = Region> + 'r,
    command: impl Fn(Region) -> Command + 'r,
) -> Vec<Command> {
    regions.map(command).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn region() -> Region {
        Region::find("us-east-2").expect("a Region")
    }

    #[test]
    fn words_are_quoted_as_a_shell_needs_them() {
        let cases = [
            (Word::from("payments-dev"), "payments-dev"),
            (Word::from(""), "''"),
            (Word::from("it's $5"), r"'it'\''s $5'"),
            (Word::with_variables("items[?name=='a'].id"), "\"items[?name=='a'].id\""),
            (Word::with_variables("${ID}"), "\"${ID}\""),
            (Word::with_variables("[?Host=='${HOST}'].`Id`"), "\"[?Host=='${HOST}'].\\`Id\\`\""),
        ];
        for (word, text) in cases {
            assert_eq!(word.to_string(), text);
        }
    }

    #[test]
    fn long_commands_go_on_in_the_next_line() {
        let short = aws("dynamodb", "describe-table", region()).arg("--table-name", "t");
        assert_eq!(short.to_string(), "aws dynamodb describe-table --region us-east-2 --table-name t");
        let long = short.query("Table.Replicas[].[RegionName, ReplicaStatus]").set("X").to_string();
        assert_eq!(long.lines().count(), 2, "{long}");
        assert!(
            long.starts_with("X=$(aws dynamodb describe-table --region us-east-2 --table-name t \\\n"),
            "{long}"
        );
    }

    #[test]
    fn what_stands_in_no_region_is_answered_at_its_home() {
        assert_eq!(aws("iam", "get-role", region()).region.map(Region::code), Some("us-east-1"));
        assert_eq!(aws("rds", "describe-db-clusters", region()).region, Some(region()));
    }
}
