"""A small language model inside this process, through transformers.

Nothing is fetched while answering: weights that are not on this machine make the model
unavailable, and `make model` fetches them.
"""

import threading
import time
from collections.abc import Iterator
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.language_models.chat_models import generate_from_stream
from langchain_core.messages import (
    AIMessageChunk,
    BaseMessage,
    convert_to_messages,
    convert_to_openai_messages,
)
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from pydantic import PrivateAttr

from .errors import ModelUnavailable

# transformers' own annotations promise less than it does and change with its releases.
Model = Any
Tokenizer = Any


class TransformersLocal(BaseChatModel):
    """Greedy generations of the model `model_name`, which may be a folder.

    Requests take turns: one model on one device gains nothing from two at a time. The time-out of
    a call counts from the moment the weights are loaded and its turn has come.
    """

    model_name: str
    max_tokens: int
    timeout: float

    _loaded: tuple[Model, Tokenizer] | None = PrivateAttr(default=None)
    _turn: threading.Lock = PrivateAttr(default_factory=threading.Lock)

    @property
    def _llm_type(self) -> str:
        return "transformers"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **options: Any,
    ) -> ChatResult:
        return generate_from_stream(self._stream(messages, stop, run_manager, **options))

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **options: Any,
    ) -> Iterator[ChatGenerationChunk]:
        seconds = options.get("timeout") or self.timeout
        if not self._turn.acquire(timeout=seconds):
            raise ModelUnavailable(f"{self.model_name} was busy for {seconds:.2g} s", "busy")
        try:
            model, tokenizer = self._load()
            inputs = tokenizer.apply_chat_template(
                convert_to_openai_messages(convert_to_messages(messages)),
                add_generation_prompt=True,
                return_dict=True,
                return_tensors="pt",
            ).to(model.device)
            given, written, held = int(inputs["input_ids"].shape[1]), 0, ""
            for piece, count in self._written(model, tokenizer, inputs, seconds):
                written = count
                if not stop:
                    yield ChatGenerationChunk(message=AIMessageChunk(content=piece))
                    continue
                # A word that ends the answer may come in several pieces, so all are held back.
                held += piece
                if any(word in held for word in stop):
                    break
            for word in stop or ():
                held = held.partition(word)[0]
            if held:
                yield ChatGenerationChunk(message=AIMessageChunk(content=held))
        finally:
            self._turn.release()
        ended = AIMessageChunk(
            content="",
            usage_metadata={
                "input_tokens": given,
                "output_tokens": written,
                "total_tokens": given + written,
            },
            response_metadata={"finish_reason": "stop"},
        )
        yield ChatGenerationChunk(message=ended)

    def _load(self) -> tuple[Model, Tokenizer]:
        if self._loaded is None:
            from transformers import AutoModelForCausalLM, AutoTokenizer

            try:
                tokenizer = AutoTokenizer.from_pretrained(self.model_name, local_files_only=True)
                model: Model = AutoModelForCausalLM.from_pretrained(
                    self.model_name, local_files_only=True, dtype="auto"
                )
            except (OSError, ValueError) as error:
                message = f"{self.model_name} is not on this machine; `make model` fetches it"
                raise ModelUnavailable(message, "not configured") from error
            self._loaded = model.to(_device()).eval(), tokenizer
        return self._loaded

    def _written(
        self,
        model: Model,
        tokenizer: Tokenizer,
        inputs: Any,
        seconds: float,
    ) -> Iterator[tuple[str, int]]:
        """Pieces of text, each with the number of tokens written so far."""
        from transformers import StoppingCriteria, StoppingCriteriaList, TextIteratorStreamer

        end = time.monotonic() + seconds
        given_up = threading.Event()
        written = 0

        class Stop(StoppingCriteria):
            def __call__(self, input_ids: Any, scores: Any, **options: Any) -> Any:
                import torch

                nonlocal written
                written += 1
                stop = given_up.is_set() or time.monotonic() > end
                return torch.full((input_ids.shape[0],), stop, device=input_ids.device)

        streamer: Any = TextIteratorStreamer(tokenizer, skip_prompt=True, skip_special_tokens=True)
        failures: list[Exception] = []

        def work() -> None:
            try:
                model.generate(
                    **inputs,
                    max_new_tokens=self.max_tokens,
                    do_sample=False,
                    streamer=streamer,
                    stopping_criteria=StoppingCriteriaList([Stop()]),
                )
            except Exception as error:  # handed to the caller's thread below
                failures.append(error)
                streamer.end()

        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        try:
            for piece in streamer:
                if piece:
                    yield piece, written
        finally:
            given_up.set()
            thread.join()
        if failures:
            message = f"{self.model_name} failed: {type(failures[0]).__name__}"
            raise ModelUnavailable(message, "nonsense") from failures[0]
        if time.monotonic() > end:
            message = f"{self.model_name} had not finished after {seconds:.2g} s"
            raise ModelUnavailable(message, "too long" if written else "silent")


def _device() -> str:
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"
