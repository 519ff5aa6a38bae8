//! What is asked of AWS at every run and kept in no state: an ephemeral resource of Terraform's, a function of Pulumi's.
//!
//! Written by hand: the generated table holds resources only, and these are two. A test compares them with the schemas.

/// A question, and how both ask it.
#[derive(Debug)]
pub struct Reader {
    /// Terraform's ephemeral resource.
    pub terraform: &'static str,
    /// Pulumi's function.
    pub pulumi: &'static str,
    /// Arguments: Terraform's name and Pulumi's.
    pub arguments: &'static [(&'static str, &'static str)],
    /// The answer: Terraform's name and Pulumi's. Always a secret.
    pub answer: (&'static str, &'static str),
}

const READERS: [Reader; 2] = [
    Reader {
        terraform: "aws_secretsmanager_random_password",
        pulumi: "aws:secretsmanager:getRandomPassword",
        arguments: &[("exclude_punctuation", "excludePunctuation"), ("password_length", "passwordLength")],
        answer: ("random_password", "randomPassword"),
    },
    Reader {
        terraform: "aws_secretsmanager_secret_version",
        pulumi: "aws:secretsmanager:getSecretVersion",
        arguments: &[("secret_id", "secretId"), ("version_id", "versionId")],
        answer: ("secret_string", "secretString"),
    },
];

impl Reader {
    /// Looks Terraform's name up; `None` is a test's business, never a user's.
    pub fn find(terraform: &str) -> Option<&'static Self> {
        READERS.iter().find(|it| it.terraform == terraform)
    }

    /// Pulumi's name of an argument.
    pub fn argument(&self, terraform: &str) -> Option<&'static str> {
        self.arguments.iter().find(|(it, _)| *it == terraform).map(|(_, it)| *it)
    }
}
