"""Tables and buckets."""

from .call import text
from .kind import Kind


# What is modelled of a replica.
REPLICA = (
    "DeletionProtectionEnabled", "PointInTimeRecoverySpecification", "Region", "SSESpecification", "TableClass", "Tags",
)


class GlobalTable(Kind):
    TYPE, SERVICE = "AWS::DynamoDB::GlobalTable", "dynamodb"

    def create(self) -> None:
        replicas, ttl = self._check(self.take("Replicas")), self.take("TimeToLiveSpecification")
        consistency, witnesses = self.take("MultiRegionConsistency"), self.take("GlobalTableWitnesses", [])
        name = self.take("TableName", self.generated_name)
        stream, encryption = self.take("StreamSpecification"), self.take("SSESpecification")
        made = self.call(
            "create_table",
            TableName=name,
            StreamSpecification=stream and {"StreamEnabled": True, **stream},
            SSESpecification=encryption and _encryption(encryption, self._home_key(replicas)),
            **self.rest(),
        )["TableDescription"]
        self.known_as(
            name,
            Arn=made["TableArn"],
            StreamArn=made.get("LatestStreamArn"),
            TableId=made.get("TableId"),
        )
        if consistency == "STRONG":
            self._add_at_once(replicas, witnesses)
        else:
            for replica in replicas:
                self._add(replica)
        self._expire(ttl)

    def update(self, former) -> None:
        """In place: the regions' own settings, and which regions there are."""
        self.adopt_changes(former, in_place=("Replicas", "TimeToLiveSpecification"))
        before = {it["Region"] for it in former.properties["Replicas"]}
        replicas = self._check(self.properties["Replicas"])
        for replica in replicas:
            self._configure(replica) if replica["Region"] in before else self._add(replica)
        for region in before - {it["Region"] for it in replicas}:
            self._change_replica("Delete", region)
        self._expire(self.properties.get("TimeToLiveSpecification"))

    def delete(self) -> None:
        others = [it["Region"] for it in self.properties["Replicas"] if it["Region"] != self.region]
        witnesses = [{"Delete": {"RegionName": it["Region"]}} for it in self.properties.get("GlobalTableWitnesses", [])]
        updates = [{"Delete": {"RegionName": it}} for it in others]
        if updates:
            self._update_table(ReplicaUpdates=updates, GlobalTableWitnessUpdates=witnesses or None)
        self.call("delete_table", TableName=self.physical_resource_id)

    def _check(self, replicas):
        """What AWS refuses and cfn-lint does not see."""
        if self.region not in [it["Region"] for it in replicas]:
            raise ValueError(f"Replicas must include the stack's own region, {self.region}")
        strong = self.properties.get("MultiRegionConsistency") == "STRONG"
        if len(replicas) > 1 and not strong and not self.properties.get("StreamSpecification"):
            raise ValueError("StreamSpecification is required with more than one replica")
        for replica in replicas:
            if {*replica} - {*REPLICA}:
                raise ValueError(f"this server does not model {sorted({*replica} - {*REPLICA})} of a replica")
        if strong and self.properties.get("TimeToLiveSpecification"):
            raise ValueError("a strong table has no TimeToLiveSpecification")
        return replicas

    def _home_key(self, replicas):
        home = next(it for it in replicas if it["Region"] == self.region)
        return home.get("SSESpecification", {}).get("KMSMasterKeyId")

    def _add_at_once(self, replicas, witnesses) -> None:
        """Strong consistency comes with all its regions, or not at all."""
        others = [it for it in replicas if it["Region"] != self.region]
        self._update_table(
            MultiRegionConsistency="STRONG",
            ReplicaUpdates=[{"Create": {"RegionName": it["Region"], **_of_replica(it)}} for it in others],
            GlobalTableWitnessUpdates=[{"Create": {"RegionName": it["Region"]}} for it in witnesses] or None,
        )
        for replica in replicas:
            self._configure(replica)

    def _add(self, replica) -> None:
        if replica["Region"] != self.region:
            self._change_replica("Create", replica["Region"], **_of_replica(replica))
        self._configure(replica)

    def _change_replica(self, action, region, **settings) -> None:
        self._update_table(ReplicaUpdates=[{action: {"RegionName": region, **settings}}])

    def _update_table(self, **changes) -> None:
        self.call("update_table", TableName=self.physical_resource_id, **changes)

    def _configure(self, replica) -> None:
        region, table = replica["Region"], self.physical_resource_id
        if "PointInTimeRecoverySpecification" in replica:
            recovery = {"PointInTimeRecoverySpecification": replica["PointInTimeRecoverySpecification"]}
            self.call_in(region, "update_continuous_backups", TableName=table, **recovery)
        if replica.get("Tags"):
            arn = self.arn(f"table/{table}", region=region)
            self.call_in(region, "tag_resource", ResourceArn=arn, Tags=replica["Tags"])
        if "DeletionProtectionEnabled" in replica:
            protected = replica["DeletionProtectionEnabled"]
            self.call_in(region, "update_table", TableName=table, DeletionProtectionEnabled=protected)

    def _expire(self, ttl) -> None:
        if ttl:
            table = self.physical_resource_id
            self.call("update_time_to_live", TableName=table, TimeToLiveSpecification=ttl)


