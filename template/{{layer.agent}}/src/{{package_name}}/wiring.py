"""The composition root: the only place that says what stands behind each port."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from langchain_core.language_models import BaseChatModel
from prometheus_client import CollectorRegistry

from .agent.budget import BudgetSettings
from .agent.runs import LangGraphAgent
from .language_models.gateway import Gateway
from .language_models.language_model import build_language_model
from .language_models.observing import LanguageModelMetrics
from .planning.rules import NAME, RulePlanner
from .settings import RunSettings, Settings
from .tools import DATA_NOT_ORDERS, Tool, open_tools


class FaultyPrompt(ValueError):
    """The prompt cannot be read; the message says why."""


@dataclass(frozen=True)
class Assembled:
    """An agent, the tools that it has, and the name of what plans its steps."""

    agent: LangGraphAgent
    tools: Mapping[str, Tool]
    planner: str


@contextmanager
def open_agent(
    settings: Settings, *, offline: bool = False, registry: CollectorRegistry | None = None
) -> Iterator[Assembled]:
    """Open tools and model and give the agent; all is closed with the block.

    `offline` plans with rules, whatever is configured; so it is where no model is.
    `registry` gets the model's metrics. Raises FaultyPrompt, FaultyTools, ToolError.
    """
    system = system_prompt(settings.runs.prompt)
    rules = offline or settings.runs.planner == "rules"
    gateway = None if rules else build_language_model(registry)
    if rules:
        # What dashboards ask for is there without a model as well.
        LanguageModelMetrics(registry)
    model: BaseChatModel = gateway or RulePlanner()
    budget = priced(settings.budget, gateway)
    with open_tools(settings.tools) as opened:
        tools = {tool.name: tool for tool in opened}
        agent = LangGraphAgent(model, tools, budget, system, settings.runs.folder)
        try:
            yield Assembled(agent, tools, gateway.name_of_first if gateway else NAME)
        finally:
            agent.close()


def system_prompt(path: Path) -> str:
    """Return the prompt of a file, with what holds for all results. Raises FaultyPrompt."""
    try:
        return f"{path.read_text(encoding='utf-8').strip()}\n\n{DATA_NOT_ORDERS}"
    except (OSError, UnicodeDecodeError) as error:
        raise FaultyPrompt(f"{path} cannot be read: {error}") from None


def priced(budget: BudgetSettings, gateway: Gateway | None) -> BudgetSettings:
    """The budget with the highest price of the models that may answer, unless it has its own."""
    if gateway is None or budget.price_input or budget.price_output:
        return budget
    prices = [source.price for source in gateway.sources]
    highest = {
        "price_input": max(price.input for price in prices),
        "price_output": max(price.output for price in prices),
    }
    return budget.model_copy(update=highest)


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
