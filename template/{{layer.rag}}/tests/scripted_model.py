"""A language model that says what it is told to, and keeps what it was asked."""

from collections.abc import Iterator


class ScriptedModel:
    """Yields its pieces, then raises `failure` where one is given."""

    name = "scripted"

    def __init__(self, *pieces: str, failure: Exception | None = None) -> None:
        self._pieces, self._failure = pieces, failure
        self.prompts: list[str] = []

    def stream(self, system: str, prompt: str, *, max_tokens: int) -> Iterator[str]:
        """Say the pieces."""
        self.prompts.append(prompt)
        yield from self._pieces
        if self._failure:
            raise self._failure
