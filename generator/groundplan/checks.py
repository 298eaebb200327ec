"""What must hold between the parts of the catalogue. Each fault names the file and the key."""

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from groundplan.catalogue import CORE, FREE, Catalogue
from groundplan.combinations import exclusions, options
from groundplan.completion import known, refusal
from groundplan.deciding import checks as deciding
from groundplan.errors import CatalogueError, GroundplanError
from groundplan.schema import Blueprint, Rule, When

ANSWERS, RULES, LAYERS = (f"blueprints/{name}.yml" for name in ("answers", "rules", "layers"))


def check(catalogue: Catalogue, documents: Mapping[str, Any]) -> None:
    """Hold the catalogue to account; raises CatalogueError at the first fault."""
    _names(documents)
    deciding.check(catalogue)
    _core(catalogue)
    _general_rules(catalogue)
    asked = {
        PurePosixPath(file).parent.name: held or {}
        for file, held in documents.items()
        if file.endswith("/questions.yml")
    }
    for file, held in documents.items():
        if file.endswith("/blueprint.yml"):
            _blueprint(catalogue, file, catalogue.blueprints[held["name"]], asked)
    _layers(catalogue)
    _rules_fire(catalogue)
    for file, held in documents.items():
        if file.startswith("blueprints/presets/"):
            _preset(catalogue, file, held["name"])


def _names(documents: Mapping[str, Any]) -> None:
    for file, held in documents.items():
        path = PurePosixPath(file)
        if path.name == "blueprint.yml" and held["name"] != path.parent.name:
            raise CatalogueError(file, "name", f"{held['name']!r} is not the folder's name")
        if path.parent.name == "presets" and held["name"] != path.stem:
            raise CatalogueError(file, "name", f"{held['name']!r} is not the file's name")


def _core(catalogue: Catalogue) -> None:
    for name in CORE[1:]:
        if not catalogue.values.get(name):
            raise CatalogueError(ANSWERS, name, "the question has no values")
    for name in catalogue.values:
        if name not in CORE[1:]:
            raise CatalogueError(ANSWERS, name, "no such question")
    for value, about in catalogue.values["latency"].items():
        if (about.p95_ms is None) != (about.first_output_ms is None):
            raise CatalogueError(
                ANSWERS, f"latency.{value}", "both limits are numbers or neither is"
            )
    if catalogue.default_problem not in catalogue.blueprints:
        raise CatalogueError("blueprints/questions.yml", "problem.default", "no such blueprint")


def _general_rules(catalogue: Catalogue) -> None:
    seen: set[str] = set()
    for number, rule in enumerate(catalogue.rules):
        if rule.id is None or rule.id in seen:
            raise CatalogueError(RULES, f"{number}.id", "a general rule has an id of its own")
        seen.add(rule.id)
        _when(RULES, f"{rule.id}.when", rule.when, _core_values(catalogue))


