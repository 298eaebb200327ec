"""The language model of a provider: any OpenAI-compatible address, or Anthropic."""

from typing import Literal

from pydantic import SecretStr
from pydantic_settings import SettingsConfigDict

from ..models import LanguageModelSettings, ModelSettings
from ..ports import LanguageModel
from .openai_compatible import OpenAICompatible


class HostedModelSettings(ModelSettings):
    """`HOSTED_MODEL_API_KEY` and friends. Without key and address there is no hosted model."""

    model_config = SettingsConfigDict(
        env_prefix="HOSTED_MODEL_", pyproject_toml_table_header=("language_model", "hosted")
    )

    provider: Literal["openai-compatible", "anthropic"]
    name: str
    base_url: str | None = None
    api_key: SecretStr = SecretStr("")


def build_hosted_model(settings: HostedModelSettings | None = None) -> LanguageModel | None:
    """Return the provider's model, or None where neither a key nor an address is set."""
    settings = settings or HostedModelSettings()
    key = settings.api_key.get_secret_value()
    if not key and not settings.base_url:
        return None
    timeout = LanguageModelSettings().timeout_seconds
    # An address of one's own may need no key, but the libraries insist on one.
    key = key or "none"
    if settings.provider == "anthropic":
        # Its library takes two seconds to import, which only those pay who use it.
        from .anthropic_messages import AnthropicMessages

        return AnthropicMessages(
            settings.name, base_url=settings.base_url, api_key=key, timeout_seconds=timeout
        )
    return OpenAICompatible(
        settings.name, base_url=settings.base_url, api_key=key, timeout_seconds=timeout
    )
