"""The composition root: the only place that says what stands behind each port."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from langchain_core.language_models import BaseChatModel
from prometheus_client import CollectorRegistry, Histogram

from .agent.prompt import system_prompt
from .agent.runs import ResumableAgent
from .agent.screening import build_screen
from .conversations.assistant import Assistant
from .conversations.attaching import open_attachments
from .conversations.facts import fact_tools
from .conversations.memory import Memory
from .conversations.store import Store
from .conversations.summaries import Summaries
from .conversations.told import folder_of
from .language_models.gateway import Gateway
from .language_models.observing import LanguageModelMetrics
from .planning.dialogue import DialogueRules
from .planning.rules import NAME
from .prompts import Prompt
from .settings import Settings
from .tools import Tool, open_tools
from .tools.files import file_tools


@dataclass(frozen=True)
class Assembled:
    """An assistant, the tools that it has, and the name of what answers."""

    assistant: Assistant
    tools: Mapping[str, Tool]
    planner: str

    @property
    def about(self) -> str:
        """What answers, and how to go without it, for whoever starts the assistant."""
        without = " Without a model at hand: RUNS_PLANNER=rules, before make or in .env."
        return f"Answered by: {self.planner}.{without * (self.planner != NAME)}"


def build_model(registry: CollectorRegistry | None = None) -> Gateway | None:
    """Return the language model of models.toml; None where none can be asked.

    `registry` gets its metrics.
    """
    # Whoever goes without a model starts sooner.
    from .language_models.language_model import build_language_model

    return build_language_model(registry)


@contextmanager
def open_assistant(
    settings: Settings,
    *,
    offline: bool = False,
    registry: CollectorRegistry | None = None,
    model: BaseChatModel | None = None,
    changed: Callable[[Tool], Tool] = lambda tool: tool,
) -> Iterator[Assembled]:
    """Open tools, model and store and give the assistant; all is closed with the block.

    `offline` answers with rules, whatever is configured; so it is where no model is. A `model`
    takes the place of the configured one, and `changed` may put another tool in the place of one.
    `registry` gets the metrics. Raises FaultyPrompt, FaultyTools, StagesUnusable,
    ToolError.
    """
    registry = registry or CollectorRegistry()
    runs = settings.runs
    rules = offline or runs.planner == "rules"
    gateway = None if rules or model else build_model(registry)
    if rules or model:
        # What dashboards ask for is there without a model as well.
        LanguageModelMetrics(registry)
    screen, asked = build_screen(registry), model or gateway
    prompt, real = system_prompt(runs.prompt), screen.around(asked)
    known = asked if isinstance(asked, Gateway) else None
    prices = [source.price for source in known.sources] if known else []
    summaries = Summaries(real, Prompt.read(runs.summary_prompt), registry)
    store = Store(runs.folder / "conversations.sqlite")
    with closing(store), open_tools(settings.tools, more=fact_tools(store, "")) as opened:
        tools = {tool.name: changed(tool) for tool in opened}

        def own(owner: str) -> dict[str, Tool]:
            """The tools that look different to each owner, as the settings want them."""
            files = file_tools(settings.tools.files / folder_of(owner))
            return {
                tool.name: tool.asking() if tools[tool.name].side_effects else tool
                for tool in [*files, *fact_tools(store, owner)]
                if tool.name in tools
            }

        personal = own("")
        common = {name: tool for name, tool in tools.items() if name not in personal}
        answering, budget = real or DialogueRules(), settings.budget.priced(prices)
        agent = ResumableAgent(answering, common, budget, prompt.text, runs.folder)
        held = Histogram(
            "assistant_past_tokens",
            "Bound of the tokens of the past that a turn was given",
            buckets=[100, 300, 1_000, 3_000, 10_000, 30_000, 100_000],
            registry=registry,
        )
        memory, locks = Memory(settings.memory, summaries), runs.folder / "locks"
        attached = open_attachments(runs.folder / "attached", registry)
        assistant = Assistant(
            agent, store, memory, own, prompt, locks, attached, held.observe, screen
        )
        try:
            yield Assembled(assistant, tools, known.name_of_first if known else NAME)
        finally:
            agent.close()


def sample_settings(folder: Path = Path("var/sample")) -> Settings:
    """Return the settings with the samples, and files and runs of their own, for demo and tests."""
    settings = Settings()
    own = {"files": folder / "files", "database": None, "documents": None, "samples": folder}
    none = {"search": "", "api": None, "mcp": None, "off": (), "ask_before": ()}
    return replace(
        settings,
        runs=settings.runs.model_copy(update={"folder": folder / "runs"}),
        tools=settings.tools.model_copy(update={**own, **none}),
    )
