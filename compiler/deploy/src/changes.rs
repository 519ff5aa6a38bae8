//! Change sets: what CloudFormation would do to a stack, made before it is done.
//!
//! The name of a change set is a hash of all that goes into it. A run that follows one that was killed finds what
//! that one had made, and two runs that want the same ask for the same.

use crate::artefacts;
use crate::client::{ChangeSet, Client, Setting, Template, Wanted};
use crate::fault::Fault;
use crate::report::Failure;
use crate::run::Run;
use std::collections::BTreeMap;

/// The longest template that a request can carry. Source:
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html>.
const INLINE: usize = 51_200;

/// What a change set is made for. One that is only looked at is never taken for one that is executed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    Plan,
    Deploy,
}

impl Purpose {
    fn prefix(self) -> &'static str {
        match self {
            Purpose::Plan => "drc-plan-",
            Purpose::Deploy => "drc-",
        }
    }
}

/// What came of making a change set.
#[derive(Clone, Debug)]
pub(crate) enum Prepared {
    /// The stack is as wanted.
    NoChanges,
    /// It can be executed.
    Ready { name: String, set: ChangeSet },
}

/// How CloudFormation says that there is nothing to do. It fails, and the reason is all that tells.
const NO_CHANGES: [&str; 2] =
    ["The submitted information didn't contain changes", "No updates are to be performed"];

fn says_no_changes(reason: &str) -> bool {
    NO_CHANGES.iter().any(|it| reason.contains(it))
}

impl Run {
    /// Makes the change set of a stack, or finds it made.
    pub(crate) async fn change_set(
        &self,
        at: usize,
        settings: &BTreeMap<String, Setting>,
        new: bool,
        purpose: Purpose,
    ) -> Result<Prepared, Failure> {
        let (client, stack) = (self.client(at)?, self.stack(at));
        let name = format!("{}{}", purpose.prefix(), &digest(&stack.template, settings)[..20]);
        // A secret is part of no name, so a set that was made with another one looks the same.
        let trusted = !settings.values().any(|it| matches!(it, Setting::Secret(_)));
        match client.change_set(&stack.entry.name, &name).await? {
            Some(set) if trusted && is_usable(&set) => {}
            Some(_) => {
                client.delete_change_set(&stack.entry.name, &name).await?;
                self.make(client, at, &name, settings, new).await?;
            }
            None => self.make(client, at, &name, settings, new).await?,
        }
        self.settled(client, at, name).await
    }

    async fn make(
        &self,
        client: &Client,
        at: usize,
        name: &str,
        settings: &BTreeMap<String, Setting>,
        new: bool,
    ) -> Result<(), Failure> {
        let stack = self.stack(at);
        let template = self.template(client, at).await?;
        let description = format!("drc {}, spec {}, {}", self.system.drc, self.system.spec, self.caller.arn);
        let wanted = Wanted {
            stack: &stack.entry.name,
            name,
            new,
            template,
            parameters: settings,
            capabilities: &stack.entry.capabilities,
            tags: &self.tags(),
            description: &description,
        };
        match client.create_change_set(wanted).await {
            // Another run, or a try of this one whose answer was lost, has just made the same.
            Err(fault) if fault.is("AlreadyExistsException") => Ok(()),
            Err(Fault::Refused { reason, .. }) if says_no_changes(&reason) => Ok(()),
            answer => {
                self.has_made(&answer?);
                Ok(())
            }
        }
    }

    async fn template(&self, client: &Client, at: usize) -> Result<Template, Fault> {
        let stack = self.stack(at);
        let small = stack.template.len() <= INLINE;
        if small && stack.packages.is_empty() {
            return Ok(Template::Body(stack.template.to_string()));
        }
        let bucket = self.bucket(client).await?;
        for (key, bytes) in &stack.packages {
            artefacts::put(client, &bucket, key, bytes).await?;
        }
        if small {
            return Ok(Template::Body(stack.template.to_string()));
        }
        let key = format!("templates/{}.yaml", artefacts::hash(stack.template.as_bytes()));
        artefacts::put(client, &bucket, &key, stack.template.as_bytes()).await?;
        Ok(Template::Url(artefacts::url(&bucket, &client.region, &key)))
    }

    /// Waits until CloudFormation has compared.
    async fn settled(&self, client: &Client, at: usize, name: String) -> Result<Prepared, Failure> {
        let (entry, mut pace) = (&self.stack(at).entry, client.patience.pace());
        loop {
            // None: it was refused because there is nothing to do.
            let Some(set) = client.change_set(&entry.name, &name).await? else {
                return Ok(Prepared::NoChanges);
            };
            if !self.has_made(&set.id) {
                let (stack, who) = (&entry.name, &set.description);
                self.note(&format!("{stack}: another run has prepared the same change: {who}"));
            }
            match set.status.as_str() {
                "CREATE_PENDING" | "CREATE_IN_PROGRESS" => pace.pause().await,
                "CREATE_COMPLETE" if set.changes.is_empty() => {
                    client.delete_change_set(&entry.name, &name).await?;
                    return Ok(Prepared::NoChanges);
                }
                "CREATE_COMPLETE" => return Ok(Prepared::Ready { name, set }),
                "FAILED" if says_no_changes(&set.reason) => {
                    client.delete_change_set(&entry.name, &name).await?;
                    return Ok(Prepared::NoChanges);
                }
                "FAILED" => {
                    client.delete_change_set(&entry.name, &name).await?;
                    return Err(Failure::plain(
                        format!("CloudFormation refuses the change of {}: {}", entry.name, set.reason),
                        "the same command once the spec is mended",
                    ));
                }
                other => {
                    let what = format!("the change set status `{other}`");
                    return Err(Fault::Unknown { region: client.region.clone(), what }.into());
                }
            }
        }
    }
}

/// It was made and not executed, or is being made.
fn is_usable(set: &ChangeSet) -> bool {
    let made = matches!(set.status.as_str(), "CREATE_PENDING" | "CREATE_IN_PROGRESS" | "CREATE_COMPLETE");
    made && matches!(set.execution.as_str(), "AVAILABLE" | "UNAVAILABLE" | "")
}

fn digest(template: &str, settings: &BTreeMap<String, Setting>) -> String {
    // `Setting` shows no secret in its debug form, and a hash of one could be guessed.
    artefacts::hash(format!("{template}\0{settings:?}").as_bytes())
}
