"""What `/docs` fills in, so that every route can be tried as it stands."""

from typing import Any

from fastapi.openapi.models import Example

TASK: dict[str, Example] = {
    "a file to be approved": {
        "value": {"task": "Work out 17.5 % of 2,340, then write it to share.md"}
    }
}
DECISION: dict[str, Example] = {
    "refused": {"value": {"approved": False, "reason": "Not in this folder."}}
}
_RUN = {"run": "$response.body#/run"}
# The other routes take the id that this one gave.
LINKS: dict[str, Any] = {
    name: {"operationId": name, "parameters": _RUN} for name in ("decide", "resume", "standing")
}
