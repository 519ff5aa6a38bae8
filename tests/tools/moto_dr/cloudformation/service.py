"""The patches that put the engine behind moto's CloudFormation API."""

from moto.cloudformation import models, parsing, responses
from moto.cloudformation.exceptions import ValidationError
from moto.core.responses import ActionResult, EmptyResult

from ..patch import patch
from . import engine, kinds


@patch(parsing, "resource_class_from_type")
def resource_class_from_type(stock, resource_type):
    """moto answers None for a type it does not know, and goes on without it."""
    return kinds.find(resource_type)


@patch(parsing, "parse_and_create_resource")
def parse_and_create_resource(stock, logical_id, resource_json, resources_map, account_id, region_name):
    return resources_map.build.resource(logical_id, resource_json)


@patch(models.Stack, "create_resources")
def create_resources(stock, self):
    """moto lets the first failure out as an error 500 and leaves the rest standing. AWS rolls back."""
    engine.create(self, self.template, self.parameters)


@patch(models.Stack, "update")
def update(stock, self, template, role_arn=None, parameters=None, tags=None):
    """moto updates resources whose text changed. AWS updates those whose resolved properties did."""
    engine.update(self, template, parameters or {})
    self.tags = self.tags if tags is None else tags


@patch(models.Stack, "stack_resources")
def stack_resources(stock, self):
    """moto makes the resources that are missing when it is asked to list them."""
    return engine.resources(self)


@patch(models.Stack, "outputs")
def outputs(stock, self):
    """moto shows outputs, and makes what they name, in any state. AWS: when the stack is complete."""
    return stock(self) if self.status in engine.DONE else None


@patch(models.Stack, "exports")
def exports(stock, self):
    return stock(self) if self.status in engine.DONE else []


@patch(models.CloudFormationBackend, "delete_stack")
def delete_stack(stock, self, name_or_stack_id):
    """moto forgets the stack before it deletes. On AWS one that will not go stays, as DELETE_FAILED."""
    for stack in list(self.stacks.values()):
        if name_or_stack_id in (stack.stack_id, stack.name) and engine.delete(stack):
            self.deleted_stacks[stack.stack_id] = self.stacks.pop(stack.stack_id)


@patch(responses.CloudFormationResponse, "_validate_different_update")
def validate_different_update(stock, self, incoming_params, stack_body, old_stack):
    """moto refuses a change set without changes, and lets an update without parameters pass.

    AWS refuses the update, and makes the change set: FAILED, with the reason.
    """
    if self._get_action() == "CreateChangeSet":
        return
    parameters = self._get_param_values(incoming_params or [], old_stack.parameters)
    if (stack_body, parameters) == (old_stack.template, old_stack.parameters):
        raise ValidationError(message="No updates are to be performed.")


class NotNow(ValidationError):
    code = "InvalidChangeSetStatus"


# --- change sets ---------------------------------------------------------------------------------


@patch(models.ChangeSet, "diff")
def diff(stock, self):
    """moto lists changes of the template. AWS lists those that a parameter makes, too."""
    actions = self.stack.resource_map.build_resource_diff(self.template_dict, self.parameters)
    former = self.stack.template_dict.get("Resources", {})
    resources = {**former, **self.template_dict["Resources"]}
    return [
        _change(action, logical_id, former.get(logical_id, {}), resources[logical_id])
        for action, logical_ids in actions.items()
        for logical_id in logical_ids
    ]


# Properties whose change makes a new resource, of what acceptance changes.
# Source: "Update requires: Replacement" in https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/
REPLACING = {"AWS::DynamoDB::GlobalTable": ("TableName", "LocalSecondaryIndexes", "AttributeDefinitions", "KeySchema")}


def _change(action, logical_id, former, wanted):
    """moto leaves out whether a change is a replacement."""
    change = models.Change(action, logical_id, wanted["Type"])
    if action == "Modify":
        before, after = former.get("Properties", {}), wanted.get("Properties", {})
        replacing = [it for it in REPLACING.get(wanted["Type"], ()) if before.get(it) != after.get(it)]
        change.replacement = "True" if replacing else "False"
    return change


@patch(models.CloudFormationBackend, "execute_change_set")
def execute_change_set(stock, self, change_set_name, stack_name=None):
    """moto completes whatever happens, as often as it is asked to, and sets no outputs. AWS creates, updates, rolls
    back, once."""
    change_set = self.describe_change_set(change_set_name)
    if change_set.execution_status != "AVAILABLE":
        raise NotNow(message=f"ChangeSet [{change_set_name}] cannot be executed in its current execution status")
    change_set.execution_status = "EXECUTE_IN_PROGRESS"
    if change_set.change_set_type == "CREATE":
        engine.begin(change_set.stack, "CREATE_IN_PROGRESS")
        engine.create(change_set.stack, change_set.template, change_set.parameters)
    else:
        engine.update(change_set.stack, change_set.template, change_set.parameters)
    change_set.execution_status = "EXECUTE_COMPLETE"


@patch(responses.CloudFormationResponse, "describe_change_set")
def describe_change_set(stock, self):
    return ActionResult(_change_set(self))


@patch(responses.CloudFormationResponse, "execute_change_set")
def run_change_set(stock, self):
    self.cloudformation_backend.execute_change_set(_change_set(self).change_set_id)
    return EmptyResult()


@patch(responses.CloudFormationResponse, "delete_change_set")
def delete_change_set(stock, self):
    self.cloudformation_backend.delete_change_set(_change_set(self).change_set_id)
    return EmptyResult()


def _change_set(request):
    """moto takes the last change set of that name, of whatever stack. AWS: the last of the stack named."""
    wanted, stack = request._get_param("ChangeSetName"), request._get_param("StackName")
    for change_set in reversed(request.cloudformation_backend.change_sets.values()):
        of_stack = stack in (None, change_set.stack_name, change_set.stack_id)
        if wanted == change_set.change_set_id or (wanted == change_set.change_set_name and of_stack):
            return change_set
    raise ValidationError(message=f"ChangeSet [{wanted}] does not exist")


# --- what is said about a resource ---------------------------------------------------------------


@patch(responses.StackResourceDTO, "__init__")
def stack_resource(stock, self, stack, resource):
    """moto gives every resource the status of its stack."""
    stock(self, stack, resource)
    self.resource_status = resource.status
    self.resource_status_reason = resource.reason


@patch(responses.CloudFormationResponse, "list_stack_resources")
def list_stack_resources(stock, self):
    """moto calls every resource CREATE_COMPLETE."""
    stack, resources = self.cloudformation_backend.list_stack_resources(self._get_param("StackName"))
    return ActionResult({"StackResourceSummaries": [_summary(stack, it) for it in resources]})


def _summary(stack, resource):
    return {
        "LogicalResourceId": resource.logical_resource_id,
        "PhysicalResourceId": resource.physical_resource_id,
        "ResourceType": resource.cf_resource_type,
        "ResourceStatus": resource.status,
        "ResourceStatusReason": resource.reason,
        "LastUpdatedTimestamp": stack.creation_time,
    }
