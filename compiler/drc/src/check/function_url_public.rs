//! A function whose own address is open to everybody.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_services::function::{Function, UrlAuth};

/// A function whose own address is open to everybody.
#[derive(Debug)]
pub struct FunctionUrlPublic;

impl Rule for FunctionUrlPublic {
    const CODE: Code = code!("DRC531", "function-url-public", Warning);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, function) in cx.spec.all::<Function>() {
            let Some(url) = function.url.filter(|it| it.value == UrlAuth::Public) else { continue };
            found.push(
                Diagnostic::new(&Self::CODE, url.span, format!("everybody may call {} by its URL", entry.address), "no authorisation, no throttle")
                    .why("a function URL has neither throttles nor a firewall: whoever finds it can use up the account's concurrency, and every other function's with it")
                    .help("write url = \"iam\"; or put an API in front, whose stage has a throttle; or accept it with a reason in [[allow]]")
                    .source("https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html")
                    .about(entry.address.to_string()),
            );
        }
    }
}
