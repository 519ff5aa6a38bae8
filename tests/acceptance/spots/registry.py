"""Which spots there are, and for which systems."""

from collections.abc import Callable
from dataclasses import dataclass

from acceptance.spec import Spec
from acceptance.world import World


@dataclass(frozen=True)
class Spot:
    check: Callable[[World], None]
    kinds: tuple[str, ...]
    when: Callable[[Spec], bool]

    @property
    def name(self) -> str:
        return self.check.__name__

    def concerns(self, spec: Spec) -> bool:
        return all(spec[kind] for kind in self.kinds) and bool(self.when(spec))

    def __call__(self, world: World) -> None:
        self.check(world)


SPOTS: list[Spot] = []


def spot(*kinds: str, when: Callable[[Spec], bool] = lambda spec: True):
    """Of systems that have these kinds of service, and of which `when` holds."""

    def put(check):
        SPOTS.append(Spot(check, kinds, when))
        return check

    return put
