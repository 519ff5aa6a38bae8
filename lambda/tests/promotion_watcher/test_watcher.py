"""The promotion watcher against two Regions, and against the ways in which they fail."""
import json
import threading

import pytest

PRIMARY, OWN = "us-east-1", "us-west-2"
STATE, ARMED = "/drc/ledger/watch/state", "/drc/ledger/watch/armed"
PROMOTIONS = ("FailoverGlobalCluster", "SwitchoverGlobalCluster")


class Watch:
    """A watcher in the secondary Region, what it watches, and what it left behind."""

    def __init__(self, world, site, urls=1, armed="true", healthy=True, threshold=3, **changes):
        import regions

        self.regions, self.world = regions, world
        self.arns = regions.make_database(world, [PRIMARY, OWN])
        self.sites = [site() for _ in range(urls)]
        self.ssm = world.client("ssm", OWN)
        topic = world.client("sns", OWN).create_topic(Name="failover-alerts")["TopicArn"]
        queue = world.client("sqs", OWN).create_queue(QueueName="alerts")["QueueUrl"]
        world.client("sns", OWN).subscribe(TopicArn=topic, Protocol="sqs", Endpoint=f"arn:aws:sqs:{OWN}:123456789012:alerts")
        self.queue, self.told = queue, []
        environment = {
            "GLOBAL_CLUSTER": "payments-ledger", "TARGET_CLUSTER_ARN": self.arns[OWN], "PRIMARY_CLUSTER": f"payments-ledger-{PRIMARY}",
            "PRIMARY_REGION": PRIMARY, "PROBE_URLS": ", ".join(each.url for each in self.sites), "THRESHOLD": str(threshold),
            "STATE_PARAMETER": STATE, "ARMED_PARAMETER": ARMED, "TOPIC_ARN": topic, **changes,
        }
        self.make = lambda: regions.Handler(world, "promotion-watcher", OWN, environment)
        self.handler = self.make()
        if armed is not None:
            self.arm(armed)
        if healthy:
            assert self.run() == "healthy"

    def arm(self, value):
        self.ssm.put_parameter(Name=ARMED, Value=value, Type="String", Overwrite=True)

    def answer(self, *answers):
        for each in self.sites:
            each.answers = list(answers) if len(answers) > 1 else answers[0]

    def run(self):
        return self.handler.invoke()["result"]

    def parameter(self, name):
        return self.ssm.get_parameter(Name=name)["Parameter"]["Value"]

    @property
    def state(self):
        return json.loads(self.parameter(STATE))

    @property
    def writer(self):
        return self.regions.writer(self.world, OWN).split(":")[3]

    def subjects(self):
        """Of every message since the last question; the texts are in `told`."""
        got = self.world.client("sqs", OWN).receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10).get("Messages", [])
        self.told = [json.loads(each["Body"]) for each in got]
        for each in got:
            self.world.client("sqs", OWN).delete_message(QueueUrl=self.queue, ReceiptHandle=each["ReceiptHandle"])
        return [each["Subject"].partition(": ")[2] for each in self.told]


@pytest.fixture
def watch(world, site):
    return lambda **changes: Watch(world, site, **changes)


