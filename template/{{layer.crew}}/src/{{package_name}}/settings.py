"""Settings: each lies beside the code it serves, is read from the environment and from `.env`."""

from dataclasses import dataclass, field
from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict

from .crew.supervisor import Limits
from .notices.settings import NoticeSettings
from .pricing.settings import PricingSettings
from .scouting.settings import ScoutSettings


class CrewSettings(BaseSettings):
    """Where the crew keeps what it knows, and where its rules lie: `CREW_STATE` and so on."""

    model_config = SettingsConfigDict(env_prefix="CREW_", env_file=".env", extra="ignore")

    state: Path = Path("var/crew")
    sites: Path = Path("sites")
    policy: Path = Path("policy.toml")
    rates: Path = Path("rates.toml")
    instructions: Path = Path("instructions")

    @property
    def log(self) -> Path:
        """What `make follow` shows."""
        return self.state / "log.jsonl"


@dataclass(frozen=True)
class Settings:
    """All settings but the models'; what is not given is read from the environment."""

    crew: CrewSettings = field(default_factory=CrewSettings)
    limits: Limits = field(default_factory=Limits)
    scout: ScoutSettings = field(default_factory=ScoutSettings)
    pricing: PricingSettings = field(default_factory=PricingSettings)
    notice: NoticeSettings = field(default_factory=NoticeSettings)
