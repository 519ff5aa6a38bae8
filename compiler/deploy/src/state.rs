//! What CloudFormation says of a stack, and what drc does about it.
//!
//! Every status has its line here: there is no "otherwise".

/// What `drc deploy` does with a stack that it finds in a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// There is nothing yet: create it.
    Create,
    /// It stands: bring it up to date.
    Change,
    /// CloudFormation is at work: wait for the end of it, then look again.
    Wait,
    /// A creation that failed: nothing can be done with it but remove it, after asking, and create it anew.
    Remove,
    /// Only a person can decide: say how.
    Stop,
}

/// What `drc destroy` does with a stack that it finds in a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Removal {
    /// There is nothing.
    Gone,
    /// It can be deleted.
    Delete,
    /// CloudFormation is at work: wait for the end of it, then look again.
    Wait,
}

macro_rules! statuses {
    ($($variant:ident $text:literal $next:ident $removal:ident $says:literal)*) => {
        /// A stack's status.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Status {
            $(#[doc = $says] $variant,)*
        }

        impl Status {
            /// Every one.
            pub const ALL: &[Status] = &[$(Status::$variant),*];

            /// As CloudFormation writes it.
            pub fn text(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// What `drc deploy` does.
            pub fn next(self) -> Next {
                match self { $(Self::$variant => Next::$next,)* }
            }

            /// What `drc destroy` does.
            pub fn removal(self) -> Removal {
                match self { $(Self::$variant => Removal::$removal,)* }
            }

            /// What it means, and for [`Next::Stop`] what to type.
            pub fn says(self) -> &'static str {
                match self { $(Self::$variant => $says,)* }
            }
        }
    };
}

// Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html
statuses! {
    ReviewInProgress "REVIEW_IN_PROGRESS" Create Delete "a change set was made and never executed; there are no resources"
    CreateInProgress "CREATE_IN_PROGRESS" Wait Wait "is being created"
    CreateComplete "CREATE_COMPLETE" Change Delete "stands as created"
    CreateFailed "CREATE_FAILED" Remove Delete "was not created, and what was made of it was kept"
    RollbackInProgress "ROLLBACK_IN_PROGRESS" Wait Wait "was not created; what was made of it is being removed"
    RollbackComplete "ROLLBACK_COMPLETE" Remove Delete "was not created; what was made of it is removed"
    RollbackFailed "ROLLBACK_FAILED" Remove Delete "was not created, and what was made of it could not be removed"
    UpdateInProgress "UPDATE_IN_PROGRESS" Wait Wait "is being updated"
    UpdateCompleteCleanupInProgress "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS" Wait Wait "is updated; what was replaced is being removed"
    UpdateComplete "UPDATE_COMPLETE" Change Delete "stands as updated"
    UpdateFailed "UPDATE_FAILED" Stop Delete "was half updated and kept so: `aws cloudformation rollback-stack --stack-name STACK --region REGION`, then deploy again"
    UpdateRollbackInProgress "UPDATE_ROLLBACK_IN_PROGRESS" Wait Wait "was not updated; it is being put back"
    UpdateRollbackCompleteCleanupInProgress "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS" Wait Wait "is put back; what the update made is being removed"
    UpdateRollbackComplete "UPDATE_ROLLBACK_COMPLETE" Change Delete "stands as it was before an update that failed"
    UpdateRollbackFailed "UPDATE_ROLLBACK_FAILED" Stop Delete "could not be put back after a failed update: mend what its events name, `aws cloudformation continue-update-rollback --stack-name STACK --region REGION`, then deploy again"
    DeleteInProgress "DELETE_IN_PROGRESS" Wait Wait "is being deleted"
    DeleteComplete "DELETE_COMPLETE" Create Gone "is deleted"
    DeleteFailed "DELETE_FAILED" Stop Delete "was half deleted: mend what its events name, then `drc destroy`; or delete the stack and deploy again"
    ImportInProgress "IMPORT_IN_PROGRESS" Wait Wait "is taking over resources"
    ImportComplete "IMPORT_COMPLETE" Change Delete "stands, with resources it took over"
    ImportRollbackInProgress "IMPORT_ROLLBACK_IN_PROGRESS" Wait Wait "could not take over resources; it is being put back"
    ImportRollbackFailed "IMPORT_ROLLBACK_FAILED" Stop Delete "could not be put back after a failed import: mend it in the console, then deploy again"
    ImportRollbackComplete "IMPORT_ROLLBACK_COMPLETE" Change Delete "stands as it was before an import that failed"
}

impl Status {
    /// The status of that text; AWS may one day have one that this version does not know.
    pub fn parse(text: &str) -> Option<Status> {
        Self::ALL.iter().copied().find(|it| it.text() == text)
    }

    /// CloudFormation is at work. A stack in review is not: nothing happens to it by itself.
    pub fn is_working(self) -> bool {
        self.next() == Next::Wait
    }

    /// It stands, as the last operation wanted it.
    pub fn is_good(self) -> bool {
        matches!(self, Self::CreateComplete | Self::UpdateComplete | Self::ImportComplete)
    }
}

/// The table of `docs/deploy.md`.
pub fn table() -> String {
    let mut text = String::from("| status | it … | `drc deploy` | `drc destroy` |\n|---|---|---|---|\n");
    for status in Status::ALL {
        let next = match status.next() {
            Next::Create => "creates it",
            Next::Change => "changes it, if anything changed",
            Next::Wait => "waits, then looks again",
            Next::Remove => "asks, deletes it, creates it",
            Next::Stop => "stops and says what to type",
        };
        let removal = match status.removal() {
            Removal::Gone => "nothing to do",
            Removal::Delete => "deletes it",
            Removal::Wait => "waits, then looks again",
        };
        let (name, says) = (status.text(), status.says());
        text.push_str(&format!("| `{name}` | {says} | {next} | {removal} |\n"));
    }
    text
}
