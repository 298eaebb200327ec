"""The language model of a provider: any OpenAI-compatible address, or Anthropic."""

from collections.abc import Callable
from typing import Literal

from langchain_core.language_models import BaseChatModel
from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from ..models import ModelSettings
from .breaker import CircuitBreaker
from .faults import Faults
from .keys import ApiKey
from .prices import Price
from .settings import LanguageModelSettings
from .source import Source


class HostedModelSettings(ModelSettings):
    """`HOSTED_MODEL_API_KEY` and friends. Without key and address there is no hosted model.

    Prices are in US dollars for a million tokens.
    """

    model_config = SettingsConfigDict(
        env_prefix="HOSTED_MODEL_", pyproject_toml_table_header=("language_model", "hosted")
    )

    provider: Literal["openai-compatible", "anthropic"]
    name: str
    base_url: str | None = None
    api_key: ApiKey = SecretStr("")
    price_input: float = Field(default=0.0, ge=0)
    price_cached_input: float | None = Field(default=None, ge=0)
    price_output: float = Field(default=0.0, ge=0)


def build_hosted_model(
    settings: LanguageModelSettings, hosted: HostedModelSettings | None = None
) -> Source | None:
    """Return the provider's model, or None where neither a key nor an address is set."""
    hosted = hosted or HostedModelSettings()
    key = hosted.api_key.get_secret_value()
    if not key and not hosted.base_url:
        return None
    # An address of one's own may need no key, but the libraries insist on one.
    model, faults = _adapter(hosted, key or "none", settings.max_tokens)
    return Source(
        hosted.name,
        "hosted",
        model,
        silence_seconds=settings.first_piece_seconds,
        attempts=settings.attempts,
        pause_seconds=settings.pause_seconds,
        hedge_seconds=settings.hedge_after_seconds,
        faults=faults,
        price=Price(hosted.price_input, hosted.price_output, hosted.price_cached_input),
        max_tokens=settings.max_tokens,
        provider="anthropic" if hosted.provider == "anthropic" else "openai",
        address=hosted.base_url or "",
        breaker=CircuitBreaker(settings.breaker_failures, settings.breaker_seconds),
    )


def _adapter(
    hosted: HostedModelSettings, key: str, max_tokens: int
) -> tuple[BaseChatModel, Faults]:
    """Return the provider's client. Only those wait for its library who use it: a second or two."""
    if hosted.provider == "anthropic":
        from . import anthropic_messages

        build: Callable[..., BaseChatModel] = anthropic_messages.anthropic_messages
        faults = anthropic_messages.FAULTS
    else:
        from . import openai_compatible

        build, faults = openai_compatible.openai_compatible, openai_compatible.FAULTS
    model = build(hosted.name, base_url=hosted.base_url, api_key=key, max_tokens=max_tokens)
    return model, faults
