"""The table in README.md that says what can be chosen and how much of it is tried."""

from collections.abc import Iterator, Sequence
from math import prod

from groundplan.catalogue import CORE, Catalogue
from groundplan.combinations import exclusions, options
from groundplan.errors import GroundplanError
from groundplan.matrix.cover import cases
from groundplan.schema import Answers

BEGIN = "<!-- coverage: `groundplan matrix table` writes it -->"
END = "<!-- end of coverage -->"
HEADER = (
    "problem",
    "builds",
    "on",
    "answers that make a difference",
    "core combinations",
    "tried",
    "reasons to refuse",
)


def written(readme: str, catalogue: Catalogue) -> str:
    """The README with the table as it is now.

    Raises:
        GroundplanError: The README does not say where the table stands.
    """
    before, found, rest = readme.partition(BEGIN)
    _, closed, after = rest.partition(END)
    if not (found and closed):
        raise GroundplanError(f"README.md needs the lines {BEGIN} and {END} around its table")
    return f"{before}{BEGIN}\n\n{table(catalogue)}\n{END}{after}"


def table(catalogue: Catalogue) -> str:
    """A row for each problem, and one for all of them."""
    tried = [case.answers for case in cases(catalogue)]
    reasons = {(before["problem"], rule.reason) for before, _, _, rule in exclusions(catalogue)}
    rows, offered = [HEADER, ("---",) * len(HEADER)], 0
    for name in options(catalogue, "problem", ""):
        blueprint = catalogue.blueprints[name]
        own = [answers for answers in tried if answers["problem"] == name]
        cores = prod(len(options(catalogue, question, name)) for question in CORE[1:])
        offered += cores
        rows.append(
            (
                f"`{name}`",
                blueprint.title,
                ", ".join(f"`{modality}`" for modality in blueprint.modalities),
                " · ".join(_differing(catalogue, name, own)),
                f"{_cores(own)} of {cores}",
                str(len(own)),
                str(sum(problem == name for problem, _ in reasons)),
            )
        )
    different = str(len({reason for _, reason in reasons}))
    rows.append(("all", "", "", "", f"{_cores(tried)} of {offered}", str(len(tried)), different))
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _cores(tried: Sequence[Answers]) -> int:
    return len({tuple(answers[name] for name in CORE) for answers in tried})


def _differing(catalogue: Catalogue, problem: str, tried: Sequence[Answers]) -> Iterator[str]:
    """Each question after the modality that is answered in several ways, with its values."""
    for name in catalogue.questions(problem)[2:]:
        given = {answers.get(name) for answers in tried}
        values = [value for value in options(catalogue, name, problem) if value in given]
        if len(given) > 1:
            yield f"`{name}` {', '.join(values)}"
