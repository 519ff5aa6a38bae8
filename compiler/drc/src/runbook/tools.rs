//! Deploying and destroying all of it, by each of the tools that do: `drc` for CloudFormation, Terraform, Pulumi.

use drc_ir::Graph;
use drc_services::Spec;
use drc_services::runbook::{Chapter, Command, Plane, Stage, Step, Takes, Undo, Word, run};
use drc_services::shared::zone::Zone;
use drc_services::traffic::Traffic;

/// The steps of every tool, each only for who uses it.
pub(super) fn steps(spec: &Spec, graph: &Graph, steps: &mut Vec<(Chapter, Stage, Step)>) {
    let creates_zone = spec.one::<Traffic>().is_some_and(|(_, it)| matches!(it.zone, Zone::Create(_)));
    Stacks { graph, creates_zone }.steps(steps);
    let asked = match variables(graph) {
        Some(variables) => format!(" It asks for what {variables} holds."),
        None => String::new(),
    };
    let state = format!(
        "One state holds both Regions: keep it where the loss of {} does not reach it.{asked}",
        spec.regions.primary.value
    );
    for tool in TOOLS {
        if creates_zone {
            steps.push((Chapter::Deploy, Stage::Begin, tool.zone()));
        }
        steps.push((Chapter::Deploy, Stage::Users, tool.deploy(&state)));
        steps.push((Chapter::Destroy, Stage::Data, tool.destroy()));
    }
}

/// Where secrets come from that no spec holds.
fn variables(graph: &Graph) -> Option<String> {
    let variables: Vec<&str> = graph.inputs.iter().map(|it| it.env.as_str()).collect();
    (!variables.is_empty()).then(|| variables.join(", "))
}

/// The spec, which `drc` takes and this file does not hold.
const SPEC: &str = "${SPEC:?say where the spec is}";

/// CloudFormation by `drc` itself, which knows the order, the gates and what is left of an earlier run.
struct Stacks<'g> {
    graph: &'g Graph,
    /// There is a zone to be delegated before most stacks can be made.
    creates_zone: bool,
}

impl Stacks<'_> {
    fn drc(&self, word: &str) -> Command {
        run(["drc", word].map(Word::from).into_iter().chain([Word::with_variables(SPEC)]))
            .arg("--env", &self.graph.header.environment)
    }

    fn steps(&self, steps: &mut Vec<(Chapter, Stage, Step)>) {
        if self.creates_zone {
            let why = "It makes what needs no zone, and the zone; then it asks whether that is delegated. Say \
                no: the next steps see to it.";
            let see = "CREATE_COMPLETE for the stacks up to the zone: the others are not there yet";
            steps.push((
                Chapter::Deploy,
                Stage::Begin,
                self.deploy("Deploy the stacks up to the zone", why, self.drc("deploy"), see),
            ));
        }
        let all = self.drc("deploy");
        let (title, all) = if self.creates_zone {
            ("Deploy the other stacks", all.flag("--gates-done"))
        } else {
            ("Deploy the stacks", all)
        };
        let why = "It shows the plan and asks. Killed at any moment, it goes on where it was when you type it \
            again; `drc iam-policy` prints what it must be allowed.";
        steps.push((Chapter::Deploy, Stage::Users, self.deploy(title, why, all, "every Region complete")));
        steps.push((Chapter::Destroy, Stage::Data, self.destroy()));
    }

    fn deploy(&self, title: &str, why: &str, command: Command, see: &'static str) -> Step {
        let export = variables(self.graph).map(|it| format!(" Export {it} first.")).unwrap_or_default();
        let why = format!("{why}{export}");
        let takes = (Plane::Control, Takes::Unbudgeted("users do not wait for it"));
        let undo = Undo::Nothing(BACK.to_owned());
        let check = (vec![self.drc("status")], see);
        Step::act(title, why, takes, vec![command], check, undo).only_if(BY_CLOUDFORMATION)
    }

    fn destroy(&self) -> Step {
        let why =
            "The last stack first, and only what `drc` made; the buckets that templates went through, too.";
        let takes = (Plane::Control, Takes::Unbudgeted("users do not wait for it"));
        let undo = Undo::Nothing(GONE.to_owned());
        let check = (vec![self.drc("status")], "every Region absent");
        let command = self.drc("destroy").flag("--empty-buckets");
        Step::act("Delete the stacks", why, takes, vec![command], check, undo).only_if(BY_CLOUDFORMATION)
    }
}

const BY_CLOUDFORMATION: &str = "you deploy with CloudFormation";
/// Destroying is no way back from a change: what a deployment replaced was in use.
const BACK: &str =
    "check the spec out as it was, and do this step with that; what was not there before, Destroy removes";
const GONE: &str = "deploy again; data is gone, but for backups that were kept elsewhere";

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
        // The same target, and nothing else.
        let undo = std::iter::once("destroy").chain(make.iter().skip(1).copied());
        let undo = Undo::By(vec![self.call(&undo.collect::<Vec<_>>())]);
        self.step("Create the zone alone", why, self.prepared(make), check, undo)
    }

    fn deploy(&self, why: &str) -> Step {
        let check = (vec![self.call(self.settled.0)], self.settled.1);
        let undo = Undo::Nothing(BACK.to_owned());
        self.step(self.all.0, why, self.prepared(self.all.1), check, undo)
    }

    fn destroy(&self) -> Step {
        let why = "It empties buckets and vaults that the spec does not protect.";
        let check = (vec![self.call(self.left.0)], self.left.1);
        let undo = Undo::Nothing(GONE.to_owned());
        self.step(self.destroy, why, vec![self.call(&["destroy"])], check, undo)
    }
}
