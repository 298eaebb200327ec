"""A step that passed is not run again on the same inputs.

What a step reads is watched while it runs (`smoke/watch.py`): the rendered files it opens or asks
for, those it asks for in vain, and the folders it lists. Where all of them are the same in another
render, the step would read the same again and do the same, being seeded and off-line: its verdict
holds there, too, and what it left in its folder is copied for the steps that go on from there. What
`evaluate` finds was left by `demo`, so what `demo` read counts as well. A step that starts programs
which cannot be watched is always run, and everything is in the combinations drawn as referees.
"""

import hashlib
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from threading import Lock

from groundplan.matrix.contents import COMPILED, Contents, Inputs, digests
from groundplan.matrix.forks import Answer
from groundplan.matrix.model import Case
from groundplan.matrix.plan import Step

REFEREES = 1 / 40


@dataclass(frozen=True)
class Here:
    """A render in which steps are run.

    Attributes:
        left: What the steps said that left their state in it.
        written: The files that steps wrote and no later one reads.
    """

    case: Case
    folder: Path
    contents: Contents
    left: list[Answer] = field(default_factory=list)
    written: set[str] = field(default_factory=set)

    def note(self, step: Step, answer: Answer) -> None:
        """Take a step for done here, whether it ran or was spared."""
        self.written.update(step.writes)
        if step.leaves:
            self.left.append(answer)

    def left_by_others(self, answer: Answer) -> bool:
        """Whether a step read what was neither rendered nor its own to make anew."""
        known = self.contents.inputs({*answer.files, *answer.lists}, [])
        return any(
            digest is None and (self.folder / key.removeprefix("file ")).exists()
            for key, digest in known.items()
            if not key.endswith(COMPILED)
        )


@dataclass(frozen=True)
class Earlier:
    """A step that passed: where, on which inputs, what it said, and a copy of what it left."""

    case: Case
    inputs: Inputs
    answer: Answer
    left: Path | None


class Passed:
    """Which steps passed on which inputs, over all combinations of a run.

    Args:
        scratch: A folder for what steps left.
    """

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch
        self._held: dict[tuple[str, ...], list[Earlier]] = defaultdict(list)
        self._lock = Lock()
        self._turns: dict[tuple[str, ...], Lock] = defaultdict(Lock)

    def turn(self, step: Step, case: Case) -> Lock:
        """What to hold while a step runs: the next of its kind may be spared it by then."""
        with self._lock:
            return self._turns[*kind(case), *step.key]

    def reuse(self, step: Step, here: Here) -> str | None:
        """The combination in which a step passed on what this render holds, if there is one.

        The render is then as if the step had run in it.
        """
        with self._lock:
            held = list(self._held[step.key])
        found = next((earlier for earlier in held if here.contents.holds(earlier.inputs)), None)
        if found is None:
            return None
        if found.left:
            shutil.copytree(found.left, here.folder, dirs_exist_ok=True)
        here.note(step, found.answer)
        return found.case.name

    def add(self, step: Step, here: Here, answer: Answer) -> None:
        """Remember a step that passed, if what it read (and those before it) says all about it."""
        here.note(step, answer)
        answers = [*here.left, answer]
        unknown = here.left_by_others(answer) and not here.left
        if unknown or any(told.opaque for told in answers):
            return
        files = {*step.reads, *(name for told in answers for name in told.files)}
        lists = {name for told in answers for name in told.lists}
        inputs = here.contents.inputs(files, lists)
        keeps = step.leaves or step.writes
        left = self._left(here, step) if keeps else None
        if keeps and not left:
            return
        with self._lock:
            self._held[step.key].append(Earlier(here.case, inputs, answer, left))

    def _left(self, here: Here, step: Step) -> Path | None:
        """A copy of what a step left; none if what was rendered is not as it was any more."""
        now = digests(here.folder)
        if not here.contents.files.items() <= now.items():
            return None
        copy = Path(tempfile.mkdtemp(dir=self._scratch))
        made = now.keys() - here.contents.files.keys()
        for name in made.intersection(step.writes) if step.writes else made - here.written:
            target = copy / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(here.folder / name, target)
        return copy


def kind(case: Case) -> tuple[str, str]:
    """The problem and the modality: most of what two combinations have in common."""
    return case.problem, case.answers["modality"]


def in_turns(cases: Sequence[Case]) -> Iterator[Case]:
    """One of each kind in turn, as steps are spared only after one has ended."""
    kinds = defaultdict(list)
    for case in cases:
        kinds[kind(case)].append(case)
    for several in zip_longest(*kinds.values()):
        yield from (case for case in several if case)


def referees(cases: Sequence[Case], template: Path) -> list[Case]:
    """Some of the cases, at least one, in which nothing is spared; others after each change."""
    content = hashlib.sha256()
    for path in sorted(path for path in template.rglob("*") if path.is_file()):
        content.update(path.read_bytes())
    draw = content.hexdigest()
    by_lot = sorted(cases, key=lambda case: hashlib.sha256(f"{draw}{case.name}".encode()).digest())
    return by_lot[: max(1, round(len(cases) * REFEREES))]
