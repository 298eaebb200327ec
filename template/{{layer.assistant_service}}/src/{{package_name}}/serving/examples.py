"""What `/docs` fills in, so that every route can be tried as it stands."""

from typing import Any

from fastapi.openapi.models import Example

FIRST: dict[str, Example] = {
    "a file to be approved": {
        "value": {"say": "Work out 17.5 % of 2,340, then write it to share.md"}
    }
}
NEXT: dict[str, Example] = {"a sum": {"value": {"say": "What is 819 / 2?"}}}
DECISION: dict[str, Example] = {
    "refused": {"value": {"approved": False, "reason": "Not in this folder."}}
}
_CONVERSATION = {"conversation": "$response.body#/conversation"}
# The other routes take the id that this one gave.
LINKS: dict[str, Any] = {
    name: {"operationId": name, "parameters": _CONVERSATION}
    for name in ("read", "decide", "say", "resume", "export", "delete")
}
