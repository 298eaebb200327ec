"""What may be tuned about prices: `PRICING_*` in the environment or in `.env`."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class PricingSettings(BaseSettings):
    """Where past prices lie, where what is learnt from them lies, and how sure a bound is."""

    model_config = SettingsConfigDict(env_prefix="PRICING_", env_file=".env", extra="ignore")

    history: Path = Path("data/past-prices.csv")
    model: Path = Path("var/fair-prices.pickle")
    neighbours: int = Field(default=8, ge=1, le=100)
    level: float = Field(default=0.8, gt=0, lt=1)
