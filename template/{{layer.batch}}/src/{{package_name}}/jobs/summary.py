"""What a job did."""

from dataclasses import dataclass
from pathlib import Path

_SHOWN = 500


@dataclass(frozen=True)
class JobSummary:
    """What one run did with the records of the source.

    `done` and `failed` were written by this run and `malformed` too: lines that hold no record.
    `skipped` had been written by an earlier run, `failed_before` of the target's lines by then with
    an error; `repeated` bear an id that stood further up, and get no second line. `first_fault` is
    the first error that this run wrote.
    """

    done: int = 0
    failed: int = 0
    malformed: int = 0
    skipped: int = 0
    failed_before: int = 0
    repeated: int = 0
    seconds: float = 0.0
    first_fault: str = ""

    @property
    def complete(self) -> bool:
        """Whether every record has its answer, and none an error."""
        return not (self.failed or self.malformed or self.failed_before)

    def told(self, done: str, target: Path) -> str:
        """What a reader wants to know; `done` says in a word what was done with a record."""
        sentence = (
            f"{self.done:,} {done}, {self.failed + self.malformed:,} could not be, "
            f"{self.skipped:,} had been before: {target}"
        )
        if self.first_fault:
            sentence += f"\nthe first that could not be: {self.first_fault[:_SHOWN]}"
        if self.failed_before:
            sentence += f"\n{self.failed_before:,} failed before: --retry-failed tries them again"
        return sentence
