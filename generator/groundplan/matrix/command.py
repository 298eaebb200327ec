"""`groundplan matrix run`: what is run, who is told, and what is written."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path

from rich.console import Console

from groundplan import source
from groundplan.catalogue import load
from groundplan.errors import UsageError
from groundplan.matrix import running
from groundplan.matrix.changed import LastPasses
from groundplan.matrix.cover import cases
from groundplan.matrix.model import Case, Verdict
from groundplan.matrix.report import documents, junit, page, summary
from groundplan.matrix.report.live import live
from groundplan.matrix.report.run import Run
from groundplan.matrix.shards import committed, from_text, shard

JSON, XML, HTML = (Path("build") / f"matrix.{kind}" for kind in ("json", "xml", "html"))


def run_matrix(
    *, part: str | None, only: Sequence[str], changed: bool, reuse: bool, jobs: int | None
) -> bool:
    """Run combinations, show how it goes, and write the reports.

    Args:
        part: `i/n`, one of n parts of like cost; all if left out.
        only: Names of combinations; all if empty.
        changed: Leave out what passed with the same contents and the same checks.
        reuse: Spare a step that passed on the same inputs in this run.
        jobs: How many combinations at a time.

    Returns:
        Whether every combination passed.

    Raises:
        UsageError: No such part or combination.
        GroundplanError: This is no checkout, or `make setup` is missing.
    """
    root = source.own_checkout()
    catalogue, console = load(), Console()
    every = cases(catalogue)
    chosen = _named(every, only) if only else every
    if part:
        chosen = shard(chosen, from_text(part), committed(root))
    if not chosen:
        console.print("No combination falls into this part.")
        return True
    started, begun = datetime.now(UTC), time.monotonic()
    past = documents.costs(root / JSON)
    passes = LastPasses(root)
    verdicts: list[Verdict] = []
    try:
        console.print(f"{len(chosen)} combinations; importing the libraries once …")
        with running.ready(root, jobs) as matrix, live(console, chosen, past) as progress:

            def finished(verdict: Verdict) -> None:
                verdicts.append(verdict)
                progress.finished(verdict)

            told = running.Told(progress.started, finished)
            matrix.run(chosen, told, reuse=reuse, skipped=passes.skipping(changed))
    finally:
        if verdicts:
            passes.keep(verdicts)
            run = Run(started, time.monotonic() - begun, chosen, tuple(verdicts))
            # A few that are tried again leave the reports of the whole run as they are.
            if not only:
                documents.write(root / JSON, run)
                junit.write(root / XML, run)
                page.write(root / HTML, run, catalogue, every)
            summary.show(console, run, JSON)
    return run.passed == run.total


def _named(every: Sequence[Case], names: Sequence[str]) -> tuple[Case, ...]:
    known = {case.name: case for case in every}
    for name in names:
        if name not in known:
            near = get_close_matches(name, known, 1)
            hint = f"did you mean {near[0]}?" if near else "groundplan matrix list shows them"
            raise UsageError(f"there is no combination {name!r}: {hint}")
    return tuple(known[name] for name in dict.fromkeys(names))
