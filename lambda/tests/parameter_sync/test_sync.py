"""The parameter sync in two and three Regions."""
import itertools
import json

import pytest

ONE, TWO, THREE = "us-east-1", "us-east-2", "eu-west-1"
FLAG, KEY, PLAIN = "/payments/dev/features/instant-payments", "/payments/dev/partner/api-key", "/payments/dev/token"
VALUE = "the-value-that-no-log-may-show"


class Sync:
    """A sync function in every Region."""

    def __init__(self, world, regions=(ONE, TWO), parameters=(FLAG, PLAIN), secrets=None):
        import regions as support

        self.world, self.regions = world, regions
        self.handlers = {
            region: support.Handler(world, "parameter-sync", region, {
                "PEER_REGIONS": ",".join(peer for peer in regions if peer != region),
                "PARAMETERS": json.dumps([*parameters, *(secrets or {})]), "SECRETS": json.dumps(secrets or {}),
            })
            for region in regions
        }

    def put(self, region, name, value, kind="String"):
        self.world.client("ssm", region).put_parameter(Name=name, Value=value, Type=kind, Overwrite=True)

    def get(self, region, name):
        found = self.world.client("ssm", region).get_parameters(Names=[name], WithDecryption=True)["Parameters"]
        return (found[0]["Value"], found[0]["Type"]) if found else None

    def everywhere(self, name):
        return [self.get(region, name) for region in self.regions]

    def versions(self, name):
        return [
            self.world.client("ssm", region).get_parameters(Names=[name])["Parameters"][0]["Version"] for region in self.regions
        ]

    def change(self, region, name, operation="Update", fails=False):
        event = {
            "source": "aws.ssm", "detail-type": "Parameter Store Change", "region": region,
            "detail": {"name": name, "operation": operation, "type": "String", "description": ""},
        }
        return self.handlers[region].fails(event) if fails else self.handlers[region].invoke(event)

    def sweep(self, region):
        return self.handlers[region].invoke({"source": "aws.events", "detail-type": "Scheduled Event", "detail": {}})

    def sweep_fails(self, region):
        return self.handlers[region].fails({"source": "aws.events", "detail-type": "Scheduled Event", "detail": {}})


@pytest.fixture
def sync(world):
    made = []

    def make(**changes):
        made.append(Sync(world, **changes))
        return made[-1]

    yield make
    for each in made:
        for handler in each.handlers.values():
            assert VALUE not in json.dumps(handler.logs), "a value reached the log"


