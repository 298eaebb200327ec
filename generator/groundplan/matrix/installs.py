"""The distinct sets of dependencies, and which of them a run installs afresh.

Combinations that ask for the same packages, and for the same build of PyTorch, share a set: its
installation is tried once, in the first of them. A run takes a few sets; the day says which, so
that all have their turn, and their names repeat the run.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from groundplan.catalogue import Catalogue
from groundplan.combinations import fits, valid
from groundplan.matrix.model import Case


@dataclass(frozen=True)
class DependencySet:
    """What some combinations ask for.

    Attributes:
        dependencies: The requirements of `[project]`, sorted.
        development: Those of the development group, sorted.
        torch_cpu: Whether PyTorch's build for the CPU is among them.
    """

    dependencies: tuple[str, ...]
    development: tuple[str, ...]
    torch_cpu: bool


def dependency_set(catalogue: Catalogue, case: Case) -> DependencySet:
    """What a combination asks for; `copier.yml` derives the same."""
    uses = catalogue.blueprints[case.problem].layers
    layers = [catalogue.layers[use.name] for use in uses if fits(use.when, case.answers)]
    dependencies = {entry for layer in layers for entry in layer.dependencies}
    names = {re.split(r"[^a-z0-9-]", entry, maxsplit=1)[0] for entry in dependencies}
    return DependencySet(
        tuple(sorted(dependencies)),
        tuple(sorted({entry for layer in layers for entry in layer.development})),
        "torch" in names and case.answers["hardware"] in ("cpu", "edge"),
    )


def distinct(catalogue: Catalogue) -> dict[DependencySet, Case]:
    """Every set, with the first combination that asks for it."""
    found: dict[DependencySet, Case] = {}
    for answers in valid(catalogue):
        case = Case(answers)
        found.setdefault(dependency_set(catalogue, case), case)
    return found


def chosen(cases: Sequence[Case], wish: str, turn: int, size: int = 2) -> list[Case]:
    """The combinations to install.

    Args:
        cases: One for each set.
        wish: `all`, names separated by commas, or nothing for this turn's sample.
        turn: A number that grows by one from sample to sample.
        size: How large a sample is. Its members lie far apart, where they differ most.

    Raises:
        ValueError: A name is none of theirs; the text lists those that are.
    """
    if wish == "all":
        return list(cases)
    if not wish:
        step = -(-len(cases) // size)
        return [cases[place] for place in range(turn % step, len(cases), step)]
    named = {case.name: case for case in cases}
    unknown = [name for name in wish.split(",") if name not in named]
    if unknown:
        raise ValueError(f"no set is called {', '.join(unknown)}; there are: {', '.join(named)}")
    return [named[name] for name in wish.split(",")]
