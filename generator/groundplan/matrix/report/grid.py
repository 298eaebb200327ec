"""The product of a problem's core answers as a table: where every combination has its place.

Rows are latency and hardware, columns are modality and source. Where a problem asks one question of
its own, each field holds a slot for each of its values, so that slots stand in columns too; where
it asks several, whose values are covered pairwise, a field holds its combinations in a row. What a
rule excludes is one field as large as what it excludes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from groundplan.catalogue import CORE, Catalogue
from groundplan.combinations import asked, listed, options, ruling
from groundplan.matrix.model import Case
from groundplan.schema import Answers


@dataclass(frozen=True)
class Exclusion:
    """A value that a rule refuses; `name` is made like a case's, from the answers so far."""

    name: str
    question: str
    value: str
    reason: str


# What a slot holds; nothing if no combination of the matrix has this value here.
Slot = Case | Exclusion | None
Contents = dict[tuple[int, int], tuple[Slot, ...]]  # by row and column


@dataclass(frozen=True)
class Field:
    """One or more places of the table: the combinations there, or why there are none."""

    slots: tuple[Slot, ...]
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True)
class Row:
    """A latency and a hardware; `height` is the number of rows of this latency in its first row."""

    latency: str
    hardware: str
    height: int
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Grid:
    """The table of one problem.

    Attributes:
        modalities: Each with the number of its columns.
        sources: One a column; empty where the modality is excluded.
        question: The one question of the problem's own, if it is one.
        values: Its values, in the order of the slots.
        slotted: Of each column, whether any field of it has a slot for each value.
        rows: From top to bottom.
    """

    modalities: Mapping[str, int]
    sources: tuple[str, ...]
    question: str
    values: tuple[str, ...]
    slotted: tuple[bool, ...]
    rows: tuple[Row, ...]

    @property
    def exclusions(self) -> list[Exclusion]:
        """Every exclusion that is drawn."""
        slots = (slot for row in self.rows for field in row.fields for slot in field.slots)
        return [slot for slot in slots if isinstance(slot, Exclusion)]


def grid(catalogue: Catalogue, problem: str, cases: Iterable[Case]) -> Grid:
    """Lay out the combinations of a problem."""
    held: dict[tuple[str, ...], list[Case]] = {}
    for case in cases:
        held.setdefault(tuple(case.answers[question] for question in CORE), []).append(case)
    columns = _columns(catalogue, problem)
    rows = _rows(catalogue, problem, [modality for modality, source in columns if source])
    contents: Contents = {}
    for y, (latency, hardware) in enumerate(rows):
        for x, (modality, source) in enumerate(columns):
            core = (problem, modality, latency, hardware, source)
            contents[y, x] = _slots(catalogue, core, held.get(core, []))
    own = catalogue.questions(problem)[len(CORE) :]
    question = own[0] if len(own) == 1 else ""
    latencies = [latency for latency, _ in rows]
    modalities = [modality for modality, _ in columns]
    return Grid(
        {modality: modalities.count(modality) for modality in modalities},
        tuple(source for _, source in columns),
        question,
        options(catalogue, question, problem) if question else (),
        tuple(any(len(contents[y, x]) > 1 for y in range(len(rows))) for x in range(len(columns))),
        tuple(
            Row(
                latency,
                hardware,
                latencies.count(latency) if latencies.index(latency) == y else 0,
                tuple(filter(None, (_field(contents, y, x) for x in range(len(columns))))),
            )
            for y, (latency, hardware) in enumerate(rows)
        ),
    )


def _field(contents: Contents, y: int, x: int) -> Field | None:
    """The field that begins at a place, if one does: one exclusion is one field."""
    slots = contents[y, x]
    if not any(isinstance(slot, Exclusion) for slot in slots):
        return Field(slots)
    places = [place for place, other in contents.items() if other == slots]
    if places[0] != (y, x):
        return None
    return Field(slots, len({y for y, _ in places}), len({x for _, x in places}))


def refusal(catalogue: Catalogue, answers: Answers) -> Exclusion | None:
    """The first answer, in the order of the questions, that the answers before it exclude."""
    given: dict[str, str] = {}
    for question, value in answers.items():
        rule = ruling(catalogue, question, value, given)
        if rule:
            return Exclusion("-".join([*given.values(), value]), question, value, rule.reason)
        given[question] = value
    return None


def _columns(catalogue: Catalogue, problem: str) -> list[tuple[str, str]]:
    columns = []
    for modality in listed(catalogue, "modality", problem):
        if ruling(catalogue, "modality", modality, {"problem": problem}):
            columns.append((modality, ""))
        elif modality in options(catalogue, "modality", problem):
            columns += [(modality, source) for source in options(catalogue, "source", problem)]
    return columns


def _rows(catalogue: Catalogue, problem: str, modalities: list[str]) -> list[tuple[str, str]]:
    rows = []
    for latency in options(catalogue, "latency", problem):
        if all(
            ruling(catalogue, "latency", latency, {"problem": problem, "modality": modality})
            for modality in modalities
        ):
            rows.append((latency, ""))
        else:
            rows += [(latency, hardware) for hardware in options(catalogue, "hardware", problem)]
    return rows


def _slots(catalogue: Catalogue, core: tuple[str, ...], cases: list[Case]) -> tuple[Slot, ...]:
    """The combinations of one place, and the values that its core answers exclude."""
    given = dict(zip(CORE, core, strict=True))
    excluded = refusal(catalogue, given)
    if excluded:
        return (excluded,)
    questions = catalogue.questions(given["problem"])[len(CORE) :]
    places: dict[tuple[tuple[int, int], ...], Slot] = {}
    for number, question in enumerate(questions):
        if not asked(catalogue, question, given):
            continue
        for place, value in enumerate(options(catalogue, question, given["problem"])):
            refused = refusal(catalogue, {**given, question: value})
            if refused or len(questions) == 1:
                places[((number, place),)] = refused
    for case in cases:
        places[
            tuple(
                (number, options(catalogue, question, case.problem).index(case.answers[question]))
                for number, question in enumerate(questions)
                if question in case.answers
            )
        ] = case
    return tuple(slot for _, slot in sorted(places.items(), key=lambda entry: entry[0]))
