"""API Gateway's REST APIs."""

from .kind import Kind

# A stage's method settings: the name in a template, and the path that UpdateStage wants.
METHOD_SETTINGS = {
    "CacheDataEncrypted": "caching/dataEncrypted",
    "CacheTtlInSeconds": "caching/ttlInSeconds",
    "CachingEnabled": "caching/enabled",
    "DataTraceEnabled": "logging/dataTrace",
    "LoggingLevel": "logging/loglevel",
    "MetricsEnabled": "metrics/enabled",
    "ThrottlingBurstLimit": "throttling/burstLimit",
    "ThrottlingRateLimit": "throttling/rateLimit",
}


class ApiPart(Kind):
    """Something an API owns, deleted by its id. `DELETE`: the operation and the name of the id in it."""

    SERVICE = "apigateway"
    DELETE: tuple[str, str] | None = None

    def delete(self) -> None:
        operation, identifier = self.DELETE
        owner = {"restApiId": self.properties["RestApiId"]} if "RestApiId" in self.properties else {}
        self.call(operation, **owner, **{identifier: self.physical_resource_id})


class RestApi(ApiPart):
    TYPE, DELETE = "AWS::ApiGateway::RestApi", ("delete_rest_api", "restApiId")

    def create(self) -> None:
        made = self.call("create_rest_api", **{"apiKeySource": self.take("ApiKeySourceType")}, **self.rest())
        root = self.call("get_resources", restApiId=made["id"])["items"][0]["id"]
        self.known_as(made["id"], RestApiId=made["id"], RootResourceId=root)

    def update(self, former) -> None:
        """In place: resources, methods and stages hang on the API."""
        self.adopt_changes(former, in_place=("Description", "Name", "Tags"))
        operations = [
            {"op": "replace", "path": f"/{name.lower()}", "value": self.properties[name]}
            for name in ("Description", "Name")
            if name in self.properties
        ]
        self.call("update_rest_api", restApiId=self.physical_resource_id, patchOperations=operations)


class Resource(ApiPart):
    TYPE, DELETE = "AWS::ApiGateway::Resource", ("delete_resource", "resourceId")

    def create(self) -> None:
        made = self.call("create_resource", **self.rest())["id"]
        self.known_as(made, ResourceId=made)


class RequestValidator(ApiPart):
    TYPE, DELETE = "AWS::ApiGateway::RequestValidator", ("delete_request_validator", "requestValidatorId")

    def create(self) -> None:
        made = self.call("create_request_validator", **self.rest())["id"]
        self.known_as(made, RequestValidatorId=made)


class GatewayResponse(ApiPart):
    TYPE, DELETE = "AWS::ApiGateway::GatewayResponse", ("delete_gateway_response", "responseType")

    def create(self) -> None:
        self.call("put_gateway_response", **self.rest())
        self.known_as(self.properties["ResponseType"], Id=self.properties["ResponseType"])


class Method(Kind):
    TYPE, SERVICE = "AWS::ApiGateway::Method", "apigateway"

    def create(self) -> None:
        responses, integration = self.take("MethodResponses", []), self.take("Integration")
        self.call("put_method", **self.rest())
        self.known_as(self.generated_name)
        for response in responses:
            self.call("put_method_response", **self._place, **response)
        if integration:
            self._integrate(dict(integration))

    def delete(self) -> None:
        self.call("delete_method", **self._place)

    def _integrate(self, integration) -> None:
        responses = integration.pop("IntegrationResponses", [])
        self.call("put_integration", **self._place, **integration)
        for response in responses:
            self.call("put_integration_response", **self._place, **response)

    @property
    def _place(self):
        return {key: self.properties[key] for key in ("RestApiId", "ResourceId", "HttpMethod")}


class Deployment(ApiPart):
    TYPE, DELETE = "AWS::ApiGateway::Deployment", ("delete_deployment", "deploymentId")

    def create(self) -> None:
        made = self.call("create_deployment", **self.rest())["id"]
        self.known_as(made, DeploymentId=made)


