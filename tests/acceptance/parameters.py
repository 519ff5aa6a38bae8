"""Parameters that no deployment holds: the synchroniser writes them, from each region's own copy of a secret."""

import contextlib
import json

from acceptance.world import variables


@contextlib.contextmanager
def secure_parameters(world, runtime):
    """Written by a sweep in every region, and taken back: who destroys a system deletes them by hand."""
    if not world.spec.uses("parameter", "sync"):
        yield
        return
    for region in world.spec.regions:
        runtime.invoke(region, world.synchroniser(region)["FunctionArn"], {"source": "aws.events"})
    yield
    for region in world.spec.regions:
        for path in json.loads(variables(world.synchroniser(region))["SECRETS"]):
            with contextlib.suppress(world.aws.client("ssm", region).exceptions.ParameterNotFound):
                world.aws.client("ssm", region).delete_parameter(Name=path)
