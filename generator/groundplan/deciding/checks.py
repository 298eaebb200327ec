"""What must hold inside `costs.yml` and `deciding.yml` and between them."""

from string import Formatter

from groundplan.catalogue import Catalogue
from groundplan.deciding.figures import faulty
from groundplan.deciding.numbers import checked
from groundplan.errors import CatalogueError, UsageError

COSTS, DECIDING = "blueprints/costs.yml", "blueprints/deciding.yml"
TEXTS = {"model", "machine"}


def check(catalogue: Catalogue) -> None:
    """Raises CatalogueError at the first fault."""
    deciding, costs = catalogue.deciding, catalogue.costs
    fault = faulty(costs, deciding)
    if fault:
        raise CatalogueError(COSTS, *fault.split(": ", 1))
    for model, machines in costs.speeds.items():
        for path, names, name in [
            ("speeds", costs.models, model),
            *((f"speeds.{model}", costs.machines, machine) for machine in machines),
        ]:
            if name not in names:
                raise CatalogueError(COSTS, path, f"there is no {name}")
    for name in deciding.numbers:
        try:
            checked(deciding, name, deciding.numbers[name].default, "the default")
        except UsageError as error:
            raise CatalogueError(DECIDING, f"numbers.{name}", str(error)) from error
    known = {*deciding.numbers, *deciding.units}
    for part, lines in deciding.worksheet.items():
        for line in lines:
            for name in {*line.operands} - known:
                raise CatalogueError(DECIDING, f"worksheet.{part}.{line.name}", f"reads {name}")
            known.add(line.name)
    for fact, pairs in deciding.facts.items():
        for name in {name for pair in pairs for name in pair} - known:
            raise CatalogueError(DECIDING, f"facts.{fact}", f"reads {name}")
    for name in {*deciding.bounds} - {*deciding.units}:
        raise CatalogueError(DECIDING, f"bounds.{name}", "there is no such figure")
    for part in {*deciding.left_out} - {*deciding.worksheet}:
        raise CatalogueError(DECIDING, f"left_out.{part}", "there is no such part")
    for number, row in enumerate(deciding.tables):
        for name in {*row.when} - {*deciding.facts, *deciding.numbers, "open_model"}:
            raise CatalogueError(DECIDING, f"tables.{number}.when", f"there is no fact {name}")
        texts = [row.choice, row.because, row.revisit]
        texts += [text for other in row.ruled_out for text in (other.option, other.reason)]
        for _, quoted, _, _ in Formatter().parse(" ".join(texts)):
            if quoted is not None and quoted not in known | TEXTS:
                raise CatalogueError(DECIDING, f"tables.{number}", f"quotes {quoted!r}")
    _usage(catalogue)


def _usage(catalogue: Catalogue) -> None:
    for problem, blueprint in catalogue.blueprints.items():
        file = f"blueprints/{problem}/blueprint.yml"
        for position, usage in enumerate(blueprint.usage):
            key = f"usage.{position}.numbers"
            for name, value in usage.numbers.items():
                if name not in catalogue.deciding.numbers:
                    raise CatalogueError(file, f"{key}.{name}", "unknown key")
                try:
                    checked(catalogue.deciding, name, value, "it")
                except UsageError as error:
                    raise CatalogueError(file, f"{key}.{name}", str(error)) from error
            # docs/decisions.md compares the provider with machines that somebody has yet to rent.
            if usage.numbers.get("quality", "small") not in catalogue.costs.speeds:
                raise CatalogueError(file, f"{key}.quality", "no machine holds it")
            if "gpu" in usage.numbers:
                raise CatalogueError(file, f"{key}.gpu", "only its user knows what is at hand")
