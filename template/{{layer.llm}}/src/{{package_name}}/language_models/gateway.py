"""One language model made of several sources: it answers as long as one of them does.

A request passes, in this order, the cache, its caller's budget, the queue, and then the sources one
after the other: each behind its breaker, with retries in the time that it has.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import partial
from typing import Any, Self

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import LanguageModelInput
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool
from langchain_core.utils.function_calling import convert_to_openai_tool
from limits.storage import Storage
from pydantic import ConfigDict

from ..caller import CALLER
from .alike import AlikeRequests, Embed
from .cache import AnswerCache, named
from .metering import RequestMeter, most
from .observing import LanguageModelMetrics, Observer
from .patience import Deadline
from .pieces import joined
from .routing import routed
from .settings import LanguageModelSettings
from .source import Request, Source
from .spending import Spending
from .store import MemoryStore, Store
from .told import ToldModel, told
from .turns import Turns


class Gateway(ToldModel):
    """LangChain's interface to a model, over `sources` in the order of preference.

    Whatever may go wrong is a ModelUnavailable. A request has `seconds`, from the queue to the last
    piece. An option `question` is what a reader asks, as it stands in the messages: requests that
    differ in it alone can be alike. An option `fits` says of a text whether it can be used: what
    cannot is not kept. A call that streams is not given over to another source once its first
    piece is out: half an answer of one model is never continued by another.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    sources: tuple[Source, ...]
    seconds: float
    kept: AnswerCache
    shared_cache: bool
    spending: Spending
    turns: Turns
    observer: Observer

    @classmethod
    def over(
        cls,
        sources: Sequence[Source],
        settings: LanguageModelSettings,
        metrics: LanguageModelMetrics | None = None,
        store: Store | None = None,
        counts: Storage | None = None,
        embed: Embed | None = None,
    ) -> Self:
        """Return one model over the sources, the first of which is preferred.

        `store` holds answers and `counts` what callers used up. Other processes may share them;
        without them this one has its own. `embed` is asked whether questions are alike.
        """
        store = store or MemoryStore(settings.cache_entries, settings.cache_seconds)
        least = settings.cache_similarity
        metrics = metrics or LanguageModelMetrics()
        metrics.watch(sources)
        alike = AlikeRequests(store, embed, least) if embed and least else None
        return cls(
            sources=tuple(sources),
            seconds=settings.timeout_seconds,
            kept=AnswerCache(store, alike),
            shared_cache=settings.cache_shared,
            spending=Spending(settings.tokens_per_minute, settings.usd_per_day, counts),
            turns=Turns(settings.concurrency, settings.waiting),
            observer=Observer(metrics),
        )

    @property
    def name_of_first(self) -> str:
        """The model of the first choice."""
        return self.sources[0].name

    @property
    def _llm_type(self) -> str:
        return "gateway"

    def bind_tools(
        self,
        tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool],
        *,
        tool_choice: str | None = None,
        **options: Any,
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """Offer tools to the model; each source is told of them in its own protocol."""
        schemas = [convert_to_openai_tool(tool) for tool in tools]
        return self.bind(tools=schemas, tool_choice=tool_choice, **options)

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **options: Any,
    ) -> Iterator[ChatGenerationChunk]:
        for piece in self._answer(messages, stop, options, run_manager, whole=False):
            chunk = ChatGenerationChunk(message=piece)
            if run_manager:
                run_manager.on_llm_new_token(piece.text, chunk=chunk)
            yield chunk

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **options: Any,
    ) -> ChatResult:
        answer = joined(self._answer(messages, stop, options, run_manager, whole=True))
        fields = answer.model_dump(exclude={"type", "tool_call_chunks", "chunk_position"})
        return ChatResult(generations=[ChatGeneration(message=AIMessage(**fields))])

    def _answer(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None,
        options: dict[str, Any],
        run_manager: CallbackManagerForLLMRun | None,
        *,
        whole: bool,
    ) -> Iterator[AIMessageChunk]:
        deadline, caller = Deadline(self.seconds), CALLER.get()
        metadata = told(run_manager, options)
        question: str = options.pop("question", "")
        fits: Callable[[str], bool] = options.pop("fits", lambda _: True)
        options = {name: value for name, value in options.items() if value is not None}
        request = Request(messages, options | ({"stop": stop} if stop else {}), deadline)
        scope = ["" if self.shared_cache else caller, *(source.identity for source in self.sources)]
        name = named(scope, messages, request.options, question)
        with self.observer.request(self.name_of_first, metadata) as observed:
            before = self.kept.find(name) if name else None
            if before and fits(before.text):
                observed.cached = True
                observed.piece(before)
                yield before
                return
            meter = RequestMeter(self.observer, observed, self.spending, caller)
            answer = routed(self.sources, request, observed, meter, whole=whole)
            pieces: list[AIMessageChunk] = []
            with (
                self.spending.reserved(caller, partial(most, self.sources, request)),
                self.turns.turn(deadline.left),
                closing(answer),
            ):
                for piece in answer:
                    observed.piece(piece)
                    pieces.append(piece)
                    yield piece
            pieces.append(AIMessageChunk(content="", response_metadata=observed.told()))
            yield pieces[-1]
            given = joined(pieces)
            if name and fits(given.text):
                self.kept.keep(name, given)
