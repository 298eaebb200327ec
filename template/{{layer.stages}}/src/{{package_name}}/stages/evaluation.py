"""`make evaluate-stages`: each stage on its own labelled lines, beside a trivial baseline.

What a stage finds in a text is a set of labels, and so is what it should find. Precision and recall
are over all labels of a file, accuracy is the share of texts in which both sets are the same.
"""

import json
import statistics
import time
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import get_args

import typer
from rich.console import Console
from rich.table import Table

from ..explaining import explained
from .actions import Actions
from .baselines import BASELINES
from .build import build_stages
from .examples import Example, StagesUnusable, load, read
from .exchange import Exchange
from .handover import handover
from .redaction import kind_of
from .settings import StageName, StageSettings

METRICS = ("precision", "recall", "accuracy")
REPORT = Path("reports/stages.json")
_BEFORE = ("normalisation", "redaction", "language", "injection", "spelling", "intent")
# Ordinary questions, none of which is an attack: what screening must leave alone.
_ORDINARY = "intent.jsonl"
_ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Scores:
    """What was reached on some examples, each 0 to 1, and the examples that went wrong."""

    precision: float
    recall: float
    accuracy: float
    missed: Sequence[str] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Result:
    """How one stage did on its test lines; `least` are the thresholds that it must reach."""

    stage: str
    examples: int
    measured: Scores
    baseline: Scores
    least: Mapping[str, float]

    @property
    def shortfalls(self) -> list[str]:
        """A sentence for each metric below its threshold."""
        return [
            f"{self.stage}: {name} is {value:.3f}, below its threshold {least:.3f}"
            for name, least in self.least.items()
            if (value := getattr(self.measured, name)) < least
        ]


def scores(examples: Sequence[Example], found: Iterable[frozenset[str]]) -> Scores:
    """Compare what was found with what should be. Nothing to find, and nothing found, is 1."""
    wanted_sets = (frozenset(example.expected) for example in examples)
    pairs = list(zip(wanted_sets, found, strict=True))
    right = sum(len(wanted & labels) for wanted, labels in pairs)
    wanted_all, found_all = (sum(len(pair[side]) for pair in pairs) for side in (0, 1))
    return Scores(
        precision=right / found_all if found_all else 1.0,
        recall=right / wanted_all if wanted_all else 1.0,
        accuracy=sum(wanted == labels for wanted, labels in pairs) / len(pairs),
        missed=[
            f"{example.kind}: {example.text!r} gave {sorted(labels)}, expected {sorted(wanted)}"
            for example, (wanted, labels) in zip(examples, pairs, strict=True)
            if wanted != labels
        ],
    )


def trial(stage: str, settings: StageSettings) -> Callable[[Example], frozenset[str]]:
    """Return what runs one stage alone and tells what it found."""
    folder = settings.examples
    alone = settings.model_copy(
        update={
            "on": ("intent", "actions") if stage == "actions" else (stage,),
            "json_schema": folder / "schema.json",
            "vocabulary": folder / "vocabulary.txt",
            "languages": (),
        }
    )
    # Nothing is approved here, so nothing is written.
    pipeline = build_stages(alone, actions=Actions([handover(Path("var/handover.jsonl"))]))

    def run(example: Example) -> frozenset[str]:
        if stage not in _BEFORE:
            asked = pipeline.before(example.question)
            return frozenset(pipeline.after(asked, example.text, example.passages).labels(stage))
        exchange = pipeline.before(example.text)
        if stage in ("normalisation", "spelling"):
            return frozenset([exchange.question])
        if stage == "redaction":
            return _withheld(exchange)
        return frozenset(exchange.labels(stage))

    return run


def _withheld(exchange: Exchange) -> frozenset[str]:
    """Each kind with its value; what only looked like a placeholder is none."""
    return frozenset(
        f"{kind_of(placeholder).upper()} {value}"
        for placeholder, value in exchange.withheld.items()
        if placeholder != value
    )


def evaluate(settings: StageSettings) -> list[Result]:
    """Measure every stage on its test lines. Raises StagesUnusable."""
    least = _thresholds(settings.examples / "thresholds.toml")
    results = []
    for stage in get_args(StageName):
        path = settings.examples / f"{stage}.jsonl"
        tests, run, baseline = load(path, "test"), trial(stage, settings), BASELINES[stage](path)
        measured, plain = scores(tests, map(run, tests)), scores(tests, map(baseline, tests))
        results.append(Result(stage, len(tests), measured, plain, least.get(stage, {})))
    return results


def false_alarms(settings: StageSettings) -> float:
    """Return the share of ordinary questions that screening takes for attacks."""
    ordinary, run = load(settings.examples / _ORDINARY, "test"), trial("injection", settings)
    return sum(bool(run(example)) for example in ordinary) / len(ordinary)


def whole_ms(settings: StageSettings) -> float:
    """Return the median time of all stages together, before and after, in milliseconds."""
    folder = settings.examples
    pipeline = build_stages(settings.model_copy(update={"vocabulary": folder / "vocabulary.txt"}))
    questions, answers = load(folder / _ORDINARY), load(folder / "grounding.jsonl")
    times = []
    for question, answer in zip(questions, answers * _ROUNDS, strict=False):
        started = time.perf_counter()
        asked = pipeline.before(question.text)
        pipeline.after(asked, answer.text, answer.passages)
        times.append(time.perf_counter() - started)
    return 1000 * statistics.median(times)


def _thresholds(path: Path) -> dict[str, dict[str, float]]:
    try:
        return tomllib.loads(read(path))
    except tomllib.TOMLDecodeError as error:
        raise StagesUnusable(f"{path} cannot be read: {error}") from error


def main() -> None:
    """Measure, print a table, write the report; exit code 1 below a threshold."""
    console = Console()
    with explained(StagesUnusable):
        settings = StageSettings()
        results, alarms = evaluate(settings), false_alarms(settings)
        milliseconds = whole_ms(settings)
    table = Table("stage", "test lines", *METRICS, "accuracy of the baseline")
    for result in results:
        values = [*(getattr(result.measured, name) for name in METRICS), result.baseline.accuracy]
        table.add_row(result.stage, str(result.examples), *(f"{value:.2f}" for value in values))
    console.print(table)
    faults = [fault for result in results for fault in result.shortfalls]
    for fault in faults:
        console.print(fault, style="red", highlight=False)
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    report = {"passed": not faults, "false_alarms": alarms, "stages": list(map(asdict, results))}
    REPORT.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    console.print(
        f"{alarms:.1%} of the ordinary questions are taken for attacks. All stages together take "
        f"{milliseconds:.1f} ms (median). {REPORT} names every line that went wrong.",
        highlight=False,
        soft_wrap=True,
    )
    raise typer.Exit(1 if faults else 0)


if __name__ == "__main__":
    typer.run(main)
