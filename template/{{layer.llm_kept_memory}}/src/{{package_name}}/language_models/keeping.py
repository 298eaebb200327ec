"""Where answers and budgets are kept: in this process."""

from limits.storage import Storage

from .settings import LanguageModelSettings
from .store import MemoryStore, Store


def build_keeping(settings: LanguageModelSettings) -> tuple[Store, Storage | None]:
    """Return what answers are kept in; what callers used up is counted by the process alone."""
    return MemoryStore(settings.cache_entries, settings.cache_seconds), None
