"""What may be tuned about answers: `ANSWER_*` in the environment or in `.env`."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class AnswerSettings(BaseSettings):
    """How many passages are read, and when they support an answer."""

    model_config = SettingsConfigDict(env_prefix="ANSWER_", env_file=".env", extra="ignore")

    passages: int = Field(default=8, ge=1, le=100)
    passages_in_prompt: int = Field(default=5, ge=1, le=100)
    prompt: Path = Path("prompts/answer.md")
    least_overlap: float = Field(default=0.5, ge=0, le=1)
    # Fitted by `make calibrate` on the development questions; fit them again for other documents.
    least_support: float = Field(default=0.61, ge=0, le=1)
    support_bias: float = -6.7
    support_known: float = 4.47
    support_covered: float = 3.33
    support_length: float = 1.18
