"""Which combinations are tried: the one enumerator for tests, shards and the README's table.

Every valid combination of the five core answers is tried with every value that it admits of every
stack choice, and so is every pair of values of two stack choices that can meet at all. That is a
pairwise cover in which the whole core combination is one factor; with a single stack choice it is
the full product.
"""

from itertools import chain, combinations, product

from groundplan.catalogue import CORE, Catalogue
from groundplan.combinations import options, walk
from groundplan.matrix.model import Case
from groundplan.schema import Answers

# A value of a factor: all core answers, or the answer to a stack choice, None if it is not asked.
Setting = tuple[tuple[str, str | None], ...]


def cases(catalogue: Catalogue) -> tuple[Case, ...]:
    """What is tried, in the order of the questionnaire, so that neighbours are alike."""
    return tuple(
        Case(answers)
        for problem in options(catalogue, "problem", "")
        for answers in _cover(catalogue, problem)
    )


def _factors(catalogue: Catalogue, problem: str) -> list[list[Setting]]:
    """The values that occur at all: the core combinations, then those of each stack choice."""
    cores = product([problem], *(options(catalogue, name, problem) for name in CORE[1:]))
    every: list[list[Setting]] = [[tuple(zip(CORE, core, strict=True)) for core in cores]]
    for name, question in catalogue.blueprints[problem].questions.items():
        every.append([((name, value),) for value in (None, *question.values)])
    start = {"problem": problem}
    return [
        [setting for setting in factor if any(walk(catalogue, start | dict(setting)))]
        for factor in every
    ]


def _cover(catalogue: Catalogue, problem: str) -> list[dict[str, str]]:
    """Greedy: for each pair that no row holds yet, the valid row with the fewest old pairs."""
    choices = tuple(catalogue.blueprints[problem].questions)
    held: set[tuple[Setting, ...]] = set()

    def settings(answers: Answers, questions: tuple[str, ...]) -> list[Setting]:
        core = tuple((name, answers[name]) for name in CORE)
        return [core, *(((name, answers.get(name)),) for name in questions)]

    def old_pairs(answers: Answers, question: str, value: str) -> int:
        if question in CORE:
            return 0
        before = settings(answers, choices[: choices.index(question)])
        return sum((setting, ((question, value),)) in held for setting in before)

    cores, *others = _factors(catalogue, problem)
    pairs = (product(*both) for both in combinations([cores, *others], 2))
    rows = []
    for wanted in chain(product(cores), *pairs):
        if wanted not in held:
            given = {"problem": problem, **dict(chain(*wanted))}
            row = next(walk(catalogue, given, old_pairs), None)
            if row is not None:
                rows.append(row)
                held.update(combinations(settings(row, choices), 2))
    order = {name: (*options(catalogue, name, problem), None) for name in CORE + choices}
    return sorted(rows, key=lambda row: [order[name].index(row.get(name)) for name in order])
