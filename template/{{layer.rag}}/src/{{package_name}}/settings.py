"""Settings: each lies beside the code it serves, is read from the environment and from `.env`."""

from dataclasses import dataclass, field
from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict

from .answering.settings import AnswerSettings
from .ingestion.chunking import ChunkSettings
from .ingestion.ingest import IngestSettings
from .ingestion.sources import SourceSettings
from .retrieval.retriever import RetrievalSettings


class StoreSettings(BaseSettings):
    """Where the index lies (`STORE_PATH`), the documents, and what readers said of the answers."""

    model_config = SettingsConfigDict(env_prefix="STORE_", env_file=".env", extra="ignore")

    path: Path = Path("var/index.sqlite")
    documents: Path = Path("data")
    feedback: Path = Path("var/feedback.jsonl")


@dataclass(frozen=True)
class Settings:
    """All settings but the models'; what is not given is read from the environment."""

    store: StoreSettings = field(default_factory=StoreSettings)
    source: SourceSettings = field(default_factory=SourceSettings)
    chunk: ChunkSettings = field(default_factory=ChunkSettings)
    ingest: IngestSettings = field(default_factory=IngestSettings)
    retrieval: RetrievalSettings = field(default_factory=RetrievalSettings)
    answer: AnswerSettings = field(default_factory=AnswerSettings)
