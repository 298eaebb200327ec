"""Who may use the page: `PAGE_USERS` in the environment or in `.env`."""

from typing import Annotated

from pydantic import SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

_SHORTEST = 8


class PageSettings(BaseSettings):
    """`PAGE_USERS=ann:her-password,ben:his-password`. Without any, the page needs no login.

    It is then there for this machine alone and takes each browser for a user of its own; in
    production it is off.
    """

    model_config = SettingsConfigDict(env_prefix="PAGE_", env_file=".env", extra="ignore")

    users: Annotated[dict[str, SecretStr], NoDecode] = {}

    @field_validator("users", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        pairs = [one.strip().partition(":") for one in value.split(",") if one.strip()]
        if any(len(password) < _SHORTEST for _, _, password in pairs) or not all(
            name for name, _, _ in pairs
        ):
            raise ValueError(
                f"write name:password, with commas between; a password has {_SHORTEST} characters "
                "or more, and no comma"
            )
        if len({name for name, _, _ in pairs}) < len(pairs):
            raise ValueError("two users have the same name")
        return {name: password for name, _, password in pairs}
