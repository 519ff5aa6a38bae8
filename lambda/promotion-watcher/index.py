"""Promotes an Aurora global database once its primary Region fails. Contract: lambda/README.md.

Runs in the secondary Region, one probe a run, and needs nothing of the primary's: a call there is evidence, and its failing
too. RDS keeps two runs from promoting twice: it refuses while it promotes, and refuses to promote the writer.
"""
import http.client
import json
import os
import time
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import datetime, timezone
from urllib.parse import urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

REGION = os.environ.get("AWS_REGION")
GLOBAL_CLUSTER = os.environ.get("GLOBAL_CLUSTER")
TARGET = os.environ.get("TARGET_CLUSTER_ARN")
PRIMARY_CLUSTER = os.environ.get("PRIMARY_CLUSTER")
PRIMARY_REGION = os.environ.get("PRIMARY_REGION")
PROBE_URLS = [url.strip() for url in os.environ.get("PROBE_URLS", "").split(",") if url.strip()]
THRESHOLD = max(1, int(os.environ.get("THRESHOLD") or 3))
STATE = os.environ.get("STATE_PARAMETER")
ARMED = os.environ.get("ARMED_PARAMETER")
TOPIC_ARN = os.environ.get("TOPIC_ARN")

URL_S = 3
# All probes together: a name that does not resolve and an answer that drips outlast any timeout of a socket.
PROBE_S = 5
# RDS promotes within minutes, and a run is about one.
PATIENCE_RUNS = 10


def client(service, region, read=2, attempts=2):
    config = Config(connect_timeout=1, read_timeout=read, retries={"mode": "standard", "total_max_attempts": attempts})
    return boto3.client(service, region_name=region, config=config)


ssm, sns = client("ssm", REGION), client("sns", REGION)
# Slow when everybody fails over. One attempt: the next run is the retry, and judges anew.
rds, primary_rds = client("rds", REGION, 15, 1), client("rds", PRIMARY_REGION, 15, 1)

# RDS is at work on a cluster that lives. Losing data over somebody's upgrade is not for a machine to decide.
BUSY = {
    "backing-up", "configuring-iam-database-auth", "failing-over", "maintenance", "modifying", "renaming",
    "resetting-master-credentials", "starting", "switching-over", "upgrading",
}
# What an answer of RDS says of us, not of the cluster.
OURS = {"AccessDenied", "AccessDeniedException", "DBClusterNotFoundFault", "Throttling"}
RUNNING, DONE = "promotion is running", "target is the writer"


class WatchFailed(Exception):
    """Raised when everything that could be done is done, so that Lambda's Errors counts the run."""


def handler(event, context):
    action = event.get("action", "watch") if isinstance(event, dict) else "watch"
    run = {"watch": watch, "status": status, "rehearse": rehearse}[action]
    problems = []
    try:
        answer = {**run(problems), "problems": problems}
    except Exception as err:
        log("error", "run failed", action=action, error=name_of(err), detail=short(err))
        raise
    log("error" if problems else "info", answer["result"], action=action, **answer)
    if problems and action == "watch":
        raise WatchFailed("; ".join(problems))
    return answer


def watch(problems):
    armed, state = memory(problems)
    if armed:
        try:
            step(state, problems)
        except Exception as err:
            state["lastResult"] = "run failed"
            problems.append(f"run failed: {name_of(err)}: {short(err)}")
    else:
        # A count from before the pause must not finish on the first failure after it.
        state.update(lastResult="disarmed", failures=0)
    remember(state, problems)
    return {"result": state["lastResult"], "armed": armed, "state": state}


def step(state, problems):
    """One run of an armed watcher."""
    stop = standing(global_cluster())
    if stop:
        state["lastResult"] = stop
        return wait_for(state, problems) if stop == RUNNING else settle(state, problems)
    if state.get("promotion", {}).get("outcome") in ("calling", "started"):
        spoil(state, "unfinished")
        tell(problems, "promotion did not finish", "The target is not the writer. The watch goes on.", state)
    count(state, probe(), problems)
    if state["lastResult"] == "failed" and state["failures"] >= THRESHOLD:
        promote(state, problems)


def count(state, evidence, problems):
    state.update(evidence={key: evidence[key] for key in ("urls", "cluster")}, lastResult=evidence["result"])
    state["verdict"] = evidence["verdict"]
    if evidence["verdict"] == "unknown":
        problems.append("the primary cluster cannot be judged: " + evidence["cluster"])
    if evidence["result"] == "healthy":
        state.update(failures=0, lastHealthy=now())
        if state.get("promotion", {}).get("outcome") in ("refused", "unfinished"):
            state["promotion"]["outcome"] = "dropped"
    elif evidence["result"] == "failed" and not state.get("lastHealthy"):
        # Not yet deployed, or a wrong URL: what never worked has not failed.
        state["lastResult"] = "never seen healthy"
        problems.append("the primary was never seen healthy, so nothing is promoted")
    elif evidence["result"] == "failed":
        state["failures"] += 1