def _of_replica(replica):
    """What a replica is created with."""
    key = replica.get("SSESpecification", {}).get("KMSMasterKeyId")
    given = {"KMSMasterKeyId": key, "TableClassOverride": replica.get("TableClass")}
    return {name: it for name, it in given.items() if it is not None}


def _encryption(specification, key):
    """SSEEnabled in a template is Enabled in the API, and says KMS when it is true; the key stands at the replica."""
    enabled = str(specification.get("SSEEnabled")).lower() == "true"
    named = {"KMSMasterKeyId": key} if key else {}
    return {"Enabled": enabled, **({"SSEType": specification.get("SSEType", "KMS"), **named} if enabled else {})}


class Bucket(Kind):
    TYPE, SERVICE = "AWS::S3::Bucket", "s3"

    def create(self) -> None:
        name = self.take("BucketName", self.generated_name.lower()[-63:])
        place = {"LocationConstraint": self.region} if self.region != "us-east-1" else None
        self.call("create_bucket", Bucket=name, CreateBucketConfiguration=place)
        self.known_as(
            name,
            Arn=f"arn:aws:s3:::{name}",
            DomainName=f"{name}.s3.amazonaws.com",
            RegionalDomainName=f"{name}.s3.{self.region}.amazonaws.com",
        )
        self._configure()

    def update(self, former) -> None:
        """In place: a bucket with objects in it cannot be replaced."""
        if former.properties.get("BucketName") != self.properties.get("BucketName"):
            super().update(former)
            return
        self.known_as(former.physical_resource_id, **former.attributes)
        self.take("BucketName")
        for name, operation in _REMOVAL.items():
            if name in former.properties and name not in self.properties:
                self.call(operation, Bucket=self.physical_resource_id)
        self._configure()

    def delete(self) -> None:
        self.call("delete_bucket", Bucket=self.physical_resource_id)

    def _configure(self) -> None:
        # Versioning before what wants it: replication, noncurrent versions.
        self._put("put_bucket_versioning", VersioningConfiguration=self.take("VersioningConfiguration"))
        self._put("put_bucket_encryption", ServerSideEncryptionConfiguration=_rules(self.take("BucketEncryption")))
        public = self.take("PublicAccessBlockConfiguration")
        self._put("put_public_access_block", PublicAccessBlockConfiguration=public)
        self._put("put_bucket_ownership_controls", OwnershipControls=self.take("OwnershipControls"))
        lifecycle = _lifecycle(self.take("LifecycleConfiguration"))
        self._put("put_bucket_lifecycle_configuration", LifecycleConfiguration=lifecycle)
        self._put("put_bucket_replication", ReplicationConfiguration=self.take("ReplicationConfiguration"))
        tags = self.take("Tags")
        self._put("put_bucket_tagging", Tagging=tags and {"TagSet": tags})

    def _put(self, operation, **configuration) -> None:
        if all(configuration.values()):
            self.call(operation, Bucket=self.physical_resource_id, **configuration)


_REMOVAL = {
    "LifecycleConfiguration": "delete_bucket_lifecycle",
    "PublicAccessBlockConfiguration": "delete_public_access_block",
    "ReplicationConfiguration": "delete_bucket_replication",
    "Tags": "delete_bucket_tagging",
}


def _rules(encryption):
    if not encryption:
        return None
    rules = [dict(it) for it in encryption["ServerSideEncryptionConfiguration"]]
    for rule in rules:
        if "ServerSideEncryptionByDefault" in rule:
            rule["ApplyServerSideEncryptionByDefault"] = rule.pop("ServerSideEncryptionByDefault")
    return {"Rules": rules}


def _lifecycle(configuration):
    if not configuration:
        return None
    return {"Rules": [_lifecycle_rule(dict(it)) for it in configuration["Rules"]]}


def _lifecycle_rule(rule):
    """A template says ExpirationInDays and TransitionInDays where the API nests and says Days."""
    expiration = {
        "Days": rule.pop("ExpirationInDays", None),
        "ExpiredObjectDeleteMarker": rule.pop("ExpiredObjectDeleteMarker", None),
    }
    expiration = {key: it for key, it in expiration.items() if it is not None}
    if expiration:
        rule["Expiration"] = expiration
    for name, days in (("Transitions", "Days"), ("NoncurrentVersionTransitions", "NoncurrentDays")):
        if name in rule:
            rule[name] = [_renamed(it, "TransitionInDays", days) for it in rule[name]]
    prefix = rule.pop("Prefix", "")
    return {**rule, "Filter": {"Prefix": prefix}}


def _renamed(members, old, new):
    return {new if key == old else key: it for key, it in members.items()}


class BucketPolicy(Kind):
    TYPE, SERVICE = "AWS::S3::BucketPolicy", "s3"

    def create(self) -> None:
        bucket, policy = self.take("Bucket"), text(self.take("PolicyDocument"))
        self.call("put_bucket_policy", Bucket=bucket, Policy=policy)
        self.known_as(bucket)

    def delete(self) -> None:
        self.call("delete_bucket_policy", Bucket=self.physical_resource_id)
