"""What the matrix costs, and against what: plain Copier and a cold pytest, side by side."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from groundplan.catalogue import load
from groundplan.matrix import forks
from groundplan.matrix.cover import cases
from groundplan.matrix.model import Case, Verdict
from groundplan.matrix.quick_copier import remembering
from groundplan.matrix.running import Told, ready
from tests.templates import ROOT, copied, rendered

SAMPLE = 10
QUIET = Told(lambda case: None, lambda verdict: None)


def whole() -> dict[str, float]:
    """The whole matrix, from nothing: starting what it needs and importing libraries included."""
    every = cases(load())
    begun = time.perf_counter()
    with ready(ROOT) as matrix:
        verdicts = matrix.run(every, QUIET)
    seconds = time.perf_counter() - begun
    return {
        "matrix_total": len(every),
        "matrix_passed": _passed(verdicts),
        "matrix_seconds_per_combination": seconds / len(every),
    }


def growth() -> float:
    """The cost of twice the combinations over that of once: all of them, and every second one.

    Starting is left out, as it costs the same for both and would flatter the figure.
    """
    every = cases(load())
    half = every[::2]
    seconds = {}
    for chosen in (half, every):
        with ready(ROOT) as matrix:
            seconds[len(chosen)] = _timed(matrix.run, chosen, QUIET)
    return 2 * (seconds[len(every)] / len(every)) / (seconds[len(half)] / len(half))


def speedup_vs_cold() -> float:
    """What a combination costs by `copier copy` and `python -m pytest`, over what it costs here.

    Theirs is the mean of ten, one after the other; ours that of all, its start included. The work
    is the same, a render and its own tests, but that ours has the static checks on top.
    """
    every = cases(load())
    chosen = every[:: max(len(every) // SAMPLE, 1)][:SAMPLE]
    with tempfile.TemporaryDirectory() as folder:
        template = copied(Path(folder) / "template")
        cold = _timed(_coldly, template, Path(folder), chosen)

    def ours() -> None:
        with ready(ROOT) as matrix:
            matrix.run(every, QUIET, wanted=_is_test)

    return (cold / len(chosen)) / (_timed(ours) / len(every))


def _is_test(check: str) -> bool:
    return check.startswith("tests/")


def render_speedup_vs_copier() -> float:
    """Ten renders by Copier as it comes, in one process, over the same ten with a memory."""
    chosen = cases(load())[:: max(len(cases(load())) // SAMPLE, 1)][:SAMPLE]
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        template = copied(folder / "template")

        def plain() -> None:
            for case in chosen:
                rendered(template, folder / "plain" / case.name, case.answers)

        def quick(turn: str) -> None:
            with remembering():
                for case in chosen:
                    rendered(template, folder / turn / case.name, case.answers)

        quick("first")  # in a run of the matrix, too, most renders come after others
        ratio = _timed(plain) / _timed(quick, "second")
        differing = subprocess.run(["diff", "-r", folder / "plain", folder / "second"])
        assert differing.returncode == 0, "the renders differ"
    return ratio


def _coldly(template: Path, folder: Path, chosen: Sequence[Case]) -> None:
    for case in chosen:
        target = folder / case.name
        answers = [f"--data={name}={value}" for name, value in case.answers.items()]
        copier = [sys.executable, "-m", "copier", "copy", "--defaults", "--quiet", *answers]
        subprocess.run([*copier, str(template), str(target)], check=True)
        pytest = [str(forks.python()), "-m", "pytest", "--quiet"]
        subprocess.run(pytest, cwd=target, check=True, stdout=subprocess.DEVNULL)


def _passed(verdicts: Sequence[Verdict]) -> int:
    return sum(verdict.passed for verdict in verdicts)


def _timed(work: object, *arguments: object) -> float:
    begun = time.perf_counter()
    assert callable(work)
    work(*arguments)
    return time.perf_counter() - begun
