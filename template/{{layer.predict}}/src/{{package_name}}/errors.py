"""The errors that a person is meant to read: one sentence that names the cause and the way out."""

from collections.abc import Sequence
from dataclasses import dataclass


class UserError(Exception):
    """Something the person can put right; the command line prints it and exits with 1."""


@dataclass(frozen=True)
class Violation:
    """One broken rule. `row` counts from 1, the first row after a header; None means every row."""

    row: int | None
    column: str
    rule: str

    def __str__(self) -> str:
        where = f"row {self.row}, " if self.row else ""
        return f"{where}column '{self.column}': {self.rule}"


class DataError(UserError):
    """Rows that break the schema, with every violation that was found."""

    def __init__(self, violations: Sequence[Violation], *, shown: int = 5) -> None:
        self.violations = tuple(violations)
        lines = [str(violation) for violation in self.violations[:shown]]
        if len(self.violations) > shown:
            lines.append(f"and {len(self.violations) - shown} more")
        super().__init__("; ".join(lines))
