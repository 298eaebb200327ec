"""The set of tasks: what is asked, what goes wrong on the way, and what has to come of it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

Kind = Literal["plain", "several", "edge", "failure", "adversarial"]


class FaultyTasks(ValueError):
    """The file of tasks cannot be used; the message says why."""


class Fault(BaseModel):
    """What goes wrong: a tool fails with this text, so many times and then no more."""

    model_config = ConfigDict(extra="forbid")

    tool: str
    text: str = "the service is down"
    times: int = Field(default=1_000, ge=1)


class Expected(BaseModel):
    """What has to come of a task; whatever is left out is not looked at.

    `answer` are texts that the answer holds, `query` a question to the sample database whose
    values it holds as well, `tools` those that have to succeed. `files` are texts that files hold
    afterwards. None of `never` may succeed, and none of `unsaid` be in the answer.
    """

    model_config = ConfigDict(extra="forbid")

    answer: list[str] = []
    query: str = ""
    tools: list[str] = []
    files: dict[str, list[str]] = {}
    never: list[str] = []
    unsaid: list[str] = []


class Task(BaseModel):
    """One task. `approve` is what the person decides who is asked on the way."""

    model_config = ConfigDict(extra="forbid")

    id: str
    kind: Kind
    task: str
    files: Mapping[str, str] = {}
    approve: bool = True
    faults: list[Fault] = []
    expected: Expected


def load(path: Path) -> list[Task]:
    """Return the tasks of a JSONL file. Raises FaultyTasks."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise FaultyTasks(f"{path} cannot be read: {error}") from None
    tasks: list[Task] = []
    for number, line in enumerate(lines, start=1):
        try:
            tasks.append(Task.model_validate_json(line))
        except ValidationError as error:
            fault = error.errors()[0]
            place = ".".join(str(part) for part in fault["loc"])
            raise FaultyTasks(f"line {number} of {path}: {place} {fault['msg']}") from None
    if len({task.id for task in tasks}) < len(tasks) or not tasks:
        raise FaultyTasks(f"{path} needs tasks, each with an id of its own")
    return tasks
