"""What the cache keeps its answers in."""

import threading
from typing import Protocol

from cachetools import TTLCache


class Store(Protocol):
    """Keeps bytes for a while. It may forget them at any time."""

    def get(self, key: str) -> bytes | None:
        """Return what was kept under the key, if it is there still."""

    def put(self, key: str, value: bytes) -> None:
        """Keep a value."""


class MemoryStore:
    """Keeps the `entries` used last for at most `seconds`, in this process."""

    def __init__(self, entries: int, seconds: float) -> None:
        self._kept: TTLCache[str, bytes] = TTLCache(entries, seconds)
        self._lock = threading.Lock()

    def get(self, key: str) -> bytes | None:
        """Return what was kept under the key, if it is there still."""
        with self._lock:
            return self._kept.get(key)

    def put(self, key: str, value: bytes) -> None:
        """Keep a value."""
        if self._kept.maxsize:
            with self._lock:
                self._kept[key] = value
