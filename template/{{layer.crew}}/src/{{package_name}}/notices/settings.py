"""Who is told: `NOTICE_*` in the environment or in `.env`."""

from pathlib import Path

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class NoticeSettings(BaseSettings):
    """Without addresses, notices go into a file. Addresses hold secrets and are Apprise's."""

    model_config = SettingsConfigDict(env_prefix="NOTICE_", env_file=".env", extra="ignore")

    urls: SecretStr = SecretStr("")
    file: Path = Path("var/notices.jsonl")
