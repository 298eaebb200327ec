"""The model in use. A promotion or a rollback reaches the server without a restart."""

import asyncio
from collections.abc import Callable

import structlog

from ..errors import UserError
from .scorer import ModelSource, Scorer

log = structlog.get_logger("model")


class Holder:
    """Holds the loaded champion and replaces it, whole, when the source names another one."""

    def __init__(
        self, source: ModelSource, on_change: Callable[[Scorer], None] = lambda scorer: None
    ) -> None:
        self.source = source
        self.on_change = on_change
        self.scorer: Scorer | None = None

    def refresh(self) -> None:
        """Load the champion if it is another one. Keeps the one in use if loading fails."""
        try:
            number = self.source.number()
            if number is None or (self.scorer and self.scorer.version == number):
                return
            self.scorer = self.source.load()
        except (UserError, OSError) as error:
            log.error("champion not loaded", reason=str(error))
            return
        log.info("champion loaded", version=self.scorer.version, model=self.scorer.model)
        self.on_change(self.scorer)

    async def follow(self, seconds: float) -> None:
        """Ask again every few seconds, for ever."""
        while True:
            await asyncio.sleep(seconds)
            await asyncio.to_thread(self.refresh)

    def readiness(self) -> str | None:
        """Why nothing can be answered yet, or None."""
        if self.scorer is None:
            return "there is no champion yet: run `make train`"
        return None
