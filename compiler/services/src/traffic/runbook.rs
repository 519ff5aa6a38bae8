//! Where users are, and how that is seen without asking the Region that is lost.

use super::{RouteMode, Traffic, anycast};
use crate::api::Api;
use crate::balancer::Balancer;
use crate::function::Function;
use crate::registry::Typed;
use crate::runbook::{
    Chapter, Command, Contribution, Part, Plane, Stage, Step, Takes, Undo, Word, aws, curl, dig, run,
};
use crate::shared::zone::Zone;
use crate::spec::{Entry, Spec};
use drc_model::{Address, Region};

pub(super) fn part(traffic: &Traffic, entry: &Entry, spec: &Spec) -> Contribution {
    let book =
        Book { traffic, entry, spec, primary: spec.regions.primary.value, recovery: spec.regions.recovery() };
    let mut part = Part::default();
    book.deploy(&mut part);
    book.verify(&mut part);
    book.moved(&mut part, Chapter::Drill);
    book.moved(&mut part, Chapter::Failover);
    book.forced(&mut part);
    book.back(&mut part);
    book.destroy(&mut part);
    book.troubles(&mut part);
    Contribution::Part(part)
}

struct Book<'s> {
    traffic: &'s Traffic,
    entry: &'s Entry,
    spec: &'s Spec,
    primary: Region,
    recovery: Region,
}

/// The terms of the RTO's traffic path up to the first user who is served again.
const MOVING: &[&str] = &["detection", "dns-publish", "accelerator-reroute", "ttl"];
const RETURNING: &[&str] = &["recovery", "dns-publish", "accelerator-reroute", "ttl"];

impl Traffic {
    /// The functions that answer users, by their places in the spec: who takes them out takes the Region out.
    pub fn answering<'s>(&self, spec: &'s Spec) -> Vec<&'s Entry> {
        let mut target: &Address = &self.target.value;
        // A balancer forwards to another one at most once, and a rule has looked.
        for _ in 0..3 {
            let Some(entry) = spec.entry(target) else { return Vec::new() };
            if let Some(api) = Api::service(&entry.service) {
                let mut found: Vec<&Entry> =
                    api.routes.0.iter().filter_map(|(_, it)| spec.entry(&it.to.value)).collect();
                found.sort_by_key(|it| spec.index.get(&it.address).copied());
                found.dedup_by(|a, b| a.address == b.address);
                return found;
            }
            if Function::service(&entry.service).is_some() {
                return vec![entry];
            }
            let Some(balancer) = Balancer::service(&entry.service) else { return Vec::new() };
            target = &balancer.forward.value;
        }
        Vec::new()
    }

    /// What finds a Region's own endpoint, which answers for that Region whatever DNS says, and, last, the call that a
    /// health check makes there. `None` where only its network reaches it.
    pub fn own_endpoint(&self, spec: &Spec, region: Region) -> Option<Vec<Command>> {
        let (address, path) = (&self.target.value, &self.health_check.path.value);
        let entry = spec.entry(address).filter(|_| !self.to_internal(spec))?;
        if let Some(api) = Api::service(&entry.service) {
            let mut commands = vec![api.find(entry, spec, region)];
            let (suffix, stage) = (region.partition().dns_suffix(), &api.stage.value.0);
            commands.push(curl(&format!("https://${{API_ID}}.execute-api.{region}.{suffix}/{stage}{path}")));
            return Some(commands);
        }
        let balancer = Balancer::service(&entry.service)?;
        let (domain, port) = (&self.domain.value, balancer.listener.value);
        // Its certificate is for the name users call, so that name is asked for, and the balancer is connected to.
        let connect = Word::with_variables(&format!("{domain}:{port}:${{HOST}}:{port}"));
        let ask = curl(&format!("https://{domain}:{port}{path}")).arg("--connect-to", connect);
        Some(vec![balancer.find(entry, spec, region), ask])
    }
}

