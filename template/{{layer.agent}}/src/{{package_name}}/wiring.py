"""The composition root: the only place that says what stands behind each port."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from langchain_core.language_models import BaseChatModel
from prometheus_client import CollectorRegistry

from .agent.attaching import Planner, open_attachments
from .agent.attachments import AttachingAgent
from .agent.prompt import system_prompt
from .agent.runs import ResumableAgent
from .agent.screening import build_screen
from .language_models.gateway import Gateway
from .language_models.observing import LanguageModelMetrics
from .planning.rules import NAME
from .settings import RunSettings, Settings
from .tools import Tool, open_tools


@dataclass(frozen=True)
class Assembled:
    """An agent, the tools that it has, and the name of what plans its steps."""

    agent: AttachingAgent
    tools: Mapping[str, Tool]
    planner: str


def build_model(registry: CollectorRegistry | None = None) -> Gateway | None:
    """Return the language model of models.toml; None where none can be asked.

    `registry` gets its metrics.
    """
    # Whoever goes without a model starts sooner.
    from .language_models.language_model import build_language_model

    return build_language_model(registry)


@contextmanager
def open_agent(
    settings: Settings, *, offline: bool = False, registry: CollectorRegistry | None = None
) -> Iterator[Assembled]:
    """Open tools and model and give the agent; all is closed with the block.

    `offline` plans with rules, whatever is configured; so it is where no model is.
    `registry` gets the model's metrics. Raises FaultyPrompt, FaultyTools, StagesUnusable,
    ToolError.
    """
    system = system_prompt(settings.runs.prompt)
    rules = offline or settings.runs.planner == "rules"
    gateway = None if rules else build_model(registry)
    if rules:
        # What dashboards ask for is there without a model as well.
        LanguageModelMetrics(registry)
    screen = build_screen(registry)
    model: BaseChatModel = screen.around(gateway) or Planner()
    prices = [source.price for source in gateway.sources] if gateway else []
    budget = settings.budget.priced(prices)
    attached = open_attachments(settings.runs.folder / "attached", settings.tools.files)
    with open_tools(settings.tools, more=attached.tools()) as opened:
        tools = {tool.name: tool for tool in opened}
        made = ResumableAgent(model, tools, budget, system.text, settings.runs.folder)
        agent = AttachingAgent(made, attached, tools, system.metadata, screen)
        try:
            yield Assembled(agent, tools, gateway.name_of_first if gateway else NAME)
        finally:
            made.close()


def sample_settings() -> Settings:
    """Return the settings with the samples, and files and runs of their own, for demo and tests."""
    settings, folder = Settings(), Path("var/sample")
    own = {"files": folder / "files", "database": None, "documents": None, "samples": folder}
    none = {"search": "", "api": None, "mcp": None, "off": (), "ask_before": ()}
    return replace(
        settings,
        runs=RunSettings(folder=folder / "runs", prompt=settings.runs.prompt),
        tools=settings.tools.model_copy(update={**own, **none}),
    )
