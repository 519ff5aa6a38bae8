"""How the plan of a Pulumi program differs from the plan of drc's own Terraform: value by value, as text."""

import json

# Arguments that rightly differ: Pulumi zips a folder itself, Terraform is given the zip.
ASSETS = {"aws_lambda_function": {"filename", "source_code_hash"}}


def compare(terraform, pulumi):
    """How the plan of a Pulumi program differs from that of drc's Terraform."""
    for name in sorted(set(terraform.resources) ^ set(pulumi.resources)):
        yield f"{'.'.join(name)}: only in {'Terraform' if name in terraform.resources else 'Pulumi'}"
    for name in sorted(set(terraform.resources) & set(pulumi.resources)):
        yield from _compare_resource(name, terraform, pulumi)
    for name in sorted({*terraform.outputs, *pulumi.outputs}):
        if terraform.outputs.get(name) != pulumi.outputs.get(name):
            yield f"output {name}: {terraform.outputs.get(name)!r} in Terraform, {pulumi.outputs.get(name)!r} in Pulumi"
    tags = [{provider["region"]: provider["tags"] for provider in one.root.providers.values()}
            for one in (terraform, pulumi)]
    if tags[0] != tags[1]:
        yield f"default tags by region: {tags[0]} in Terraform, {tags[1]} in Pulumi"


def _compare_resource(name, terraform, pulumi):
    address = ".".join(name)
    if terraform.root.region(name) != pulumi.root.region(name):
        yield f"{address}: {terraform.root.region(name)} in Terraform, {pulumi.root.region(name)} in Pulumi"
    ours, theirs = terraform.resources[name], pulumi.resources[name]
    once = {key.removesuffix("_wo_version") for key, value in ours.items() if key.endswith("_wo_version") and value}
    for key in sorted(once):
        # Terraform's write-only argument, of which no plan tells the value, is Pulumi's encrypted one.
        if theirs.get(key) is None and key not in pulumi.unknown[name]:
            yield f"{address}.{key}: written once in Terraform, not at all in Pulumi"
    hidden = {f"{key}{suffix}" for key in once for suffix in ("", "_wo", "_wo_version")}
    hidden |= {f"has_{key}_wo" for key in once}
    for key in sorted({*ours, *theirs} - ASSETS.get(name[0], set()) - hidden):
        if _comparable(ours.get(key)) != _comparable(theirs.get(key)):
            yield f"{address}.{key}: {ours.get(key)!r} in Terraform, {theirs.get(key)!r} in Pulumi"


def _comparable(value):
    """A value without what means nothing: the order of keys in a string of JSON."""
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return json.loads(value)
        except ValueError:
            return value
    if isinstance(value, dict):
        return {key: _comparable(item) for key, item in value.items()}
    return [_comparable(item) for item in value] if isinstance(value, list) else value
