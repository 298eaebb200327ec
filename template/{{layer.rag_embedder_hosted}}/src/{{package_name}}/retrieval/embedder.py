"""The embedder of this project: a provider's, or any OpenAI-compatible address."""

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from ..language_models.keys import ApiKey
from ..models import ModelSettings
from ..ports import Embedder, Reranker
from .openai_embedder import OpenAIEmbedder


class EmbedderSettings(ModelSettings):
    """`EMBEDDER_API_KEY` and friends. Without key and address there is no hosted embedder."""

    model_config = SettingsConfigDict(
        env_prefix="EMBEDDER_", pyproject_toml_table_header=("embedder",)
    )

    name: str
    dimension: int = Field(gt=0)
    batch_size: int = Field(default=128, gt=0)
    timeout_seconds: float = Field(default=2.0, gt=0)
    base_url: str | None = None
    api_key: ApiKey = SecretStr("")


def build_embedder(settings: EmbedderSettings | None = None) -> Embedder | None:
    """Return the provider's embedder; None where neither a key nor an address is set.

    The embedder is then fitted on the documents themselves (`fitted.py`).
    """
    settings = settings or EmbedderSettings()
    key = settings.api_key.get_secret_value()
    if not key and not settings.base_url:
        return None
    return OpenAIEmbedder(
        settings.name,
        dimension=settings.dimension,
        base_url=settings.base_url,
        # An address of one's own may need no key, but the library insists on one.
        api_key=key or "none",
        batch_size=settings.batch_size,
        timeout_seconds=settings.timeout_seconds,
    )


def build_reranker() -> Reranker | None:
    """Return None: one more call to a provider would cost more time than its order is worth."""
    return None
