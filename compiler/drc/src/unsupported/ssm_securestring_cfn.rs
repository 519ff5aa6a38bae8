//! A SecureString whose value whoever deploys hands over, for CloudFormation.

use super::Unsupported;
use crate::pipeline::Backend;
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::Spec;
use drc_services::parameter::{Parameter, ValueFrom};

/// A SecureString whose value whoever deploys hands over, for CloudFormation.
#[derive(Debug)]
pub struct SsmSecurestringCfn;

impl Unsupported for SsmSecurestringCfn {
    const CODE: Code = code!("DRC569", "ssm-securestring-cfn", Error);

    fn check(spec: &Spec, backend: Backend, found: &mut Diagnostics) {
        if backend != Backend::CloudFormation {
            return;
        }
        for (entry, parameter) in spec.all::<Parameter>() {
            let Some(from) = &parameter.value_from else { continue };
            let ValueFrom::Env(env) = &from.value else { continue };
            found.push(
                Diagnostic::new(&Self::CODE, from.span, format!("CloudFormation cannot make {} a SecureString", entry.address), "handed over while it is deployed")
                    .why("AWS::SSM::Parameter knows String and StringList only: the value would be readable to whoever can list parameters")
                    .help(format!("write `value_from = \"secret.{}\"`, and `[secret.{}]` with `value_from = \"env:{env}\"`: drc's function then writes the parameter from the secret, in every Region", entry.address.name, entry.address.name))
                    .source("https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html")
                    .about(entry.address.to_string()),
            );
        }
    }
}
