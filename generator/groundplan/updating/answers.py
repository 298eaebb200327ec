"""What was answered when a repository was rendered, and what is to be answered now."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from groundplan.catalogue import FREE, Catalogue
from groundplan.completion import complete, refusal
from groundplan.errors import GroundplanError
from groundplan.releases import Release
from groundplan.schema import Answers, Migration
from groundplan.updating.checkout import ANSWERS

ASKED = "you asked for it"


@dataclass(frozen=True)
class Recorded:
    """The answers file of a repository: the template that it came from, and the answers."""

    release: Release
    answers: Answers


@dataclass(frozen=True)
class Changed:
    """An answer that changes; None where it was not or is not asked."""

    question: str
    before: str | None
    after: str | None
    why: str


def recorded(project: Path) -> Recorded:
    """Read the answers file.

    Raises:
        GroundplanError: It cannot be read, or lacks what Copier writes into it.
    """
    file = project / ANSWERS
    try:
        held = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        said = " ".join(str(error).split())
        raise GroundplanError(f"{file} cannot be read: {said}") from error
    if not isinstance(held, dict) or not {"_src_path", "_commit"} <= held.keys():
        raise GroundplanError(
            f"{file} does not say which template it came from: restore it from git's history"
        )
    release = Release(str(held["_src_path"]), str(held["_commit"]))
    answers = {str(key): str(value) for key, value in held.items() if not key.startswith("_")}
    return Recorded(release, answers)


def settled(
    catalogue: Catalogue, before: Answers, given: Answers, passed: tuple[Migration, ...]
) -> tuple[dict[str, str], tuple[Changed, ...]]:
    """The answers to render with, and how they differ from what was recorded.

    Args:
        catalogue: The catalogue of the new template.
        before: What was recorded.
        given: What is asked for now, as checked by `completion.known`.
        passed: The migrations on the way.

    Raises:
        GroundplanError: What is asked for fits no combination.
    """
    core = complete(catalogue, given, before)
    problem = before.get("problem", core["problem"])
    if core["problem"] != problem and "problem" not in given:
        # Another problem is another project: it has to be asked for in so many words.
        why = refusal(
            catalogue,
            {name: given[name] for name in given if name not in FREE} | {"problem": problem},
        )
        raise GroundplanError(
            why or f"this repository solves problem {problem}: add -d problem={core['problem']}"
        )
    free = {name: value for name, value in {**before, **given}.items() if name in FREE}
    if "description" not in given and _is_default(catalogue, before):
        free["description"] = catalogue.blueprints[core["problem"]].summary
    answers = {**free, **core}
    removed = {name: why for migration in passed for name, why in migration.removed.items()}
    changes = tuple(
        Changed(name, before.get(name), answers.get(name), why)
        for name in dict.fromkeys([*answers, *before])
        if before.get(name) != answers.get(name)
        for why in [_why(catalogue, name, before, answers, given, removed)]
    )
    return answers, changes


def _is_default(catalogue: Catalogue, before: Answers) -> bool:
    """Whether the description is what the questionnaire proposed for the problem."""
    blueprint = catalogue.blueprints.get(before.get("problem", ""))
    return blueprint is not None and before.get("description") == blueprint.summary


def _why(
    catalogue: Catalogue,
    name: str,
    before: Answers,
    answers: Answers,
    given: Answers,
    removed: Mapping[str, str],
) -> str:
    if name in given:
        return ASKED
    if name == "description":
        return "it described the other problem"
    if name not in before:
        return "it was not asked before; this is its default"
    if name not in answers:
        return removed.get(name, "it is not asked any more with these answers")
    others = {key: value for key, value in answers.items() if key not in FREE and key != name}
    return refusal(catalogue, {**others, name: before[name]}) or "another answer takes its place"
