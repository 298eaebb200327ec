"""Which stages are on, and when each acts: `STAGES_*` in the environment or in `.env`."""

from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

StageName = Literal[
    "normalisation",
    "redaction",
    "language",
    "injection",
    "spelling",
    "intent",
    "schema",
    "policy",
    "grounding",
    "tone",
    "actions",
]
# ISO 639-1. The fewer there are, the better a short text is told apart: name yours.
_TOLD_APART = ("ar", "de", "en", "es", "fr", "it", "nl", "pl", "pt", "ru", "sv", "zh")


class StageSettings(BaseSettings):
    """Settings of the stages.

    `on` and the languages are written with commas: `STAGES_ON=normalisation,redaction`; an empty
    `STAGES_ON=` switches all off. `examples` holds the labelled lines that models are trained on.
    """

    model_config = SettingsConfigDict(env_prefix="STAGES_", env_file=".env", extra="ignore")

    # All but policy: what must not be spoken of is for whoever runs the application to say.
    on: Annotated[tuple[StageName, ...], NoDecode] = tuple(
        name for name in get_args(StageName) if name != "policy"
    )
    examples: Path = Path("evaluation/stages")
    # Languages that are answered, such as en,de; none named: all. `known` are told apart.
    languages: Annotated[tuple[str, ...], NoDecode] = ()
    known_languages: Annotated[tuple[str, ...], NoDecode] = _TOLD_APART
    # Where a telephone number without a country code is from.
    region: str = Field(default="US", pattern="^[A-Z]{2}$")
    injection_least: float = Field(default=0.65, ge=0, le=1)
    # Of what tools give, which is longer than a question, so that more of it is alike by chance.
    injection_least_of_results: float = Field(default=0.95, ge=0, le=1)
    intent_least: float = Field(default=0.3, ge=0, le=1)
    # A text file whose words are right; the application may hand over a speller of its own.
    vocabulary: Path | None = None
    # A JSON Schema that each answer must meet.
    json_schema: Path | None = None
    topics: Path = Path("policies/topics.toml")
    # The share of a sentence's words that a passage must hold for it to count as supported.
    grounding_overlap: float = Field(default=0.6, ge=0, le=1)
    # The share of an answer's sentences that must be supported, else it is withheld; 0: none is.
    grounding_least: float = Field(default=0.0, ge=0, le=1)
    tone: Path = Path("policies/tone.toml")
    tone_blocks: bool = False

    @field_validator("on", "languages", "known_languages", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value
