"""Tags of vaults and plans."""

import json
from urllib.parse import unquote

from moto.backup.responses import BackupResponse

from .patch import patch


@patch(BackupResponse, "list_tags")
def list_tags(stock, self):
    """moto finds the ARN only when the path ends in a slash; SDKs send both forms."""
    arn = unquote(self.path.split("/tags/", 1)[1]).rstrip("/")
    return json.dumps({"Tags": self.backup_backend.list_tags(resource_arn=arn)})
