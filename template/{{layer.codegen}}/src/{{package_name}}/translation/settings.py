"""What may be tuned about translating: `TRANSLATE_*` in the environment or in `.env`."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from ..pace import ROUNDS, SECONDS


class TranslateSettings(BaseSettings):
    """How often a translation is repaired, for how long, and where prompts and recordings lie."""

    model_config = SettingsConfigDict(env_prefix="TRANSLATE_", env_file=".env", extra="ignore")

    # After `seconds` no repair is begun.
    repairs: int = Field(default=2, ge=0, le=10)
    seconds: float = Field(default=SECONDS, gt=0)
    rounds: int = Field(default=ROUNDS, ge=1, le=100)
    prompts: Path = Path("prompts")
    programs: Path = Path("evaluation/programs")
    recorded: Path = Path("evaluation/recorded")
