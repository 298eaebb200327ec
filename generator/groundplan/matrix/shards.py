"""One part of the combinations, so that several machines share the work.

Every part is decided alone and all must agree. So costs are taken from a file of the commit,
`tests/costs.json`, never from a run that only one machine has seen. A part is a stretch of the
cover: neighbours have most of their code in common, and what passed in one spares the next.
"""

import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from pathlib import Path
from statistics import median

from groundplan.errors import GroundplanError, UsageError
from groundplan.matrix.model import Case
from groundplan.matrix.report import documents

COSTS = Path("tests") / "costs.json"


@dataclass(frozen=True)
class Part:
    """Part `index` of `count`; the first is 1."""

    index: int
    count: int


def from_text(text: str) -> Part:
    """The part that `2/4` stands for.

    Raises:
        UsageError: It stands for none.
    """
    found = re.fullmatch(r"([1-9][0-9]*)/([1-9][0-9]*)", text, re.ASCII)
    if not found or int(found[1]) > int(found[2]):
        raise UsageError(f"{text!r} is no part: write i/n with i from 1 to n, such as 2/4")
    return Part(int(found[1]), int(found[2]))


def shard(cases: Sequence[Case], part: Part, costs: Mapping[str, float]) -> tuple[Case, ...]:
    """One part of the combinations, in their order.

    Each combination is in exactly one part, and no part differs from an even share by more than
    the costliest combination.

    Args:
        cases: All that are shared out, the same for every part.
        part: Which part.
        costs: Seconds by name; the median of its problem, or of all, stands in for a missing one.
    """
    seconds = _estimates(cases, costs)
    ends = list(accumulate(seconds))
    # A combination belongs where its middle falls, if all of them are laid end to end.
    middles = (end - cost / 2 for end, cost in zip(ends, seconds, strict=True))
    places = (min(int(middle / ends[-1] * part.count), part.count - 1) for middle in middles)
    return tuple(case for case, place in zip(cases, places, strict=True) if place == part.index - 1)


def _estimates(cases: Sequence[Case], costs: Mapping[str, float]) -> list[float]:
    known = defaultdict(list)
    for case in cases:
        if costs.get(case.name):
            known[case.problem].append(costs[case.name])
    usual = median(chain(*known.values())) if known else 1.0
    like = {problem: median(seconds) for problem, seconds in known.items()}
    return [costs.get(case.name) or like.get(case.problem, usual) for case in cases]


def committed(root: Path) -> dict[str, float]:
    """The costs that belong to the commit; none if they were never measured."""
    path = root / COSTS
    if not path.exists():
        return {}
    held: dict[str, float] = json.loads(path.read_text(encoding="utf-8"))
    return held


def refresh(root: Path, cases: Sequence[Case], report: Path) -> int:
    """Take over what a run measured, keep the other costs, and forget combinations that are gone.

    Args:
        root: The checkout.
        cases: All combinations.
        report: The run's `matrix.json`.

    Returns:
        How many combinations the run had measured.

    Raises:
        GroundplanError: There was no run.
    """
    try:
        verdicts = documents.read(report).verdicts
    except (OSError, ValueError) as error:
        raise GroundplanError("nothing was measured here: `make matrix` does it") from error
    # What `--changed` left out, and what failed half-way, tells nothing of what it costs.
    measured = {
        verdict.case.name: verdict.seconds
        for verdict in verdicts
        if verdict.passed and "everything" not in {held.check for held in verdict.outcomes}
    }
    every = committed(root) | measured
    kept = {case.name: round(every[case.name], 1) for case in cases if case.name in every}
    (root / COSTS).write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    return len(measured.keys() & kept.keys())
