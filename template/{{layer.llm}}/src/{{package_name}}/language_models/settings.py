"""What holds for every language model: the table `[language_model]` of models.toml."""

from typing import Self

from pydantic import Field, model_validator
from pydantic_settings import SettingsConfigDict

from ..models import ModelSettings


class LanguageModelSettings(ModelSettings):
    """`LANGUAGE_MODEL_TIMEOUT_SECONDS` and so on.

    Times are in seconds. `timeout_seconds` bounds a request, from the queue to the last piece, with
    all retries and sources; of several sources each has to begin within an equal share of what is
    left. `first_piece_seconds` is how long a source may stay silent, at the start or in between,
    before it is asked again. `hedge_after_seconds` asks a second time while the first is still
    silent, and takes whichever speaks first: it costs up to twice as much, and is off by default.
    """

    model_config = SettingsConfigDict(
        env_prefix="LANGUAGE_MODEL_", pyproject_toml_table_header=("language_model",)
    )

    timeout_seconds: float = Field(default=3.0, gt=0)
    first_piece_seconds: float = Field(default=1.0, gt=0)
    hedge_after_seconds: float | None = Field(default=None, gt=0)
    attempts: int = Field(default=6, ge=1)
    pause_seconds: float = Field(default=0.05, ge=0)
    max_tokens: int = Field(default=250, ge=1)
    # Calls at once, and calls that may wait for their turn; more are turned away at once.
    concurrency: int = Field(default=64, ge=1)
    waiting: int = Field(default=256, ge=0)
    # After so many failed answers in a row a source is left alone for a while.
    breaker_failures: int = Field(default=3, ge=1)
    breaker_seconds: float = Field(default=30.0, gt=0)
    # Answers to the very same request; 0 entries: none are kept.
    cache_entries: int = Field(default=1024, ge=0)
    cache_seconds: float = Field(default=3600.0, gt=0)
    cache_shared: bool = False
    # The cosine from which two questions count as one, all else being the same; 0: never.
    cache_similarity: float = Field(default=0.0, ge=0, le=1)
    # Of one caller; 0: no limit.
    tokens_per_minute: int = Field(default=0, ge=0)
    usd_per_day: float = Field(default=0.0, ge=0)

    @model_validator(mode="after")
    def _silence_fits(self) -> Self:
        self.first_piece_seconds = min(self.first_piece_seconds, self.timeout_seconds)
        return self
