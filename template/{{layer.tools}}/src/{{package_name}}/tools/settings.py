"""What the tools may use: `TOOLS_*` in the environment or in `.env`."""

from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

Names = Annotated[tuple[str, ...], NoDecode]


class ToolSettings(BaseSettings):
    """Where tools look, and which of them there are. Lists are written with commas.

    `files` is the working folder. `database` is a SQLite file and `documents` a folder; left out,
    they are samples: the standard library as a database, and the language reference. `search` is
    the address of a provider with `{query}` in it, asked through `search_proxy` where that is set:
    proxies that the environment names are not asked. `api` is an OpenAPI file, `mcp` a file of MCP
    servers. `allowed` are origins as `host:port` that an API may have although they are private.
    Before the tools in `ask_before` a person is asked as well; those in `off` do not exist.
    """

    model_config = SettingsConfigDict(env_prefix="TOOLS_", env_file=".env", extra="ignore")

    files: Path = Path("data")
    database: Path | None = None
    documents: Path | None = None
    samples: Path = Path("var")
    search: str = ""
    search_key: SecretStr | None = None
    search_key_header: str = "X-Subscription-Token"
    search_proxy: str = ""
    api: Path | None = None
    api_base: str = ""
    api_key: SecretStr | None = None
    mcp: Path | None = None
    allowed: Names = ()
    ask_before: Names = ()
    off: Names = ()
    python_seconds: float = Field(default=10.0, gt=0, le=600)
    python_memory_mb: int = Field(default=512, ge=64)

    @field_validator("allowed", "ask_before", "off", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(name.strip() for name in value.split(",") if name.strip())
        return value

    @field_validator("search")
    @classmethod
    def _has_a_place(cls, value: str) -> str:
        if value and "{query}" not in value:
            raise ValueError("the address needs {query} where the words of the search go")
        return value
