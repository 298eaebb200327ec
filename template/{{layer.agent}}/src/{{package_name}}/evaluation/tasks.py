"""The set of tasks: what is asked, what goes wrong on the way, and what has to come of it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import Base64Bytes, BaseModel, ConfigDict

from .expected import Expected, FaultySet, lines_of
from .faults import Fault

Kind = Literal["plain", "several", "edge", "failure", "adversarial"]


class Task(BaseModel):
    """One task. `approve` is what the person decides who is asked on the way.

    `files` and `pictures` lie in the working folder, `attached` comes with the task; pictures are
    in base64.
    """

    model_config = ConfigDict(extra="forbid")

    id: str
    kind: Kind
    task: str
    files: Mapping[str, str] = {}
    pictures: Mapping[str, Base64Bytes] = {}
    attached: list[Base64Bytes] = []
    approve: bool = True
    faults: list[Fault] = []
    expected: Expected


def load(path: Path) -> list[Task]:
    """Return the tasks of a JSONL file and of `pictures.jsonl` beside it. Raises FaultySet."""
    more = path.with_name("pictures.jsonl")
    paths = [path, more] if more.is_file() else [path]
    tasks = [one for part in paths for one in lines_of(part, Task)]
    if len({task.id for task in tasks}) < len(tasks) or not tasks:
        raise FaultySet(f"{path} needs tasks, each with an id of its own")
    return tasks
