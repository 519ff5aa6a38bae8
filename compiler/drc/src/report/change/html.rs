//! The report as a page for browsers: it needs no network, nothing but itself.

use super::{Review, json, template::environment};
use crate::picture::{Picture, timeline, topology};
use crate::pipeline::Checked;
use minijinja::context;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;

const PAGE: &str = include_str!("page.html.j2");
const STYLE: &str = include_str!("page.css");

/// The report as HTML.
pub fn html(review: &Review<'_>) -> String {
    let mut environment = environment();
    environment.set_syntax(
        SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build().unwrap_or_default(),
    );
    let specs = review.specs.iter().enumerate();
    let pictures: Vec<_> = specs.map(|(at, (_, checked))| pictures(at, *checked)).collect();
    let context = context! {
        report => Serde(json(review)),
        pictures => Serde(pictures),
        style => STYLE,
    };
    let page = environment.render_named_str("page.html", PAGE, context);
    page.unwrap_or_else(|error| format!("{error:#}\n"))
}

/// The pictures of one spec; none if it cannot be read. `at` keeps apart what must be unique in a page.
fn pictures(at: usize, checked: Option<&Checked>) -> Vec<Picture> {
    let known = checked.and_then(|it| it.spec.as_ref().zip(it.budget.as_ref()));
    let Some((spec, budget)) = known else { return Vec::new() };
    let lost = spec.regions.primary.value;
    vec![
        timeline(&format!("t{at}"), &budget.rto),
        topology(&format!("w{at}"), spec, budget, None),
        topology(&format!("l{at}"), spec, budget, Some(lost)),
    ]
}