class TestPromotion:
    def test_lost_region_is_failed_over_once_and_the_watcher_disarms_itself(self, world, watch):
        it = watch(urls=2)
        world.lose(PRIMARY)
        it.answer(503)
        assert [it.run() for _ in range(2)] == ["failed", "failed"]
        assert (it.state["failures"], it.writer, world.made(*PROMOTIONS)) == (2, PRIMARY, [])
        assert it.run() == "promoted"
        assert it.writer == OWN
        assert world.made(*PROMOTIONS) == [(OWN, "rds", "FailoverGlobalCluster")]
        assert it.subjects() == ["failover started", "failover done"]
        assert "arm it after failing back" in it.told[1]["Message"]
        promotion = it.state["promotion"]
        assert (promotion["kind"], promotion["outcome"], promotion["failures"]) == ("failover", "done", 3)
        assert it.parameter(ARMED) == "false"
        assert [it.run() for _ in range(4)] == ["disarmed"] * 4
        assert len(world.made(*PROMOTIONS)) == 1

    def test_nothing_in_the_lost_region_is_needed(self, world, watch):
        it = watch()
        world.lose(PRIMARY)
        it.answer(503)
        world.calls.clear()
        assert [it.run() for _ in range(3)][-1] == "promoted"
        assert {call.operation for call in world.calls if call.region == PRIMARY} == {"DescribeDBClusters"}

    def test_region_that_hangs_is_lost_too_and_bounds_the_run(self, world, watch):
        it = watch(threshold=1)
        world.fault("hang", region=PRIMARY)
        it.answer("hang")
        assert it.run() == "promoted"
        assert it.handler.seconds < 8
        assert it.state["evidence"] == {"urls": "1 of 1 failed: TimeoutError", "cluster": "down (no answer)"}

    def test_answer_that_drips_is_a_failed_probe(self, world, watch):
        it = watch(threshold=5)
        it.answer("drip")
        assert it.run() == "failed"
        assert it.handler.seconds < 8
        assert it.state["evidence"]["urls"] == "1 of 1 failed: no answer"

    def test_lost_endpoints_of_a_healthy_database_are_a_switchover_in_the_primary_region(self, world, watch):
        it = watch()
        it.answer(500)
        assert [it.run() for _ in range(3)][-1] == "promoted"
        assert world.made(*PROMOTIONS) == [(PRIMARY, "rds", "SwitchoverGlobalCluster")]
        assert it.state["promotion"]["kind"] == "switchover"
        assert it.parameter(ARMED) == "false"

    def test_database_without_endpoints_is_watched_by_its_status(self, world, watch):
        it = watch(urls=0)
        it.regions.cluster_of(it.arns[PRIMARY]).status = "inaccessible-encryption-credentials"
        assert [it.run() for _ in range(3)] == ["failed", "failed", "promoted"]
        assert world.made(*PROMOTIONS) == [(OWN, "rds", "FailoverGlobalCluster")]

    def test_promotion_that_takes_its_time_is_waited_for(self, world, watch):
        it = watch(threshold=1)
        it.regions.Promotion.takes = 12
        world.lose(PRIMARY)
        it.answer(503)
        assert it.run() == "promoting"
        assert (it.state["promotion"]["outcome"], it.parameter(ARMED)) == ("started", "true")
        assert [it.run() for _ in range(9)] == ["promotion is running"] * 9
        assert "still running after 10 runs" in it.handler.fails()
        assert [it.run() for _ in range(2)] == ["promotion is running"] * 2
        world.mend()
        it.answer(200)
        assert it.run() == "promoted"
        assert (it.parameter(ARMED), it.state["promotion"]["outcome"]) == ("false", "done")
        assert len(world.made(*PROMOTIONS)) == 1
        assert it.subjects() == ["failover started", "promotion takes long", "failover done"]

    def test_promotion_that_rds_drops_is_told_and_made_again(self, world, watch):
        it = watch(threshold=1)
        it.regions.Promotion.takes, it.regions.Promotion.ends = 1, "dropped"
        world.lose(PRIMARY)
        it.answer(503)
        assert [it.run(), it.run()] == ["promoting", "promotion is running"]
        assert it.writer == PRIMARY  # looking at it is what ends it here
        it.regions.Promotion.takes, it.regions.Promotion.ends = 0, "promoted"
        assert it.run() == "promoted"
        assert it.subjects() == ["failover started", "promotion did not finish", "failover started", "failover done"]
        assert len(world.made(*PROMOTIONS)) == 2

    def test_planned_switchover_by_a_person_is_left_alone(self, world, watch):
        it = watch()
        world.client("rds", PRIMARY).switchover_global_cluster(GlobalClusterIdentifier="payments-ledger", TargetDbClusterIdentifier=it.arns[OWN])
        it.answer(503)
        assert [it.run() for _ in range(5)] == ["target is the writer"] * 5
        assert (world.made(*PROMOTIONS), it.parameter(ARMED), it.subjects()) == ([], "true", [])
        # Failed back, it watches again.
        world.client("rds", OWN).switchover_global_cluster(GlobalClusterIdentifier="payments-ledger", TargetDbClusterIdentifier=it.arns[PRIMARY])
        it.answer(200)
        assert it.run() == "healthy"

    def test_third_region_that_became_the_writer_is_left_alone(self, world, watch):
        it = watch()
        third = world.client("rds", "eu-west-1").create_db_cluster(
            DBClusterIdentifier="payments-ledger-eu", Engine="aurora-mysql", GlobalClusterIdentifier="payments-ledger"
        )["DBCluster"]["DBClusterArn"]
        world.client("rds", PRIMARY).switchover_global_cluster(GlobalClusterIdentifier="payments-ledger", TargetDbClusterIdentifier=third)
        it.answer(503)
        assert [it.run() for _ in range(4)] == ["another cluster is the writer"] * 4
        assert world.made(*PROMOTIONS) == []


