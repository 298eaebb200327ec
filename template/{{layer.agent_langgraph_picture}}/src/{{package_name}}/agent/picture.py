"""A picture of the graph, as Mermaid, which GitHub and editors draw."""

from contextlib import closing
from pathlib import Path

from langchain_core.language_models import FakeListChatModel

from .budget import BudgetSettings
from .effects import Effects
from .graph import Nodes, build_graph
from .ledger import Ledger
from .trace import Traces


def mermaid() -> str:
    """Return the graph that runs, drawn from itself; nothing is asked and nothing written."""
    model, budget = FakeListChatModel(responses=[""]), BudgetSettings(_env_file=None)
    with closing(Effects(":memory:")) as effects, closing(Ledger(":memory:")) as ledger:
        nodes = Nodes(model, budget, effects, ledger, Traces(Path()))
        return build_graph(nodes).get_graph().draw_mermaid(with_styles=False)