def promote(state, problems):
    kind = kind_of(state)
    # Written before the call, so that a run which is killed in it is still known to have promoted.
    state["promotion"] = {"kind": kind, "outcome": "calling", "at": now(), "failures": state["failures"], "handovers": handovers(state)}
    state["lastResult"] = "promoting"
    remember(state, problems)
    try:
        answer = call_of(kind)[1]()
    except Exception as err:
        return refused(state, err, problems)
    state["promotion"]["outcome"] = "started"
    tell(problems, f"{kind} started", f"{state['failures']} failed probes in a row. {TARGET} becomes the writer of {GLOBAL_CLUSTER}.", state)
    settle(state, problems, answer["GlobalCluster"])


def kind_of(state):
    """Losing data needs a lost database, or one that serves nobody and could not be handed over either."""
    return "failover" if state.get("verdict") == "down" or handovers(state) >= THRESHOLD else "switchover"


def handovers(state):
    """Switchovers that failed in this outage."""
    before = state.get("promotion", {})
    return before.get("handovers", 0) if before.get("outcome") in ("refused", "unfinished") else 0


def spoil(state, outcome, error=""):
    """A promotion came to nothing. It speaks for losing data only if neither we nor RDS at work were the cause."""
    promotion = state["promotion"]
    promotion.update(outcome=outcome, error=error)
    if promotion["kind"] == "switchover" and error not in OURS and state.get("verdict") != "busy":
        promotion["handovers"] = promotion.get("handovers", 0) + 1


def call_of(kind):
    """The call in words, and the call."""
    which = {"GlobalClusterIdentifier": GLOBAL_CLUSTER, "TargetDbClusterIdentifier": TARGET}
    if kind == "switchover":
        # AWS takes it in the primary's Region. Where that is lost there is nothing to switch over, and the next run fails over.
        return f"SwitchoverGlobalCluster in {PRIMARY_REGION}", lambda: primary_rds.switchover_global_cluster(**which)
    return f"FailoverGlobalCluster with AllowDataLoss in {REGION}", lambda: rds.failover_global_cluster(**which, AllowDataLoss=True)


def refused(state, err, problems):
    promotion = state["promotion"]
    if name_of(err) in ("InvalidDBClusterStateFault", "InvalidGlobalClusterStateFault"):
        seen = current(problems)
        if seen in (RUNNING, DONE):  # another run was first, and tells
            return promotion.update(outcome="started" if seen == RUNNING else "done", error="already running")
    spoil(state, "refused", name_of(err))
    state["lastResult"] = "promotion refused"
    problems.append(f"{promotion['kind']} refused: {name_of(err)}")
    return tell(problems, f"{promotion['kind']} refused", f"{short(err)}. Tried again with the next run.", state)


def current(problems):
    try:
        return standing(global_cluster())
    except Exception as err:
        return problems.append("global cluster cannot be read: " + name_of(err))


def settle(state, problems, cluster=None):
    """Once the target is the writer, and by this watcher, it disarms itself: failing back is a person's decision."""
    promotion = state.get("promotion", {})
    if (standing(cluster) if cluster else state["lastResult"]) != DONE:
        return
    state["failures"] = 0
    if promotion.get("outcome") in (None, "done", "dropped"):
        return
    try:
        ssm.put_parameter(Name=ARMED, Value="false", Type="String", Overwrite=True)
    except Exception as err:  # left open, so that the next run tries again
        problems.append("cannot disarm: " + name_of(err))
        return
    promotion.update(outcome="done", endedAt=now())
    state["lastResult"] = "promoted"
    text = f"{TARGET} is the writer. The watcher has disarmed itself ({ARMED} = false): arm it after failing back."
    tell(problems, f"{promotion['kind']} done", text, state)


def wait_for(state, problems):
    promotion = state.get("promotion", {})
    promotion["waited"] = promotion.get("waited", 0) + 1
    if promotion.get("kind") and promotion["waited"] == PATIENCE_RUNS:
        problems.append(f"promotion is still running after {promotion['waited']} runs")
        tell(problems, "promotion takes long", "RDS is still at it. Look at the global cluster.", state)


def standing(cluster):
    """Why there is nothing to promote; empty if there could be."""
    writer = next((member["DBClusterArn"] for member in cluster.get("GlobalClusterMembers", []) if member.get("IsWriter")), None)
    if cluster.get("FailoverState", {}).get("Status"):
        return RUNNING
    if writer == TARGET:
        return DONE
    if writer and not (writer.endswith(":cluster:" + PRIMARY_CLUSTER) and writer.split(":")[3] == PRIMARY_REGION):
        return "another cluster is the writer"
    return ""


def global_cluster():
    for found in rds.describe_global_clusters(GlobalClusterIdentifier=GLOBAL_CLUSTER)["GlobalClusters"]:
        if TARGET in [member["DBClusterArn"] for member in found["GlobalClusterMembers"]]:
            return found
    raise LookupError(f"{TARGET} is no member of {GLOBAL_CLUSTER}")


