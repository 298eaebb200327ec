"""What comes with a task: checkpoints and traces hold its digest, and only the model gets it whole.

A picture has a million bytes, and a checkpoint is written at every step.
"""

import hashlib
from base64 import b64decode
from collections.abc import Sequence
from typing import Any

from langchain_core.messages import AnyMessage, HumanMessage

Block = dict[str, Any]
_DIGEST = "sha256:"
GONE: Block = {"type": "text", "text": "[what came here with the task is no longer kept]"}


def referred(block: Block) -> Block:
    """Return what stands for a block of content: its kind, and the digest of its bytes."""
    if "base64" not in block:
        return block
    digest = hashlib.sha256(b64decode(block["base64"])).hexdigest()
    return reference(f"{_DIGEST}{digest}", block["type"], block["mime_type"])


def reference(address: str, kind: str = "image", mime_type: str = "image/png") -> Block:
    """Return the block that stands for what has this address, which begins with `sha256:`."""
    return {"type": kind, "url": address, "mime_type": mime_type}


def whole(messages: Sequence[AnyMessage], attached: Sequence[Block]) -> list[AnyMessage]:
    """Return messages with what is attached in the places of what stands for it."""
    held = {referred(block).get("url"): block for block in attached}

    def filled(block: str | Block) -> str | Block:
        address = block.get("url", "") if isinstance(block, dict) else ""
        return held.get(address, GONE) if address.startswith(_DIGEST) else block

    return [
        message.model_copy(update={"content": [filled(block) for block in message.content]})
        if isinstance(message, HumanMessage) and isinstance(message.content, list)
        else message
        for message in messages
    ]
