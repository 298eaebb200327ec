"""The language model on this machine, inside this process. `make model` fetches its weights."""

from pydantic_settings import SettingsConfigDict

from ..models import ModelSettings
from .breaker import CircuitBreaker
from .settings import LanguageModelSettings
from .source import Source


class LocalModelSettings(ModelSettings):
    """`LOCAL_MODEL_NAME`: a model's name or the folder that holds one."""

    model_config = SettingsConfigDict(
        env_prefix="LOCAL_MODEL_", pyproject_toml_table_header=("language_model", "local")
    )

    name: str


def build_local_model(
    settings: LanguageModelSettings, local: LocalModelSettings | None = None
) -> Source:
    """Return the model. Its weights are loaded when the first question comes."""
    from .transformers_local import TransformersLocal

    local = local or LocalModelSettings()
    model = TransformersLocal(
        model_name=local.name, max_tokens=settings.max_tokens, timeout=settings.timeout_seconds
    )
    return Source(
        local.name,
        "local",
        model,
        silence_seconds=settings.timeout_seconds,
        max_tokens=settings.max_tokens,
        provider="transformers",
        breaker=CircuitBreaker(settings.breaker_failures, settings.breaker_seconds),
    )


def main() -> None:
    """Fetch the weights into the Hugging Face cache, once: `make model`."""
    from huggingface_hub import snapshot_download

    name = LocalModelSettings().name
    folder = snapshot_download(name, allow_patterns=["*.json", "*.safetensors", "*.jinja", "*.txt"])
    print(f"{name} lies in {folder}")


if __name__ == "__main__":
    main()
