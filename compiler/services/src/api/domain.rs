//! Names of an API's own, one per Region, which never fail over.

use super::{Api, InRegion};
use crate::lowering::At;
use crate::shared::certificate::certificates;
use crate::shared::zone::{Zone, zone};
use crate::spec::Spec;
use crate::traffic::{Answer, BasePathMapping, DomainName, DomainNameRef, Policy, Record, Traffic};
use drc_ir::Expr;
use drc_model::Region;

impl Api {
    /// The zone of its own names: the one it states, or that of the name users call.
    pub fn domain_zone<'s>(&'s self, spec: &'s Spec) -> Option<&'s Zone> {
        self.zone.as_ref().or_else(|| spec.one::<Traffic>().map(|(_, traffic)| &traffic.zone))
    }

    /// Its own name in a Region.
    pub fn domain_in(&self, spec: &Spec, region: Region) -> Option<String> {
        spec.plain(&self.domain.as_ref()?.value, region)
    }

    /// Adds the names: each with a certificate, a custom domain and a record.
    pub(super) fn domains(&self, at: &mut At<'_, '_>, apis: &[(Region, InRegion)]) {
        let Some(of) = self.domain_zone(at.spec()).filter(|_| self.domain.is_some()) else { return };
        let zone = zone(at, of);
        for (region, api) in apis {
            if let Some(name) = self.domain_in(at.spec(), *region) {
                self.domain_of(at, *region, *api, &name, &zone);
            }
        }
    }

    fn domain_of(&self, at: &mut At<'_, '_>, region: Region, api: InRegion, name: &str, zone: &Expr) {
        let proofs = certificates(at, name, &[region], zone, &self.certificates.value);
        let Some((_, certificate)) = proofs.into_iter().next() else { return };
        let domain = at.add(region, "domain", DomainName { name: name.to_owned(), certificate });
        at.add(region, "mapping", BasePathMapping { domain, api });
        let record = Record {
            zone: zone.clone(),
            name: name.to_owned(),
            policy: Policy::Simple,
            health: None,
            answer: Answer::Endpoint(domain.target(), domain.target_zone()),
        };
        at.add_global(format!("record-{region}"), record);
        let description = format!("{} in {region}, by a name of its own", at.entry.address);
        at.output(region, "domain", description, format!("https://{name}"));
    }
}
