//! The API of each Region, past DNS.

use super::{Api, api_name};
use crate::runbook::{Chapter, Command, Contribution, Part, Plane, Stage, Step, Word, aws};
use crate::spec::{Entry, Spec};
use drc_model::Region;

impl Api {
    /// Keeps its id in a Region, which AWS invents, in `${API_ID}`.
    pub fn find(&self, entry: &Entry, spec: &Spec, region: Region) -> Command {
        let name = api_name(entry, spec, region);
        aws("apigateway", "get-rest-apis", region).query(&format!("items[?name=='{name}'].id")).set("API_ID")
    }
}

pub(super) fn part(api: &Api, entry: &Entry, spec: &Spec) -> Contribution {
    let mut part = Part::default();
    let (address, stage) = (&entry.address, &api.stage.value.0);
    let deployed = |region: Region| {
        let show = aws("apigateway", "get-stage", region)
            .arg("--rest-api-id", Word::with_variables("${API_ID}"))
            .arg("--stage-name", stage)
            .query("[stageName,deploymentId]");
        [api.find(entry, spec, region), show]
    };
    let step = Step::look(
        format!("See that {address} is deployed in every Region"),
        "A stage keeps the deployment it was given: routes that were changed since answer only after another \
         one.",
        Plane::Control,
        spec.regions.all().flat_map(deployed).collect(),
        "the stage and a deployment, once per Region",
    );
    part.step(Chapter::Verify, Stage::Users, step);
    let first = api.routes.0.first();
    for region in spec.regions.all() {
        let (method, path) =
            first.map_or(("GET", "/"), |(route, _)| (&route.value.method, &route.value.path));
        let resource = aws("apigateway", "get-resources", region)
            .arg("--rest-api-id", Word::with_variables("${API_ID}"))
            .query(&format!("items[?path=='{path}'].id"))
            .set("RESOURCE");
        let integration = aws("apigateway", "get-method", region)
            .arg("--rest-api-id", Word::with_variables("${API_ID}"))
            .arg("--resource-id", Word::with_variables("${RESOURCE}"))
            .arg("--http-method", method)
            .query("methodIntegration.[type,uri]");
        part.trouble(
            format!("{address} answers 5XX in {region}"),
            "The function failed, timed out or may not be called; API Gateway itself gives up after 29 s.",
            vec![api.find(entry, spec, region), resource, integration],
            "AWS_PROXY and the function of this very Region; then read that function's log, below",
        );
    }
    Contribution::Part(part)
}
