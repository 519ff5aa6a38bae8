"""What belongs to a function beside its code: versions, aliases, layers, URLs, event sources."""

from .kind import Kind


class Version(Kind):
    TYPE, SERVICE = "AWS::Lambda::Version", "lambda"

    def create(self) -> None:
        provisioned, function = self.take("ProvisionedConcurrencyConfig"), self.properties["FunctionName"]
        made = self.call("publish_version", **self.rest())
        self.known_as(made["FunctionArn"], FunctionArn=made["FunctionArn"], Version=made["Version"])
        provision(self, function, made["Version"], provisioned)

    def delete(self) -> None:
        """Versions are kept for whoever names them; the last one goes with the function."""
        function, version = self.properties["FunctionName"], self.attributes["Version"]
        self.call("delete_function", FunctionName=function, Qualifier=version)


class Alias(Kind):
    TYPE, SERVICE = "AWS::Lambda::Alias", "lambda"

    def create(self) -> None:
        provisioned, routing = self.take("ProvisionedConcurrencyConfig"), self.take("RoutingConfig")
        place = self._place
        made = self.call("create_alias", RoutingConfig=routing and _weights(routing), **self.rest())
        self.known_as(made["AliasArn"], AliasArn=made["AliasArn"])
        provision(self, place["FunctionName"], place["Name"], provisioned)

    def update(self, former) -> None:
        """In place: callers name the alias, which is what it is for."""
        changing = ("Description", "FunctionVersion", "ProvisionedConcurrencyConfig", "RoutingConfig")
        self.adopt_changes(former, in_place=changing)
        names = ("Description", "FunctionVersion")
        changed = {it: self.properties[it] for it in names if it in self.properties}
        routing = self.properties.get("RoutingConfig")
        self.call("update_alias", **self._place, RoutingConfig=routing and _weights(routing), **changed)
        wanted = self.properties.get("ProvisionedConcurrencyConfig")
        provision(self, self._place["FunctionName"], self._place["Name"], wanted)

    def delete(self) -> None:
        self.call("delete_alias", **self._place)

    @property
    def _place(self):
        return {it: self.properties[it] for it in ("FunctionName", "Name")}


def _weights(routing):
    """A list in a template, a map in the API."""
    weights = routing.get("AdditionalVersionWeights", [])
    return {"AdditionalVersionWeights": {it["FunctionVersion"]: it["FunctionWeight"] for it in weights}}


def provision(kind, function, qualifier, wanted) -> None:
    if wanted:
        kind.call("put_provisioned_concurrency_config", FunctionName=function, Qualifier=qualifier, **wanted)


class LayerVersion(Kind):
    TYPE, SERVICE = "AWS::Lambda::LayerVersion", "lambda"

    def create(self) -> None:
        name = self.take("LayerName", self.generated_name)
        made = self.call("publish_layer_version", LayerName=name, **self.rest())
        self.known_as(made["LayerVersionArn"], LayerVersionArn=made["LayerVersionArn"])

    def delete(self) -> None:
        name, version = self.physical_resource_id.rsplit(":", 2)[-2:]
        self.call("delete_layer_version", LayerName=name, VersionNumber=version)


class Url(Kind):
    TYPE, SERVICE = "AWS::Lambda::Url", "lambda"

    def create(self) -> None:
        made = self.call("create_function_url_config", FunctionName=self.take("TargetFunctionArn"), **self.rest())
        self.known_as(made["FunctionArn"], FunctionArn=made["FunctionArn"], FunctionUrl=made["FunctionUrl"])

    def delete(self) -> None:
        place = {"FunctionName": self.properties["TargetFunctionArn"], "Qualifier": self.properties.get("Qualifier")}
        self.call("delete_function_url_config", **place)


class EventInvokeConfig(Kind):
    TYPE, SERVICE = "AWS::Lambda::EventInvokeConfig", "lambda"

    def create(self) -> None:
        self.call("put_function_event_invoke_config", **self.rest())
        self.known_as(f"EventInvokeConfig:{self.properties['FunctionName']}:{self.properties['Qualifier']}")

    def update(self, former) -> None:
        self.create()

    def delete(self) -> None:
        place = {key: self.properties[key] for key in ("FunctionName", "Qualifier") if key in self.properties}
        self.call("delete_function_event_invoke_config", **place)


class EventSourceMapping(Kind):
    TYPE, SERVICE = "AWS::Lambda::EventSourceMapping", "lambda"

    def create(self) -> None:
        made = self.call("create_event_source_mapping", **self.rest())
        arn = self.arn(f"event-source-mapping:{made['UUID']}")
        self.known_as(made["UUID"], Id=made["UUID"], EventSourceMappingArn=arn)

    def delete(self) -> None:
        self.call("delete_event_source_mapping", UUID=self.physical_resource_id)