class TestCounting:
    def test_flapping_probe_promotes_nothing(self, world, watch):
        it = watch()
        it.answer(500, 500, 200, 500, 500, 200, 500)
        assert [it.run() for _ in range(7)] == ["failed", "failed", "healthy"] * 2 + ["failed"]
        assert (it.state["failures"], world.made(*PROMOTIONS)) == (1, [])

    def test_one_endpoint_that_answers_is_a_healthy_primary(self, world, watch):
        it = watch(urls=3)
        it.sites[0].answers, it.sites[1].answers = 500, "hang"
        world.lose(PRIMARY)
        assert it.run() == "healthy"
        assert it.state["evidence"]["urls"] == "2 of 3 failed: status 500, TimeoutError"

    @pytest.mark.parametrize("answer, result", [(200, "healthy"), (204, "healthy"), (302, "healthy"), (403, "failed"), (404, "failed"), (429, "failed"), (502, "failed")])
    def test_status_is_judged_as_route_53_does(self, watch, answer, result):
        it = watch()
        it.answer(answer)
        assert it.run() == result

    def test_endpoint_that_does_not_exist_has_failed(self, watch):
        it = watch(healthy=False, PROBE_URLS="https://nobody.invalid/health")
        it.ssm.put_parameter(Name=STATE, Value='{"version":1,"failures":0,"lastHealthy":"2026-01-01T00:00:00Z"}', Type="String")
        assert it.run() == "failed"

    def test_redeployed_watcher_goes_on_where_it_was(self, watch):
        it = watch()
        it.answer(500)
        it.run(), it.run()
        it.handler = it.make()
        assert it.run() == "promoted"

    def test_what_was_never_healthy_is_not_promoted_and_says_so(self, world, watch):
        it = watch(healthy=False)
        it.answer(403)
        for _ in range(5):
            assert "never seen healthy" in it.handler.fails()
        assert (it.state["failures"], world.made(*PROMOTIONS)) == (0, [])
        it.answer(200)
        assert it.run() == "healthy"

    @pytest.mark.parametrize("busy", ["failing-over", "upgrading", "maintenance", "modifying"])
    def test_rds_at_work_on_the_cluster_is_no_failure(self, world, watch, busy):
        it = watch(urls=0)
        it.regions.cluster_of(it.arns[PRIMARY]).status = busy
        assert [it.run() for _ in range(4)] == ["unknown"] * 4
        assert (it.state["failures"], world.made(*PROMOTIONS)) == (0, [])


