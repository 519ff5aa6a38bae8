//! The fields of `[balancer.<name>]`.

use crate::shared::certificate::Certificates;
use crate::shared::zone::Zone;
use drc_model::{Address, Duration, Name, Text, fields, keywords};
use drc_syntax::{Span, Spanned};

fields! {
    /// A load balancer in every Region.
    pub struct Balancer {
        /// What the naming rule calls `${service}`. Default: the balancer's name in the spec. AWS takes 32 characters.
        name: Option<Spanned<Name>>,
        /// What it looks into.
        type_: Spanned<BalancerType>,
        /// The network it stands in: its public subnets if it faces the internet, else its private ones.
        network: Spanned<Address>,
        /// Where it passes requests on: a network balancer to an application balancer, that one to a function.
        forward: Spanned<Address>,
        /// The port it listens on. Default: 443.
        listener: Spanned<i64> = Spanned::new(443, Span::default()),
        /// Whether only its network reaches it. Default: so if another balancer passes requests on to it, else not.
        internal: Option<Spanned<bool>>,
        /// How it notices that what it passes requests on to has failed.
        health_check: Option<BalancerHealth>,
        /// A name of its own in each Region, on the balancer that is called by it: `"pay-${role}.acme-bank.com"`.
        /// Default: the name of `[traffic]`, if that leads here.
        domain: Option<Spanned<Text>>,
        /// The Route 53 zone of that name. Default: that of `[traffic]`.
        zone: Option<Zone>,
        /// The certificates of that name: `"create"`, or an ARN per Region. Default: those of `[traffic]` for its name,
        /// `"create"` for another.
        certificates: Option<Spanned<Certificates>>,
        /// Whether it cannot be deleted. Default: false.
        protect: bool = false,
        /// How long it may take until it serves again, if not as long as the system.
        rto: Option<Spanned<Duration>>,
    }
}

fields! {
    /// How a balancer notices that what it passes requests on to has failed.
    pub struct BalancerHealth {
        /// The path it asks. Default: that of `[traffic].health_check` if traffic comes here, else `"/health"`.
        path: Option<Spanned<String>>,
        /// Time between two requests. Default: that of `[traffic].health_check` if traffic comes here, else `"10s"`.
        interval: Option<Spanned<Duration>>,
        /// How long an answer may take; less than the interval. Default: half the interval, `"10s"` at most.
        timeout: Option<Spanned<Duration>>,
        /// So many failures in a row make it unhealthy, so many successes healthy. Default: that of
        /// `[traffic].health_check` if traffic comes here, else 3.
        threshold: Option<Spanned<i64>>,
    }
}

keywords! {
    /// What a balancer looks into.
    pub enum BalancerType as "a type of load balancer" {
        /// Connections: it passes TLS on unopened.
        Network = "network",
        /// HTTP requests: it holds the certificate.
        Application = "application",
    }
}
