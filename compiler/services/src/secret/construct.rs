//! A secret with its replicas. What is in it is made up or handed over while it is deployed, and stands nowhere else.

use drc_ir::{Attr, CfnReturn, Construct, Expr, Ref, Shapes, map, text};
use drc_model::Region;

/// A Secrets Manager secret.
#[derive(Debug)]
pub struct Secret {
    /// Its name, the same in every Region.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// What is in it.
    pub content: Content,
    /// ARN of the key it is encrypted under, unless AWS's own.
    pub key: Option<Expr>,
    /// Where else it is, and under which key.
    pub replicas: Vec<(Region, Option<Expr>)>,
    /// Where it is made.
    pub region: Region,
    /// Keeps it for a month after it is deleted.
    pub protect: bool,
    /// A later node asks for a field of it ([`Expr::SecretField`]).
    pub read: bool,
}

/// What is in a secret.
#[derive(Debug)]
pub enum Content {
    /// A random text.
    Random {
        /// How long: letters and digits.
        length: i64,
    },
    /// A user's name and a random password, as the JSON that AWS's rotation functions and the RDS Data API read.
    Login {
        /// The user.
        username: String,
        /// How long the password is: letters and digits.
        length: i64,
    },
    /// What whoever deploys hands over.
    Given(Expr),
}

/// References to a secret.
pub trait SecretRef {
    /// Its ARN, at whose end AWS puts six random characters.
    fn arn(self) -> Expr;
    /// The password in it. Only what is encrypted or written once may hold this.
    fn password(self) -> Expr;
}
impl SecretRef for Ref<Secret> {
    fn arn(self) -> Expr {
        self.attr(Attr::new(CfnReturn::Ref, "arn"))
    }
    fn password(self) -> Expr {
        Expr::SecretField(self.id, "password")
    }
}

/// The ARN without the six characters, by which Secrets Manager finds it too.
/// Source: <https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html>.
pub fn partial_arn(name: &str, region: Region) -> Expr {
    text!["arn:", Expr::Partition, format!(":secretsmanager:{region}:"), Expr::Account, ":secret:", name.to_owned()]
}

/// A name that Secrets Manager does not take for more than a name: a dash and six characters at its end would look like the
/// end of an ARN, and a secret asked for by its name would not be found.
/// Source: <https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html>.
pub fn unmistakable(name: String) -> String {
    let looks_like_an_arn = name.rsplit_once('-').is_some_and(|(_, end)| end.len() == 6);
    if looks_like_an_arn { format!("{name}-key") } else { name }
}

impl Secret {
    fn generated(&self) -> Option<Expr> {
        let (length, template) = match &self.content {
            Content::Random { length } => (*length, None),
            Content::Login { username, length } => (*length, Some(map! { "username": username }.json())),
            Content::Given(_) => return None,
        };
        let key = template.is_some().then_some("password");
        Some(map! {
            "SecretStringTemplate": template,
            "GenerateStringKey": key,
            "PasswordLength": length,
            "ExcludePunctuation": true,
        })
    }

    fn value(&self) -> Expr {
        let password = || Expr::Part("password", "random_password");
        match &self.content {
            Content::Random { .. } => password(),
            Content::Login { username, .. } => map! { "username": username, "password": password() }.json(),
            Content::Given(value) => value.clone(),
        }
    }

    fn length(&self) -> Option<i64> {
        match &self.content {
            Content::Random { length } | Content::Login { length, .. } => Some(*length),
            Content::Given(_) => None,
        }
    }
}

impl Construct for Secret {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let tags = out.tags().list();
        let replica = |(region, key): &(Region, Option<Expr>)| map! { "Region": region.code(), "KmsKeyId": key.clone() };
        let given = if let Content::Given(value) = &self.content { Some(value.clone()) } else { None };
        out.main(
            "AWS::SecretsManager::Secret",
            map! {
                "Name": &self.name,
                "Description": &self.description,
                "GenerateSecretString": self.generated(),
                "SecretString": given,
                "KmsKeyId": self.key.clone(),
                "ReplicaRegions": (!self.replicas.is_empty()).then(|| self.replicas.iter().map(replica).collect::<Expr>()),
                "Tags": tags,
            },
        )
        .stateful();
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        let replica = |(region, key): &(Region, Option<Expr>)| map! { "region": region.code(), "kms_key_id": key.clone() };
        out.main(
            "aws_secretsmanager_secret",
            map! {
                "name": &self.name,
                "description": &self.description,
                "kms_key_id": self.key.clone(),
                // At once: until the days are over nothing of this name can be made again.
                "recovery_window_in_days": if self.protect { 30 } else { 0 },
                "replica": self.replicas.iter().map(replica).collect::<Expr>(),
            },
        );
        if let Some(length) = self.length() {
            let body = map! { "password_length": length, "exclude_punctuation": true };
            out.part("password", "aws_secretsmanager_random_password", body).ephemeral();
        }
        out.part(
            "version",
            "aws_secretsmanager_secret_version",
            map! { "secret_id": Expr::Part("", "id"), "secret_string": self.value().write_once() },
        );
        if self.read {
            // What was written, not what was made up: the two differ once a run has failed half-way.
            let body = map! { "secret_id": Expr::Part("version", "secret_id"), "version_id": Expr::Part("version", "version_id") };
            out.part("value", "aws_secretsmanager_secret_version", body).ephemeral();
        }
    }

    fn known(&self, attr: Attr) -> Option<Expr> {
        (attr.cfn == CfnReturn::Ref).then(|| partial_arn(&self.name, self.region))
    }
}

#[cfg(test)]
mod tests {
    use super::unmistakable;

    #[test]
    fn a_name_never_ends_like_an_arn() {
        assert_eq!(unmistakable("login-dev".to_owned()), "login-dev");
        for environment in ["stable", "canary"] {
            let name = unmistakable(format!("login-{environment}"));
            assert_eq!(name, format!("login-{environment}-key"));
            assert_eq!(unmistakable(name.clone()), name);
        }
    }
}
