"""How the update of a repository ended."""

import shlex
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from groundplan.schema import Answers

State = Literal["done", "up to date", "needs a person", "failed"]
STATES: tuple[State, ...] = ("done", "up to date", "needs a person", "failed")
PERSON, FAILED = 3, 1


@dataclass(frozen=True)
class Result:
    """What became of a repository.

    Attributes:
        path: The folder that was rendered.
        state: How it ended.
        says: What was done, or what is needed.
        branch: The branch with the update.
        commit: The commit on it.
        pull_request: Its address.
        command: How to do by hand what needs a person.
    """

    path: str
    state: State
    says: str = ""
    branch: str | None = None
    commit: str | None = None
    pull_request: str | None = None
    command: str | None = None

    def document(self) -> dict[str, Any]:
        """All of it as plain data."""
        return asdict(self)


def counted(results: Iterable[Result]) -> dict[State, int]:
    """How many ended in each state."""
    states = [result.state for result in results]
    return {state: states.count(state) for state in STATES}


def exit_code(results: Iterable[Result]) -> int:
    """0 if all is done, 3 if a person is needed, 1 if something failed."""
    numbers = counted(results)
    return FAILED if numbers["failed"] else PERSON if numbers["needs a person"] else 0


def by_hand(path: Path, given: Answers) -> str:
    """The command that updates one repository."""
    answers = [word for name, value in given.items() for word in ("-d", f"{name}={value}")]
    return shlex.join(["groundplan", "update", str(path), *answers])
