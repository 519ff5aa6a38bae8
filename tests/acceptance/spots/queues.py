import json

from acceptance.spec import seconds
from acceptance.spots.registry import spot
from acceptance.world import principals


@spot("queue")
def queues_are_encrypted_and_keep_what_they_should(world):
    for name, said in world.spec["queue"].items():
        for region in world.spec.regions:
            held = _attributes(world, world.queue(name, region), region)
            assert held.get("SqsManagedSseEnabled") == "true" or held.get("KmsMasterKeyId")
            for field, key in (("retention", "MessageRetentionPeriod"), ("visibility_timeout", "VisibilityTimeout")):
                if field in said:
                    assert held[key] == str(seconds(said[field])), f"{name} {key}"


def _attributes(world, queue, region):
    return world.aws.client("sqs", region).get_queue_attributes(QueueUrl=queue, AttributeNames=["All"])["Attributes"]


@spot()
def no_queue_takes_plain_http(world):
    for region in world.spec.regions:
        for queue in world.aws.every("sqs", "list_queues", "QueueUrls", region):
            policy = json.loads(_attributes(world, queue, region)["Policy"])
            refused = [it for it in policy["Statement"] if it["Effect"] == "Deny"]
            conditions = [it.get("Condition", {}).get("Bool", {}).get("aws:SecureTransport") for it in refused]
            assert "false" in [str(it).lower() for it in conditions], queue


@spot("queue", when=lambda spec: spec.uses("queue", "redrive"))
def what_fails_too_often_is_set_aside(world):
    """retries → failed, in the same region; and failed takes from nowhere else."""
    for name, said in world.spec["queue"].items():
        if "redrive" not in said:
            continue
        source = said["redrive"]["from"].removeprefix("queue.")
        for region in world.spec.regions:
            held = json.loads(_attributes(world, world.queue(source, region), region)["RedrivePolicy"])
            assert held["deadLetterTargetArn"] == world.queue_arn(name, region)
            assert int(held["maxReceiveCount"]) == said["redrive"]["after"]
            allowed = json.loads(_attributes(world, world.queue(name, region), region)["RedriveAllowPolicy"])
            wanted = {"redrivePermission": "byQueue", "sourceQueueArns": [world.queue_arn(source, region)]}
            assert allowed == wanted


@spot("queue", when=lambda spec: spec.uses("queue", "redrive"))
def messages_outlive_what_tries_them(world):
    """A dead letter keeps the age it arrived with; and a message must not come back while it is being worked on."""
    for name, said in world.spec["queue"].items():
        if "redrive" not in said:
            continue
        source = said["redrive"]["from"].removeprefix("queue.")
        for region in world.spec.regions:
            retries, dead = (_attributes(world, world.queue(it, region), region) for it in (source, name))
            assert int(dead["MessageRetentionPeriod"]) > int(retries["MessageRetentionPeriod"])
            for function, it in world.spec["function"].items():
                if f"queue.{source}" in it.get("consumes", []):
                    timeout = world.function(function, region)["Timeout"]
                    assert int(retries["VisibilityTimeout"]) >= 6 * timeout, "what AWS advises"


@spot("topic")
def topics_reach_their_subscribers(world):
    for name, said in world.spec["topic"].items():
        for region in world.spec.regions:
            topic = world.topic(name, region)
            held = world.aws.every("sns", "list_subscriptions_by_topic", "Subscriptions", region, TopicArn=topic)
            assert {it["Endpoint"] for it in held if it["Protocol"] == "email"} == set(said["email"])


@spot("alerts")
def alerts_reach_those_who_are_on_call(world):
    for region in world.spec.regions:
        topic = world.alert_topic(region)
        held = world.aws.client("sns", region).get_topic_attributes(TopicArn=topic)["Attributes"]
        # CloudWatch has no access to that key: its alarms would be dropped without a word.
        assert held.get("KmsMasterKeyId") != "alias/aws/sns"
        assert "cloudwatch.amazonaws.com" in principals(json.loads(held["Policy"]), "Service")
        held = world.aws.every("sns", "list_subscriptions_by_topic", "Subscriptions", region, TopicArn=topic)
        emails = {it["Endpoint"] for it in held if it["Protocol"] == "email"}
        assert emails == set(world.spec["alerts"].get("email", []))
