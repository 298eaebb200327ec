"""How polite visits are: `SCOUT_*` in the environment or in `.env`."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class ScoutSettings(BaseSettings):
    """Who visits, and how gently. Write an address into the name at which you can be reached."""

    model_config = SettingsConfigDict(env_prefix="SCOUT_", env_file=".env", extra="ignore")

    user_agent: str = Field(default="OfferCrew/1.0 (polite; no contact given)", pattern=r"^\w+/")
    delay_seconds: float = Field(default=2.0, ge=0)
    timeout_seconds: float = Field(default=20.0, gt=0)
    longest_wait_seconds: float = Field(default=60.0, ge=0)
    tries: int = Field(default=3, ge=1, le=10)
    max_bytes: int = Field(default=2_000_000, gt=0)
