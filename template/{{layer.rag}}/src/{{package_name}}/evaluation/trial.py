"""All questions and all attacks, asked once with a language model or without one."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path

from rich.console import Console
from rich.progress import track

from ..answering.answers import Answering
from ..ingestion import sample
from ..ports import LanguageModel
from ..settings import Settings
from ..wiring import ingested, open_assistant
from .hostile import Attacked, Case, attack, documents
from .questions import Question
from .run import KeywordsOnly, Outcome, ask_all


class NoModel(ValueError):
    """A language model is asked for that cannot be used; the message says why."""


@dataclass(frozen=True)
class Trial:
    """What came of the questions and of the attacks."""

    outcomes: Sequence[Outcome]
    attacked: Sequence[Attacked]


@dataclass(frozen=True)
class Trials:
    """What is asked, and of which store; `offline` leaves out the embedder of models.toml.

    What the attacks need lies in `folder`.
    """

    console: Console
    questions: Sequence[Question]
    cases: Sequence[Case]
    settings: Settings
    folder: Path
    offline: bool

    def tried(self, writer: LanguageModel | None) -> Trial:
        """Ask everything; `writer` is the language model."""
        quote = writer is None
        made = open_assistant(self.settings, offline=self.offline, quote=quote, writer=writer)
        shown = track(range(len(self.questions)), "asking", console=self.console, transient=True)
        bar = iter(shown)
        next(bar)
        baseline = KeywordsOnly(made.retriever.index)
        outcomes = ask_all(
            self.questions, made.answerer, made.retriever, baseline, lambda: next(bar, None)
        )
        return Trial(outcomes, self._attacked(writer))

    def _attacked(self, writer: LanguageModel | None) -> list[Attacked]:
        if not self.cases:
            return []

        def ask(model: LanguageModel | None) -> Answering:
            quote = model is None
            return open_assistant(self._hostile, offline=True, quote=quote, writer=model).answerer

        return attack(self.cases, writer, ask)

    @cached_property
    def _hostile(self) -> Settings:
        """A store that holds the attacks' documents among the sample's: made once, for all."""
        raws = chain(sample.documents(), documents(self.cases))
        return ingested(self.settings, self.folder / "hostile.sqlite", raws)
