"""The prompt is a file, `prompts/answer.md`: first what the model is, then what it is asked."""

from collections.abc import Sequence
from pathlib import Path

from ..ports import Hit, Request
from ..prompts import ChatPrompt

NOT_SUPPORTED = "NOT IN THE DOCUMENTS"


def answer_prompt(path: Path) -> ChatPrompt:
    """Return the prompt of a file. Raises FaultyPrompt."""
    return ChatPrompt.read(path, "passages", "question")


def asked(prompt: ChatPrompt, question: str, hits: Sequence[Hit]) -> Request:
    """Return both parts, the second with the passages, numbered from 1, and the question."""
    passages = "\n\n".join(
        f"[{number}] {hit.chunk.section or hit.chunk.title}\n{hit.chunk.text}"
        for number, hit in enumerate(hits, start=1)
    )
    request = prompt.asking(passages=passages, question=question)
    return Request(prompt.system, request, question, prompt.metadata)
