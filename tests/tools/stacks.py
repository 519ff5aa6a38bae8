"""Deploys a CloudFormation output of drc as its manifest says: stack by stack, region by region.

It does by hand what `drc deploy` and `drc destroy` do, so that the templates are judged on their own.
"""

import contextlib
import json
import pathlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from tools.aws import Aws

INLINE_BYTES = 51_200  # a larger template goes through a bucket
STAGING = "drc-tests-templates"


class Failed(AssertionError):
    """A stack did not get where it should; the text is what its events say."""


@dataclass
class Deployment:
    folder: pathlib.Path
    aws: Aws
    outputs: dict[str, dict[str, str]] = field(default_factory=dict)  # by stack

    @property
    def manifest(self) -> dict:
        return json.loads((self.folder / "manifest.json").read_text())

    @property
    def regions(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(it["region"] for it in self.manifest["stacks"]))

    def create(self) -> None:
        """Every stack, in the order of the manifest; a pause for delegation is passed over."""
        done = set()
        for stack in self.manifest["stacks"]:
            missing = set(stack.get("depends_on", [])) - done
            if missing:
                raise Failed(f"{stack['name']} comes before {sorted(missing)}, on which it depends")
            self._create(stack)
            done.add(stack["name"])

    def resources(self) -> list[dict]:
        """Every resource of every stack, as CloudFormation lists it."""
        return [it for stack in self.manifest["stacks"] for it in self._resources(stack)]

    def everything_written(self) -> list:
        """The files, and what CloudFormation shows of the stacks: all that a password must not be in."""
        shown = []
        for stack in self.manifest["stacks"]:
            client, name = self._client(stack), {"StackName": stack["name"]}
            shown += [client.get_template(**name)["TemplateBody"], client.describe_stacks(**name)["Stacks"]]
            shown += [client.describe_stack_events(**name)["StackEvents"]]
        return [*shown, *(it.read_text() for it in self.folder.iterdir())]

    def delete(self) -> None:
        """Backwards. First goes what CloudFormation would stumble over, as `drc destroy` has it go."""
        for stack in reversed(self.manifest["stacks"]):
            self._empty_buckets(stack)
            self._sweep_validation_records(stack)
            client = self._client(stack)
            identity = client.describe_stacks(StackName=stack["name"])["Stacks"][0]["StackId"]
            client.delete_stack(StackName=stack["name"])
            self._expect(stack, identity, "DELETE_COMPLETE")

    def _create(self, stack) -> None:
        client = self._client(stack)
        with self._body(stack) as body:
            client.create_stack(
                StackName=stack["name"],
                Capabilities=stack.get("capabilities", []),
                Parameters=[
                    {"ParameterKey": key, "ParameterValue": self._value(it)}
                    for key, it in stack.get("parameters", {}).items()
                ],
                **body,
            )
        made = self._expect(stack, stack["name"], "CREATE_COMPLETE")
        self.outputs[stack["name"]] = {it["OutputKey"]: it["OutputValue"] for it in made.get("Outputs", [])}

    def _value(self, source) -> str:
        return source["value"] if "value" in source else self.outputs[source["stack"]][source["output"]]

    def _expect(self, stack, identity, wanted) -> dict:
        """The server works while it is asked, so that there is nothing to wait for."""
        described = self._client(stack).describe_stacks(StackName=identity)["Stacks"][0]
        if described["StackStatus"] != wanted:
            reasons = "\n".join(self._failures(stack, identity))
            raise Failed(f"{stack['name']} is {described['StackStatus']}:\n{reasons}")
        return described

    def _failures(self, stack, identity) -> list[str]:
        events = self.aws.every(
            "cloudformation", "describe_stack_events", "StackEvents", stack["region"], StackName=identity
        )
        return [
            f"{it['LogicalResourceId']} {it['ResourceStatus']}: {it.get('ResourceStatusReason')}"
            for it in reversed(events)
            if it["ResourceStatus"].endswith("FAILED")
        ]

    def _client(self, stack):
        return self.aws.client("cloudformation", stack["region"])

    @contextlib.contextmanager
    def _body(self, stack) -> Iterator[dict]:
        """The template as a request carries it: inline, or from a bucket when it is too large for that."""
        text = (self.folder / stack["template"]).read_text()
        if len(text.encode()) <= INLINE_BYTES:
            yield {"TemplateBody": text}
            return
        s3 = self.aws.client("s3", "us-east-1")
        s3.create_bucket(Bucket=STAGING)
        s3.put_object(Bucket=STAGING, Key=stack["template"], Body=text.encode())
        yield {"TemplateURL": f"https://s3.amazonaws.com/{STAGING}/{stack['template']}"}
        s3.delete_object(Bucket=STAGING, Key=stack["template"])
        s3.delete_bucket(Bucket=STAGING)

    def _resources(self, stack) -> list[dict]:
        return self.aws.every(
            "cloudformation", "list_stack_resources", "StackResourceSummaries", stack["region"], StackName=stack["name"]
        )

    def _held(self, stack, resource_type) -> list[str]:
        """Physical ids of a type in a stack."""
        return [it["PhysicalResourceId"] for it in self._resources(stack) if it["ResourceType"] == resource_type]

    def _empty_buckets(self, stack) -> None:
        """CloudFormation does not delete a bucket that holds anything, old versions included."""
        s3 = self.aws.client("s3", stack["region"])
        for bucket in self._held(stack, "AWS::S3::Bucket"):
            for key in ("Versions", "DeleteMarkers"):
                for version in self.aws.every("s3", "list_object_versions", key, stack["region"], Bucket=bucket):
                    s3.delete_object(Bucket=bucket, Key=version["Key"], VersionId=version["VersionId"])

    def _sweep_validation_records(self, stack) -> None:
        """CloudFormation writes a certificate's validation record, leaves it, and then cannot delete the zone."""
        route53 = self.aws.client("route53")
        for zone in self._held(stack, "AWS::Route53::HostedZone"):
            records = self.aws.every("route53", "list_resource_record_sets", "ResourceRecordSets", HostedZoneId=zone)
            changes = [{"Action": "DELETE", "ResourceRecordSet": it} for it in records if _is_validation(it)]
            if changes:
                route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch={"Changes": changes})


def _is_validation(record) -> bool:
    values = [it["Value"].rstrip(".") for it in record.get("ResourceRecords", [])]
    return record["Type"] == "CNAME" and all(it.endswith(".acm-validations.aws") for it in values)
