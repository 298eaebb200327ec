"""A small language model inside this process, through transformers.

Nothing is fetched while answering: weights that are not on this machine make the model
unavailable, and `make model` fetches them.
"""

import threading
import time
from collections.abc import Iterator
from typing import Any

from ..ports import ModelUnavailable

# transformers' own annotations promise less than it does and change with its releases.
Model = Any
Tokenizer = Any


class TransformersLocal:
    """Streams greedy generations of the model `name`, which may be a folder.

    Requests take turns: one model on one device gains nothing from two at a time.
    """

    def __init__(self, name: str, *, timeout_seconds: float) -> None:
        self.name = name
        self._timeout = timeout_seconds
        self._loaded: tuple[Model, Tokenizer] | None = None
        self._turn = threading.Lock()

    def stream(self, system: str, prompt: str, *, max_tokens: int) -> Iterator[str]:
        """Yield the answer in pieces. Raises ModelUnavailable without weights or out of time.

        The time-out counts from the moment the weights are loaded and the turn has come.
        """
        if not self._turn.acquire(timeout=self._timeout):
            raise ModelUnavailable(f"{self.name} was busy for {self._timeout:g} s")
        try:
            model, tokenizer = self._load()
            yield from self._generate(model, tokenizer, system, prompt, max_tokens)
        finally:
            self._turn.release()

    def _load(self) -> tuple[Model, Tokenizer]:
        if self._loaded is None:
            from transformers import AutoModelForCausalLM, AutoTokenizer

            try:
                tokenizer = AutoTokenizer.from_pretrained(self.name, local_files_only=True)
                model: Model = AutoModelForCausalLM.from_pretrained(
                    self.name, local_files_only=True, dtype="auto"
                )
            except (OSError, ValueError) as error:
                raise ModelUnavailable(
                    f"{self.name} is not on this machine; `make model` fetches it"
                ) from error
            self._loaded = model.to(_device()).eval(), tokenizer
        return self._loaded

    def _generate(
        self,
        model: Model,
        tokenizer: Tokenizer,
        system: str,
        prompt: str,
        max_tokens: int,
    ) -> Iterator[str]:
        from transformers import StoppingCriteria, StoppingCriteriaList, TextIteratorStreamer

        end = time.monotonic() + self._timeout
        given_up = threading.Event()

        class Stop(StoppingCriteria):
            def __call__(self, input_ids: Any, scores: Any, **options: Any) -> Any:
                import torch

                stop = given_up.is_set() or time.monotonic() > end
                return torch.full((input_ids.shape[0],), stop, device=input_ids.device)

        inputs = tokenizer.apply_chat_template(
            [{"role": "system", "content": system}, {"role": "user", "content": prompt}],
            add_generation_prompt=True,
            return_dict=True,
            return_tensors="pt",
        ).to(model.device)
        streamer: Any = TextIteratorStreamer(tokenizer, skip_prompt=True, skip_special_tokens=True)
        failures: list[Exception] = []

        def work() -> None:
            try:
                model.generate(
                    **inputs,
                    max_new_tokens=max_tokens,
                    do_sample=False,
                    streamer=streamer,
                    stopping_criteria=StoppingCriteriaList([Stop()]),
                )
            except Exception as error:  # handed to the caller's thread below
                failures.append(error)
                streamer.end()

        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        said = False
        try:
            for piece in streamer:
                if piece:
                    said = True
                    yield piece
        finally:
            given_up.set()
            thread.join()
        if failures:
            raise ModelUnavailable(f"{self.name} failed: {failures[0]}") from failures[0]
        if time.monotonic() > end:
            raise ModelUnavailable(f"{self.name} had not finished after {self._timeout:g} s")
        if not said:
            raise ModelUnavailable(f"{self.name} answered nothing")


def _device() -> str:
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"
