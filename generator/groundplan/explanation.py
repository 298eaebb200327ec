"""What the answers build, and why: layers, decisions, what was ruled out, when to decide again."""

from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from typing import Any

from groundplan.catalogue import Catalogue
from groundplan.combinations import asked, fits, listed, ruling
from groundplan.names import package
from groundplan.schema import Answers, Decision, Value

_LAYER = "{{layer."


@dataclass(frozen=True)
class Excluded:
    """A value that the answers before it exclude."""

    question: str
    value: str
    reason: str


@dataclass(frozen=True)
class Chosen:
    """A layer that the answers select."""

    name: str
    purpose: str


@dataclass(frozen=True)
class Explanation:
    """Everything that follows from one combination of answers."""

    answers: dict[str, str]
    budget: Value
    layers: tuple[Chosen, ...]
    decisions: tuple[Decision, ...]
    excluded: tuple[Excluded, ...]
    files: tuple[str, ...]
    bytes: int

    def folders(self) -> dict[str, int]:
        """How many files lie in each top folder; those in the root are counted under `.`."""
        tops = (file.split("/")[0] if "/" in file else "." for file in self.files)
        return dict(sorted(Counter(tops).items()))

    def document(self) -> dict[str, Any]:
        """The same as plain data for JSON."""
        shown = asdict(self)
        shown["budget"] = self.budget.model_dump(exclude={"label"})
        shown["decisions"] = [entry.model_dump(mode="json") for entry in self.decisions]
        return shown


def explain(catalogue: Catalogue, answers: Answers, name: str = "ground-project") -> Explanation:
    """Explain a valid combination; `name` is the project's and decides where its package lies."""
    blueprint = catalogue.blueprints[answers["problem"]]
    uses = [use.name for use in blueprint.layers if fits(use.when, answers)]
    files, size = _tree(catalogue, uses, name)
    return Explanation(
        answers=dict(answers),
        budget=catalogue.values["latency"][answers["latency"]],
        layers=tuple(Chosen(use, catalogue.layers[use].purpose) for use in uses),
        decisions=tuple(entry for entry in blueprint.decisions if fits(entry.when, answers)),
        excluded=tuple(_excluded(catalogue, answers)),
        files=files,
        bytes=size,
    )


def _excluded(catalogue: Catalogue, answers: Answers) -> list[Excluded]:
    problem, before, found = answers["problem"], {"problem": answers["problem"]}, []
    for question in catalogue.questions(problem)[1:]:
        if not asked(catalogue, question, before):
            continue
        for value in listed(catalogue, question, problem):
            rule = ruling(catalogue, question, value, before)
            if rule:
                found.append(Excluded(question, value, rule.reason))
        before[question] = answers[question]
    return found


def _tree(catalogue: Catalogue, uses: list[str], name: str) -> tuple[tuple[str, ...], int]:
    """The files of the repository and their size; sizes are the template's, so about right."""
    chosen = {f"{_LAYER}{use}}}}}" for use in uses}
    sizes: dict[str, int] = {}
    for path, size in catalogue.files.items():
        top, _, rest = path.partition("/")
        if rest and top not in chosen:
            continue
        target = (rest or top).removesuffix(".jinja")
        target = target.replace("{{package_name}}", package(name))
        target = target.replace("{{ _copier_conf.answers_file }}", ".copier-answers.yml")
        sizes[str(PurePosixPath(target))] = size
    return tuple(sorted(sizes)), sum(sizes.values())
