"""How polite visits are: `SCOUT_*` in the environment or in `.env`."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class ScoutSettings(BaseSettings):
    """Who visits, and how gently. Write an address into the name at which you can be reached.

    `timeout_seconds` is for a whole request, `list_pages` bounds what is read of a site's list.
    """

    model_config = SettingsConfigDict(env_prefix="SCOUT_", env_file=".env", extra="ignore")

    user_agent: str = Field(default="OfferCrew/1.0 (polite; no contact given)", pattern=r"^\w+/")
    delay_seconds: float = Field(default=2.0, ge=0)
    timeout_seconds: float = Field(default=20.0, gt=0)
    longest_wait_seconds: float = Field(default=60.0, ge=0)
    tries: int = Field(default=3, ge=1, le=10)
    list_pages: int = Field(default=100, ge=1)
    max_bytes: int = Field(default=2_000_000, gt=0)
