"""Payments, taken through DNS, API and function in both regions, whichever backend deployed them."""

import pytest

from acceptance import serving

ROLES = ("PRIMARY", "SECONDARY")


@pytest.fixture(params=["terraform", "cloudformation"])
def world(request, spec):  # `spec` by name: the fixture asked for depends on its parameter
    fixture = {"terraform": "applied", "cloudformation": "deployed"}[request.param]
    return request.getfixturevalue(fixture).world


@pytest.mark.parametrize("role", ROLES)
def test_health_answers(world, role, tmp_path):
    hop = serving.follow(world, role, "GET /health")
    assert hop.region == _home(world, role)
    answer = serving.call(world, hop, "GET /health", None, tmp_path)
    assert answer.status == 200, answer
    assert answer.body["region"] == hop.region


@pytest.mark.parametrize("role", ROLES)
def test_a_payment_is_taken(world, role, tmp_path):
    """The item is read in every region, the receipt in the region that took the payment."""
    payment = {"paymentId": f"acceptance-{role.lower()}", "amount": "12.34", "currency": "USD"}
    hop = serving.follow(world, role, "POST /payment")
    answer = serving.call(world, hop, "POST /payment", payment, tmp_path)
    assert answer.status == 201, answer
    assert payment.items() <= answer.body.items()
    assert answer.body["region"] == hop.region
    for region in world.spec.regions:
        assert _item(world, region, payment["paymentId"])["amount"] == {"S": "12.34"}
    assert payment["paymentId"] in _receipt(world, hop.region, payment["paymentId"])


def _home(world, role):
    return world.spec.regions[ROLES.index(role)]


def _item(world, region, payment):
    (name,) = world.spec["table"]
    dynamodb = world.aws.client("dynamodb", region)
    return dynamodb.get_item(TableName=world.table(name, region), Key={"paymentId": {"S": payment}})["Item"]


def _receipt(world, region, payment):
    (name,) = world.spec["bucket"]
    held = world.aws.client("s3", region).get_object(Bucket=world.bucket(name, region), Key=f"receipts/{payment}.json")
    return held["Body"].read().decode()
