"""An action that every application can use: leave a question for a person to answer."""

import json
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from pydantic import BaseModel, ConfigDict, Field

from .actions import Action


class Handover(BaseModel):
    """What is left for a person."""

    model_config = ConfigDict(extra="forbid")

    question: str = Field(min_length=1, max_length=4000)


NAME = "handover"


def handover(path: Path, intent: str = "person") -> Action:
    """Return the action that appends questions to a JSONL file, a whole line at a time."""
    turn = Lock()

    def run(arguments: BaseModel) -> str:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        line = json.dumps({"time": now, **arguments.model_dump()}, ensure_ascii=False)
        with turn:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("a", encoding="utf-8") as file:
                file.write(line + "\n")
        return "Your question was left for a person, who will answer it."

    return Action(NAME, Handover, run, intent=intent)
