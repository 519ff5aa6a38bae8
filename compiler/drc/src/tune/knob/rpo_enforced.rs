//! `database.rpo_enforced`

use super::super::price::Bill;
use super::super::{Aim, Figure};
use super::{Choice, Dial, Knob, edit};
use drc_model::Duration;
use drc_services::Spec;
use drc_services::database::{Database, Engine};
use drc_services::registry::Typed as _;
use drc_syntax::{Span, Spanned};

/// Aurora PostgreSQL stops committing before more is lost. With one Region that follows, losing that one would stop all
/// writing, so only from two on.
pub(super) struct Enforced;

const CAUTION: &str = "writing stops while every other Region lags by more than the RPO";

impl Knob for Enforced {
    const FIELD: &'static str = "database.rpo_enforced";

    fn dials(spec: &Spec, aim: &Aim) -> Vec<Dial> {
        let Figure::Rpo(address) = &aim.figure else { return Vec::new() };
        let database = spec.entry(address).and_then(|entry| Database::service(&entry.service));
        let able = |it: &&Database| {
            it.engine.value == Engine::Postgresql
                && !it.enforces_rpo()
                && spec.regions.secondaries.len() >= 2
                && spec.rpo(it.rpo).value >= Duration::from_secs(20)
        };
        let Some(database) = database.filter(able) else { return Vec::new() };
        let span = database.rpo_enforced.map_or(Span::default(), |it| it.span);
        let edit = edit(address, &["rpo_enforced"], "false".to_owned(), "true".to_owned(), span);
        let address = address.clone();
        let choice = Choice::new(edit, move |spec| {
            if let Some(database) = spec.service_mut::<Database>(&address) {
                database.rpo_enforced = Some(Spanned::new(true, Span::default()));
            }
        });
        vec![Dial { choices: vec![choice.cautious(Some(CAUTION))] }]
    }

    fn charge(_: &Spec, _: &mut Bill) {}
}
