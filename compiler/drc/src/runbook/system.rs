//! What belongs to no service: deploying and destroying all of it, and deciding.

use super::{Expected, Section};
use crate::budget::Budget;
use drc_cloudformation::{Manifest, StackEntry};
use drc_ir::{Artifacts, Graph};
use drc_model::{Region, Run};
use drc_services::Spec;
use drc_services::database::{Database, Promotion};
use drc_services::runbook::{Chapter, Command, Plane, Stage, Step, Takes, Undo, Word, aws, run};
use drc_services::shared::zone::Zone;
use drc_services::traffic::Traffic;

/// A chapter without its steps.
pub(super) fn section(chapter: Chapter, spec: &Spec, budget: &Budget) -> Section {
    let (primary, recovery) = (spec.regions.primary.value, spec.regions.recovery());
    let shell = |region: Region| format!("a shell in {region}");
    let desk = || "the folder this file is in".to_owned();
    let (intro, run_from) = match chapter {
        Chapter::Deploy => (
            "One of the three ways, whichever you use. Everything is made in both Regions at once."
                .to_owned(),
            desk(),
        ),
        Chapter::Verify => (
            "After a deployment, before a drill, and once a week. None of it changes what users see."
                .to_owned(),
            shell(recovery),
        ),
        Chapter::Drill => (
            format!(
                "The Region stays, and nobody in it answers: a graceful drill. What it shows of detection \
                 and of users is as in a real loss; what it \
                 does not show is a Region whose APIs are gone and data that had not arrived. Everything is \
                 typed in {recovery}, as it would be then, \
                 but what takes {primary} out. Write down when each step is done: the figures belong into \
                 [measured]."
            ),
            shell(recovery),
        ),
        Chapter::Failover => (
            format!(
                "{primary} is lost or limps. Nothing here asks {primary}, but for steps that say when to \
                 skip them. What is automatic goes on without \
                 you: look, and act only where a step says so."
            ),
            shell(recovery),
        ),
        Chapter::Failback => (
            format!(
                "{primary} is there again, and has been for as long as you want to trust it. There is no \
                 hurry: {recovery} serves."
            ),
            shell(primary),
        ),
        Chapter::Destroy => ("Everything goes, data too, but for what the spec protects.".to_owned(), desk()),
    };
    let total = match chapter {
        Chapter::Failover | Chapter::Drill => {
            Some(Expected::Budgeted(budget.rto.total(), "RTO", Some(budget.rto.target)))
        }
        Chapter::Failback => {
            let target = budget.failback.target.map(|it| it.value);
            Some(Expected::Budgeted(budget.failback.total(), "failback", target))
        }
        Chapter::Deploy | Chapter::Verify | Chapter::Destroy => None,
    };
    Section { chapter, intro, run_from, total, steps: Vec::new() }
}

/// The steps that no service has.
pub(super) fn steps(spec: &Spec, graph: &Graph, stacks: &Artifacts) -> Vec<(Chapter, Stage, Step)> {
    let mut steps = vec![
        (Chapter::Drill, Stage::Begin, clock("Note the time", "What follows is measured from here.")),
        (Chapter::Failover, Stage::Begin, decide(spec)),
    ];
    steps.extend(own(spec));
    cloudformation(&mut steps, graph, stacks);
    tools(&mut steps, spec, graph);
    steps
}

