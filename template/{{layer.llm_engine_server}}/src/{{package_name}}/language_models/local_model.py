"""The language model on this machine, behind a server that speaks the OpenAI-compatible protocol.

`make model` starts that server; `models.toml` says which model and where.
"""

from pydantic import SecretStr
from pydantic_settings import SettingsConfigDict

from ..models import ModelSettings
from .breaker import CircuitBreaker
from .keys import ApiKey
from .settings import LanguageModelSettings
from .source import Source


class LocalModelSettings(ModelSettings):
    """`LOCAL_MODEL_NAME`, `LOCAL_MODEL_BASE_URL`, and `LOCAL_MODEL_API_KEY` if the server asks."""

    model_config = SettingsConfigDict(
        env_prefix="LOCAL_MODEL_", pyproject_toml_table_header=("language_model", "local")
    )

    name: str
    base_url: str
    api_key: ApiKey = SecretStr("none")


def build_local_model(
    settings: LanguageModelSettings, local: LocalModelSettings | None = None
) -> Source:
    """Return the model. The server is first spoken to when a question comes."""
    from .openai_compatible import FAULTS, openai_compatible

    local = local or LocalModelSettings()
    model = openai_compatible(
        local.name,
        base_url=local.base_url,
        api_key=local.api_key.get_secret_value(),
        max_tokens=settings.max_tokens,
    )
    return Source(
        local.name,
        "local",
        model,
        # A machine that is slow to begin would begin anew with every other try.
        silence_seconds=settings.timeout_seconds,
        attempts=settings.attempts,
        pause_seconds=settings.pause_seconds,
        faults=FAULTS,
        max_tokens=settings.max_tokens,
        address=local.base_url,
        hint="; `make model` starts it",
        breaker=CircuitBreaker(settings.breaker_failures, settings.breaker_seconds),
    )


if __name__ == "__main__":
    # `make model` hands the name to the server that it starts.
    print(LocalModelSettings().name)
