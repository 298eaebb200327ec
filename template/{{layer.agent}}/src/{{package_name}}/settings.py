"""Settings: each lies beside the code it serves, is read from the environment and from `.env`."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pydantic_settings import BaseSettings, SettingsConfigDict

from .agent.budget import BudgetSettings
from .tools import ToolSettings


class RunSettings(BaseSettings):
    """Where runs are kept (`RUNS_FOLDER`), what plans their steps, and the prompt.

    `planner` is the language model of models.toml where one is configured; `rules` need none.
    """

    model_config = SettingsConfigDict(env_prefix="RUNS_", env_file=".env", extra="ignore")

    folder: Path = Path("var/runs")
    planner: Literal["model", "rules"] = "model"
    prompt: Path = Path("prompts/agent.md")


@dataclass(frozen=True)
class Settings:
    """All settings but the models'; what is not given is read from the environment."""

    runs: RunSettings = field(default_factory=RunSettings)
    budget: BudgetSettings = field(default_factory=BudgetSettings)
    tools: ToolSettings = field(default_factory=ToolSettings)
