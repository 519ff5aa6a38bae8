//! The fields of `[traffic]`.

use crate::shared::certificate::Certificates;
use crate::shared::zone::Zone;
use drc_model::{Address, Duration, fields, keywords};
use drc_syntax::{Span, Spanned};

fields! {
    /// How users reach the Region that serves.
    pub struct Traffic {
        /// How a failed Region is left.
        route: Spanned<RouteMode>,
        /// What users reach: an `api` or, behind an accelerator always, a `balancer`.
        target: Spanned<Address>,
        /// The name they use.
        domain: Spanned<String>,
        /// The Route 53 zone of that name: `{ create = "payments.acme-bank.com" }`, or
        /// `{ id = "Z0…", name = "acme-bank.com" }`, where `name` need not be said.
        zone: Zone,
        /// `"create"`, or an ARN per Region. Default: `"create"`.
        certificates: Spanned<Certificates> = Spanned::new(Certificates::Create, Span::default()),
        /// How long resolvers may keep the answer, where the record is not an alias. Default: `"60s"`.
        ttl: Spanned<Duration> = Spanned::new(Duration::from_secs(60), Span::default()),
        /// How a failed Region is noticed.
        health_check: HealthCheck,
        /// Behind an accelerator, each Region serves the users nearest to it instead of waiting for the primary to
        /// fail. Default: false.
        active_active: Spanned<bool> = Spanned::new(false, Span::default()),
        /// Whether users are moved before or after a database is promoted. Default: `"data-first"`, as health checks do
        /// that ask whether the Region can write.
        order: Spanned<Order> = Spanned::new(Order::DataFirst, Span::default()),
        /// Whether Route 53 accelerated recovery is on for the zone: records can be edited again an hour after us-east-1
        /// is lost. drc cannot turn it on, so this says that somebody has. Default: false.
        accelerated_recovery: Spanned<bool> = Spanned::new(false, Span::default()),
        /// Whose resolvers they are: public ones may keep an answer longer than told. Default: `"public"`.
        clients: Spanned<Clients> = Spanned::new(Clients::Public, Span::default()),
    }
}

fields! {
    /// A health check on each Region's own endpoint.
    pub struct HealthCheck {
        /// Read only to say why it cannot be: each Region's own endpoint is asked.
        host: Option<Spanned<String>>,
        /// The path of a route that tests what the Region needs to serve.
        path: Spanned<String>,
        /// Time between two requests of one checker: `"10s"` or `"30s"`; behind an accelerator that of the load
        /// balancers, 5 s to 5 min. Default: `"30s"`.
        interval: Spanned<Duration> = Spanned::new(Duration::from_secs(30), Span::default()),
        /// So many failures in a row make it unhealthy, so many successes healthy: 1 to 10, behind an accelerator 2
        /// to 10. Default: 3.
        threshold: Spanned<i64> = Spanned::new(3, Span::default()),
    }
}

keywords! {
    /// How a failed Region is left.
    pub enum RouteMode as "a way to route" {
        /// Route 53 answers with the primary while it is healthy, else with the next Region.
        DnsFailover = "dns-failover",
        /// Every Region serves: Route 53 answers with the healthy one that is nearest to the user.
        DnsLatency = "dns-latency",
        /// Two static addresses, announced from everywhere; a Global Accelerator passes connections on to a healthy
        /// Region.
        Accelerator = "accelerator",
    }
}

keywords! {
    /// What a failover does first, where a database has one writer.
    pub enum Order as "an order" {
        /// Users are moved once the other Region's database takes writes: its health checks fail until then.
        DataFirst = "data-first",
        /// Users are moved at once, and meet a database that only reads until it is promoted.
        Together = "together",
    }
}

keywords! {
    /// Whose clients they are.
    pub enum Clients as "a kind of clients" {
        /// Anybody's: resolvers and browsers may keep an answer beyond its TTL.
        Public = "public",
        /// Yours: they keep to the TTL.
        Controlled = "controlled",
    }
}