/// What the team does beside what drc sees to: `[[operations.steps]]`. What to type, the team knows.
fn own(spec: &Spec) -> impl Iterator<Item = (Chapter, Stage, Step)> {
    let steps = crate::steps::steps(spec).into_iter().filter_map(|step| Some((step.own?, step)));
    steps.map(|(own, step)| {
        let plane = match step.plane {
            crate::steps::Plane::Data => Plane::Data,
            crate::steps::Plane::Control => Plane::Control,
            crate::steps::Plane::Own => Plane::Own,
        };
        let call = step.call.as_ref().map(|it| format!(", `{it}`")).unwrap_or_default();
        let place = step.region.map(|it| format!(" in {it}")).unwrap_or_default();
        let why = format!(
            "A step of your own{call}{place}: {}, as the spec says in [[operations.steps]].",
            own.takes.value
        );
        let undo = own.undo.as_ref().map_or("the spec does not say how", |it| it.value.as_str());
        let undo = Undo::Nothing(undo.to_owned());
        let takes = Takes::Unbudgeted("stated in the spec, and part of the path `operations` of the budget");
        let seen = (Vec::new(), "what your own instructions for this step say");
        let name = step.name.to_string();
        let step = match own.run.value {
            Run::Manual => Step::act(name, why, (plane, takes), Vec::new(), seen, undo),
            Run::Automatic => Step::automatic(name, why, (plane, takes), seen, undo),
        };
        (Chapter::Failover, Stage::Users, step)
    })
}

fn clock(title: &str, why: &str) -> Step {
    let now = run(["date", "-u", "+%Y-%m-%dT%H:%M:%SZ"]);
    Step::look(title, why, Plane::Own, vec![now], "the time, in UTC: write it down")
}

/// People decide where nobody watches; else they only have to know that it goes on.
fn decide(spec: &Spec) -> Step {
    let manual = spec.all::<Database>().find(|(_, it)| it.promotion.value == Promotion::Manual);
    let Some((entry, _)) = manual else {
        let why = "Nothing waits for a decision. What you decide is whether a Region that limps is fenced \
            and whether to promote by hand where the \
                   watcher did not.";
        return clock("Note the time", why);
    };
    let why = format!(
        "Promoting {} loses what had not arrived: somebody must say that this is right. It is, when users \
         are not served, the Region says that it is \
         impaired, and waiting costs more than the lag. Say it, and write down who said it, and when.",
        entry.address
    );
    const PEOPLE: &[&str] = &["alarm", "page", "acknowledge", "decide", "response", "execute"];
    clock("Decide", &why).takes(Takes::Rto(entry.address.to_string(), PEOPLE))
}

/// Which output of another stack a parameter is: `out` prints it.
const OUT: &str = r#"out() { aws cloudformation describe-stacks --region "$1" --stack-name "$2" --query "Stacks[0].Outputs[?OutputKey=='$3'].OutputValue" --output text; }"#;

fn manifest(stacks: &Artifacts) -> Option<Manifest> {
    let file = stacks.0.iter().find(|it| it.path == "manifest.json")?;
    serde_json::from_slice(&file.contents).ok()
}

fn region(stack: &StackEntry, graph: &Graph) -> Region {
    Region::find(&stack.region).unwrap_or(graph.regions[0])
}

const BY_CLOUDFORMATION: &str = "you deploy with CloudFormation";

fn cloudformation(steps: &mut Vec<(Chapter, Stage, Step)>, graph: &Graph, stacks: &Artifacts) {
    let Some(manifest) = manifest(stacks) else { return };
    steps.extend(buckets(&manifest, graph));
    let pause = manifest.stacks.iter().position(|it| it.pause_after.is_some());
    let (first, rest) = manifest.stacks.split_at(pause.map_or(0, |it| it + 1));
    for (stage, stacks, title) in [
        (Stage::Begin, first, "Deploy the stacks up to the zone"),
        (Stage::Users, rest, if first.is_empty() { "Deploy the stacks" } else { "Deploy the other stacks" }),
    ] {
        if !stacks.is_empty() {
            steps.push((Chapter::Deploy, stage, deploy(title, stacks, &manifest, graph)));
        }
    }
    steps.push((Chapter::Destroy, Stage::Data, delete(&manifest, graph)));
}

