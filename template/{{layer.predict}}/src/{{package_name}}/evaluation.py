"""The gate: the served champion on the test set, the edge cases and the failure cases.

Run as `make evaluate`. Thresholds lie in evaluation/thresholds.json; the exit code is 1 when one is
missed, so that CI stops a model that got worse.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict

from .errors import DataError
from .files import write_json
from .learning import task
from .serving.scorer import Scorer
from .settings import PredictSettings
from .sources import source_of
from .table.cases import read_cases
from .table.dataset import load_dataset, with_schema


class Thresholds(BaseModel):
    """What a model has to reach: so much above the dummy, and bounds on single figures."""

    model_config = ConfigDict(extra="forbid")

    above_dummy: float
    minimum: dict[str, float] = {}
    maximum: dict[str, float] = {}


@dataclass(frozen=True)
class Check:
    """One line of the verdict."""

    name: str
    value: str
    wanted: str
    passed: bool


def evaluate(settings: PredictSettings, scorer: Scorer) -> list[Check]:
    """Every check on the model as it is served; also written to reports/evaluation.json."""
    text = (settings.evaluation / "thresholds.json").read_text(encoding="utf-8")
    thresholds = Thresholds.model_validate(json.loads(text))
    figures, dummy = measure(settings, scorer)
    folder = settings.tables / source_of(settings).path.stem
    checks = [
        *gate(figures, dummy, thresholds),
        answered(scorer, read_cases(folder / "edge_cases.jsonl")),
        refused(scorer, read_cases(folder / "failure_cases.jsonl")),
    ]
    passed = all(check.passed for check in checks)
    report = {
        "version": scorer.version,
        "passed": passed,
        "metrics": figures,
        "dummy": dummy,
        "checks": [vars(check) for check in checks],
    }
    write_json(settings.reports / "evaluation.json", report)
    return checks


def measure(settings: PredictSettings, scorer: Scorer) -> tuple[dict[str, float], float]:
    """The served model's figures on the test set, and the dummy's score there."""
    dataset = with_schema(load_dataset(source_of(settings), settings.tables), scorer.schema)
    target = dataset.target[dataset.test]
    output = scorer.calibration.apply(scorer.runner(dataset.features[dataset.test]))
    known = dataset.target[dataset.train]
    dummy = task.score(target, task.uninformed(known, len(target)))
    figures = task.metrics(target, output) | scorer.calibration.figures(target, output)
    return figures, dummy


def gate(figures: Mapping[str, float], dummy: float, thresholds: Thresholds) -> list[Check]:
    """Compare figures with thresholds."""
    score, wanted = figures[task.METRIC], dummy + thresholds.above_dummy
    checks = [
        Check(
            task.METRIC,
            f"{score:.4f}",
            f"at least {wanted:.4f} (dummy {dummy:.4f} + {thresholds.above_dummy:g})",
            score >= wanted,
        )
    ]
    for name, bound in thresholds.minimum.items():
        value = figures[name]
        checks.append(Check(name, f"{value:.4f}", f"at least {bound:g}", value >= bound))
    for name, bound in thresholds.maximum.items():
        value = figures[name]
        checks.append(Check(name, f"{value:.4f}", f"at most {bound:g}", value <= bound))
    return checks


def answered(scorer: Scorer, cases: Sequence[Mapping[str, Any]]) -> Check:
    """Edge cases must be answered with finite numbers."""
    failed = []
    for case in cases:
        try:
            answer = scorer.score([case["row"]])[0].model_dump_json()
        except DataError as error:
            failed.append(f"{case['case']}: {error}")
        else:
            if "null" in answer or "NaN" in answer:
                failed.append(f"{case['case']}: {answer}")
    return Check("edge cases", tally(cases, failed), "every row is answered", not failed)


def refused(scorer: Scorer, cases: Sequence[Mapping[str, Any]]) -> Check:
    """Failure cases must be refused, by the rule that the case names."""
    failed = []
    for case in cases:
        try:
            scorer.score([case["row"]])
        except DataError as error:
            if str(case.get("rule", "")) not in str(error):
                failed.append(f"{case['case']}: {error}")
        else:
            failed.append(f"{case['case']}: answered")
    return Check("failure cases", tally(cases, failed), "every row is refused", not failed)


def tally(cases: Sequence[object], failed: Sequence[str]) -> str:
    """How many cases passed, and the first that did not."""
    first = f"; {failed[0]}" if failed else ""
    return f"{len(cases) - len(failed)} of {len(cases)}{first}"