class TestDisarmed:
    @pytest.mark.parametrize("value", ["false", "True", "yes", "1", " "])
    def test_anything_but_true_is_disarmed(self, world, watch, value):
        it = watch()
        it.arm(value)
        it.answer(500)
        world.calls.clear()
        assert [it.run() for _ in range(4)] == ["disarmed"] * 4
        assert {call.operation for call in world.calls} == {"GetParameters", "PutParameter"}
        assert it.state["lastResult"] == "disarmed"

    def test_missing_parameter_is_disarmed_and_an_error(self, world, watch):
        it = watch(armed=None, healthy=False)
        it.answer(500)
        assert "is missing, so disarmed" in it.handler.fails()
        assert it.handler.logs[-1]["level"] == "error"
        assert (it.state["lastResult"], world.made(*PROMOTIONS)) == ("disarmed", [])

    @pytest.mark.parametrize("fault", ["ThrottlingException", "InternalServerError 500", "AccessDeniedException", "cut"])
    def test_unreadable_parameter_is_disarmed_an_error_and_forgets_nothing(self, world, watch, fault):
        it = watch()
        it.answer(500)
        it.run(), it.run()
        before = it.state
        world.fault(fault, service="ssm", operation="GetParameters")
        assert "cannot be read, so disarmed" in it.handler.fails()
        assert (it.state, world.made(*PROMOTIONS)) == (before, [])
        world.mend()
        assert it.run() == "promoted"

    def test_count_does_not_survive_a_pause(self, world, watch):
        it = watch()
        it.answer(500)
        it.run(), it.run()
        it.arm("false")
        it.run()
        it.arm("true")
        assert [it.run(), it.state["failures"]] == ["failed", 1]


