"""Settings: each lies beside the code it serves, is read from the environment and from `.env`."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pydantic_settings import BaseSettings, SettingsConfigDict

from .agent.budget import BudgetSettings
from .conversations.memory import MemorySettings
from .tools import ToolSettings


class RunSettings(BaseSettings):
    """Where conversations and their runs are kept (`RUNS_FOLDER`), what answers, and the prompts.

    `planner` is the language model of models.toml where one is configured; `rules` need none.
    """

    model_config = SettingsConfigDict(env_prefix="RUNS_", env_file=".env", extra="ignore")

    folder: Path = Path("var/conversations")
    planner: Literal["model", "rules"] = "model"
    prompt: Path = Path("prompts/assistant.md")
    summary_prompt: Path = Path("prompts/summary.md")


@dataclass(frozen=True)
class Settings:
    """All settings but the models'; what is not given is read from the environment."""

    runs: RunSettings = field(default_factory=RunSettings)
    budget: BudgetSettings = field(default_factory=BudgetSettings)
    memory: MemorySettings = field(default_factory=MemorySettings)
    tools: ToolSettings = field(default_factory=ToolSettings)
