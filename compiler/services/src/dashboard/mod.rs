//! `dashboard.<name>`: what CloudWatch measures of every service, on one page per Region.

mod construct;
mod runbook;

use crate::kind::Kind;
use crate::lowering::At;
use crate::registry::Typed;
use crate::runbook::Contribution;
use crate::shared::connection::Connection;
use crate::shared::metric::{Metric, Watch};
use crate::shared::policy::Statement;
use crate::spec::{Entry, Spec};
use crate::traffic::{HEALTH, Traffic};
use crate::uses::Uses;
use construct::Graph;
use drc_ir::Expr;
use drc_model::{Name, NameKind, Pattern, PhysicalName, Region, fields};
use drc_syntax::Spanned;

fields! {
    /// A CloudWatch dashboard in every Region: its alarms, and a graph for each metric of each service. A spec without
    /// one gets one.
    pub struct Dashboard {
        /// What the naming rule calls `${service}`. Default: the dashboard's name in the spec.
        name: Option<Spanned<Name>>,
        /// Which services are on it: `"function.*"`. Default: all.
        include: Option<Vec<Spanned<Pattern>>>,
    }
}

/// The name of the dashboard that a spec without one gets.
pub const DERIVED: &str = "overview";

/// The dashboard that a spec without one gets.
pub fn derived() -> Dashboard {
    Dashboard { name: None, include: None }
}

fn name(entry: &Entry, spec: &Spec, region: Region) -> String {
    spec.name(entry, "", spec.everywhere(region))
}

impl Dashboard {
    fn shows(&self, entry: &Entry) -> bool {
        let wanted =
            |patterns: &Vec<Spanned<Pattern>>| patterns.iter().any(|it| it.value.matches(&entry.address));
        self.include.as_ref().is_none_or(wanted)
    }

    /// Adds the dashboards. They show every other service, so they come after all of them.
    pub fn finish(&self, at: &mut At<'_, '_>) {
        for region in at.regions() {
            let heading = heading(at.spec(), region);
            for (number, Page { graphs, alarms }) in (1..).zip(self.pages(at, region)) {
                let suffix = if number == 1 { String::new() } else { number.to_string() };
                let name = at.name(&suffix, at.spec().everywhere(region));
                let url = format!(
                    "https://{region}.console.{}/cloudwatch/home?region={region}#dashboards/dashboard/{name}",
                    console(region)
                );
                let heading = heading.clone();
                at.add(region, suffix.clone(), construct::Dashboard { name, heading, alarms, graphs });
                let output = if suffix.is_empty() { "url".to_owned() } else { format!("url-{suffix}") };
                at.output(region, output, format!("{} of {region}", at.entry.address), url);
            }
        }
    }

    /// The services' graphs and alarms, on as many pages as CloudWatch's limits ask for.
    fn pages(&self, at: &At<'_, '_>, region: Region) -> Vec<Page> {
        let mut pages: Vec<Page> = Vec::new();
        let shown = at.spec().services.iter().enumerate().filter(|(_, entry)| self.shows(entry));
        for (place, entry) in shown {
            let (graphs, alarms) = (graphs(at, entry, region), at.alarms_of(place, region));
            if graphs.is_empty() && alarms.is_empty() {
                continue;
            }
            match pages.last_mut().filter(|page| page.takes(&graphs, &alarms)) {
                Some(page) => {
                    page.graphs.extend(graphs);
                    page.alarms.extend(alarms);
                }
                None => pages.push(Page { graphs, alarms }),
            }
        }
        pages
    }
}

/// What one dashboard shows.
struct Page {
    graphs: Vec<Graph>,
    alarms: Vec<Expr>,
}

impl Page {
    /// CloudWatch draws 500 widgets of a dashboard and 100 alarms of a widget.
    /// Source: <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html>.
    fn takes(&self, graphs: &[Graph], alarms: &[Expr]) -> bool {
        self.graphs.len() + graphs.len() <= 400 && self.alarms.len() + alarms.len() <= 100
    }
}

