"""Parameters that no deployment holds: the synchronisers write them, and whoever destroys a system deletes them."""

from acceptance.calls import Runtime
from acceptance.world import World


def sweep(world: World, runtime: Runtime) -> None:
    """What the schedule does in every region, every few minutes."""
    for region in world.spec.regions:
        function = world.synchroniser(region)
        if function:
            runtime.invoke(region, function["FunctionArn"], {"source": "aws.events"})


def delete(world: World) -> None:
    """What `drc explain parameter` asks for after a destroy."""
    for region in world.spec.regions if secure(world) else ():
        world.aws.client("ssm", region).delete_parameters(Names=secure(world))


def secure(world: World) -> list[str]:
    """Paths of the parameters that carry a secret."""
    return [world.path(it) for it, said in world.spec["parameter"].items() if said.get("secure")]
