"""The embedded MLflow store: an SQLite file with MLflow's tables."""

import sqlite3
from contextlib import closing
from pathlib import Path
from uuid import uuid4

from mlflow.tracking import MlflowClient


def create_store(path: Path) -> None:
    """Create an empty store.

    MLflow makes one by hundreds of small migrations. They run in memory here and the file is put in
    place whole: that is several times faster than on a disk, and a kill leaves nothing half made.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{uuid4().hex}")
    address = f"file:{draft.name}?mode=memory&cache=shared"
    with closing(sqlite3.connect(address, uri=True)) as memory:
        connect(f"sqlite:///{address}&uri=true")
        try:
            with closing(sqlite3.connect(draft)) as file:
                memory.backup(file)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)


def connect(uri: str) -> MlflowClient:
    """A client of the store at this address, for runs and for models alike."""
    return MlflowClient(uri, registry_uri=uri)
