"""The stages around an agent: what it is asked, what its tools give, and what it answers.

Personal data is withheld at the model and not here, so that tools get the real values.
"""

from collections.abc import Callable, Iterable, Iterator

from langchain_core.language_models import BaseChatModel
from prometheus_client import CollectorRegistry

from ..ports import Event, Finished, Said, Thought
from ..stages import Exchange, Pipeline, StageSettings, build_screening, build_stages
from ..stages.model import Redacted
from ..stages.redaction import Redaction

# Nothing here acts on an intent, and no passages are there to hold an answer to.
_NOT_HERE = ("redaction", "intent", "grounding", "actions")


class Screen:
    """The stages of an agent; without any, all is as it comes.

    `risk` says how much a text reads like an attack; from `least` on a result is suspicious.
    """

    def __init__(
        self,
        stages: Pipeline | None = None,
        redaction: Redaction | None = None,
        risk: Callable[[str], float] | None = None,
        least: float = 1.0,
    ) -> None:
        self._stages, self._redaction = stages or Pipeline(), redaction
        self._risk, self._least = risk, least

    def around(self, model: BaseChatModel | None) -> BaseChatModel | None:
        """Return the model, told nothing personal; None where there is none."""
        stage = self._redaction
        if model is None or stage is None:
            return model
        return Redacted(model=model, withholding=lambda one: self._stages.tried(stage, one))

    def asked(self, question: str) -> Exchange:
        """Return what may be worked on, or a refusal."""
        return self._stages.before(question)

    def suspicious(self, text: str) -> bool:
        """Return whether what a tool gave reads like instructions to the model."""
        return self._risk is not None and self._risk(text) >= self._least

    def shown(self, events: Iterable[Event]) -> Iterator[Event]:
        """Yield events, their answers checked; none of an answer before, where it may be withheld.

        The trace keeps what the model said.
        """
        withholds = self._stages.withholds(Exchange(""))
        for event in events:
            match event:
                case Said() if withholds:
                    continue
                case Thought() if withholds:
                    yield event.model_copy(update={"text": ""})
                case Finished():
                    yield self.checked(event)
                case _:
                    yield event

    def checked(self, end: Finished) -> Finished:
        """Return the end of a run with the answer that may be given."""
        answer = self._stages.after(Exchange(""), end.answer).reply
        return end.model_copy(update={"answer": answer})


def build_screen(registry: CollectorRegistry | None = None) -> Screen:
    """Return the stages that the settings name; `registry` gets metrics. Raises StagesUnusable."""
    settings = StageSettings()
    here = tuple(name for name in settings.on if name not in _NOT_HERE)
    return Screen(
        build_stages(settings.model_copy(update={"on": here}), registry),
        Redaction(settings.region) if "redaction" in settings.on else None,
        build_screening(settings).risk if "injection" in settings.on else None,
        settings.injection_least_of_results,
    )
