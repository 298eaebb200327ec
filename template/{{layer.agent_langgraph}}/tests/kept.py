"""Where the framework writes a run down: the moments at which a test kills it."""

from langgraph.checkpoint.sqlite import SqliteSaver

KEPT: list[tuple[type, str]] = [(SqliteSaver, "put"), (SqliteSaver, "put_writes")]
