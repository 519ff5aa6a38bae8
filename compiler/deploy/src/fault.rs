//! Why AWS did not do what it was asked for.

use aws_sdk_cloudformation::error::{DisplayErrorContext, ProvideErrorMetadata, SdkError};
use std::error::Error;
use std::fmt;

/// A call that did not work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing of the Region answered in time.
    Unreachable {
        /// Which.
        region: String,
        /// What the last try met.
        why: String,
    },
    /// There are no credentials, or they are no longer good.
    Credentials {
        /// AWS's or the SDK's reason.
        why: String,
    },
    /// AWS said no.
    Refused {
        /// Where.
        region: String,
        /// `CreateChangeSet`
        call: &'static str,
        /// `ValidationError`; empty where AWS gave none.
        code: String,
        /// AWS's reason in full.
        reason: String,
    },
    /// AWS answered something this version does not know.
    Unknown {
        /// Where.
        region: String,
        /// What.
        what: String,
    },
}

/// Codes by which AWS says that the credentials, and not the request, are the matter.
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/CommonErrors.html>.
const CREDENTIALS: [&str; 8] = [
    "ExpiredToken",
    "ExpiredTokenException",
    "RequestExpired",
    "InvalidClientTokenId",
    "InvalidToken",
    "UnrecognizedClientException",
    "InvalidAccessKeyId",
    "SignatureDoesNotMatch",
];

impl Fault {
    /// Of an error of the SDK.
    pub(crate) fn of<E, R>(region: &str, call: &'static str, error: &SdkError<E, R>) -> Fault
    where
        E: ProvideErrorMetadata + Error + 'static,
        R: fmt::Debug + 'static,
    {
        let region = region.to_owned();
        let why = DisplayErrorContext(error).to_string();
        if let Some(refusal) = error.as_service_error() {
            let code = refusal.code().unwrap_or_default();
            let reason = refusal.message().map_or(why, str::to_owned);
            return if CREDENTIALS.contains(&code) {
                Fault::Credentials { why: format!("{code}: {reason}") }
            } else {
                Fault::Refused { region, call, code: code.to_owned(), reason }
            };
        }
        // The SDK hands a lack of credentials on as a failure to send.
        if mentions_credentials(error) {
            Fault::Credentials { why: causes(error) }
        } else {
            Fault::Unreachable { region, why: causes(error) }
        }
    }

    /// AWS refused with this code.
    pub fn is(&self, wanted: &str) -> bool {
        matches!(self, Fault::Refused { code, .. } if code == wanted)
    }

    /// AWS does not have what was named.
    pub(crate) fn is_absence(&self) -> bool {
        const ABSENT: [&str; 8] = [
            "ChangeSetNotFound",
            "ChangeSetNotFoundException",
            "NoSuchBucket",
            "NotFound",
            "NoSuchTagSet",
            "NoSuchHealthCheck",
            "NoSuchHostedZone",
            "ReplicationConfigurationNotFoundError",
        ];
        match self {
            Fault::Refused { code, reason, .. } => {
                ABSENT.contains(&code.as_str())
                    || (code == "ValidationError" && reason.contains("does not exist"))
            }
            Fault::Unreachable { .. } | Fault::Credentials { .. } | Fault::Unknown { .. } => false,
        }
    }
}

/// Everything that led to an error, the outermost first, each once.
fn causes(error: &(dyn Error + 'static)) -> String {
    let mut said: Vec<String> = Vec::new();
    let mut next = Some(error);
    while let Some(error) = next {
        let text = error.to_string();
        if !said.iter().any(|it| it.contains(&text)) {
            said.push(text);
        }
        next = error.source();
    }
    said.join(": ")
}

fn mentions_credentials(error: &(dyn Error + 'static)) -> bool {
    let mut next = Some(error);
    while let Some(error) = next {
        if error.to_string().contains("credential") || error.to_string().contains("SSO") {
            return true;
        }
        next = error.source();
    }
    false
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Unreachable { region, why } => write!(f, "{region} is unreachable: {why}"),
            Fault::Credentials { why } => write!(
                f,
                "AWS does not accept the credentials: {why}\n  log in again (`aws sso login`, or new keys in the environment) and \
                 type the same command: it goes on from where things are"
            ),
            Fault::Refused { region, call, code, reason } if code.is_empty() => {
                write!(f, "{call} in {region}: {reason}")
            }
            Fault::Refused { region, call, code, reason } => {
                write!(f, "{call} in {region}: {code}: {reason}")
            }
            Fault::Unknown { region, what } => {
                write!(f, "{region} answers {what}, which this version of drc does not know")
            }
        }
    }
}

impl Error for Fault {}
