"""What a run may use: `SANDBOX_*` in the environment or in `.env`."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class SandboxSettings(BaseSettings):
    """Where code is built and run, and how much it gets.

    The folder is one of the project's: many systems let nothing in /tmp be executed.
    """

    model_config = SettingsConfigDict(env_prefix="SANDBOX_", env_file=".env", extra="ignore")

    folder: Path = Path("var/sandbox")
    memory_mb: int = Field(default=1024, ge=64)
    output_kb: int = Field(default=4096, ge=1)
    open_files: int = Field(default=64, ge=16)
    python_seconds: float = Field(default=3.0, gt=0)
    run_seconds: float = Field(default=2.0, gt=0)
    compile_seconds: float = Field(default=60.0, gt=0)