/// What Route 53 thinks of every Region, on the page of each: it decides where users go.
fn health(at: &At<'_, '_>, entry: &Entry, region: Region) -> Option<Graph> {
    Traffic::service(&entry.service)?;
    let lines = at.handle::<Traffic>(&entry.address).health_checks().map(|id| vec![("HealthCheckId", id)]);
    let lines: Vec<_> = lines.collect();
    (!lines.is_empty()).then(|| Graph {
        title: format!("{} {}", entry.address, HEALTH.name),
        namespace: HEALTH.namespace,
        metric: HEALTH.name,
        statistic: HEALTH.statistic,
        lines,
        region: HEALTH.region(region),
    })
}

/// A graph for each metric of a service that there is in the Region.
fn graphs(at: &At<'_, '_>, entry: &Entry, region: Region) -> Vec<Graph> {
    let graph = |metric: &Metric| {
        let watches = entry.service.watches(at.any_handle(&entry.address), metric, region, at.spec());
        let lines: Vec<_> = watches.into_iter().map(|it| it.dimensions).collect();
        (!lines.is_empty()).then(|| Graph {
            title: format!("{} {}", entry.address, metric.name),
            namespace: metric.namespace,
            metric: metric.name,
            statistic: metric.statistic,
            lines,
            region: metric.region(region),
        })
    };
    health(at, entry, region)
        .into_iter()
        .chain(entry.service.kind().metrics().iter().filter_map(graph))
        .collect()
}

/// What whoever opens it at night must know first: whose it is, where, and what is promised.
fn heading(spec: &Spec, region: Region) -> String {
    format!(
        "# {} ({}) in {region}: {}\nRTO {}, RPO {}. Regions in order of failover: {}",
        spec.system.name.value.0,
        spec.environment,
        spec.regions.role(region),
        spec.objectives.rto.value,
        spec.objectives.rpo.value,
        spec.regions.all().map(Region::code).collect::<Vec<_>>().join(", "),
    )
}

fn console(region: Region) -> &'static str {
    match region.partition().dns_suffix() {
        "amazonaws.com.cn" => "amazonaws.cn",
        _ => "aws.amazon.com",
    }
}

impl Kind for Dashboard {
    const KIND: &'static str = "dashboard";
    const SINGLETON: bool = false;
    const EXPLAIN: &'static str = include_str!("explain.md");
    const ATTRIBUTES: &'static [&'static str] = &[];
    const VERBS: &'static [&'static str] = &[];
    const METRICS: &'static [Metric] = &[];
    type Handle = ();

    fn own_name(&self) -> Option<&str> {
        self.name.as_ref().map(|it| it.value.0.as_str())
    }

    fn uses(&self, _: &mut Uses) {}

    fn names(&self, entry: &Entry, spec: &Spec) -> Vec<PhysicalName> {
        let name = |region| PhysicalName::in_region(NameKind::Dashboard, name(entry, spec, region), region);
        spec.regions.all().map(name).collect()
    }

    fn lower<'s>(&'s self, _: &mut At<'_, 's>) -> Self::Handle {}

    fn attribute((): &(), _: &str, _: Region) -> Option<Expr> {
        None
    }

    fn grant((): &(), _: &str, _: Region) -> Vec<Statement> {
        Vec::new()
    }

    fn locators((): &(), _: Region) -> Vec<(&'static str, Expr)> {
        Vec::new()
    }

    fn connection((): &(), _: Region) -> Option<Connection> {
        None
    }

    fn watches(&self, (): &(), _: &Metric, _: Region, _: &Spec) -> Vec<Watch> {
        Vec::new()
    }

    fn runbook(&self, entry: &Entry, spec: &Spec) -> Contribution {
        runbook::part(self, entry, spec)
    }
}