def probe():
    """URLs and cluster at once. `result` is healthy, failed or unknown; `verdict` is the cluster's."""
    pool = ThreadPoolExecutor(len(PROBE_URLS) + 1)
    urls = {pool.submit(probe_url, url): url for url in PROBE_URLS}
    cluster = pool.submit(probe_cluster)
    wait([*urls, cluster], timeout=PROBE_S)
    pool.shutdown(wait=False)  # what hangs is left behind
    failures = [why for why in (done.result() if done.done() else "no answer" for done in urls) if why]
    verdict, seen = cluster.result() if cluster.done() else ("down", "no answer")
    if PROBE_URLS:
        result = "failed" if len(failures) == len(PROBE_URLS) else "healthy"
    else:
        result = {"available": "healthy", "down": "failed"}.get(verdict, "unknown")
    told = f"{len(failures)} of {len(PROBE_URLS)} failed" + (": " + short(", ".join(failures)) if failures else "")
    return {"result": result, "verdict": verdict, "urls": told, "cluster": f"{verdict} ({seen})"}


def probe_url(url):
    """Why it failed. 2xx and 3xx are healthy, as for Route 53: what moves users and what moves data must not disagree."""
    parts = urlsplit(url)
    kind = http.client.HTTPConnection if parts.scheme == "http" else http.client.HTTPSConnection
    try:
        connection = kind(parts.hostname, parts.port, timeout=URL_S)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("GET", path, headers={"User-Agent": "promotion-watcher"})
        answer = connection.getresponse().status
        connection.close()
        return "" if 200 <= answer < 400 else f"status {answer}"
    except Exception as err:  # whatever keeps it from answering
        return name_of(err)


def probe_cluster():
    try:
        found = primary_rds.describe_db_clusters(DBClusterIdentifier=PRIMARY_CLUSTER)["DBClusters"][0]["Status"]
    except Exception as err:
        return "unknown" if name_of(err) in OURS else "down", name_of(err)
    return "available" if found == "available" else "busy" if found in BUSY else "down", found


def status(problems):
    """Reports, changes nothing."""
    armed, state = memory(problems)
    where, seen = standing(global_cluster()) or "watching", probe()
    plan = call_of(kind_of({**state, "verdict": seen["verdict"]}))[0]
    return {"result": "status", "armed": armed, "state": state, "standing": where, "probe": seen, "wouldCall": plan}


def rehearse(problems):
    """As if the threshold were reached: reads, probes, tells and writes, and leaves out the promotion."""
    answer = {**status(problems), "result": "rehearsal"}
    state = answer["state"]
    state["rehearsal"] = {"at": now(), **{key: answer[key] for key in ("armed", "standing", "wouldCall")}}
    remember(state, problems, ran=False)
    tell(problems, "REHEARSAL", f"Nothing is promoted. At the threshold: {answer['wouldCall']}.", answer["probe"])
    return answer


def memory(problems):
    """(armed, state). Whatever cannot be read is disarmed, and said."""
    fresh = {"version": 1, "failures": 0}
    try:
        found = ssm.get_parameters(Names=[STATE, ARMED])["Parameters"]
    except Exception as err:
        problems.append("parameters cannot be read, so disarmed: " + name_of(err))
        return False, {**fresh, "unread": True}
    values = {each["Name"]: each["Value"] for each in found}
    if ARMED not in values:
        problems.append(f"{ARMED} is missing, so disarmed")
    try:
        state = json.loads(values.get(STATE, "{}"))
        state = {**fresh, **state, "failures": int(state.get("failures", 0))}
    except (AttributeError, TypeError, ValueError):
        problems.append(f"{STATE} is not the watcher's JSON: begun anew")
        state = fresh
    return values.get(ARMED, "").strip() == "true", state


def remember(state, problems, ran=True):
    if state.get("unread"):
        return  # what is there is worth more than what is not known
    if ran:
        state["lastRun"] = now()
    try:
        ssm.put_parameter(Name=STATE, Value=dump(state), Type="String", Overwrite=True)
    except Exception as err:  # a promotion is worth more than its record
        problems.append("state cannot be written: " + name_of(err))


def tell(problems, subject, text, facts=None):
    log("warn", subject, detail=text)
    if not TOPIC_ARN:
        return
    try:
        message = f"{text}\n\n{json.dumps(facts, indent=2)}" if facts else text
        sns.publish(TopicArn=TOPIC_ARN, Subject=f"{GLOBAL_CLUSTER}: {subject}"[:100], Message=message)
    except Exception as err:
        problems.append("topic does not take the message: " + name_of(err))


def now():
    return datetime.now(timezone.utc).isoformat(timespec="seconds").replace("+00:00", "Z")


def name_of(err):
    return err.response["Error"]["Code"] if isinstance(err, ClientError) else type(err).__name__


def short(value):
    # Keeps the state below the 4 KiB of a parameter, whatever an error has to say.
    return str(value)[:200]


def dump(value):
    return json.dumps(value, separators=(",", ":"))


def log(level, message, **more):
    print(dump({"level": level, "message": message, **more, "region": REGION, "globalCluster": GLOBAL_CLUSTER}), flush=True)
