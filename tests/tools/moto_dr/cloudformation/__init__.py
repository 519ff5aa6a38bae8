"""CloudFormation, with moto's interface and an engine of our own.

| module | what it holds |
|---|---|
| `engine` | stacks: created, updated, rolled back, deleted, a resource at a time |
| `service` | the patches that put the engine behind moto's API |
| `functions` | intrinsic functions that moto does not resolve |
| `dynamic` | references to secrets and parameters |
| `quotas` | what AWS refuses before it starts |
| `kinds` | a class per resource type |

Stock moto ignores a type it does not know, drops most properties of those it does, and never rolls back. Here a
type or a property that nobody models fails the stack by name, so that a green run means something.
"""

from . import functions, quotas, service  # noqa: F401
