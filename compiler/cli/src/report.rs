//! `drc report` and `drc graph`

use crate::args::{GraphArgs, GraphFormat, Reading, ReportArgs, ReportFormat};
use crate::files::Disk;
use crate::git::Commit;
use crate::{Outcome, check, clock, output, terminal};
use drc_core::change::{Change, Comparing, Pair, Seen, Side};
use drc_core::picture::{self, Plan};
use drc_core::report::change::{self, Review};
use drc_core::{Checked, Options, PolicyFile, check_source, resolve};
use drc_model::Region;
use drc_syntax::Source;
use std::path::{Path, PathBuf};

type Look = Seen<(Source, Checked)>;

/// The specs, before and after.
type Looked = Vec<(PathBuf, Pair<(Source, Checked)>)>;

/// Where the other side comes from.
enum Base {
    /// There is none.
    None,
    /// A file: another spec, or the same one elsewhere.
    File(PathBuf),
    /// A commit.
    Commit(Commit),
}

impl Base {
    /// What names a file is that file: a commit of the same name is written `refs/heads/NAME`.
    fn new(name: Option<&str>) -> Self {
        match name {
            None => Self::None,
            Some(name) if is_file(name) => Self::File(PathBuf::from(name)),
            Some(name) => Self::Commit(Commit::new(name)),
        }
    }

    /// The spec as it was.
    fn look(&mut self, spec: &Path, args: &ReportArgs, policies: &[PolicyFile]) -> Result<Look, String> {
        match self {
            Self::None => Ok(Seen::Unasked),
            Self::File(path) => check::look(path, &args.reading, policies).map(Seen::Known),
            Self::Commit(_) if spec == Path::new("-") => {
                Err("drc: standard input stands in no commit; compare it with a file".to_owned())
            }
            Self::Commit(commit) => {
                let Some(bytes) = commit.read(spec)? else { return Ok(Seen::Absent) };
                look_at(spec, bytes, &args.reading, policies).map(Seen::Known)
            }
        }
    }
}

fn is_file(name: &str) -> bool {
    Path::new(name).is_file()
}

/// Checks what is not on disk, with the code that is.
fn look_at(
    spec: &Path,
    bytes: Vec<u8>,
    reading: &Reading,
    policies: &[PolicyFile],
) -> Result<(Source, Checked), String> {
    let source = match resolve::source(&spec.display().to_string(), bytes) {
        Ok(source) => source,
        Err((source, problems)) => return Ok((source, Checked::unreadable(problems))),
    };
    // A folder that is gone takes its code with it: seen from the nearest that is there.
    let beside = spec.ancestors().skip(1).find(|it| it.as_os_str().is_empty() || it.is_dir());
    let beside = beside.unwrap_or(Path::new("")).join("spec");
    let folders = Disk::new(&beside, reading.root.as_deref())?;
    let options = Options { environment: reading.env.as_deref(), today: Some(clock::today()), policies };
    let checked = check_source(&source, &folders, options);
    Ok((source, checked))
}

/// Reports every spec; the worst outcome counts.
pub(crate) fn run(args: &ReportArgs) -> Outcome {
    if args.format == ReportFormat::Svg && args.specs.len() > 1 {
        terminal::say("drc: --format svg draws one spec; name one");
        return Outcome::CouldNotRun;
    }
    if args.base.as_deref().is_some_and(is_file) && args.specs.len() > 1 {
        terminal::say("drc: a file is the base of one spec; name one, or compare with a commit");
        return Outcome::CouldNotRun;
    }
    let template = match args.template.as_deref().map(template).transpose() {
        Ok(template) => template,
        Err(why) => {
            terminal::say(&why);
            return Outcome::CouldNotRun;
        }
    };
    let (policies, broken) = match check::policies(&args.reading) {
        Ok(policies) => policies,
        Err(outcome) => return outcome,
    };
    let (sides, unread) = look(args, &policies);
    let mut worst = if unread.is_empty() { broken } else { Outcome::CouldNotRun };
    for (_, sides) in &sides {
        if let Seen::Known((_, checked)) = &sides.head {
            worst = worst.max(check::outcome(checked, args.deny.is_some()));
        }
    }
    let how = Comparing { threshold: args.threshold, today: Some(clock::today()) };
    let review = Review {
        specs: sides.iter().map(|(spec, sides)| compare(spec, sides, how)).collect(),
        unread,
        base: args.base.clone(),
    };
    if args.only_if_changed && !review.is_change() && worst != Outcome::CouldNotRun {
        return worst;
    }
    let text = match template {
        None => said(args.format, &review, &sides),
        Some((name, text)) => match change::template(&review, &name, &text) {
            Ok(text) => text,
            Err(why) => {
                terminal::say(&format!("drc: {why}"));
                return Outcome::CouldNotRun;
            }
        },
    };
    let worst = worst.max(write(args.out.as_deref(), &text));
    drop(review);
    // Taking many specs apart again takes longer than the process has to live.
    std::mem::forget(sides);
    worst
}

