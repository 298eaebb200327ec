"""Which models are used: a file such as `models.toml` names them, the environment may name others.

A class of settings per model says which table it reads and under which prefix a variable, in the
environment or in `.env`, replaces a line of it.
"""

from pathlib import Path
from typing import ClassVar

from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    PyprojectTomlConfigSettingsSource,
    SettingsConfigDict,
)


class ModelSettings(BaseSettings):
    """Settings with their defaults in the table `pyproject_toml_table_header` of `models`."""

    models: ClassVar = Path("models.toml")

    # A faulty value is not shown: it may be a key.
    model_config = SettingsConfigDict(env_file=".env", extra="ignore", hide_input_in_errors=True)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments first, then the environment, then `.env`, then the file."""
        table = PyprojectTomlConfigSettingsSource(settings_cls, cls.models)
        return init_settings, env_settings, dotenv_settings, table
