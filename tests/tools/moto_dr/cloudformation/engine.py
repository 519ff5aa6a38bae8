"""Stacks, created, updated and deleted the way CloudFormation does it.

moto's ResourceMap still reads parameters and conditions and resolves intrinsic functions; it asks `Build` for a
resource when it first needs one, so that resources come in the order of their references.
"""

from moto.cloudformation import models, parsing

from . import dynamic, kinds

DONE = ("CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE")


class Failure(Exception):
    """A resource (or an output) that cannot be had; the text is what the events will say."""


def begin(stack, status) -> None:
    """Says that an operation is under way, to whoever asks while it is."""
    _stack_event(stack, status, "User Initiated")


def create(stack, template, parameters) -> None:
    try:
        _load(stack, template, parameters)
        _settle(stack, former={})
    except Exception as error:
        _stack_event(stack, "ROLLBACK_IN_PROGRESS", str(error))
        undone = _delete_all(stack)
        _stack_event(stack, "ROLLBACK_COMPLETE" if undone else "ROLLBACK_FAILED", str(error))
    else:
        _stack_event(stack, "CREATE_COMPLETE")


def update(stack, template, parameters) -> None:
    before, former = (stack.template, stack.parameters), _made(stack)
    _stack_event(stack, "UPDATE_IN_PROGRESS", "User Initiated")
    try:
        _load(stack, template, parameters)
        _settle(stack, former)
    except Exception as error:
        _stack_event(stack, "UPDATE_ROLLBACK_IN_PROGRESS", str(error))
        _roll_back(stack, before, {**former, **_made(stack)}, str(error))
    else:
        _stack_event(stack, "UPDATE_COMPLETE")


def _roll_back(stack, before, former, reason) -> None:
    """Rolling back is an update to what was there before."""
    try:
        _load(stack, *before)
        _settle(stack, former)
    except Exception as error:
        _stack_event(stack, "UPDATE_ROLLBACK_FAILED", f"{reason}; then, rolling back: {error}")
    else:
        _stack_event(stack, "UPDATE_ROLLBACK_COMPLETE", reason)


def delete(stack) -> bool:
    """False: something would not go; the stack stays, with what is left of it."""
    _stack_event(stack, "DELETE_IN_PROGRESS", "User Initiated")
    exports = _backend(stack).exports
    for export in stack.exports:
        exports.pop(export.name, None)
    gone = _delete_all(stack)
    _stack_event(stack, "DELETE_COMPLETE" if gone else "DELETE_FAILED")
    return gone


def _load(stack, template, parameters) -> None:
    """Reads the template; makes nothing yet."""
    stack.template, stack.parameters = template, parameters
    stack._parse_template()
    stack.description = stack.template_dict.get("Description")
    stack.cross_stack_resources = _backend(stack).exports
    stack.resource_map = stack._create_resource_map()
    stack.output_map = stack._create_output_map()


def _settle(stack, former) -> None:
    """Makes what the template asks for, out of `former` where it can, and deletes what is left of that."""
    build = stack.resource_map.build = Build(stack, former)
    for logical_id in stack.template_dict["Resources"]:
        stack.resource_map[logical_id]
    list(stack.output_map.values())  # an output that cannot be resolved fails the stack, as on AWS
    for resource in reversed(build.superseded()):
        _delete_one(stack, resource)
    for export in stack.output_map.exports:
        _backend(stack).exports[export.name] = export


class Build:
    """One pass over a template. `former`: what the stack holds already, by logical id."""

    def __init__(self, stack, former):
        self.stack, self.former = stack, former
        self.under_way = []

    def resource(self, logical_id, declared):
        if logical_id in self.under_way:
            raise Failure(f"Circular dependency between resources: {self.under_way + [logical_id]}")
        self.under_way.append(logical_id)
        try:
            return self._resource(logical_id, declared)
        finally:
            self.under_way.pop()

    def _resource(self, logical_id, declared):
        resources = self.stack.resource_map
        if not _applies(declared, resources):
            return None
        for earlier in _listed(declared.get("DependsOn", [])):
            resources[earlier]
        resource = kinds.find(declared["Type"])(self.stack, logical_id, declared)
        try:
            properties = parsing.clean_json(declared.get("Properties", {}), resources)
            resource.resolve(dynamic.resolved(properties, self.stack.region_name))
            self._make(resource, self.former.get(logical_id))
        except Failure:
            raise  # of a resource this one refers to: it has its event
        except Exception as error:
            reason = f"no such name: {error}" if isinstance(error, KeyError) else str(error)
            _event(self.stack, resource, f"{self._verb(logical_id)}_FAILED", reason)
            raise Failure(f"{logical_id} ({declared['Type']}): {reason}") from error
        return resource

    def _make(self, resource, former):
        if former and former.same_as(resource):
            resource.adopt(former)
            return
        verb = self._verb(resource.logical_resource_id)
        _event(self.stack, resource, f"{verb}_IN_PROGRESS")
        if former and former.cf_resource_type == resource.cf_resource_type and not former.gone:
            resource.update(former)
            resource.refuse_leftovers()
        else:
            resource.make()
        _event(self.stack, resource, f"{verb}_COMPLETE", resource.remark)

    def _verb(self, logical_id):
        return "UPDATE" if logical_id in self.former else "CREATE"

    def superseded(self):
        """What the template no longer names, or names with another type."""
        now = _made(self.stack)
        return [
            it for logical_id, it in self.former.items()
            if logical_id not in now or now[logical_id].cf_resource_type != it.cf_resource_type
        ]


def _applies(declared, resources) -> bool:
    condition = declared.get("Condition")
    return not condition or resources.lazy_condition_map[condition]


def _listed(one_or_many):
    return [one_or_many] if isinstance(one_or_many, str) else one_or_many


def _made(stack):
    """The stack's resources by logical id, in the order they were made."""
    held = stack.resource_map._parsed_resources
    return {key: it for key, it in held.items() if isinstance(it, kinds.Kind) and not it.gone}


def resources(stack):
    return list(_made(stack).values())


def _delete_all(stack) -> bool:
    """Backwards, so that nothing is deleted while another needs it."""
    results = [_delete_one(stack, it) for it in reversed(resources(stack))]
    return all(results)


def _delete_one(stack, resource) -> bool:
    if resource.gone or resource.retained:
        return True
    _event(stack, resource, "DELETE_IN_PROGRESS")
    try:
        resource.delete()
    except Exception as error:
        _event(stack, resource, "DELETE_FAILED", str(error))
        return False
    resource.gone = True
    _event(stack, resource, "DELETE_COMPLETE")
    return True


def _event(stack, resource, status, reason=None) -> None:
    resource.status, resource.reason = status, reason
    stack.events.append(
        models.Event(
            stack_id=stack.stack_id,
            stack_name=stack.name,
            logical_resource_id=resource.logical_resource_id,
            physical_resource_id=resource.physical_resource_id,
            resource_type=resource.cf_resource_type,
            resource_status=status,
            resource_status_reason=reason,
            resource_properties=None,
        )
    )


def _stack_event(stack, status, reason=None) -> None:
    stack.status, stack.stack_status_reason = status, reason
    stack._add_stack_event(status, resource_status_reason=reason)


def _backend(stack):
    return models.cloudformation_backends[stack.account_id][stack.region_name]
