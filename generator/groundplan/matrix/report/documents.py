"""`build/matrix.json`: everything a run found, for programs, and for the next run's estimate.

    {
      "version": 1,                       the version of this schema
      "started": "2026-11-22T10:00:00+00:00",
      "seconds": 71.3,                    by the clock, for the whole run
      "total": 47, "passed": 46, "failed": 1, "missing": 0,
      "combinations": [
        {
          "name": "rag-text-batch-cpu-api",
          "answers": {"problem": "rag", ...},
          "verdict": "failed",            or "passed", or "not run" when the run was stopped
          "seconds": 1.7,                 from its start to its end; 0 if it was not run
          "reproduce": ".venv/bin/groundplan matrix run --only rag-text-batch-cpu-api",
          "checks": [
            {"name": "demo", "passed": false, "seconds": 0.4, "reused_from": null,
             "faults": ["a text each"]}
          ]
        }
      ]
    }

`reused_from` names the combination in which the check passed on the same inputs.
"""

import json
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from groundplan.matrix.model import Case, Outcome, Verdict
from groundplan.matrix.report.run import Run, reproducing
from groundplan.matrix.report.wording import plain

VERSION = 1


def replace(path: Path, text: str) -> None:
    """Write a file so that whoever reads it finds all of the old or all of the new text."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def write(path: Path, run: Run) -> None:
    """Write everything a run found."""
    replace(path, json.dumps(_document(run), indent=1, ensure_ascii=False) + "\n")


def read(path: Path) -> Run:
    """What `write` wrote.

    Raises:
        OSError: The file cannot be read.
        ValueError: It is not such a file.
    """
    held = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(held, dict) or held.get("version") != VERSION:
        raise ValueError(f"{path}: not a report of the matrix in version {VERSION}")
    return Run(
        datetime.fromisoformat(held["started"]),
        held["seconds"],
        tuple(Case(entry["answers"]) for entry in held["combinations"]),
        tuple(_verdict(entry) for entry in held["combinations"] if entry["verdict"] != "not run"),
    )


def costs(path: Path) -> dict[str, float]:
    """Seconds by name as a previous run measured them; none if there is no such file."""
    try:
        return {verdict.case.name: verdict.seconds for verdict in read(path).verdicts}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _document(run: Run) -> dict[str, Any]:
    found = {verdict.case.name: verdict for verdict in run.verdicts}
    return {
        "version": VERSION,
        "started": run.started.isoformat(),
        "seconds": run.seconds,
        "total": run.total,
        "passed": run.passed,
        "failed": run.failed,
        "missing": run.missing,
        "combinations": [_combination(case, found.get(case.name)) for case in run.cases],
    }


def _combination(case: Case, verdict: Verdict | None) -> dict[str, Any]:
    return {
        "name": case.name,
        "answers": dict(case.answers),
        "verdict": "not run" if verdict is None else "passed" if verdict.passed else "failed",
        "seconds": verdict.seconds if verdict else 0,
        "reproduce": reproducing(case.name),
        "checks": [
            {
                "name": outcome.check,
                "passed": not outcome.faults,
                "seconds": outcome.seconds,
                "reused_from": outcome.reused,
                "faults": [plain(fault) for fault in outcome.faults],
            }
            for outcome in (verdict.outcomes if verdict else ())
        ],
    }


def _verdict(entry: Mapping[str, Any]) -> Verdict:
    outcomes = (
        Outcome(held["name"], held["seconds"], tuple(held["faults"]), held["reused_from"])
        for held in entry["checks"]
    )
    return Verdict(Case(entry["answers"]), entry["seconds"], tuple(outcomes))
