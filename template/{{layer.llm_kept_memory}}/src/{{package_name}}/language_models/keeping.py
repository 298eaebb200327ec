"""Where answers and budgets are kept: in this process."""

from limits.storage import MemoryStorage, Storage

from .settings import LanguageModelSettings
from .store import MemoryStore, Store


def build_keeping(settings: LanguageModelSettings) -> tuple[Store, Storage]:
    """Return what answers are kept in, and the counts of what callers used up."""
    return MemoryStore(settings.cache_entries, settings.cache_seconds), MemoryStorage()
