"""The language model on this machine, behind a server that speaks the OpenAI-compatible protocol.

`make model` starts that server; `models.toml` says which model and where.
"""

from pydantic import SecretStr
from pydantic_settings import SettingsConfigDict

from ..models import LanguageModelSettings, ModelSettings
from .openai_compatible import OpenAICompatible


class LocalModelSettings(ModelSettings):
    """`LOCAL_MODEL_NAME`, `LOCAL_MODEL_BASE_URL`, and `LOCAL_MODEL_API_KEY` if the server asks."""

    model_config = SettingsConfigDict(
        env_prefix="LOCAL_MODEL_", pyproject_toml_table_header=("language_model", "local")
    )

    name: str
    base_url: str
    api_key: SecretStr = SecretStr("none")


def build_local_model(settings: LocalModelSettings | None = None) -> OpenAICompatible:
    """Return the model. The server is first spoken to when a question comes."""
    settings = settings or LocalModelSettings()
    return OpenAICompatible(
        settings.name,
        base_url=settings.base_url,
        api_key=settings.api_key.get_secret_value(),
        timeout_seconds=LanguageModelSettings().timeout_seconds,
        hint="; `make model` starts it",
    )


if __name__ == "__main__":
    # `make model` hands the name to the server that it starts.
    print(LocalModelSettings().name)