fn write(out: Option<&Path>, text: &str) -> Outcome {
    let Some(out) = out else {
        terminal::print(text);
        return Outcome::Clean;
    };
    match output::whole(out, text.as_bytes()) {
        Ok(()) => Outcome::Clean,
        Err(why) => {
            terminal::say(&why);
            Outcome::CouldNotRun
        }
    }
}

/// A template: its name, by which it is escaped, and its text.
fn template(path: &Path) -> Result<(String, String), String> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| format!("drc: cannot read {}: {error}", path.display()))?;
    Ok((path.display().to_string(), text))
}

/// Both sides of every spec, and why some cannot be looked at.
fn look(args: &ReportArgs, policies: &[PolicyFile]) -> (Looked, Vec<String>) {
    let mut base = Base::new(args.base.as_deref());
    let mut unread = Vec::new();
    let mut sides = Vec::new();
    for spec in &args.specs {
        match both(&mut base, spec, args, policies) {
            Ok(pair) => sides.push((spec.clone(), pair)),
            Err(why) => {
                terminal::say(&why);
                unread.push(why.trim_start_matches("drc: ").to_owned());
            }
        }
    }
    (sides, unread)
}

fn both(
    base: &mut Base,
    spec: &Path,
    args: &ReportArgs,
    policies: &[PolicyFile],
) -> Result<Pair<(Source, Checked)>, String> {
    let before = base.look(spec, args, policies)?;
    // A spec that is there no more was removed by the change, if there was one.
    let removed = matches!(base, Base::Commit(_)) && matches!(before, Seen::Known(_)) && !spec.exists();
    let head = if removed { Seen::Absent } else { Seen::Known(check::look(spec, &args.reading, policies)?) };
    Ok(Pair { base: before, head })
}

fn compare<'s>(
    spec: &Path,
    sides: &'s Pair<(Source, Checked)>,
    how: Comparing,
) -> (Change, Option<&'s Checked>) {
    let both = sides.then(|(source, checked)| Some(Side { source, checked }));
    let change = Change::of(&spec.display().to_string(), &both, how);
    (change, sides.head.as_ref().known().map(|(_, checked)| checked))
}

fn said(format: ReportFormat, review: &Review<'_>, sides: &[(PathBuf, Pair<(Source, Checked)>)]) -> String {
    match format {
        ReportFormat::Text => change::text(review),
        ReportFormat::Markdown => change::markdown(review),
        ReportFormat::Json => format!("{:#}\n", change::json(review)),
        ReportFormat::Html => change::html(review),
        ReportFormat::Svg => {
            let head = sides.first().and_then(|(_, it)| it.head.as_ref().known());
            let budget = head.and_then(|(_, checked)| checked.budget.as_ref());
            budget.map_or(String::new(), |it| picture::timeline("timeline", &it.rto).svg)
        }
    }
}

/// Draws what stands in which Region.
pub(crate) fn graph(args: &GraphArgs) -> Outcome {
    match drawn(args) {
        Ok(text) => {
            terminal::print(&text);
            Outcome::Clean
        }
        Err(outcome) => outcome,
    }
}

fn drawn(args: &GraphArgs) -> Result<String, Outcome> {
    let cannot = |why: &str| {
        terminal::say(why);
        Outcome::CouldNotRun
    };
    let (policies, _) = check::policies(&args.reading)?;
    let (source, checked) = check::look(&args.spec, &args.reading, &policies).map_err(|why| cannot(&why))?;
    let (Some(spec), Some(budget)) = (&checked.spec, &checked.budget) else {
        terminal::show(&source, &checked);
        return Err(Outcome::Findings);
    };
    let lost = match args.lost.as_deref() {
        None => None,
        Some(code) => {
            let lost = Region::find(code).filter(|it| spec.regions.all().any(|region| region == *it));
            Some(lost.ok_or_else(|| cannot(&format!("drc: {code} is no Region of {}", source.name())))?)
        }
    };
    Ok(match args.format {
        GraphFormat::Mermaid => picture::mermaid(&Plan::new(spec, budget, lost)),
        GraphFormat::Dot => picture::dot(&Plan::new(spec, budget, lost)),
        GraphFormat::Svg => picture::topology("topology", spec, budget, lost).svg,
    })
}