def _core_values(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    values = {name: tuple(catalogue.values[name]) for name in CORE[1:]}
    return {"problem": tuple(catalogue.blueprints), **values}


def _when(file: str, key: str, when: When, values: Mapping[str, tuple[str, ...]]) -> None:
    for name, listed in when.items():
        if name not in values:
            raise CatalogueError(file, f"{key}.{name}", "no such question here")
        if not listed:
            raise CatalogueError(file, f"{key}.{name}", "the list of values is empty")
        for value in listed:
            if value not in values[name]:
                raise CatalogueError(file, f"{key}.{name}", f"{value!r} is not a value of {name}")


def _blueprint(
    catalogue: Catalogue, file: str, blueprint: Blueprint, asked: Mapping[str, Mapping[str, Any]]
) -> None:
    prompts = asked.get(blueprint.name, {})
    for modality in blueprint.modalities:
        if modality not in catalogue.values["modality"]:
            raise CatalogueError(file, "modalities", f"{modality!r} is not a value of modality")
    for exempt in blueprint.exempt:
        if exempt not in {rule.id for rule in catalogue.rules}:
            raise CatalogueError(file, "exempt", f"there is no general rule {exempt!r}")
    values = _core_values(catalogue)
    for name, question in blueprint.questions.items():
        _own_question(catalogue, file, blueprint.name, name, asked)
        _when(file, f"questions.{name}.when", question.when, values)
        values[name] = tuple(question.values)
    for name in prompts:
        if name not in blueprint.questions:
            raise CatalogueError(
                file.replace("blueprint.yml", "questions.yml"), name, f"not in {file}"
            )
    for number, rule in enumerate(blueprint.unsupported):
        _when(file, f"unsupported.{number}.when", rule.when, values)
    for number, entry in enumerate(blueprint.decisions):
        _when(file, f"decisions.{number}.when", entry.when, values)
        for name in entry.answers:
            if name not in values:
                raise CatalogueError(file, f"decisions.{number}.answers", f"no question {name!r}")
    for number, usage in enumerate(blueprint.usage):
        _when(file, f"usage.{number}.when", usage.when, values)
    for number, use in enumerate(blueprint.layers):
        _when(file, f"layers.{number}.when", use.when, values)
        if use.name not in catalogue.layers:
            raise CatalogueError(file, f"layers.{number}", f"{use.name!r} is not in {LAYERS}")


def _own_question(
    catalogue: Catalogue,
    file: str,
    problem: str,
    name: str,
    asked: Mapping[str, Mapping[str, Any]],
) -> None:
    """A name that two problems have must be the same question in both: Copier keeps one of them."""
    key, prompts = f"questions.{name}", asked.get(problem, {})
    if name in CORE or name in FREE or name in catalogue.derived:
        raise CatalogueError(file, key, "the name is taken")
    for other, held in catalogue.blueprints.items():
        mine = prompts.get(name)
        same = asked.get(other, {}).get(name, mine) == mine
        if other != problem and name in held.questions and not same:
            raise CatalogueError(file, key, f"problem {other} has a question of that name")
    asking = file.replace("blueprint.yml", "questions.yml")
    if name not in prompts:
        raise CatalogueError(asking, name, f"the question of {file} is missing")
    default, values = str(prompts[name].get("default", "")), options(catalogue, name, problem)
    if "{" not in default and default not in values:
        raise CatalogueError(asking, f"{name}.default", f"{default!r} is not one of {list(values)}")


def _layers(catalogue: Catalogue) -> None:
    used = {use.name for held in catalogue.blueprints.values() for use in held.layers}
    for name in catalogue.layers:
        if name not in used:
            raise CatalogueError(LAYERS, name, "no blueprint uses this layer")


def _rules_fire(catalogue: Catalogue) -> None:
    """A rule that no path meets, or that another always forestalls, is a mistake."""
    heard = {id(rule) for _, _, _, rule in exclusions(catalogue)}
    sources: list[tuple[str, str, Rule]] = [
        (RULES, rule.id or "", rule) for rule in catalogue.rules
    ]
    for name, held in catalogue.blueprints.items():
        file = f"blueprints/{name}/blueprint.yml"
        sources += [(file, f"unsupported.{i}", rule) for i, rule in enumerate(held.unsupported)]
    for file, key, rule in sources:
        if id(rule) not in heard:
            raise CatalogueError(file, key, "this rule can never fire")


def _preset(catalogue: Catalogue, file: str, name: str) -> None:
    preset = catalogue.presets[name]
    try:
        known(catalogue, preset.answers)
    except GroundplanError as error:
        raise CatalogueError(file, "answers", str(error)) from error
    core = {key: value for key, value in preset.answers.items() if key not in FREE}
    reason = refusal(catalogue, core)
    if reason:
        raise CatalogueError(file, "answers", reason)
    missing = [key for key in CORE if key not in core]
    if missing:
        raise CatalogueError(file, "answers", f"{missing[0]} is missing")