fn deploy(title: &str, stacks: &[StackEntry], manifest: &Manifest, graph: &Graph) -> Step {
    let mut commands = Vec::new();
    if stacks.iter().any(|it| !it.parameters.is_empty()) {
        commands.push(Command::as_is(OUT));
    }
    let here: Vec<Region> =
        stacks.iter().filter(|it| goes_through_bucket(it)).map(|it| region(it, graph)).collect();
    if let Some(region) = here.first() {
        commands.push(account(*region));
    }
    for stack in stacks {
        commands.extend(deploy_stack(stack, manifest, graph));
    }
    let statuses = stacks.iter().map(|it| status(it, graph)).collect();
    let undo = stacks.iter().rev().map(|it| delete_stack(it, graph)).collect();
    let mut inputs: Vec<&str> = stacks.iter().flat_map(|it| it.inputs.values()).map(String::as_str).collect();
    inputs.dedup();
    let secrets =
        if inputs.is_empty() { String::new() } else { format!(" Export {} first.", inputs.join(", ")) };
    let why = format!(
        "Stack by stack: a later one takes outputs of earlier ones. Templates that are too large to be sent, \
         and packages of code, go through a \
         bucket.{secrets}"
    );
    let takes = Takes::Unbudgeted("users do not wait for it");
    Step::act(
        title,
        why,
        (Plane::Control, takes),
        commands,
        (statuses, "CREATE_COMPLETE or UPDATE_COMPLETE, for each"),
        Undo::By(undo),
    )
    .only_if(BY_CLOUDFORMATION)
}

fn goes_through_bucket(stack: &StackEntry) -> bool {
    stack.upload || !stack.assets.is_empty()
}

fn account(region: Region) -> Command {
    aws("sts", "get-caller-identity", region).query("Account").set("ACCOUNT")
}

/// The buckets, once for all stacks: made before the first of them, removed after the last.
fn buckets(manifest: &Manifest, graph: &Graph) -> Vec<(Chapter, Stage, Step)> {
    let needs = |region: &Region| {
        manifest.stacks.iter().any(|it| goes_through_bucket(it) && self::region(it, graph) == *region)
    };
    let regions: Vec<Region> = graph.regions.iter().copied().filter(needs).collect();
    let Some(first) = regions.first().map(|it| account(*it)) else { return Vec::new() };
    let each = |program: &[&str]| -> Vec<Command> {
        let at = |region: &Region| {
            let words = program.iter().map(|it| Word::from(*it)).chain([bucket("s3://", *region, manifest)]);
            run(words.chain(["--region".into(), region.code().into()])).answered_by(*region)
        };
        std::iter::once(first.clone()).chain(regions.iter().map(at)).collect()
    };
    let (make, remove) = (["aws", "s3", "mb"], ["aws", "s3", "rb", "--force"]);
    let takes = || (Plane::Control, Takes::Unbudgeted("users do not wait for it"));
    let made = Step::act(
        "Make the buckets that templates go through",
        "A template that is too large to be sent, or code, is put there first. One that is there already is \
         yours: S3 says so, and that is fine.",
        takes(),
        each(&make),
        (each(&["aws", "s3", "ls"]), "no error: the buckets are there, and empty at first"),
        Undo::By(each(&remove)),
    );
    let removed = Step::act(
        "Remove the buckets that templates went through",
        "They are in no stack. They hold templates and code, and no data.",
        takes(),
        each(&remove),
        (
            vec![run(["aws", "s3", "ls", "--region", regions[0].code()]).answered_by(regions[0])],
            "none whose \
            name begins with drc-",
        ),
        Undo::By(each(&make)),
    );
    let steps = [(Chapter::Deploy, Stage::Look, made), (Chapter::Destroy, Stage::Restore, removed)];
    steps.map(|(chapter, stage, step)| (chapter, stage, step.only_if(BY_CLOUDFORMATION))).into()
}

