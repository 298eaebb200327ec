"""What an operator sets for the service, read from `SERVICE_*` variables and from `.env`."""

from typing import Annotated, Literal, Self

from limits import parse
from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from ..budget import P95_SECONDS
from ..explaining import explained

# Ten times the promise: whoever waits longer has lost interest, and one slow answer in twenty
# is within the promise, so the limit cannot be the promise itself.
DEFAULT_TIMEOUT_SECONDS = 10 * P95_SECONDS


class ServiceSettings(BaseSettings):
    """Settings of the service. Production without a key is refused.

    `api_keys` is written with commas: `SERVICE_API_KEYS=key-of-ann,key-of-ben`, and so is
    `trusted_proxies`: the addresses whose word on the client's own address is taken.
    """

    model_config = SettingsConfigDict(env_prefix="SERVICE_", env_file=".env", extra="ignore")

    environment: Literal["development", "production"] = "development"
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    api_keys: Annotated[tuple[SecretStr, ...], NoDecode] = ()
    rate_limit: str = "120/minute"
    max_body_bytes: int = Field(default=1_048_576, gt=0)
    timeout_seconds: float = Field(default=DEFAULT_TIMEOUT_SECONDS, gt=0)
    write_timeout_seconds: float = Field(default=60.0, gt=0)
    shutdown_seconds: int = Field(default=20, ge=0)
    trusted_proxies: str = "127.0.0.1"

    @field_validator("api_keys", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(key.strip() for key in value.split(",") if key.strip())
        return value

    @field_validator("rate_limit")
    @classmethod
    def _is_a_rate(cls, value: str) -> str:
        try:
            parse(value)
        except ValueError:
            raise ValueError(f"{value!r} is not a rate such as 120/minute") from None
        return value

    @model_validator(mode="after")
    def _production_has_a_key(self) -> Self:
        if self.environment == "production" and not self.api_keys:
            raise ValueError(
                "a service in production needs at least one key: set SERVICE_API_KEYS, "
                "or SERVICE_ENVIRONMENT=development on your own machine"
            )
        return self

    @classmethod
    def from_environment(cls) -> Self:
        """Read the settings; what is wrong ends the process with one sentence."""
        with explained():
            settings = cls()
        return settings
