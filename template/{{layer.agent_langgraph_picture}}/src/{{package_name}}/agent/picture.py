"""A picture of the graph, as Mermaid, which GitHub and editors draw."""

import sqlite3
from contextlib import closing
from pathlib import Path

from langchain_core.language_models import FakeListChatModel

from .budget import BudgetSettings
from .effects import Effects
from .graph import Nodes, build_graph
from .trace import Traces


def mermaid() -> str:
    """Return the graph that runs, drawn from itself; nothing is asked and nothing written."""
    with closing(sqlite3.connect(":memory:")) as database:
        nodes = Nodes(
            FakeListChatModel(responses=[""]),
            BudgetSettings(_env_file=None),
            Effects(database),
            Traces(Path()),
        )
        return build_graph(nodes).get_graph().draw_mermaid(with_styles=False)