impl Book<'_> {
    fn domain(&self) -> &str {
        &self.traffic.domain.value
    }

    fn rto(&self, terms: &'static [&'static str]) -> Takes {
        Takes::Rto("traffic".to_owned(), terms)
    }

    fn deploy(&self, part: &mut Part) {
        let Zone::Create(zone) = &self.traffic.zone else { return };
        let commands = vec![
            aws("route53", "list-hosted-zones-by-name", self.recovery)
                .arg("--dns-name", &zone.value)
                .query(&format!("HostedZones[?Name=='{}.'].Id", zone.value))
                .set("ZONE_ID"),
            aws("route53", "get-hosted-zone", self.recovery)
                .arg("--id", Word::with_variables("${ZONE_ID}"))
                .query("DelegationSet.NameServers"),
            run(["dig", "+short", "NS", &zone.value]),
        ];
        let step = Step::look(
            format!("See that {} is delegated", zone.value),
            "Until its parent zone has an NS record with these name servers, the zone exists for nobody and \
             certificates are \
             not issued. Make that record where the parent zone is kept.",
            Plane::Control,
            commands,
            "the same name servers from dig as from Route 53",
        );
        part.step(Chapter::Deploy, Stage::Data, step);
    }

    /// A Region's health check, by what it asks: AWS invents its id.
    fn health_check(&self, region: Region) -> Option<Vec<Command>> {
        let mut find = self.traffic.own_endpoint(self.spec, region)?;
        find.pop();
        let host = if self.traffic.to_balancer() {
            "${HOST}".to_owned()
        } else {
            format!("${{API_ID}}.execute-api.{region}.{}", region.partition().dns_suffix())
        };
        let expression = format!("HealthChecks[?HealthCheckConfig.FullyQualifiedDomainName=='{host}'].Id");
        find.push(aws("route53", "list-health-checks", self.recovery).query(&expression).set("CHECK_ID"));
        Some(find)
    }

    fn verify(&self, part: &mut Part) {
        let follows = self.spec.all::<crate::database::Database>().next().is_some();
        for region in self.spec.regions.all() {
            let Some(ask) = self.traffic.own_endpoint(self.spec, region) else { continue };
            let standby = follows && region != self.primary;
            let see = if standby {
                "an answer; a failure is right where the health path asks whether the database can be \
                 written, for this Region's only \
                 follows"
            } else {
                "an answer, and exit status 0"
            };
            let title = format!("Ask {region} as its health check does");
            let why = "This is the Region's own endpoint: no DNS is in between.";
            part.step(Chapter::Verify, Stage::Users, Step::look(title, why, Plane::Data, ask, see));
            let Some(mut check) = self.health_check(region) else { continue };
            let status = aws("route53", "get-health-check-status", self.recovery)
                .arg("--health-check-id", Word::with_variables("${CHECK_ID}"))
                .query("HealthCheckObservations[].StatusReport.Status");
            check.push(status);
            let see = if standby {
                "Success from most checkers; a failure is right for a Region whose database only follows"
            } else {
                "Success from most of the checkers"
            };
            let title = format!("See what Route 53 finds in {region}");
            let why = "Route 53 moves users by what its checkers see, not by what you see.";
            part.step(Chapter::Verify, Stage::Users, Step::look(title, why, Plane::Control, check, see));
        }
        self.serves(part, Chapter::Verify, Stage::Prove, self.primary);
        self.groups(part);
    }

    /// Users are served: by the name, over the internet, as they are.
    fn serves(&self, part: &mut Part, chapter: Chapter, stage: Stage, by: Region) {
        let path = &self.traffic.health_check.path.value;
        let (commands, see) = self.where_it_leads(by);
        let mut commands = commands;
        commands.push(curl(&format!("https://{}{path}", self.domain())));
        let title = format!("Call {} as users do", self.domain());
        let why = format!("The one proof that counts: the name, the certificate and what answers, in {by}.");
        part.step(chapter, stage, Step::look(title, why, Plane::Own, commands, see));
    }

    /// What shows which Region a name leads to, with no API of AWS, and what is seen then.
    fn where_it_leads(&self, region: Region) -> (Vec<Command>, String) {
        if self.traffic.route.value == RouteMode::Accelerator {
            let see = "the accelerator's two addresses, which never change, and an answer".to_owned();
            return (vec![dig(self.domain())], see);
        }
        if self.traffic.is_alias() {
            let see = format!("addresses of the endpoint in {region}, and an answer");
            return (vec![dig(self.domain())], see);
        }
        let see = format!("a name with {region} in it, and an answer");
        (vec![dig(self.domain())], see)
    }

    /// By itself: what was deployed notices and moves users.
    fn moved(&self, part: &mut Part, chapter: Chapter) {
        let how = match self.traffic.route.value {
            RouteMode::DnsFailover | RouteMode::DnsLatency => {
                "Route 53's checkers count failures and DNS answers without the Region that fails. Resolvers \
                 keep the old answer until its \
                 TTL ends. No API is called, so nothing has to be up but DNS"
            }
            RouteMode::Accelerator => {
                "The accelerator finds no healthy endpoint in the Region and sends new connections to the \
                 next one. Connections that \
                 are open stay where they are until they are closed"
            }
        };
        let (mut see, what) = self.where_it_leads(self.recovery);
        see.push(curl(&format!("https://{}{}", self.domain(), self.traffic.health_check.path.value)));
        let back = "users go back by themselves once the Region's checks pass; keep them where they are by \
            the step that takes the primary out";
        let step = Step::automatic(
            format!("Users move to {}", self.recovery),
            format!("{how}."),
            (Plane::Data, self.rto(MOVING)),
            (see, &what),
            Undo::Nothing(back.to_owned()),
        );
        part.step(chapter, Stage::Users, step);
        if let Some(ask) = self.traffic.own_endpoint(self.spec, self.recovery) {
            let title = format!("Ask {} by itself", self.recovery);
            let why = "If the name fails and this answers, users only wait for DNS; if this fails too, look \
                here first.";
            let step = Step::look(title, why, Plane::Data, ask, "an answer, and exit status 0")
                .takes(Takes::Rto(String::new(), &["cold-start"]));
            part.step(chapter, Stage::Prove, step);
        }
    }

    /// The dials of an accelerator: who wants users elsewhere though every check passes.
    fn forced(&self, part: &mut Part) {
        if self.traffic.route.value != RouteMode::Accelerator {
            return;
        }
        let (from, to) = (self.primary, self.recovery);
        let dial = |region: Region, percent: &str| self.dial(region, percent);
        let mut set = self.listener();
        set.extend([dial(to, "100"), dial(from, "0")].concat());
        let mut unset = self.listener();
        let standby = if self.traffic.active_active() { "100" } else { "0" };
        unset.extend([dial(from, "100"), dial(to, standby)].concat());
        let mut check = self.listener();
        check.push(self.list_groups());
        let step = Step::act(
            format!("Turn the dials to {to}"),
            "For a Region that limps but passes its checks. It is a call of the control plane in us-west-2: \
             never count on it, \
             the accelerator does without.",
            (Plane::Control, Takes::Unbudgeted("the budget counts on health checks, not on dials")),
            set,
            (check, "a dial of 100 in the Region that takes over, 0 in the other"),
            Undo::By(unset),
        );
        let step = step.only_if(format!("{from} still passes its health checks and users must leave it"));
        part.step(Chapter::Failover, Stage::Users, step);
    }

    fn listener(&self) -> Vec<Command> {
        let name = anycast::name(self.entry, self.spec);
        let accelerator = aws("globalaccelerator", "list-accelerators", self.recovery)
            .query(&format!("Accelerators[?Name=='{name}'].AcceleratorArn"))
            .set("ACCELERATOR");
        let listener = aws("globalaccelerator", "list-listeners", self.recovery)
            .arg("--accelerator-arn", Word::with_variables("${ACCELERATOR}"))
            .query("Listeners[0].ListenerArn")
            .set("LISTENER");
        vec![accelerator, listener]
    }

    fn list_groups(&self) -> Command {
        aws("globalaccelerator", "list-endpoint-groups", self.recovery)
            .arg("--listener-arn", Word::with_variables("${LISTENER}"))
            .query("EndpointGroups[].[EndpointGroupRegion,TrafficDialPercentage,EndpointDescriptions[0].HealthState]")
    }

    fn dial(&self, region: Region, percent: &str) -> Vec<Command> {
        let group = aws("globalaccelerator", "list-endpoint-groups", self.recovery)
            .arg("--listener-arn", Word::with_variables("${LISTENER}"))
            .query(&format!("EndpointGroups[?EndpointGroupRegion=='{region}'].EndpointGroupArn"))
            .set("GROUP");
        let dial = aws("globalaccelerator", "update-endpoint-group", self.recovery)
            .arg("--endpoint-group-arn", Word::with_variables("${GROUP}"))
            .arg("--traffic-dial-percentage", percent);
        vec![group, dial]
    }

    fn groups(&self, part: &mut Part) {
        if self.traffic.route.value != RouteMode::Accelerator {
            return;
        }
        let mut commands = self.listener();
        commands.push(self.list_groups());
        let see = if self.traffic.active_active() {
            "a line per Region, with a dial of 100 and HEALTHY"
        } else {
            "100 in the primary, 0 elsewhere; HEALTHY where the Region could serve now. A standby whose \
             database only follows is UNHEALTHY"
        };
        let title = "See what the accelerator finds";
        let why = "Its own view of each Region's load balancer decides where new connections go. A dial of 0 \
            keeps nobody out of a \
                   Region once no other is healthy.";
        part.step(Chapter::Verify, Stage::Users, Step::look(title, why, Plane::Control, commands, see));
    }

    fn back(&self, part: &mut Part) {
        if let Some(ask) = self.traffic.own_endpoint(self.spec, self.primary) {
            let title = format!("Ask {} by itself before users do", self.primary);
            let why = "It serves nobody yet. What fails here would fail for users a minute later.";
            let see = "an answer; a failure is right as long as its database follows and the health path \
                asks for the writer";
            part.step(Chapter::Failback, Stage::Look, Step::look(title, why, Plane::Data, ask, see));
        }
        let (mut see, what) = self.where_it_leads(self.primary);
        see.push(curl(&format!("https://{}{}", self.domain(), self.traffic.health_check.path.value)));
        let step = Step::automatic(
            format!("Users come back to {}", self.primary),
            "As soon as its checks pass, whether you are ready or not: the way back is decided by what makes \
             them pass, which \
             are the steps before.",
            (Plane::Data, Takes::Failback("traffic".to_owned(), RETURNING)),
            (see, &what),
            Undo::Nothing("take the primary out again, as the drill does".to_owned()),
        );
        part.step(Chapter::Failback, Stage::Users, step);
    }

    /// CloudFormation writes the proof of its certificates and leaves it, and Route 53 deletes no zone that holds
    /// records.
    fn destroy(&self, part: &mut Part) {
        let Zone::Create(zone) = &self.traffic.zone else { return };
        let proofs = "ResourceRecordSets[?Type=='CNAME' && contains(ResourceRecords[0].Value || '', \
            'acm-validations.aws')]";
        let changes = format!("{{Changes: {proofs}.{{Action: 'DELETE', ResourceRecordSet: @}}}}");
        let records = |expression: &str| {
            aws("route53", "list-resource-record-sets", self.recovery)
                .arg("--hosted-zone-id", Word::with_variables("${ZONE_ID}"))
                .arg("--query", Word::with_variables(expression))
        };
        let commands = vec![
            aws("route53", "list-hosted-zones-by-name", self.recovery)
                .arg("--dns-name", &zone.value)
                .query(&format!("HostedZones[?Name=='{}.'].Id", zone.value))
                .set("ZONE_ID"),
            records(&changes).arg("--output", "json").set("CHANGES"),
            aws("route53", "change-resource-record-sets", self.recovery)
                .arg("--hosted-zone-id", Word::with_variables("${ZONE_ID}"))
                .arg("--change-batch", Word::with_variables("${CHANGES}"))
                .query("ChangeInfo.Status"),
        ];
        let left = vec![commands[0].clone(), records(&format!("{proofs}.Name")).arg("--output", "text")];
        let step = Step::act(
            "Delete the records that proved the certificates",
            "CloudFormation leaves them in the zone, and then cannot delete it. Where there are none, Route \
             53 says that the list is too short. \
             Terraform and Pulumi own theirs. Last of all, delete the NS record in the parent zone.",
            (Plane::Control, Takes::Unbudgeted("users do not wait for it")),
            commands,
            (left, "nothing"),
            Undo::Nothing("deploy again: CloudFormation writes them anew".to_owned()),
        );
        part.step(Chapter::Destroy, Stage::Look, step.only_if("the system was deployed by CloudFormation"));
    }

    fn troubles(&self, part: &mut Part) {
        let region = self.primary;
        if let Some(mut check) = self.health_check(region) {
            check.push(
                aws("route53", "get-health-check-last-failure-reason", self.recovery)
                    .arg("--health-check-id", Word::with_variables("${CHECK_ID}"))
                    .query("HealthCheckObservations[].StatusReport.Status"),
            );
            check.extend(self.traffic.own_endpoint(self.spec, region).into_iter().flatten().last());
            part.trouble(
                format!("Route 53 calls {region} unhealthy, and the service is fine"),
                "The checkers ask the Region's own endpoint over TLS and want 2xx or 3xx within 2 s of \
                 connecting: a route that asks for \
                 a signature, a path that is not on the stage, a cold start or a firewall that does not know \
                 them.",
                check,
                "the last failure each checker saw, with its status code; compare it with your own call",
            );
        }
        let domain = self.domain();
        let certificate = |region: Region| {
            let arn = aws("acm", "list-certificates", region)
                .query(&format!("CertificateSummaryList[?DomainName=='{domain}'].CertificateArn"))
                .set("CERTIFICATE");
            let show = aws("acm", "describe-certificate", region)
                .arg("--certificate-arn", Word::with_variables("${CERTIFICATE}"))
                .query("Certificate.[Status,DomainValidationOptions[0].ResourceRecord.[Name,Value]]");
            [arn, show]
        };
        part.trouble(
            "A certificate stays PENDING_VALIDATION, and the deployment waits",
            "The zone is not delegated yet, so nobody finds the record that proves the name.",
            self.spec.regions.all().flat_map(certificate).collect(),
            "ISSUED; else the CNAME that must be found: dig it, and if that finds nothing, delegate the zone",
        );
        part.trouble(
            format!("{domain} leads to the lost Region though its health check has failed"),
            "Resolvers keep an answer for its TTL, and some for longer; a client keeps its connection as \
             long as it lives.",
            vec![dig(domain), run(["dig", "+short", "@8.8.8.8", domain])],
            "two answers: if they differ, yours is an old one. Restart the client rather than the system",
        );
    }
}
