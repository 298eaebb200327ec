"""A conversation as its owner sees it, and as they take it away."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..ports import Call, Event, Finished, Spent
from .attachments import Attachments
from .store import Conversation, Turn


@dataclass(frozen=True)
class Told:
    """A turn as a person sees it: what happened on the way, and where it stands.

    `reason` says why there is no answer: it is still under way, or does not go on by itself.
    `calls` wait for approval.
    """

    turn: Turn
    events: tuple[Event, ...] = ()
    calls: tuple[Call, ...] = ()
    reason: str = ""
    under_way: bool = False


def refused(turn: Turn) -> Finished:
    """Return the end of a turn that never ran."""
    return Finished(run=turn.run, answer=turn.answer or "", stopped="", spent=Spent())


def exported(held: Conversation, told: Sequence[Told], attachments: Attachments) -> dict[str, Any]:
    """Return all that is kept of a conversation as plain data."""
    texts = [one.turn.question for one in told]
    texts += [event.text for one in told for event in one.events if event.kind == "returned"]
    return {
        "conversation": held.id,
        "title": held.title,
        "summary": held.summary,
        "attached": attachments.shown(held.id, "\n".join(texts)),
        "turns": [
            {
                "question": one.turn.question,
                "answer": one.turn.answer,
                "asked": one.turn.asked,
                "events": [event.model_dump(mode="json") for event in one.events],
            }
            for one in told
        ],
    }


def folder_of(owner: str) -> str:
    """Return the name of an owner's folder: readable, and no other owner's."""
    plain = re.sub(r"[^a-z0-9]+", "-", owner.lower()).strip("-")[:24]
    return f"{plain}-{hashlib.sha256(owner.encode()).hexdigest()[:12]}".lstrip("-")
