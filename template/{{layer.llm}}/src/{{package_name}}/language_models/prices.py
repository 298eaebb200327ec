"""What an answer cost."""

from dataclasses import dataclass

from langchain_core.messages.ai import UsageMetadata


@dataclass(frozen=True)
class Price:
    """US dollars for a million tokens; `cached` is for those that the provider had read before."""

    input: float = 0.0
    output: float = 0.0
    cached: float | None = None

    def of(self, usage: UsageMetadata | None) -> float:
        """Return what the tokens of an answer cost, in US dollars."""
        if usage is None:
            return 0.0
        known = usage.get("input_token_details", {}).get("cache_read", 0)
        fresh = usage["input_tokens"] - known
        cached = self.input if self.cached is None else self.cached
        return (fresh * self.input + known * cached + usage["output_tokens"] * self.output) / 1e6


FREE = Price()
