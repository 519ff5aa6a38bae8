//! Layers that a function cannot be created with.

use super::{Checking, Rule};
use drc_diagnostic::{Code, Diagnostic, Diagnostics, code};
use drc_model::Region;
use drc_services::Entry;
use drc_services::function::Function;
use drc_syntax::Span;

/// Layers that a function cannot be created with.
#[derive(Debug)]
pub struct FunctionLayers;

const MOST: usize = 5;
const SOURCE: &str = "https://docs.aws.amazon.com/lambda/latest/dg/chapter-layers.html";

impl Rule for FunctionLayers {
    const CODE: Code = code!("DRC534", "function-layers", Error);

    fn check(cx: &Checking<'_>, found: &mut Diagnostics) {
        for (entry, function) in cx.spec.all::<Function>() {
            if let Some(sixth) = function.layers.get(MOST) {
                found.push(
                    Diagnostic::new(
                        &Self::CODE,
                        sixth.span,
                        format!(
                            "{} has {} layers; Lambda takes {MOST}",
                            entry.address,
                            function.layers.len()
                        ),
                        "one too many",
                    )
                    .help("put what several layers hold into one, or into the function's own folder")
                    .source(SOURCE)
                    .about(entry.address.to_string()),
                );
            }
            for layer in &function.layers {
                let wrong = cx.spec.regions.all().find_map(|region| {
                    let arn = cx.spec.plain(&layer.value, region)?;
                    (region_of(&arn) != Some(region.code())).then_some((region, arn))
                });
                if let Some((region, arn)) = wrong {
                    found.push(foreign(entry, layer.span, region, &arn));
                }
            }
        }
    }
}

fn foreign(entry: &Entry, span: Span, region: Region, arn: &str) -> Diagnostic {
    let (message, label) = match region_of(arn) {
        Some(other) => (
            format!("{} in {region} cannot use a layer of {other}", entry.address),
            format!("of {other} in every Region"),
        ),
        None => (format!("`{arn}` is not the ARN of a layer's version"), "not a layer's version".to_owned()),
    };
    Diagnostic::new(&FunctionLayers::CODE, span, message, label)
        .why("Lambda loads layers from the function's own Region only; a layer of the primary would keep the secondary from being deployed")
        .help("publish the layer in every Region and write \"arn:aws:lambda:${region}:123456789012:layer:name:1\"")
        .source(SOURCE)
        .about(entry.address.to_string())
}

/// The Region of `arn:…:lambda:REGION:ACCOUNT:layer:NAME:VERSION`.
fn region_of(arn: &str) -> Option<&str> {
    let words: Vec<&str> = arn.split(':').collect();
    match words.as_slice() {
        ["arn", _, "lambda", region, account, "layer", name, version] => {
            let digits = |it: &str| !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_digit());
            (digits(account) && digits(version) && !name.is_empty()).then_some(*region)
        }
        _ => None,
    }
}
