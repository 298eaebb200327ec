"""The supervisor: who is next follows from the state by rule, so a round always comes to an end."""

from collections.abc import Sequence

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from .agent import Agent
from .state import Round

END = "end"


class Limits(BaseSettings):
    """How much a round, and one agent in it, may use: `LIMIT_*` in the environment or `.env`.

    `money_per_million_tokens` is what the provider asks, in the currency of `round_money`.
    """

    model_config = SettingsConfigDict(env_prefix="LIMIT_", env_file=".env", extra="ignore")

    agent_seconds: float = Field(default=300.0, gt=0)
    round_seconds: float = Field(default=900.0, gt=0)
    round_tokens: int = Field(default=100_000, ge=0)
    round_money: float = Field(default=0.5, ge=0)
    money_per_million_tokens: float = Field(default=1.0, ge=0)
    tries: int = Field(default=2, ge=1, le=10)

    def tokens_left(self, state: Round) -> int:
        """What may still be used of both budgets, in tokens."""
        tokens = self.round_tokens - state.spent.tokens
        if self.money_per_million_tokens:
            money = self.round_money - state.spent.money
            tokens = min(tokens, int(money / self.money_per_million_tokens * 1_000_000))
        return max(tokens, 0)


def choose(state: Round, crew: Sequence[Agent], limits: Limits) -> tuple[str, str]:
    """Return who is next, or END, and a sentence that says why.

    The last of the crew remembers what there is, so it is reached whatever happened before; the
    others are left out once the time is spent, once they failed too often, or where what they
    build on was not made.
    """
    *workers, last = crew
    left_out = {name for name, tries in state.tries.items() if tries >= limits.tries}
    if state.spent.seconds < limits.round_seconds:
        for agent in workers:
            if agent.name in state.done or agent.name in left_out:
                continue
            makers = {one.name for one in workers if set(one.writes) & set(agent.reads)}
            if makers & left_out:
                left_out.add(agent.name)
                continue
            return agent.name, f"{agent.name} is next: {agent.purpose}"
    if last.name in state.done:
        return END, "the round is over"
    missing = [agent.name for agent in workers if agent.name not in state.done]
    why = f", without {', '.join(missing)}" if missing else ""
    return last.name, f"{last.name} is next{why}: {last.purpose}"