class TestChange:
    @pytest.mark.parametrize("kind", ["String", "SecureString", "StringList"])
    @pytest.mark.parametrize("operation", ["Create", "Update"])
    def test_is_written_to_the_peer_as_the_type_it_is(self, sync, kind, operation):
        it = sync()
        it.put(ONE, PLAIN, VALUE, kind)
        assert it.change(ONE, PLAIN, operation)["written"] == [f"{PLAIN} in {TWO}"]
        assert it.everywhere(PLAIN) == [(VALUE, kind)] * 2

    def test_secure_string_is_encrypted_with_the_peers_own_key(self, world, sync):
        it = sync()
        it.put(ONE, PLAIN, VALUE, "SecureString")
        it.change(ONE, PLAIN)
        stored = world.client("ssm", TWO).get_parameter(Name=PLAIN)["Parameter"]["Value"]
        assert stored.startswith("kms:alias/aws/ssm:")

    def test_echo_of_the_own_write_ends_there(self, world, sync):
        it = sync()
        it.put(ONE, FLAG, "on")
        it.change(ONE, FLAG)
        for region in (TWO, ONE, TWO):
            assert it.change(region, FLAG)["written"] == []
        assert it.versions(FLAG) == [1, 1]

    def test_later_of_two_changes_wins_and_they_do_not_swap(self, sync):
        it = sync()
        it.put(ONE, FLAG, "off")
        it.put(TWO, FLAG, "on")
        assert it.change(ONE, FLAG)["written"] == []
        assert it.change(TWO, FLAG)["written"] == [f"{FLAG} in {ONE}"]
        assert it.change(ONE, FLAG)["written"] == []
        assert it.everywhere(FLAG) == [("on", "String")] * 2

    def test_change_while_another_is_carried_is_not_lost(self, world, sync):
        it = sync()
        it.put(ONE, FLAG, "first")
        world.after("GetParameters", lambda: it.put(ONE, FLAG, "second"))
        it.change(ONE, FLAG)
        assert it.everywhere(FLAG) == [("second", "String")] * 2
        it.sweep(TWO), it.sweep(ONE)
        assert it.everywhere(FLAG) == [("second", "String")] * 2

    def test_deletion_is_not_carried_over_and_says_so(self, world, sync):
        it = sync()
        it.put(ONE, FLAG, "on")
        it.change(ONE, FLAG)
        world.client("ssm", ONE).delete_parameter(Name=FLAG)
        world.calls.clear()
        it.change(ONE, FLAG, "Delete")
        assert (it.get(TWO, FLAG), world.calls) == (("on", "String"), [])
        assert "keep serving" in it.handlers[ONE].logs[-2]["message"]
        # The peer's sweep puts it back where an accident took it.
        it.sweep(TWO)
        assert it.get(ONE, FLAG) == ("on", "String")

    @pytest.mark.parametrize("operation", ["LabelParameterVersion", "UnlabelParameterVersion", None])
    def test_label_is_nothing_to_carry(self, world, sync, operation):
        it = sync()
        it.put(ONE, FLAG, "on")
        assert it.change(ONE, FLAG, operation) == {"written": [], "failed": []}
        assert world.calls == []

    def test_other_parameter_is_none_of_its_business(self, world, sync):
        it = sync()
        it.put(ONE, "/somebody/else", "on")
        it.change(ONE, "/somebody/else")
        assert (it.get(TWO, "/somebody/else"), world.calls) == (None, [])

    def test_parameter_that_is_gone_by_now(self, sync):
        it = sync()
        assert it.change(ONE, FLAG) == {"written": [], "failed": []}

    def test_three_regions(self, sync):
        it = sync(regions=(ONE, TWO, THREE))
        it.put(ONE, FLAG, "on")
        assert len(it.change(ONE, FLAG)["written"]) == 2
        for region in it.regions:
            assert it.change(region, FLAG)["written"] == []
        assert it.everywhere(FLAG) == [("on", "String")] * 3

    def test_late_run_of_an_older_region_spreads_nothing_old(self, sync):
        it = sync(regions=(ONE, TWO, THREE))
        for region, value in ((THREE, "oldest"), (TWO, "older"), (ONE, "new")):
            it.put(region, FLAG, value)
        assert it.change(TWO, FLAG)["written"] == []
        it.change(ONE, FLAG)
        assert it.everywhere(FLAG) == [("new", "String")] * 3

    def test_long_value_is_an_advanced_parameter(self, world, sync):
        it = sync()
        world.client("ssm", ONE).put_parameter(Name=FLAG, Value="x" * 5000, Type="String", Tier="Advanced")
        it.change(ONE, FLAG)
        assert world.client("ssm", TWO).get_parameter(Name=FLAG)["Parameter"]["Value"] == "x" * 5000

    def test_other_type_in_the_peer_is_an_error_and_is_left_alone(self, sync):
        it = sync()
        it.put(TWO, PLAIN, "old", "String")
        it.put(ONE, PLAIN, VALUE, "SecureString")
        assert "another type" in it.change(ONE, PLAIN, fails=True)
        assert it.get(TWO, PLAIN) == ("old", "String")


