"""Parameters kept in step by the code and environment that were deployed."""

import json

import pytest

from acceptance.calls import Runtime
from acceptance.synced import sweep
from acceptance.world import variables

SYNCED = pytest.mark.concerns(lambda spec: spec.uses("parameter", "sync"))


@pytest.fixture
def runtime(world, tmp_path):
    with Runtime(world, tmp_path) as made:
        yield made


@SYNCED
def test_a_sweep_writes_each_regions_secret_into_its_parameter(world, runtime):
    """What carries a secret is a SecureString in every region, with the value of the region's own copy."""
    sweep(world, runtime)
    for region in world.spec.regions:
        for path, secret in json.loads(variables(world.synchroniser(region))["SECRETS"]).items():
            held = world.aws.client("ssm", region).get_parameter(Name=path, WithDecryption=True)["Parameter"]
            value = world.aws.client("secretsmanager", region).get_secret_value(SecretId=secret)["SecretString"]
            assert (held["Type"], held["Value"]) == ("SecureString", value)


@SYNCED
def test_a_change_in_one_region_reaches_the_others(world, runtime):
    for region in reversed(world.spec.regions):
        function = world.synchroniser(region)
        for path in json.loads(variables(function)["PARAMETERS"]):
            ssm = world.aws.client("ssm", region)
            before = ssm.get_parameter(Name=path)["Parameter"]["Value"]
            _change(world, runtime, region, path, f"changed in {region}")
            _change(world, runtime, region, path, before)


def _change(world, runtime, region, path, value):
    world.aws.client("ssm", region).put_parameter(Name=path, Value=value, Type="String", Overwrite=True)
    event = {"source": "aws.ssm", "detail": {"name": path, "operation": "Update"}}
    runtime.invoke(region, world.synchroniser(region)["FunctionArn"], event)
    for other in world.spec.regions:
        assert world.aws.client("ssm", other).get_parameter(Name=path)["Parameter"]["Value"] == value, other
