//! What a page of `drc explain` consists of.

/// The Markdown of a code's or a kind's page.
#[derive(Clone, Copy, Debug)]
pub struct Page(pub &'static str);

impl Page {
    /// Its heading: `DRC401 health-check-interval`, `table`.
    pub fn title(self) -> &'static str {
        self.0.lines().next().unwrap_or_default().trim_start_matches("# ")
    }

    /// What stands below the heading, in one line.
    pub fn about(self) -> String {
        let lines = self.0.lines().skip(1).skip_while(|line| line.is_empty());
        lines.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// The first sentence of that.
    pub fn sentence(self) -> String {
        let about = self.about();
        match about.split_once(". ") {
            Some((first, _)) => format!("{first}."),
            None => about,
        }
    }

    /// The pages of others that it names, in order.
    pub fn urls(self) -> impl Iterator<Item = &'static str> {
        // An example's addresses are the spec's, not sources.
        let prose = self.0.split("```").step_by(2);
        prose.flat_map(str::split_whitespace).filter_map(|word| {
            let start = word.find("https://")?;
            Some(word[start..].split(['>', ')', '`']).next()?.trim_end_matches(['.', ',', ';']))
        })
    }

    /// The page of AWS that it rests on; where it names none, the first one it does.
    pub fn source(self) -> Option<&'static str> {
        self.urls().find(|it| it.contains("aws.amazon.com/")).or_else(|| self.urls().next())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_taken_apart() {
        let page = Page(
            "# DRC000 sample\n\nOne thing\nis wrong. So is another.\n\n## Why\n\nSource: <https://toml.io>,\nhttps://docs.aws.amazon.com/a.html.\n\n```toml bad\nurl = \"https://acme-bank.com\"\n```\n",
        );
        assert_eq!(page.title(), "DRC000 sample");
        assert_eq!(page.about(), "One thing is wrong. So is another.");
        assert_eq!(page.sentence(), "One thing is wrong.");
        assert_eq!(
            page.urls().collect::<Vec<_>>(),
            ["https://toml.io", "https://docs.aws.amazon.com/a.html"]
        );
        assert_eq!(page.source(), Some("https://docs.aws.amazon.com/a.html"));
    }
}