class TestRefusals:
    @pytest.mark.parametrize("code", ["InvalidDBClusterStateFault", "AccessDenied", "ServiceUnavailable 503", "cut"])
    def test_refused_promotion_is_recorded_told_and_tried_again(self, world, watch, code):
        it = watch(threshold=2)
        world.lose(PRIMARY)
        it.answer(503)
        world.fault(code, operation="FailoverGlobalCluster", times=2)
        it.run()
        for _ in range(2):
            assert "failover refused" in it.handler.fails()
            assert it.state["promotion"]["outcome"] == "refused"
            assert it.subjects() == ["failover refused"]
        assert it.run() == "promoted"
        assert (it.writer, len(world.made(*PROMOTIONS))) == (OWN, 3)

    def test_accepted_promotion_whose_answer_is_lost_is_not_made_twice(self, world, watch):
        it = watch(threshold=1)
        world.lose(PRIMARY)
        it.answer(503)
        world.fault("cut", operation="FailoverGlobalCluster")
        it.handler.fails()
        world.client("rds", OWN).failover_global_cluster(
            GlobalClusterIdentifier="payments-ledger", TargetDbClusterIdentifier=it.arns[OWN], AllowDataLoss=True
        )
        assert it.run() == "promoted"
        assert (len(world.made(*PROMOTIONS)), it.parameter(ARMED)) == (1, "false")

    def test_run_that_is_killed_in_the_call_is_still_known_to_have_promoted(self, world, watch):
        it = watch(threshold=1)
        it.answer(500)
        call = it.handler.index.primary_rds.switchover_global_cluster

        def killed(**asked):
            call(**asked)
            raise KeyboardInterrupt

        with pytest.MonkeyPatch.context() as patch, pytest.raises(KeyboardInterrupt):
            patch.setattr(it.handler.index.primary_rds, "switchover_global_cluster", killed)
            it.run()
        assert (it.state["promotion"]["outcome"], it.parameter(ARMED)) == ("calling", "true")
        assert (it.run(), it.parameter(ARMED), len(world.made(*PROMOTIONS))) == ("promoted", "false", 1)

    def test_refused_switchover_becomes_a_failover_only_after_as_many_failures_again(self, world, watch):
        it = watch(threshold=2)
        it.answer(500)
        world.fault("InvalidDBClusterStateFault", operation="SwitchoverGlobalCluster")
        it.run()
        for _ in range(2):
            assert "switchover refused" in it.handler.fails()
        assert it.run() == "promoted"
        assert [call.operation for call in world.made(*PROMOTIONS)] == ["SwitchoverGlobalCluster"] * 2 + ["FailoverGlobalCluster"]

    def test_missing_permission_to_switch_over_never_costs_data(self, world, watch):
        it = watch(threshold=1)
        it.answer(500)
        world.fault("AccessDenied", operation="SwitchoverGlobalCluster")
        for _ in range(6):
            assert "switchover refused: AccessDenied" in it.handler.fails()
        assert {call.operation for call in world.made(*PROMOTIONS)} == {"SwitchoverGlobalCluster"}

    def test_switchover_of_a_cluster_at_work_never_becomes_a_failover(self, world, watch):
        it = watch(threshold=1)
        it.regions.cluster_of(it.arns[PRIMARY]).status = "upgrading"
        it.answer(500)
        for _ in range(6):
            assert "switchover refused" in it.handler.fails()
        it.regions.cluster_of(it.arns[PRIMARY]).status = "available"
        assert it.run() == "promoted"
        assert {call.operation for call in world.made(*PROMOTIONS)} == {"SwitchoverGlobalCluster"}

    def test_healthy_probe_ends_the_attempts(self, world, watch):
        it = watch(threshold=1)
        world.fault("InvalidDBClusterStateFault", operation="SwitchoverGlobalCluster")
        it.answer(500)
        it.handler.fails()
        it.answer(200)
        assert it.run() == "healthy"
        assert (it.state["promotion"]["outcome"], it.state["failures"]) == ("dropped", 0)

    def test_permission_that_lacks_to_look_is_an_error_and_no_failure(self, world, watch):
        it = watch(urls=0)
        world.fault("AccessDenied", region=PRIMARY)
        for _ in range(4):
            assert "cannot be judged" in it.handler.fails()
        assert (it.state["failures"], world.made(*PROMOTIONS)) == (0, [])

    @pytest.mark.parametrize("fault", ["ServiceUnavailable 503", "cut"])
    def test_own_api_that_does_not_answer_fails_the_run_and_keeps_the_count(self, world, watch, fault):
        it = watch()
        it.answer(500)
        it.run(), it.run()
        world.fault(fault, region=OWN, operation="DescribeGlobalClusters")
        assert "run failed" in it.handler.fails()
        assert (it.state["failures"], it.state["lastResult"]) == (2, "run failed")
        world.mend()
        assert it.run() == "promoted"

    def test_target_that_left_the_global_cluster_is_an_error(self, world, watch):
        it = watch()
        world.client("rds", OWN).remove_from_global_cluster(GlobalClusterIdentifier="payments-ledger", DbClusterIdentifier=it.arns[OWN])
        assert "is no member of payments-ledger" in it.handler.fails()

    def test_throttled_record_does_not_keep_it_from_promoting(self, world, watch):
        it = watch()
        it.answer(500)
        it.run(), it.run()
        world.fault("ThrottlingException", service="ssm", operation="PutParameter")
        message = it.handler.fails()
        assert "state cannot be written" in message and "cannot disarm" in message
        assert it.writer == OWN
        world.mend()
        # The record was lost with the throttled writes; the promotion is not made again.
        assert [it.run() for _ in range(2)] == ["target is the writer"] * 2
        assert len(world.made(*PROMOTIONS)) == 1

    def test_disarming_that_fails_is_made_up_for(self, world, watch):
        it = watch(threshold=1)
        it.answer(500)
        world.after("SwitchoverGlobalCluster", lambda: world.fault("ThrottlingException", operation="PutParameter", times=2))
        assert "cannot disarm" in it.handler.fails()
        assert it.parameter(ARMED) == "true"
        assert (it.run(), it.parameter(ARMED)) == ("promoted", "false")
        assert len(world.made(*PROMOTIONS)) == 1

    def test_topic_that_refuses_does_not_keep_it_from_promoting(self, world, watch):
        it = watch(threshold=1)
        world.fault("AuthorizationError 403", service="sns")
        it.answer(500)
        assert "topic does not take the message" in it.handler.fails()
        assert (it.writer, it.parameter(ARMED)) == (OWN, "false")

    def test_without_a_topic_the_log_tells(self, watch):
        it = watch(threshold=1, TOPIC_ARN="")
        it.answer(500)
        assert it.run() == "promoted"
        assert [log["message"] for log in it.handler.logs] == ["healthy", "switchover started", "switchover done", "promoted"]

    def test_state_that_a_person_broke_is_begun_anew_and_said(self, watch):
        it = watch()
        for broken in ("not json", "[]", '{"failures":"many"}'):
            it.ssm.put_parameter(Name=STATE, Value=broken, Type="String", Overwrite=True)
            assert "begun anew" in it.handler.fails()
            assert it.state["failures"] == 0

    def test_state_stays_below_the_size_of_a_parameter(self, world, watch):
        it = watch(urls=40, threshold=1)
        it.answer(500)
        world.fault("X" * 200, operation="SwitchoverGlobalCluster")
        it.handler.fails()
        it.handler.invoke({"action": "rehearse"})
        assert len(it.parameter(STATE).encode()) < 4096


