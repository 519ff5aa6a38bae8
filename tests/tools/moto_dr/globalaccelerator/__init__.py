"""Global Accelerator, which moto does not have: accelerators, listeners, endpoint groups.

AWS deploys a change for minutes (IN_PROGRESS); here it is DEPLOYED at once. Refused is what AWS refuses by its
API reference: what belongs to nothing, what is still in use, and an endpoint that its region does not hold.
"""

from . import accelerators, groups, service  # noqa: F401
