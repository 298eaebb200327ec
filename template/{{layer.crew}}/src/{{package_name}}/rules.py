"""Files that a user writes: TOML that has to fit a schema, and one sentence where it does not."""

import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

Rules = TypeVar("Rules", bound=BaseModel)


class Faulty(ValueError):
    """A file or a setting cannot be used; the message says which and why."""


def load_rules(path: Path, schema: type[Rules], **known: str) -> Rules:
    """Return what a file holds, with what is known beside it. Raises Faulty."""
    try:
        return schema.model_validate(tomllib.loads(path.read_text(encoding="utf-8")) | known)
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(map(str, fault["loc"]))
        raise Faulty(f"{path} cannot be used: {place}: {fault['msg']}") from error
    except (OSError, ValueError) as error:
        raise Faulty(f"{path} cannot be used: {error}") from error
