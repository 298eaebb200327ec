"""What passed before, keyed by content: a combination is run again when it or its checks change.

`build/matrix-passed.json` holds a digest for each combination that passed: of everything rendered,
of the code that checks it, and of the locked environments. Dates play no part.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path

from groundplan.matrix.contents import Contents
from groundplan.matrix.model import Case, Verdict
from groundplan.matrix.report.documents import replace

FILE = Path("build/matrix-passed.json")
CHECKS = ("generator/groundplan/matrix/**/*.py", "requirements/*.txt")


class LastPasses:
    """The combinations that passed before, and those that pass in this run."""

    def __init__(self, root: Path) -> None:
        self._path = root / FILE
        files = sorted(path for pattern in CHECKS for path in root.glob(pattern))
        self._checks = hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()
        self._now: dict[str, str] = {}
        try:
            self._held: dict[str, str] = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            self._held = {}

    def skipping(self, wanted: bool) -> Callable[[Case, Contents], str | None]:
        """What tells whether a combination passed with these contents, if that is wanted."""

        def skipped(case: Case, contents: Contents) -> str | None:
            key = hashlib.sha256(f"{self._checks}{contents.digest}".encode()).hexdigest()
            self._now[case.name] = key
            return "an earlier run" if wanted and self._held.get(case.name) == key else None

        return skipped

    def keep(self, verdicts: Iterable[Verdict]) -> None:
        """Remember what passed, and forget what did not."""
        for verdict in verdicts:
            self._held.pop(verdict.case.name, None)
            if verdict.passed and verdict.case.name in self._now:
                self._held[verdict.case.name] = self._now[verdict.case.name]
        replace(self._path, json.dumps(self._held, indent=1, sort_keys=True) + "\n")