/// Where templates and packages of a Region go through: one of the account's own.
fn bucket(scheme: &str, region: Region, manifest: &Manifest) -> Word {
    let (system, environment) = (&manifest.system, &manifest.environment);
    Word::with_variables(&format!("{scheme}drc-{system}-{environment}-{region}-${{ACCOUNT}}"))
}

fn deploy_stack(stack: &StackEntry, manifest: &Manifest, graph: &Graph) -> Vec<Command> {
    let here = region(stack, graph);
    let mut commands: Vec<Command> = Vec::new();
    for package in &stack.assets {
        let from = format!("cloudformation/{}", package.file);
        let to = bucket("s3://", here, manifest);
        let words = ["aws", "s3", "cp", "--region", here.code(), &from].map(Word::from);
        let copy = run(words.into_iter().chain([to.then(&format!("/{}", package.key))]));
        commands.push(copy.answered_by(here));
    }
    let mut deploy = aws("cloudformation", "deploy", here)
        .arg("--stack-name", &stack.name)
        .arg("--template-file", format!("cloudformation/{}", stack.template));
    if stack.upload {
        deploy = deploy.arg("--s3-bucket", bucket("", here, manifest));
    }
    if !stack.capabilities.is_empty() {
        deploy = deploy.flag("--capabilities").words(stack.capabilities.iter().map(Into::into));
    }
    let of_stacks = stack.parameters.iter().map(|(name, source)| {
        let at =
            manifest.stacks.iter().find(|it| it.name == source.stack).map_or(here.code(), |it| &it.region);
        Word::with_output(
            &format!("{name}="),
            ["out", at, &source.stack, &source.output].map(Word::from).into(),
        )
    });
    let secrets =
        stack.inputs.iter().map(|(name, variable)| Word::with_variables(&format!("{name}=${{{variable}}}")));
    let code = (!stack.assets.is_empty())
        .then(|| bucket(&format!("{}=", drc_cloudformation::CODE_BUCKET), here, manifest));
    let overrides: Vec<Word> = of_stacks.chain(secrets).chain(code).collect();
    if !overrides.is_empty() {
        deploy = deploy.flag("--parameter-overrides").words(overrides);
    }
    commands.push(deploy);
    commands
}

fn status(stack: &StackEntry, graph: &Graph) -> Command {
    aws("cloudformation", "describe-stacks", region(stack, graph))
        .arg("--stack-name", &stack.name)
        .query("Stacks[0].[StackName,StackStatus]")
}

fn delete_stack(stack: &StackEntry, graph: &Graph) -> Command {
    aws("cloudformation", "delete-stack", region(stack, graph)).arg("--stack-name", &stack.name)
}

fn delete(manifest: &Manifest, graph: &Graph) -> Step {
    let gone = |stack: &StackEntry| {
        let wait = aws("cloudformation", "wait", region(stack, graph));
        [
            delete_stack(stack, graph),
            wait.waiting_for("stack-delete-complete").arg("--stack-name", &stack.name),
        ]
    };
    let left = graph.regions.iter().map(|region| {
        aws("cloudformation", "list-stacks", *region).arg("--stack-status-filter", "DELETE_FAILED").query(
            &format!(
                "StackSummaries[?starts_with(StackName, '{}-{}-')].StackName",
                manifest.system, manifest.environment
            ),
        )
    });
    Step::act(
        "Delete the stacks",
        "The last one first, each once it is gone.",
        (Plane::Control, Takes::Unbudgeted("users do not wait for it")),
        manifest.stacks.iter().rev().flat_map(gone).collect(),
        (left.collect(), "nothing, once per Region"),
        Undo::Nothing("deploy again; data is gone, but for backups that were kept elsewhere".to_owned()),
    )
    .only_if(BY_CLOUDFORMATION)
}

/// A tool at your desk, which calls AWS everywhere: how it is called, and what each step of it is.
struct Tool {
    only_if: &'static str,
    program: &'static [&'static str],
    zone: [&'static [&'static str]; 2],
    all: (&'static str, &'static [&'static str]),
    settled: (&'static [&'static str], &'static str),
    destroy: &'static str,
    left: (&'static [&'static str], &'static str),
    prepare: Option<&'static [&'static str]>,
}