class TestOverlap:
    def test_two_runs_at_once_promote_once(self, world, watch):
        it = watch()
        it.regions.Promotion.takes = 1
        it.answer(500)
        it.run(), it.run()
        other, met, results = it.make(), threading.Barrier(2), []
        for each in (it.handler, other):
            probe = each.index.probe
            # Both have counted to the threshold before either promotes.
            each.index.probe = lambda probe=probe: (probe(), met.wait(10))[0]
        # Capturing stdout is process-wide, so the handlers are called without it.
        runs = [threading.Thread(target=lambda each=each: results.append(each.index.handler({}, None))) for each in (it.handler, other)]
        for each in runs:
            each.start()
        for each in runs:
            each.join(20)
        assert sorted(each["result"] for each in results) == ["promoting", "promoting"]
        assert len(world.made(*PROMOTIONS)) == 2, "both asked, and RDS took one"
        assert it.subjects().count("switchover started") == 1
        for each in (it.handler, other):
            each.index.probe = None
        assert [it.run() for _ in range(3)][-1] == "disarmed"
        assert (it.writer, len(world.made(*PROMOTIONS)), it.parameter(ARMED)) == (OWN, 2, "false")

    def test_run_that_comes_while_another_promotes_stops(self, world, watch):
        it = watch(threshold=1)
        it.regions.Promotion.takes = 5
        it.answer(500)
        it.run()
        second = it.make()
        assert second.invoke()["result"] == "promotion is running"
        assert len(world.made(*PROMOTIONS)) == 1


class TestByHand:
    def test_status_changes_nothing(self, world, watch):
        it = watch()
        it.answer(500)
        it.run()
        before, armed = it.state, it.parameter(ARMED)
        world.calls.clear()
        answer = it.handler.invoke({"action": "status"})
        assert (answer["armed"], answer["standing"], answer["probe"]["result"]) == (True, "watching", "failed")
        assert answer["wouldCall"] == f"SwitchoverGlobalCluster in {PRIMARY}"
        assert (it.state, it.parameter(ARMED)) == (before, armed)
        assert {call.operation for call in world.calls} == {"GetParameters", "DescribeGlobalClusters", "DescribeDBClusters"}

    def test_rehearsal_does_everything_but_promote(self, world, watch):
        it = watch(threshold=1)
        world.lose(PRIMARY)
        it.answer(503)
        answer = it.handler.invoke({"action": "rehearse"})
        assert answer["wouldCall"] == f"FailoverGlobalCluster with AllowDataLoss in {OWN}"
        assert it.subjects() == ["REHEARSAL"]
        assert it.state["rehearsal"]["wouldCall"] == answer["wouldCall"]
        assert (world.made(*PROMOTIONS), it.writer, it.parameter(ARMED), it.state["failures"]) == ([], PRIMARY, "true", 0)

    def test_rehearsal_of_a_disarmed_watcher_says_that_it_is(self, watch):
        it = watch()
        it.arm("false")
        answer = it.handler.invoke({"action": "rehearse"})
        assert (answer["armed"], it.state["rehearsal"]["armed"]) == (False, False)

    def test_action_that_does_not_exist_fails(self, watch):
        assert "KeyError" in watch().handler.fails({"action": "promote"})


def test_schedules_of_any_shape_are_runs(watch):
    it = watch()
    for event in ({}, {"source": "aws.events", "detail-type": "Scheduled Event", "detail": {}}, "text", None, []):
        assert it.handler.invoke(event)["result"] == "healthy"
