"""`build/matrix.html`: the coverage as a picture, with what ran behind every combination.

One file that needs no network. `page.html` is the template, `page.css` and `page.js` are put into
it; what the script shows comes as JSON within the page.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup

from groundplan import pages
from groundplan.catalogue import Catalogue
from groundplan.matrix.model import Case, Verdict
from groundplan.matrix.report.documents import replace
from groundplan.matrix.report.failures import alike
from groundplan.matrix.report.grid import Exclusion, Grid, Slot, grid
from groundplan.matrix.report.run import Run, problems, reproducing
from groundplan.matrix.report.wording import cut, duration, plain

_HERE = Path(__file__).parent
_LINES, _CHARACTERS = 150, 6_000  # of a fault
_DOCUMENT = "matrix.json"  # beside the page, with all of every fault


@dataclass(frozen=True)
class Section:
    """A problem: what it builds, its part of the run, and its table."""

    name: str
    title: str
    run: Run
    grid: Grid


@dataclass(frozen=True)
class Tile:
    """A slot as it is drawn; `name` is what an address refers to it by."""

    name: str
    state: str
    label: str


def write(path: Path, run: Run, catalogue: Catalogue, every: Sequence[Case] = ()) -> None:
    """Write the page.

    Args:
        path: Where to.
        run: What came out.
        catalogue: What excludes combinations, and in which order answers stand.
        every: All combinations of the matrix, if the run was asked for some of them only.
    """
    cases = tuple(every) or run.cases
    sections = [
        Section(
            problem,
            catalogue.blueprints[problem].title,
            run.of(problem),
            grid(catalogue, problem, [case for case in cases if case.problem == problem]),
        )
        for problem in problems(cases)
    ]
    found = {verdict.case.name: verdict for verdict in run.verdicts}
    environment = pages.environment(_HERE)
    environment.globals.update(
        tile=lambda slot: _tile(slot, found),
        reproducing=reproducing,
        duration=duration,
        shortened=_shortened,
        inlined=lambda name: Markup((_HERE / name).read_text(encoding="utf-8")),
    )
    replace(
        path,
        environment.get_template("page.html").render(
            run=run,
            sections=sections,
            failures=alike(run.verdicts),
            elsewhere=len(cases) - len(run.cases),
            data=_embedded(_data(cases, found, sections)),
        ),
    )


def _tile(slot: Slot, found: dict[str, Verdict]) -> Tile:
    if slot is None:
        return Tile("", "absent", "")
    if isinstance(slot, Exclusion):
        spoken = f"excluded: {slot.question} {slot.value}, {slot.reason}"
        return Tile(slot.name, "excluded", spoken)
    verdict = found.get(slot.name)
    answers = " ".join(slot.answers.values())
    if verdict is None:
        return Tile(slot.name, "missing", f"not run: {answers}")
    state = "passed" if verdict.passed else "failed"
    return Tile(slot.name, state, f"{state}: {answers}, {verdict.seconds:.1f} s")


def _data(
    cases: Sequence[Case], found: dict[str, Verdict], sections: Sequence[Section]
) -> dict[str, Any]:
    """What the script shows; texts, many of which recur, stand once and are referred to."""
    texts: dict[str, int] = {}

    def number(text: str) -> int:
        return texts.setdefault(text, len(texts))

    combinations = {}
    for case in cases:
        verdict = found.get(case.name)
        combinations[case.name] = {
            "answers": dict(case.answers),
            "seconds": round(verdict.seconds, 2) if verdict else None,
            "checks": [
                [
                    number(outcome.check),
                    round(outcome.seconds, 3),
                    None if outcome.reused is None else number(outcome.reused),
                    [number(_shortened(plain(fault))) for fault in outcome.faults],
                ]
                for outcome in (verdict.outcomes if verdict else ())
            ],
        }
    exclusions = {
        exclusion.name: asdict(exclusion)
        for section in sections
        for exclusion in section.grid.exclusions
    }
    return {
        "reproduce": reproducing(""),
        "texts": list(texts),
        "combinations": combinations,
        "exclusions": exclusions,
    }


def _shortened(text: str) -> str:
    return cut(text, _LINES, _CHARACTERS, _DOCUMENT)


def _embedded(value: object) -> Markup:
    """JSON that cannot end the element it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))
