"""The catalogue: every question, rule, layer and decision, typed, frozen and checked.

The data lies in `blueprints/`; this module gives it a shape. Mappings keep the order of their
file, and that order is the order of preference: the first value that the earlier answers admit is
the default.
"""

from collections.abc import Mapping
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from groundplan import source
from groundplan.deciding.schema import Costs, Deciding
from groundplan.errors import CatalogueError
from groundplan.schema import Blueprint, Entry, Layer, Migration, Preset, Reserved, Rule, Value

CORE = ("problem", "modality", "latency", "hardware", "source")
FREE = ("project_name", "description")


class Catalogue(Entry):
    """Everything in `blueprints/`, and what the template's folders hold."""

    values: Mapping[str, Mapping[str, Value]]
    help: Mapping[str, str]
    default_problem: str
    rules: tuple[Rule, ...]
    layers: Mapping[str, Layer]
    reserved: Reserved
    blueprints: Mapping[str, Blueprint]
    presets: Mapping[str, Preset]
    migrations: tuple[Migration, ...]
    costs: Costs
    deciding: Deciding
    derived: frozenset[str]
    files: Mapping[str, int]

    def questions(self, problem: str) -> tuple[str, ...]:
        """The questions of a problem, in the order in which they are asked."""
        return CORE + tuple(self.blueprints[problem].questions)

    def rules_of(self, problem: str) -> tuple[Rule, ...]:
        """The general rules that a problem is not exempt from, and then its own."""
        blueprint = self.blueprints[problem]
        general = tuple(rule for rule in self.rules if rule.id not in blueprint.exempt)
        return general + blueprint.unsupported


Model = TypeVar("Model")


def load(held: source.Source | None = None) -> Catalogue:
    """Read and check the catalogue.

    Args:
        held: What to read it from; the checkout or the wheel if left out.

    Raises:
        CatalogueError: Something in the data cannot be; the text names file and key.
    """
    from groundplan.checks import check

    read = held if held is not None else source.read()
    catalogue = _assemble(read)
    check(catalogue, read.documents)
    return catalogue


def _assemble(read: source.Source) -> Catalogue:
    documents = read.documents

    def one(file: str, shape: type[Model]) -> Model:
        if file not in documents:
            raise CatalogueError(file, "", "the file is missing")
        try:
            return TypeAdapter(shape).validate_python(documents[file])
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            key = ".".join(str(part) for part in first["loc"])
            raise CatalogueError(file, key, _plain(first["type"], first["msg"])) from error

    def every(prefix: str, suffix: str, shape: type[Model]) -> dict[str, Model]:
        files = (file for file in documents if file.startswith(prefix) and file.endswith(suffix))
        return {file: one(file, shape) for file in files}

    prompts = {
        name: about
        for file, group in documents.items()
        if file.endswith("questions.yml") and isinstance(group, dict)
        for name, about in group.items()
    }
    blueprints = every("blueprints/", "/blueprint.yml", Blueprint)
    presets = every("blueprints/presets/", ".yml", Preset)
    return Catalogue(
        values=one("blueprints/answers.yml", dict[str, dict[str, Value]]),
        help={name: about.get("help", name) for name, about in prompts.items()},
        default_problem=prompts.get("problem", {}).get("default", ""),
        rules=tuple(one("blueprints/rules.yml", list[Rule])),
        layers=one("blueprints/layers.yml", dict[str, Layer]),
        reserved=one("blueprints/reserved.yml", Reserved),
        blueprints={found.name: found for found in blueprints.values()},
        presets={found.name: found for found in presets.values()},
        migrations=tuple(one("blueprints/migrations.yml", list[Migration])),
        costs=one("blueprints/costs.yml", Costs),
        deciding=one("blueprints/deciding.yml", Deciding),
        derived=frozenset(
            name for name in documents.get("copier.yml", {}) if not name.startswith("_")
        ),
        files=read.files,
    )


def _plain(kind: str, message: str) -> str:
    """Pydantic's message in the words of someone who edits YAML."""
    return {"extra_forbidden": "unknown key", "missing": "the key is missing"}.get(kind, message)
