"""What went wrong, told in one sentence to whoever can put it right."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer
from pydantic import ValidationError
from pydantic_settings import BaseSettings


@contextmanager
def explained(*expected: type[Exception]) -> Iterator[None]:
    """End the program with a sentence and exit code 1 where a setting is wrong, or `expected`."""
    kinds: tuple[type[Exception], ...] = (*expected, ValidationError)
    try:
        yield
    except kinds as error:
        typer.secho(told(error), fg=typer.colors.RED, err=True)
        raise SystemExit(1) from None


def told(error: Exception) -> str:
    """Return an error in one sentence; settings go by the names of their variables."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename or 'a file'} cannot be used: {error.strerror}"
    if not isinstance(error, ValidationError):
        return str(error)
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
