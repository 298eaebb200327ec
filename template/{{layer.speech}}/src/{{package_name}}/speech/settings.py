"""What holds for hearing and speaking: `speech/limits.toml` and `speech/models.toml`."""

from pathlib import Path
from typing import ClassVar

from pydantic import Field, SecretStr
from pydantic_settings import DotEnvSettingsSource, EnvSettingsSource, SettingsConfigDict

from ..language_models.keys import ApiKey
from ..models import ModelSettings


class SpeechSettings(ModelSettings):
    """`SPEECH_TIMEOUT_SECONDS` and so on. `timeout_seconds` is for each model, retries included.

    `voice`, `words_per_minute`, `phrases`, `pronunciations` and `general` are for the models that
    need no network: `general` hears English at large in place of the project's own phrases.
    """

    models: ClassVar = Path("speech/limits.toml")
    model_config = SettingsConfigDict(env_prefix="SPEECH_", pyproject_toml_table_header=("speech",))

    timeout_seconds: float = Field(default=10.0, gt=0)
    attempts: int = Field(default=3, ge=1)
    pause_seconds: float = Field(default=0.05, ge=0)
    breaker_failures: int = Field(default=3, ge=1)
    breaker_seconds: float = Field(default=30.0, gt=0)
    max_bytes: int = Field(default=25_000_000, ge=1)
    max_seconds: float = Field(default=120.0, gt=0)
    max_characters: int = Field(default=2000, ge=1)
    voice: str = "en-us"
    words_per_minute: int = Field(default=160, ge=80, le=450)
    phrases: Path = Path("speech/phrases.txt")
    pronunciations: Path = Path("speech/pronunciations.txt")
    general: bool = False


class SpeechModels(ModelSettings):
    """Models behind the OpenAI-compatible protocol; an empty name leaves that task to others."""

    models: ClassVar = Path("speech/models.toml")

    hearing: str = ""
    speaking: str = ""
    voice: str = "alloy"
    base_url: str | None = None
    api_key: ApiKey = SecretStr("")
    # US dollars.
    price_minute: float = Field(default=0.0, ge=0)
    price_million_characters: float = Field(default=0.0, ge=0)

    @classmethod
    def named(cls) -> bool:
        """Whether the environment names anybody to ask; the file is not read for that."""
        said = DotEnvSettingsSource(cls)() | EnvSettingsSource(cls)()
        return any(str(said.get(name) or "").strip() for name in ("base_url", "api_key"))


class LocalSpeechModels(SpeechModels):
    """`SPEECH_LOCAL_BASE_URL` and so on: a server on this machine."""

    model_config = SettingsConfigDict(
        env_prefix="SPEECH_LOCAL_", pyproject_toml_table_header=("speech", "local")
    )


class HostedSpeechModels(SpeechModels):
    """`SPEECH_HOSTED_API_KEY` and so on: a provider."""

    model_config = SettingsConfigDict(
        env_prefix="SPEECH_HOSTED_", pyproject_toml_table_header=("speech", "hosted")
    )
