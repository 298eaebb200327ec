"""A chat model that is told what goes with a request, streamed or not.

LangChain hands a request's metadata to `_generate`, and not to `_stream`. Traces name the prompt
that stands there.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessageChunk
from langchain_core.runnables.config import RunnableConfig, ensure_config

_ABOUT = "about_the_request"


class ToldModel(BaseChatModel):
    """Hands the metadata on as an option, which `told` takes out again."""

    def stream(
        self,
        input: LanguageModelInput,
        config: RunnableConfig | None = None,
        *,
        stop: list[str] | None = None,
        **options: Any,
    ) -> Iterator[AIMessageChunk]:
        """Yield the answer in pieces."""
        about = {_ABOUT: ensure_config(config).get("metadata", {})}
        yield from super().stream(input, config, stop=stop, **(about | options))


def told(
    run_manager: CallbackManagerForLLMRun | None, options: dict[str, Any]
) -> Mapping[str, Any]:
    """Return the metadata of a request, and take it out of its options."""
    about: Mapping[str, Any] = options.pop(_ABOUT, {})
    return (run_manager.metadata or {}) if run_manager else about
