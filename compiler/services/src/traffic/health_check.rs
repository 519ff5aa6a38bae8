//! A Route 53 health check on the endpoint of a Region.

use drc_ir::{Attr, Construct, Expr, Ref, Shapes, map};
use drc_model::Duration;

/// A Route 53 health check over HTTPS.
#[derive(Debug)]
pub struct HealthCheck {
    /// What the console calls it.
    pub name: String,
    /// The host it asks.
    pub host: Expr,
    /// The port it asks.
    pub port: i64,
    /// The path it asks.
    pub path: String,
    /// Time between two requests of one checker.
    pub interval: Duration,
    /// Failures in a row.
    pub threshold: i64,
}

/// References to a health check.
pub trait HealthCheckRef {
    /// Its id, which AWS invents.
    fn id(self) -> Expr;
}
impl HealthCheckRef for Ref<HealthCheck> {
    fn id(self) -> Expr {
        self.get_att("HealthCheckId", "id")
    }
}

impl Construct for HealthCheck {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let tags = out.tags().with("Name", &self.name).list();
        out.main(
            "AWS::Route53::HealthCheck",
            map! {
                "HealthCheckConfig": map! {
                    "Type": "HTTPS",
                    "FullyQualifiedDomainName": &self.host,
                    "Port": self.port,
                    "ResourcePath": &self.path,
                    "RequestInterval": self.interval.seconds(),
                    "FailureThreshold": self.threshold,
                    // API Gateway and load balancers hold many certificates behind one address: without SNI the
                    // handshake fails.
                    "EnableSNI": true,
                },
                "HealthCheckTags": tags,
            },
        );
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        out.main(
            "aws_route53_health_check",
            map! {
                "type": "HTTPS",
                "fqdn": &self.host,
                "port": self.port,
                "resource_path": &self.path,
                "request_interval": self.interval.seconds(),
                "failure_threshold": self.threshold,
                "enable_sni": true,
                "tags": map! { "Name": &self.name },
            },
        );
    }

    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}
