//! A function's place in a network: a security group of its own, and rules to what it connects to.

use super::construct::Vpc;
use super::fields::Function;
use super::group_name;
use crate::lowering::At;
use crate::network::{Network, Protocol};
use crate::shared::connection::Connection;
use crate::shared::policy::Statement;
use crate::shared::security_group::{Direction, Other, SecurityGroup, SecurityGroupRef, SecurityRule};
use drc_ir::{Expr, map, text};
use drc_model::{Address, Region};

const HTTPS: (Protocol, i64) = (Protocol::Tcp, 443);

/// Adds the security group of a function in a Region, and its rules.
pub(super) fn place(at: &mut At<'_, '_>, function: &Function, region: Region) -> Option<Vpc> {
    let network = function.network.as_ref()?;
    let here = at.handle::<Network>(&network.value).at(region)?.clone();
    let address = &at.entry.address;
    let group = SecurityGroup {
        name: group_name(at.entry, at.spec(), region),
        description: format!("{address} in {region}"),
        vpc: here.vpc,
    };
    let group = at.add(region, "security-group", group).id();
    let services = format!("{address} calls AWS services");
    let rule = SecurityRule {
        group: group.clone(),
        direction: Direction::Egress,
        // To everywhere: gateway endpoints answer at the services' public addresses, and so does what is behind NAT.
        other: Other::Cidr(Expr::from("0.0.0.0/0")),
        port: Some(HTTPS),
        description: services.clone(),
    };
    at.add(region, "egress-https", rule);
    if let Some(endpoints) = here.endpoints {
        join(at, region, "endpoints", (&group, &endpoints), HTTPS, &services);
    }
    for (to, connection) in connections(at, function, region) {
        let ends = (&group, &connection.security_group);
        let why = format!("{address} connects to {to}");
        join(at, region, &format!("{}-{}", to.kind, to.name), ends, (Protocol::Tcp, connection.port), &why);
    }
    Some(Vpc { subnets: here.private_subnets, security_group: group })
}

/// What the function was granted that waits for connections behind a security group: each once.
fn connections(at: &At<'_, '_>, function: &Function, region: Region) -> Vec<(Address, Connection)> {
    let mut found: Vec<(Address, Connection)> = Vec::new();
    for grant in &function.access {
        let to = &grant.to.value;
        let connection = at.any_handle(to).connection(region);
        if let Some(connection) = connection.filter(|_| found.iter().all(|(it, _)| it != to)) {
            found.push((to.clone(), connection));
        }
    }
    found
}

/// Lets one group's members reach another's: out of the one, into the other.
fn join(
    at: &mut At<'_, '_>,
    region: Region,
    part: &str,
    (from, to): (&Expr, &Expr),
    port: (Protocol, i64),
    description: &str,
) {
    let rule = |group: &Expr, direction, other: &Expr| SecurityRule {
        group: group.clone(),
        direction,
        other: Other::Group(other.clone()),
        port: Some(port),
        description: description.to_owned(),
    };
    at.add(region, format!("egress-{part}"), rule(from, Direction::Egress, to));
    at.add(region, format!("ingress-{part}"), rule(to, Direction::Ingress, from));
}

const CREATE: [&str; 1] = ["ec2:CreateNetworkInterface"];
const MANAGE: [&str; 3] =
    ["ec2:DeleteNetworkInterface", "ec2:AssignPrivateIpAddresses", "ec2:UnassignPrivateIpAddresses"];
/// Describing cannot be narrowed: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html>.
const DESCRIBE: [&str; 2] = ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"];

/// What Lambda needs to put a function into a network. It does so as the function; the function's own code may not
/// (<https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html>). The interfaces are Lambda's to name.
pub(super) fn rights(function: Expr, region: Region) -> [Statement; 4] {
    let any = |kind: &str| {
        text!["arn:", Expr::Partition, format!(":ec2:{region}:"), Expr::Account, format!(":{kind}/*")]
    };
    let own_code = map! { "ArnEquals": map! { "lambda:SourceFunctionArn": function } };
    let all = CREATE.into_iter().chain(MANAGE).chain(DESCRIBE);
    [
        Statement::allow(
            "CreateInterfaces",
            CREATE,
            [any("network-interface"), any("subnet"), any("security-group")],
        ),
        Statement::allow("ManageInterfaces", MANAGE, [any("network-interface")]),
        Statement::allow("DescribeInterfaces", DESCRIBE, [Expr::from("*")]),
        Statement::deny("KeepCodeFromInterfaces", all, [Expr::from("*")]).when(own_code),
    ]
}