class TestSweep:
    def test_newer_wins_whichever_region_sweeps_first(self, sync):
        for order in ((ONE, TWO), (TWO, ONE)):
            it = sync()
            it.put(TWO, FLAG, "older")
            it.put(ONE, FLAG, "newer")
            for region in order:
                it.sweep(region)
            assert it.everywhere(FLAG) == [("newer", "String")] * 2

    def test_what_is_in_step_is_not_written(self, sync):
        it = sync()
        for region in it.regions:
            it.put(region, FLAG, "same")
        assert [it.sweep(region)["written"] for region in it.regions] == [[], []]
        assert it.versions(FLAG) == [1, 1]

    def test_tie_does_nothing(self, sync):
        from moto.ssm.models import ssm_backends

        it = sync()
        it.put(ONE, FLAG, "one")
        it.put(TWO, FLAG, "two")
        parameters = [ssm_backends["123456789012"][region]._parameters[FLAG][-1] for region in it.regions]
        parameters[1].last_modified_date = parameters[0].last_modified_date
        assert [it.sweep(region)["written"] for region in it.regions] == [[], []]
        assert it.everywhere(FLAG) == [("one", "String"), ("two", "String")]
        assert "as new or newer" in it.handlers[ONE].logs[-2]["message"]

    def test_more_names_than_a_call_takes(self, sync):
        names = [f"/payments/dev/many/{n}" for n in range(23)]
        it = sync(parameters=names)
        for name in names:
            it.put(ONE, name, name)
        assert len(it.sweep(ONE)["written"]) == 23
        assert it.get(TWO, names[22]) == (names[22], "String")

    def test_nothing_to_keep_in_step(self, sync):
        assert sync(parameters=()).sweep(ONE) == {"written": [], "failed": []}

    def test_without_peers_only_secrets_are_copied(self, sync):
        it = sync(regions=(ONE,))
        it.put(ONE, FLAG, "on")
        assert it.sweep(ONE) == {"written": [], "failed": []}

    @pytest.mark.parametrize("event", [{}, None, "text", {"action": "sweep"}, {"source": "aws.scheduler", "detail": None}])
    def test_schedules_of_any_shape_sweep(self, sync, event):
        it = sync()
        it.put(ONE, FLAG, "on")
        assert len(it.handlers[ONE].invoke(event)["written"]) == 1


class TestPeerDown:
    @pytest.mark.parametrize("fault", ["cut", "hang", "InternalServerError 500", "ThrottlingException"])
    def test_others_are_served_the_run_fails_and_the_next_sweep_makes_up_for_it(self, world, sync, fault):
        it = sync(regions=(ONE, TWO, THREE))
        it.put(ONE, FLAG, "on")
        world.fault(fault, region=TWO)
        message = it.change(ONE, FLAG, fails=True)
        assert f"everything in {TWO}" in message and THREE not in message
        assert it.everywhere(FLAG) == [("on", "String"), None, ("on", "String")]
        assert it.handlers[ONE].logs[-1]["level"] == "error"
        # Once, which the SDK tries twice, although what was written elsewhere makes a second round.
        assert len([call for call in world.calls if call.region == TWO]) <= 2
        assert it.handlers[ONE].seconds < 10
        world.mend()
        it.sweep(ONE)
        assert it.everywhere(FLAG) == [("on", "String")] * 3

    def test_lost_region_does_not_keep_the_own_secrets_back(self, world, sync):
        world.client("secretsmanager", ONE).create_secret(Name="partner", SecretString=VALUE)
        it = sync(secrets={KEY: "partner"})
        it.put(ONE, FLAG, "on")
        world.lose(TWO)
        assert TWO in it.sweep_fails(ONE)
        assert it.get(ONE, KEY) == (VALUE, "SecureString")

    def test_refused_write_is_told_without_the_value(self, world, sync):
        it = sync()
        it.put(ONE, PLAIN, VALUE, "SecureString")
        world.fault("ValidationException", region=TWO, operation="PutParameter")
        assert it.change(ONE, PLAIN, fails=True) == f"SyncFailed: {PLAIN} in {TWO}: ValidationException"

    def test_own_region_that_does_not_answer_writes_nothing_anywhere(self, world, sync):
        it = sync()
        it.put(TWO, FLAG, "on")
        world.fault("ThrottlingException", region=ONE)
        assert f"everything in {ONE}" in it.sweep_fails(ONE)
        assert world.made("PutParameter") == []


