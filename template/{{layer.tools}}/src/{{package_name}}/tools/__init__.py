"""What a model may ask for: tools with typed arguments, limits and known side effects."""

from .calling import DATA_NOT_ORDERS, Result, call, call_all, labelled
from .settings import ToolSettings
from .tool import FaultyTools, Tool, ToolError
from .toolbox import open_tools

__all__ = [
    "DATA_NOT_ORDERS",
    "FaultyTools",
    "Result",
    "Tool",
    "ToolError",
    "ToolSettings",
    "call",
    "call_all",
    "labelled",
    "open_tools",
]
