"""Queues and topics."""

from .call import text
from .kind import Kind


class Queue(Kind):
    TYPE, SERVICE = "AWS::SQS::Queue", "sqs"

    def create(self) -> None:
        name, tags = self.take("QueueName", self.generated_name), self.take("Tags", [])
        url = self.call("create_queue", QueueName=name, Attributes=self.rest())["QueueUrl"]
        self.known_as(url, Arn=self.arn(name), QueueName=name, QueueUrl=url)
        if tags:
            self.call("tag_queue", QueueUrl=url, Tags=tags)

    def update(self, former) -> None:
        """In place: messages would be lost."""
        if former.properties.get("QueueName") != self.properties.get("QueueName"):
            super().update(former)
            return
        self.known_as(former.physical_resource_id, **former.attributes)
        self.take("QueueName"), self.take("Tags")
        self.call("set_queue_attributes", QueueUrl=self.physical_resource_id, Attributes=self.rest())

    def delete(self) -> None:
        self.call("delete_queue", QueueUrl=self.physical_resource_id)


class QueuePolicy(Kind):
    TYPE, SERVICE = "AWS::SQS::QueuePolicy", "sqs"

    def create(self) -> None:
        self._set(self.take("Queues"), text(self.take("PolicyDocument")))
        self.known_as(self.generated_name, Id=self.logical_resource_id)

    def delete(self) -> None:
        self._set(self.properties["Queues"], "")

    def _set(self, queues, policy) -> None:
        for url in queues:
            self.call("set_queue_attributes", QueueUrl=url, Attributes={"Policy": policy})


class Topic(Kind):
    TYPE, SERVICE = "AWS::SNS::Topic", "sns"

    def create(self) -> None:
        name, tags = self.take("TopicName", self.generated_name), self.take("Tags")
        subscriptions = self.take("Subscription", [])
        arn = self.call("create_topic", Name=name, Attributes=self.rest(), Tags=tags)["TopicArn"]
        self.known_as(arn, TopicArn=arn, TopicName=name)
        for subscription in subscriptions:
            self.call("subscribe", TopicArn=arn, **subscription)

    def update(self, former) -> None:
        """In place: alarms hold the topic's ARN, and subscribers confirmed it."""
        self.adopt_changes(former, in_place=("DisplayName", "KmsMasterKeyId", "Tags"))
        for name in ("DisplayName", "KmsMasterKeyId"):
            value = self.properties.get(name, "")
            arn = self.physical_resource_id
            self.call("set_topic_attributes", TopicArn=arn, AttributeName=name, AttributeValue=value)

    def delete(self) -> None:
        """A subscription goes with its topic."""
        arn = self.physical_resource_id
        for subscription in self.call("list_subscriptions_by_topic", TopicArn=arn)["Subscriptions"]:
            self.call("unsubscribe", SubscriptionArn=subscription["SubscriptionArn"])
        self.call("delete_topic", TopicArn=arn)


class TopicPolicy(Kind):
    TYPE, SERVICE = "AWS::SNS::TopicPolicy", "sns"

    def create(self) -> None:
        policy = text(self.take("PolicyDocument"))
        for arn in self.take("Topics"):
            self.call("set_topic_attributes", TopicArn=arn, AttributeName="Policy", AttributeValue=policy)
        self.known_as(self.generated_name, Id=self.logical_resource_id)

    def update(self, former) -> None:
        self.create()


class Subscription(Kind):
    TYPE, SERVICE = "AWS::SNS::Subscription", "sns"

    def create(self) -> None:
        topic, region = self.take("TopicArn"), self.take("Region", self.region)
        protocol, endpoint = self.take("Protocol"), self.take("Endpoint")
        arn = self.call_in(
            region, "subscribe",
            TopicArn=topic, Protocol=protocol, Endpoint=endpoint, Attributes=self.rest(), ReturnSubscriptionArn=True,
        )["SubscriptionArn"]
        self.known_as(arn, Arn=arn)

    def delete(self) -> None:
        region = self.properties.get("Region", self.region)
        self.call_in(region, "unsubscribe", SubscriptionArn=self.physical_resource_id)
