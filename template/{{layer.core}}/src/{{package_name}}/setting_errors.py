"""A setting that is wrong, told to whoever set it."""

from collections.abc import Iterator

from pydantic import ValidationError
from pydantic_settings import BaseSettings


def told(error: ValidationError) -> str:
    """Return what is wrong with settings in one sentence, under the names of their variables."""
    kinds = {kind.__name__: kind for kind in _below(BaseSettings)}
    prefix = kinds[error.title].model_config["env_prefix"] if error.title in kinds else ""
    faults = []
    for fault in error.errors():
        name = "_".join(str(part) for part in fault["loc"])
        variable = [f"{prefix}{name}".upper()] if name else []
        faults.append(": ".join([*variable, fault["msg"].removeprefix("Value error, ")]))
    return f"a setting is wrong: {'; '.join(faults)}"


def _below(kind: type[BaseSettings]) -> Iterator[type[BaseSettings]]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)
