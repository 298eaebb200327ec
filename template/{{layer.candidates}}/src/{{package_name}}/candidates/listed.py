"""The candidates of a comparison: tables `[candidates.NAME]` of models.toml, with their prices."""

import re
import tomllib
from typing import Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import SettingsConfigDict

from ..language_models.prices import Price
from ..models import ModelSettings


class FaultyCandidates(ValueError):
    """What is to be compared cannot be; the message says why."""


class Candidate(ModelSettings):
    """A model and where it answers. Prices are in US dollars for a million tokens.

    `CANDIDATE_NAME_API_KEY`, in the environment or in `.env`, is its key.
    """

    provider: Literal["openai-compatible", "anthropic"] = "openai-compatible"
    name: str
    base_url: str | None = None
    api_key: SecretStr = SecretStr("")
    price_input: float = Field(ge=0)
    price_cached_input: float | None = Field(default=None, ge=0)
    price_output: float = Field(ge=0)

    @property
    def price(self) -> Price:
        """What its tokens cost."""
        return Price(self.price_input, self.price_output, self.price_cached_input)


def listed(label: str) -> Candidate:
    """Return the candidate of a table. Raises FaultyCandidates."""
    if label not in labels():
        known = ", ".join(labels()) or "none"
        raise FaultyCandidates(
            f"{ModelSettings.models} has no table [candidates.{label}]; there are: {known}"
        )

    class Listed(Candidate):
        model_config = SettingsConfigDict(
            env_prefix=key_of(label).removesuffix("API_KEY"),
            pyproject_toml_table_header=("candidates", label),
        )

    try:
        return Listed()
    except ValidationError as error:
        fault = error.errors()[0]
        line = ".".join(str(part) for part in fault["loc"])
        hint = "; a machine of your own has 0" if line.startswith("price") else ""
        raise FaultyCandidates(
            f"the candidate {label} of {ModelSettings.models}: {line}: {fault['msg']}{hint}"
        ) from None


def labels() -> list[str]:
    """Return the names of all candidates. Raises FaultyCandidates."""
    try:
        tables = tomllib.loads(ModelSettings.models.read_text(encoding="utf-8"))
        return list(tables.get("candidates", {}))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise FaultyCandidates(f"{ModelSettings.models} cannot be read: {error}") from None


def key_of(label: str) -> str:
    """Return the variable that holds a candidate's key."""
    return f"CANDIDATE_{re.sub(r'[^A-Za-z0-9]', '_', label).upper()}_API_KEY"
