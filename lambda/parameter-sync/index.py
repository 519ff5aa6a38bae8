"""Keeps parameters of several Regions in step. Contract: lambda/README.md.

One in every Region, each pushing what its own Region has newest. A value that is equal is not written, which ends the
echo of an own write; one that is older than any Region's is not pushed, so that a late run undoes nothing. A parameter
that carries a secret is never pushed: Secrets Manager replicates the secret, and each Region copies from its own.
"""
import json
import os
from datetime import datetime, timezone

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

REGION = os.environ.get("AWS_REGION")
PEERS = [region.strip() for region in os.environ.get("PEER_REGIONS", "").split(",") if region.strip()]
SECRETS = json.loads(os.environ.get("SECRETS") or "{}")
CARRIED = [name for name in json.loads(os.environ.get("PARAMETERS") or "[]") if name not in SECRETS]

# At most 7 s a call, and one such call for a Region that does not answer: it is not asked again in that run.
SHORT = Config(connect_timeout=1, read_timeout=2, retries={"mode": "standard", "total_max_attempts": 2})
ssm = {region: boto3.client("ssm", region_name=region, config=SHORT) for region in [REGION, *PEERS]}
secretsmanager = boto3.client("secretsmanager", region_name=REGION, config=SHORT)

BATCH = 10  # names in a GetParameters
STANDARD_BYTES = 4096
# A value that changed while it was pushed is pushed again, so often at most; the change's own event follows anyway.
ROUNDS = 3


class SyncFailed(Exception):
    """Raised at the end of a run, when everything that could be done is done: it makes Lambda's Errors count."""


class Unfit(Exception):
    """Something a person has to put right. Its text holds no value."""


def handler(event, context):
    run = {"written": [], "failed": []}
    source, detail = (event.get("source"), event.get("detail") or {}) if isinstance(event, dict) else (None, {})
    if source == "aws.ssm":
        change(detail, run)
    elif source == "aws.secretsmanager":
        copy_secrets(SECRETS, run)
    else:
        copy_secrets(SECRETS, run)
        carry(CARRIED, run)
    log("error" if run["failed"] else "info", "run ended", source=source, **run)
    if run["failed"]:
        raise SyncFailed("; ".join(run["failed"]))
    return run


def change(detail, run):
    name, operation = detail.get("name"), detail.get("operation")
    if name not in SECRETS and name not in CARRIED:
        log("info", "not kept in step", parameter=name)
    elif operation == "Delete":
        # An accident in one Region must not take the value from all. The next sweep of a peer puts it back.
        log("warn", "deletion is not carried over: the peers keep serving the value", parameter=name, peers=PEERS)
    elif operation not in ("Create", "Update"):
        log("info", "nothing to carry", parameter=name, operation=operation)
    elif name in SECRETS:
        copy_secrets([name], run)
    else:
        carry([name], run)


def copy_secrets(names, run):
    for name in names:
        try:
            value = secretsmanager.get_secret_value(SecretId=SECRETS[name]).get("SecretString")
            if value is None:
                raise Unfit("the secret holds no text")
            there = read(REGION, [name]).get(name)
            if there is None or there["Value"] != value or there["Type"] != "SecureString":
                write(REGION, {"Name": name, "Value": value, "Type": "SecureString"}, there, run)
        except Exception as err:  # one secret less must not keep the others back
            fail(run, err, name, REGION)


def carry(names, run):
    """Pushes what is newest here, until nothing changed meanwhile."""
    pushed, silent = {}, set()
    for _ in range(ROUNDS):
        written = len(run["written"])
        asked = [region for region in [REGION, *PEERS] if region not in silent]
        seen = {region: found for region in asked for found in look(region, names, run)}
        silent = set(PEERS) - seen.keys()
        here = seen.pop(REGION, {})
        for name in here:
            push(here[name], {region: found.get(name) for region, found in seen.items()}, pushed, run)
        if len(run["written"]) == written:
            break


def look(region, names, run):
    """What is there, or nothing if the Region does not answer: the others are still served."""
    try:
        return [read(region, names)]
    except Exception as err:
        fail(run, err, "everything", region)
        return []


def push(mine, theirs, pushed, run):
    """A name that is not here is not asked for: whoever has it pushes it."""
    name = mine["Name"]
    unlike = {region: each for region, each in theirs.items() if each is None or not same(mine, each)}
    # The date of what this run wrote says when it was copied, not when it was changed.
    foreign = {region: each for region, each in unlike.items() if each and pushed.get((name, region)) != each["Version"]}
    newer = [region for region, each in foreign.items() if each["LastModifiedDate"] >= mine["LastModifiedDate"]]
    if newer:
        return log("info", "not pushed: a peer has it as new or newer", parameter=name, peers=newer)
    for region in unlike:
        try:
            pushed[name, region] = write(region, mine, unlike[region], run)
        except Exception as err:
            fail(run, err, name, region)


def same(mine, theirs):
    return (mine["Value"], mine["Type"]) == (theirs["Value"], theirs["Type"])


def read(region, names):
    found = {}
    for start in range(0, len(names), BATCH):
        for each in ssm[region].get_parameters(Names=names[start : start + BATCH], WithDecryption=True)["Parameters"]:
            found[each["Name"]] = each
    return found


def write(region, parameter, before, run):
    """A SecureString is encrypted with the key it had there, at first with the Region's own aws/ssm."""
    if before and before["Type"] != parameter["Type"]:
        # SSM changes no type in place, and deleting somebody's parameter is not for a machine.
        raise Unfit("it exists there with another type: delete it")
    more = {"Tier": "Advanced"} if len(parameter["Value"].encode()) > STANDARD_BYTES else {}
    if "DataType" in parameter:
        more["DataType"] = parameter["DataType"]
    answer = ssm[region].put_parameter(Name=parameter["Name"], Value=parameter["Value"], Type=parameter["Type"], Overwrite=True, **more)
    run["written"].append(f"{parameter['Name']} in {region}")
    return answer["Version"]


def fail(run, err, name, region):
    told = f"{name} in {region}: {name_of(err)}"
    if told not in run["failed"]:
        run["failed"].append(told)


def name_of(err):
    """Never the text: what an API or the SDK says of a value may quote it."""
    if isinstance(err, Unfit):
        return str(err)
    return err.response["Error"]["Code"] if isinstance(err, ClientError) else type(err).__name__


def log(level, message, **more):
    at = datetime.now(timezone.utc).isoformat(timespec="milliseconds")
    print(json.dumps({"level": level, "message": message, **more, "region": REGION, "at": at}, separators=(",", ":")), flush=True)