class TestSecrets:
    @pytest.fixture
    def secret(self, world):
        """The secret, replicated as Secrets Manager would: secret(region, value)."""
        arns = {}

        def put(region, value=VALUE, **kind):
            client = world.client("secretsmanager", region)
            if region in arns:
                client.put_secret_value(SecretId=arns[region], SecretString=value)
            else:
                arns[region] = client.create_secret(Name="partner-api-key", **(kind or {"SecretString": value}))["ARN"]
            return arns[region]

        return put

    def make(self, sync, secret):
        for region in (ONE, TWO):
            secret(region)
        # By name, which is the same in every Region; the ARN works as well.
        return sync(secrets={KEY: "partner-api-key"})

    def test_sweep_makes_the_secure_string(self, sync, secret):
        it = self.make(sync, secret)
        assert it.sweep(ONE)["written"] == [f"{KEY} in {ONE}"]
        assert it.everywhere(KEY) == [(VALUE, "SecureString"), None]
        assert it.sweep(ONE)["written"] == []

    def test_arn_names_the_secret_too(self, sync, secret):
        it = sync(secrets={KEY: secret(ONE)})
        it.sweep(ONE)
        assert it.get(ONE, KEY) == (VALUE, "SecureString")

    @pytest.mark.parametrize("event", [
        {"source": "aws.secretsmanager", "detail-type": "Secret Label Updated", "detail": {"name": "partner-api-key", "labelUpdated": "AWSCURRENT"}},
        {"source": "aws.secretsmanager", "detail-type": "AWS API Call via CloudTrail", "detail": {"eventName": "PutSecretValue"}},
    ])
    def test_event_of_the_secret_copies_the_new_value(self, sync, secret, event):
        it = self.make(sync, secret)
        it.sweep(ONE)
        secret(ONE, VALUE + "-2")
        it.handlers[ONE].invoke(event)
        assert it.get(ONE, KEY) == (VALUE + "-2", "SecureString")

    def test_is_never_pushed_so_that_a_replica_which_lags_starts_no_ping_pong(self, sync, secret):
        it = self.make(sync, secret)
        it.sweep(ONE), it.sweep(TWO)
        secret(ONE, VALUE + "-2")
        for region in (ONE, TWO, ONE, TWO):
            it.sweep(region), it.change(region, KEY)
        assert it.everywhere(KEY) == [(VALUE + "-2", "SecureString"), (VALUE, "SecureString")]
        assert it.versions(KEY) == [2, 1]
        secret(TWO, VALUE + "-2")
        it.sweep(TWO)
        assert it.everywhere(KEY) == [(VALUE + "-2", "SecureString")] * 2

    def test_edit_by_hand_is_put_right_by_its_own_event(self, sync, secret):
        it = self.make(sync, secret)
        it.put(ONE, KEY, "edited", "SecureString")
        it.change(ONE, KEY)
        assert it.get(ONE, KEY) == (VALUE, "SecureString")

    def test_missing_secret_is_told_and_keeps_nothing_else_back(self, sync, secret):
        secret(ONE)
        it = sync(secrets={"/payments/dev/gone": "nobody", KEY: "partner-api-key"})
        it.put(ONE, FLAG, "on")
        assert it.sweep_fails(ONE) == f"SyncFailed: /payments/dev/gone in {ONE}: ResourceNotFoundException"
        assert (it.get(ONE, KEY), it.get(TWO, FLAG)) == ((VALUE, "SecureString"), ("on", "String"))

    def test_secret_of_bytes_is_told(self, sync, secret):
        secret(ONE, SecretBinary=b"bytes")
        assert "holds no text" in sync(secrets={KEY: "partner-api-key"}).sweep_fails(ONE)

    def test_string_in_its_place_is_told_and_left_alone(self, sync, secret):
        it = self.make(sync, secret)
        it.put(ONE, KEY, "placeholder")
        assert "another type" in it.sweep_fails(ONE)
        assert it.get(ONE, KEY) == ("placeholder", "String")

    def test_value_that_the_sdk_itself_refuses_is_not_quoted(self, sync, secret, monkeypatch):
        it = self.make(sync, secret)
        index = it.handlers[ONE].index

        def refuse(**request):
            raise ValueError(f"Invalid value: {request['Value']}")

        monkeypatch.setattr(index.ssm[ONE], "put_parameter", refuse)
        with pytest.raises(index.SyncFailed) as failed:
            it.handlers[ONE].invoke({})
        assert VALUE not in str(failed.value) and failed.value.__context__ is None


def test_two_regions_settle_however_their_events_come(world, sync):
    """Every change's event, in every order of two: the same value in both Regions, the later, and then silence."""
    for order in sorted(set(itertools.permutations([ONE, TWO, ONE, TWO]))):
        world.reset()
        it = sync()
        it.put(ONE, FLAG, "earlier")
        it.put(TWO, FLAG, "later")
        for region in order:
            it.change(region, FLAG)
        assert it.everywhere(FLAG) == [("later", "String")] * 2
        assert [it.sweep(region)["written"] for region in it.regions] == [[], []]
