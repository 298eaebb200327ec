"""Translations that people wrote beforehand, for when there is no model: files in a folder.

`NAME.cpp` translates the program NAME, `NAME.2.cpp` is what came after its rejection, and so on.
They are recorded; that they compile, agree and are fast is found out anew on every machine.
"""

from collections.abc import Sequence
from pathlib import Path

from ..ports import Attempt, NoTranslation, Written
from ..programs.program import Program


class RecordedTranslator:
    """Gives the recordings of a folder to those programs that it knows by their code."""

    origin = "recorded: written by hand, no model was asked"

    def __init__(self, folder: Path, names: dict[str, str]) -> None:
        """`names` holds the name of each known program under its key."""
        self.name = f"recorded-{folder.name}"
        self._folder, self._names = folder, names

    def translate(self, program: Program, attempts: Sequence[Attempt]) -> Written:
        """Return the next recording of a program. Raises NoTranslation."""
        name = self._names.get(program.key)
        if name is None:
            raise NoTranslation(
                f"the recorded translations know only {', '.join(sorted(self._names.values()))}: "
                "for others a language model is needed (README.md)"
            )
        number = f".{len(attempts) + 1}" if attempts else ""
        path = self._folder / f"{name}{number}.cpp"
        if not path.exists():
            raise NoTranslation(f"{self.name} has no {'repair of' if attempts else ''} {name}")
        return Written(path.read_text(encoding="utf-8"))
