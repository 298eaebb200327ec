"""The embedder of this project: a sentence encoder, and a cross-encoder to re-rank.

Their weights come from a model hub or a folder. Where they cannot be had the embedder is fitted on
the documents themselves (`fitted.py`) and the fused ranking stands; one line says so.
"""

import logging
from pathlib import Path

from huggingface_hub import snapshot_download
from huggingface_hub.errors import HfHubHTTPError, HFValidationError
from pydantic import Field
from pydantic_settings import SettingsConfigDict

from ..models import ModelSettings
from ..ports import Embedder, Reranker

log = logging.getLogger(__name__)
# Other formats of the same weights, several times their size, stay where they are.
_NEEDED = ["*.json", "*.txt", "*.model", "*.safetensors", "*/*.json", "*/*.safetensors"]


class WeightsMissing(RuntimeError):
    """The weights are not on this machine and cannot be downloaded; the message says why."""


class EmbedderSettings(ModelSettings):
    """`EMBEDDER_NAME`: a name on the hub, or a folder. `EMBEDDER_REVISION` pins it."""

    model_config = SettingsConfigDict(
        env_prefix="EMBEDDER_", pyproject_toml_table_header=("embedder",)
    )

    name: str
    revision: str | None = None
    batch_size: int = Field(default=64, gt=0)


class RerankerSettings(ModelSettings):
    """`RERANKER_NAME`: a name on the hub, a folder, or empty for none."""

    model_config = SettingsConfigDict(
        env_prefix="RERANKER_", pyproject_toml_table_header=("reranker",)
    )

    name: str = ""
    revision: str | None = None


def build_embedder(settings: EmbedderSettings | None = None) -> Embedder | None:
    """Return the encoder, or None where its weights cannot be had."""
    settings = settings or EmbedderSettings()
    try:
        folder = find_weights(settings.name, settings.revision)
    except WeightsMissing as missing:
        log.warning("%s; the embedder is fitted on the documents instead", missing)
        return None
    # PyTorch takes seconds to import, which are only spent where there is something to run.
    from .encoder import SentenceEncoder

    return SentenceEncoder(settings.name, folder, settings.batch_size)


def build_reranker(settings: RerankerSettings | None = None) -> Reranker | None:
    """Return the cross-encoder, or None where none is named or its weights cannot be had."""
    settings = settings or RerankerSettings()
    if not settings.name:
        return None
    try:
        folder = find_weights(settings.name, settings.revision)
    except WeightsMissing as missing:
        log.warning("%s; the fused ranking stands", missing)
        return None
    from .encoder import CrossEncoderReranker

    return CrossEncoderReranker(folder)


def find_weights(name: str, revision: str | None) -> Path:
    """Return the folder of a model. What was downloaded once is used without asking the network.

    Raises WeightsMissing.
    """
    if Path(name).is_dir():
        return Path(name)
    reason = ""
    for local in (True, False):
        try:
            folder = snapshot_download(
                name, revision=revision, allow_patterns=_NEEDED, local_files_only=local
            )
            return Path(folder)
        # The hub's client lets the errors of the network through as they are.
        except (HfHubHTTPError, HFValidationError, OSError, RuntimeError) as error:
            reason = str(error).strip().partition("\n")[0].partition(".")[0]
    raise WeightsMissing(f"the weights of {name} cannot be had ({reason})")
