//! Two addresses that are announced from everywhere, and the Regions behind them.

use drc_ir::{Attr, CfnReturn, Construct, Expr, Ref, Shapes, map};
use drc_model::{Duration, Region};

/// The Route 53 zone of every accelerator's name.
/// Source: <https://docs.aws.amazon.com/general/latest/gr/global_accelerator.html>.
const ZONE: &str = "Z2BJ6XQ5FK7U4H";

/// A Global Accelerator: two static anycast addresses. Its own API is in us-west-2; CloudFormation and the provider go
/// there by themselves, whatever Region asks.
#[derive(Debug)]
pub struct Accelerator {
    /// Its name.
    pub name: String,
}

/// What it listens to: TLS, which it passes on untouched.
#[derive(Debug)]
pub struct AcceleratorListener {
    /// The accelerator.
    pub accelerator: Ref<Accelerator>,
    /// The port, which is that of the load balancers.
    pub port: i64,
}

/// The endpoint of one Region.
#[derive(Debug)]
pub struct EndpointGroup {
    /// The listener.
    pub listener: Ref<AcceleratorListener>,
    /// The Region.
    pub region: Region,
    /// ARN of its load balancer.
    pub balancer: Expr,
    /// The port it listens on.
    pub port: i64,
    /// The share of the users nearest to the Region that is sent there while it is healthy.
    pub dial: i64,
    /// Time between two checks.
    pub interval: Duration,
    /// Failures in a row.
    pub threshold: i64,
    /// What is behind sees the clients' addresses. A network balancer that passes on to another one cannot keep them.
    pub keeps_addresses: bool,
}

/// References to an accelerator.
pub trait AcceleratorRef {
    /// `arn:…:accelerator/…`, which AWS invents.
    fn arn(self) -> Expr;
    /// `a….awsglobalaccelerator.com`
    fn dns_name(self) -> Expr;
    /// The zone of that name.
    fn dns_zone(self) -> Expr;
    /// The two addresses.
    fn addresses(self) -> Expr;
}
impl AcceleratorRef for Ref<Accelerator> {
    fn arn(self) -> Expr {
        self.ref_attr("arn")
    }
    fn dns_name(self) -> Expr {
        self.get_att("DnsName", "dns_name")
    }
    fn dns_zone(self) -> Expr {
        self.attr(Attr::new(CfnReturn::Known("dns zone"), "hosted_zone_id"))
    }
    fn addresses(self) -> Expr {
        self.attr(Attr::new(CfnReturn::ListAtt("Ipv4Addresses"), "ip_sets[0].ip_addresses"))
    }
}

/// References to a listener of an accelerator.
pub trait AcceleratorListenerRef {
    /// `arn:…:accelerator/…/listener/…`, which AWS invents.
    fn arn(self) -> Expr;
}
impl AcceleratorListenerRef for Ref<AcceleratorListener> {
    fn arn(self) -> Expr {
        self.ref_attr("arn")
    }
}

impl Construct for Accelerator {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        let tags = out.tags().list();
        out.main(
            "AWS::GlobalAccelerator::Accelerator",
            map! { "Name": &self.name, "IpAddressType": "IPV4", "Enabled": true, "Tags": tags },
        );
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        out.main(
            "aws_globalaccelerator_accelerator",
            map! { "name": &self.name, "ip_address_type": "IPV4", "enabled": true },
        );
    }

    fn known(&self, attr: Attr) -> Option<Expr> {
        matches!(attr.cfn, CfnReturn::Known(_)).then(|| Expr::from(ZONE))
    }
}

impl Construct for AcceleratorListener {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        out.main(
            "AWS::GlobalAccelerator::Listener",
            map! {
                "AcceleratorArn": self.accelerator.arn(),
                "Protocol": "TCP",
                "PortRanges": [map! { "FromPort": self.port, "ToPort": self.port }],
                "ClientAffinity": "NONE",
            },
        );
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        out.main(
            "aws_globalaccelerator_listener",
            map! {
                "accelerator_arn": self.accelerator.arn(),
                "protocol": "TCP",
                "client_affinity": "NONE",
                "port_range": [map! { "from_port": self.port, "to_port": self.port }],
            },
        );
    }

    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}

/// An endpoint's part of its group's traffic. Said because the provider sends 0, which means none, where it is left out.
const WEIGHT: i64 = 128;

impl Construct for EndpointGroup {
    fn cloudformation(&self, out: &mut Shapes<'_>) {
        out.main(
            "AWS::GlobalAccelerator::EndpointGroup",
            map! {
                "ListenerArn": self.listener.arn(),
                "EndpointGroupRegion": self.region.code(),
                "EndpointConfigurations": [map! {
                    "EndpointId": &self.balancer, "Weight": WEIGHT, "ClientIPPreservationEnabled": self.keeps_addresses,
                }],
                "TrafficDialPercentage": self.dial,
                "HealthCheckProtocol": "TCP",
                "HealthCheckPort": self.port,
                "HealthCheckIntervalSeconds": self.interval.seconds(),
                "ThresholdCount": self.threshold,
            },
        );
    }

    fn provider(&self, out: &mut Shapes<'_>) {
        out.main(
            "aws_globalaccelerator_endpoint_group",
            map! {
                "listener_arn": self.listener.arn(),
                "endpoint_group_region": self.region.code(),
                "endpoint_configuration": [map! {
                    "endpoint_id": &self.balancer, "weight": WEIGHT, "client_ip_preservation_enabled": self.keeps_addresses,
                }],
                "traffic_dial_percentage": self.dial,
                "health_check_protocol": "TCP",
                "health_check_port": self.port,
                "health_check_interval_seconds": self.interval.seconds(),
                "threshold_count": self.threshold,
            },
        );
    }

    fn known(&self, _: Attr) -> Option<Expr> {
        None
    }
}
