//! Route 53, as far as drift and the proofs of certificates need it.

use super::World;
use super::http::{Request, Response};
use super::wire::{error, plain, tag};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    pub name: String,
    pub kind: String,
    pub set: Option<String>,
    pub ttl: i64,
    pub value: String,
}

impl World {
    pub fn route53(&mut self, request: &Request) -> Response {
        let words: Vec<&str> = request.path.trim_matches('/').split('/').collect();
        match (request.method.as_str(), words.as_slice()) {
            ("GET", [_, "healthcheck", id]) => self.health_check(id),
            ("GET", [_, "hostedzone", _, "rrset"]) => self.records(),
            ("POST", [_, "hostedzone", _, "rrset"]) => {
                let body = String::from_utf8_lossy(&request.body);
                self.records.retain(|it| !body.contains(&format!("<Value>{}</Value>", it.value)));
                plain("<ChangeResourceRecordSetsResponse><ChangeInfo><Id>C1</Id><Status>INSYNC</Status>\
                       <SubmittedAt>2026-11-27T20:00:00Z</SubmittedAt></ChangeInfo></ChangeResourceRecordSetsResponse>".to_owned())
            }
            (method, _) => error(400, "Unscripted", &format!("{method} {}", request.path)),
        }
    }

    fn health_check(&self, id: &str) -> Response {
        let Some((interval, threshold)) = self.health_checks.get(id) else {
            return error(404, "NoSuchHealthCheck", "No health check exists with the specified ID");
        };
        let config = [
            tag("Type", "HTTPS"),
            tag("RequestInterval", &interval.to_string()),
            tag("FailureThreshold", &threshold.to_string()),
        ];
        plain(format!(
            "<GetHealthCheckResponse><HealthCheck>{}{}<HealthCheckConfig>{}</HealthCheckConfig>{}</HealthCheck></GetHealthCheckResponse>",
            tag("Id", id),
            tag("CallerReference", "1"),
            config.concat(),
            tag("HealthCheckVersion", "1")
        ))
    }

    fn records(&self) -> Response {
        let record = |it: &Record| {
            let set = it.set.as_ref().map(|set| tag("SetIdentifier", set)).unwrap_or_default();
            let value = format!("<ResourceRecord>{}</ResourceRecord>", tag("Value", &it.value));
            let (name, kind, ttl) =
                (tag("Name", &it.name), tag("Type", &it.kind), tag("TTL", &it.ttl.to_string()));
            format!(
                "<ResourceRecordSet>{name}{kind}{set}{ttl}<ResourceRecords>{value}</ResourceRecords></ResourceRecordSet>"
            )
        };
        let records: String = self.records.iter().map(record).collect();
        plain(format!(
            "<ListResourceRecordSetsResponse><ResourceRecordSets>{records}</ResourceRecordSets>\
             <IsTruncated>false</IsTruncated><MaxItems>300</MaxItems></ListResourceRecordSetsResponse>"
        ))
    }
}
