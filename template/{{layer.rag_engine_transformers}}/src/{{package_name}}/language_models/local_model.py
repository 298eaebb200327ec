"""The language model on this machine, inside this process. `make model` fetches its weights."""

from pydantic_settings import SettingsConfigDict

from ..models import LanguageModelSettings, ModelSettings
from .transformers_local import TransformersLocal


class LocalModelSettings(ModelSettings):
    """`LOCAL_MODEL_NAME`: a model's name or the folder that holds one."""

    model_config = SettingsConfigDict(
        env_prefix="LOCAL_MODEL_", pyproject_toml_table_header=("language_model", "local")
    )

    name: str


def build_local_model(settings: LocalModelSettings | None = None) -> TransformersLocal:
    """Return the model. Its weights are loaded when the first question comes."""
    settings = settings or LocalModelSettings()
    return TransformersLocal(settings.name, timeout_seconds=LanguageModelSettings().timeout_seconds)


def main() -> None:
    """Fetch the weights into the Hugging Face cache, once: `make model`."""
    from huggingface_hub import snapshot_download

    name = LocalModelSettings().name
    folder = snapshot_download(name, allow_patterns=["*.json", "*.safetensors", "*.jinja", "*.txt"])
    print(f"{name} lies in {folder}")


if __name__ == "__main__":
    main()
