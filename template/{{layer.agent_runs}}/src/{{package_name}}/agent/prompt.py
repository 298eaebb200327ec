"""What an agent is told before anything else: a file, with what holds for all results of tools."""

from dataclasses import replace
from pathlib import Path

from ..prompts import Prompt
from ..tools import DATA_NOT_ORDERS


def system_prompt(path: Path) -> Prompt:
    """Return the prompt of a file, with what holds for all results. Raises FaultyPrompt."""
    prompt = Prompt.read(path)
    return replace(prompt, text=f"{prompt.text}\n\n{DATA_NOT_ORDERS}")