const TOOLS: [Tool; 2] = [
    Tool {
        only_if: "you deploy with Terraform",
        program: &["terraform", "-chdir=terraform"],
        zone: [&["apply", "-target=aws_route53_zone.traffic_zone"], &["output", "traffic_name_servers"]],
        all: ("Apply the root", &["apply"]),
        settled: (&["plan", "-detailed-exitcode"], "No changes, and exit status 0"),
        destroy: "Destroy the root",
        left: (&["state", "list"], "nothing"),
        prepare: Some(&["init"]),
    },
    Tool {
        only_if: "you deploy with Pulumi",
        program: &["pulumi", "--cwd", "pulumi"],
        zone: [&["up", "--target", "**::traffic-zone"], &["stack", "output"]],
        all: ("Bring the program up", &["up"]),
        settled: (&["preview", "--expect-no-changes"], "no changes, and exit status 0"),
        destroy: "Destroy the program",
        left: (&["stack"], "no resources"),
        prepare: None,
    },
];

fn tools(steps: &mut Vec<(Chapter, Stage, Step)>, spec: &Spec, graph: &Graph) {
    let creates = spec.one::<Traffic>().is_some_and(|(_, it)| matches!(it.zone, Zone::Create(_)));
    let variables: Vec<&str> = graph.inputs.iter().map(|it| it.env.as_str()).collect();
    let secrets = if variables.is_empty() {
        String::new()
    } else {
        format!(" It asks for what {} holds.", variables.join(", "))
    };
    let state = format!(
        "One state holds both Regions: keep it where the loss of {} does not reach it.{secrets}",
        spec.regions.primary.value
    );
    for tool in TOOLS {
        if creates {
            steps.push((Chapter::Deploy, Stage::Begin, tool.zone()));
        }
        steps.push((Chapter::Deploy, Stage::Users, tool.deploy(&state)));
        steps.push((Chapter::Destroy, Stage::Data, tool.destroy()));
    }
}

impl Tool {
    fn call(&self, words: &[&'static str]) -> Command {
        run(self.program.iter().chain(words).copied())
    }

    fn prepared(&self, words: &[&'static str]) -> Vec<Command> {
        self.prepare.into_iter().chain([words]).map(|it| self.call(it)).collect()
    }

    fn step(
        &self,
        title: &str,
        why: &str,
        commands: Vec<Command>,
        check: (Vec<Command>, &str),
        undo: Undo,
    ) -> Step {
        let takes = (Plane::Control, Takes::Unbudgeted("users do not wait for it"));
        Step::act(title, why, takes, commands, check, undo).only_if(self.only_if)
    }

    fn zone(&self) -> Step {
        let why = "Certificates are proven by a record in it, and nobody finds that before the zone is \
            delegated.";
        let [make, show] = self.zone;
        let check = (vec![self.call(show)], "its name servers");
        let undo = Undo::By(vec![self.call(&["destroy"])]);
        self.step("Create the zone alone", why, self.prepared(make), check, undo)
    }

    fn deploy(&self, why: &str) -> Step {
        let check = (vec![self.call(self.settled.0)], self.settled.1);
        let undo = Undo::By(vec![self.call(&["destroy"])]);
        self.step(self.all.0, why, self.prepared(self.all.1), check, undo)
    }

    fn destroy(&self) -> Step {
        let why = "It empties buckets and vaults that the spec does not protect.";
        let check = (vec![self.call(self.left.0)], self.left.1);
        let undo = Undo::Nothing(
            "deploy again; data is gone, but for backups that were kept \
            elsewhere"
                .to_owned(),
        );
        self.step(self.destroy, why, vec![self.call(&["destroy"])], check, undo)
    }
}
