"""Certificates that are validated by DNS."""

import hashlib

from moto.acm.models import CertBundle
from moto.route53.models import route53_backends

from .patch import patch


@patch(CertBundle, "describe")
def describe(stock, self):
    """moto asks for the same record for every domain. AWS derives it from account and domain.

    So two certificates for one name ask for one record, in whatever regions they are, and those for two
    names for two. (ACM user guide, DNS validation: "the CNAME is the same for the same domain and account".)
    """
    answer = stock(self)
    for option in answer["Certificate"].get("DomainValidationOptions", []):
        option["ResourceRecord"] = validation_record(_account(self), option["DomainName"])
    return answer


@patch(CertBundle, "check")
def check(stock, self):
    """moto issues after a minute, whatever the zones hold. AWS issues when the record is found, or never."""
    if self.type != "AMAZON_ISSUED" or self.status != "PENDING_VALIDATION":
        return stock(self)
    names = {self.common_name, *self.sans} - {""}
    if all(_is_published(_account(self), name) for name in names):
        self.status = "ISSUED"
    return None


def validation_record(account, domain):
    bare = domain.removeprefix("*.")
    name, value = (hashlib.md5(f"{part} {account} {bare}".encode()).hexdigest() for part in ("name", "value"))
    return {"Name": f"_{name}.{bare}.", "Type": "CNAME", "Value": f"_{value}.ykybfrwcxw.acm-validations.aws."}


def _is_published(account, domain):
    wanted = validation_record(account, domain)
    for zone in route53_backends[account]["aws"].zones.values():
        for record in zone.rrsets:
            if (record.name, record.type) == (wanted["Name"], "CNAME") and wanted["Value"] in _values(record):
                return True
    return False


def _values(record):
    """With the closing dot, which Route 53 lets one leave out."""
    return [value.rstrip(".") + "." for value in record.records]


def _account(certificate):
    return certificate.arn.split(":")[4]
