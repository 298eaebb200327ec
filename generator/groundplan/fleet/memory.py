"""What a fleet update has done so far, so that it can be resumed after it was stopped."""

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from groundplan.errors import GroundplanError
from groundplan.fleet.result import Result
from groundplan.schema import Answers


def folder() -> Path:
    """Where a user's programs keep their state."""
    given = Path(os.environ.get("XDG_STATE_HOME", ""))
    return (given if given.is_absolute() else Path.home() / ".local" / "state") / "groundplan"


@dataclass(frozen=True)
class Memory:
    """Results by repository, in a file that is replaced whole after each.

    Attributes:
        file: Where they are kept.
        about: What was asked for, for a person who reads the file.
    """

    file: Path
    about: Mapping[str, object]
    results: dict[str, Result] = field(default_factory=dict)

    @classmethod
    def of(
        cls, roots: Sequence[Path], given: Answers, tag: str, *, pull_requests: bool
    ) -> "Memory":
        """The memory of one and the same request: where, to which release, with which answers."""
        about = {
            "roots": sorted(str(root) for root in roots),
            "release": tag,
            "answers": dict(sorted(given.items())),
            "pull_requests": pull_requests,
        }
        key = hashlib.sha256(json.dumps(about).encode()).hexdigest()[:16]
        return cls(folder() / f"fleet-{key}.json", about)

    def read(self) -> None:
        """Take up what an earlier run left.

        Raises:
            GroundplanError: The file cannot be read.
        """
        try:
            held = json.loads(self.file.read_text(encoding="ascii"))["results"]
            self.results.update({one["path"]: Result(**one) for one in held})
        except FileNotFoundError:
            return
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise GroundplanError(
                f"{self.file} cannot be read: delete it, or run without --resume"
            ) from error

    def finished(self, path: Path) -> Result | None:
        """The result of a repository that is not to be done again."""
        held = self.results.get(str(path))
        return held if held and held.state in ("done", "up to date") else None

    def keep(self, *results: Result) -> None:
        """Write results down."""
        self.results.update({result.path: result for result in results})
        document = {**self.about, "results": [held.document() for held in self.results.values()]}
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            draft = self.file.with_name(f"{self.file.name}.{os.getpid()}")
            draft.write_text(json.dumps(document, indent=1), encoding="ascii")
            draft.replace(self.file)
        except OSError as error:
            raise GroundplanError(
                f"{self.file} cannot be written, so that this could not be resumed: {error}"
            ) from error