class Stage(ApiPart):
    TYPE, DELETE = "AWS::ApiGateway::Stage", ("delete_stage", "stageName")

    def create(self) -> None:
        logs, methods = self.take("AccessLogSetting"), self.take("MethodSettings", [])
        self.call("create_stage", **self.rest())
        self.known_as(self.properties["StageName"])
        self._patch({**_access_log(logs), **_method_settings(methods)})

    def update(self, former) -> None:
        """In place: a stage moves to a new deployment without a gap, and keeps its name in the mappings."""
        changing = ("AccessLogSetting", "DeploymentId", "Description", "MethodSettings", "Tags", "TracingEnabled")
        self.adopt_changes(former, in_place=changing)
        scalars = {
            f"/{name[0].lower()}{name[1:]}": self.properties[name]
            for name in ("DeploymentId", "Description", "TracingEnabled")
            if name in self.properties
        }
        logs = _access_log(self.properties.get("AccessLogSetting"))
        self._patch({**scalars, **logs, **_method_settings(self.properties.get("MethodSettings", []))})

    def _patch(self, values) -> None:
        operations = [{"op": "replace", "path": path, "value": value} for path, value in values.items()]
        if operations:
            place = {"restApiId": self.properties["RestApiId"], "stageName": self.physical_resource_id}
            self.call("update_stage", **place, patchOperations=operations)


def _access_log(setting):
    names = {"DestinationArn": "destinationArn", "Format": "format"}
    return {f"/accessLogSettings/{names[key]}": it for key, it in (setting or {}).items()}


def _method_settings(settings):
    values = {}
    for setting in map(dict, settings):
        path, method = setting.pop("ResourcePath"), setting.pop("HttpMethod")
        place = "*" if path in ("*", "/*") else path.replace("/", "~1")
        values |= {f"/{place}/{method}/{METHOD_SETTINGS[key]}": it for key, it in setting.items()}
    return values


class Account(Kind):
    """One per region and account. Deleting it from a stack leaves the role set, as on AWS."""

    TYPE, SERVICE = "AWS::ApiGateway::Account", "apigateway"

    def create(self) -> None:
        role = {"op": "replace", "path": "/cloudwatchRoleArn", "value": self.take("CloudWatchRoleArn")}
        self.call("update_account", patchOperations=[role])
        self.known_as(self.generated_name, Id=self.logical_resource_id)


class DomainName(ApiPart):
    TYPE, DELETE = "AWS::ApiGateway::DomainName", ("delete_domain_name", "domainName")

    def create(self) -> None:
        made = self.call("create_domain_name", **self.rest())
        name = made["domainName"]
        self.known_as(
            name,
            DomainNameArn=f"arn:aws:apigateway:{self.region}::/domainnames/{name}",
            DistributionDomainName=made.get("distributionDomainName"),
            DistributionHostedZoneId=made.get("distributionHostedZoneId"),
            RegionalDomainName=made.get("regionalDomainName"),
            RegionalHostedZoneId=made.get("regionalHostedZoneId"),
        )


class BasePathMapping(Kind):
    TYPE, SERVICE = "AWS::ApiGateway::BasePathMapping", "apigateway"

    def create(self) -> None:
        self.call("create_base_path_mapping", **self.rest())
        self.known_as(self.generated_name)

    def delete(self) -> None:
        path = self.properties.get("BasePath") or "(none)"
        self.call("delete_base_path_mapping", domainName=self.properties["DomainName"], basePath=path)


class ApiKey(ApiPart):
    TYPE, DELETE = "AWS::ApiGateway::ApiKey", ("delete_api_key", "apiKey")

    def create(self) -> None:
        made = self.call("create_api_key", **self.rest())["id"]
        self.known_as(made, APIKeyId=made)


class UsagePlan(ApiPart):
    TYPE, DELETE = "AWS::ApiGateway::UsagePlan", ("delete_usage_plan", "usagePlanId")

    def create(self) -> None:
        name = self.take("UsagePlanName", self.generated_name)
        made = self.call("create_usage_plan", name=name, **self.rest())["id"]
        self.known_as(made, Id=made)

    def delete(self) -> None:
        """AWS refuses a plan that still has stages; CloudFormation takes them out first."""
        remove = [
            {"op": "remove", "path": "/apiStages", "value": f"{it['ApiId']}:{it['Stage']}"}
            for it in self.properties.get("ApiStages", [])
        ]
        if remove:
            self.call("update_usage_plan", usagePlanId=self.physical_resource_id, patchOperations=remove)
        super().delete()


class UsagePlanKey(Kind):
    TYPE, SERVICE = "AWS::ApiGateway::UsagePlanKey", "apigateway"

    def create(self) -> None:
        self.call("create_usage_plan_key", **self.rest())
        self.known_as(f"{self.properties['KeyId']}:{self.properties['UsagePlanId']}", Id=self.properties["KeyId"])

    def delete(self) -> None:
        plan, key = self.properties["UsagePlanId"], self.properties["KeyId"]
        self.call("delete_usage_plan_key", usagePlanId=plan, keyId=key)
