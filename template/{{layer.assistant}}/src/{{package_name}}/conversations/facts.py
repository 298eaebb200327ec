"""What is remembered of a person beyond a conversation: tools to keep, find and drop facts.

To keep or drop one has side effects, so the person is asked: a page that a tool fetched cannot
plant what every later conversation would build on.
"""

import re

from pydantic import BaseModel, Field

from ..tools import Tool, ToolError
from ..tools.tool import typed
from .store import Store

_MOST = 200
_PLAIN = frozenset(
    {"a", "about", "am", "an", "are", "called", "do", "i", "is", "know", "me", "my", "of", "the"}
    | {"to", "what", "who", "you", "your"}
)


class Remember(BaseModel):
    """Remember a fact about this person in every later conversation."""

    fact: str = Field(description="One short sentence.", min_length=1, max_length=300)


class Recall(BaseModel):
    """Look up what this person asked you to remember."""

    about: str = Field(default="", description="Words to look for; none: everything.")


class Forget(BaseModel):
    """Forget the facts about this person that hold these words."""

    about: str = Field(description="Words of the fact.", min_length=1, max_length=300)


def fact_tools(store: Store, owner: str) -> list[Tool]:
    """Remembering, recalling and forgetting, for one person."""

    def remember(asked: Remember) -> str:
        if len(store.facts(owner)) >= _MOST:
            raise ToolError(f"{_MOST} facts are remembered already: forget some first")
        store.remember(owner, " ".join(asked.fact.split()))
        return f"remembered: {asked.fact}"

    def recall(asked: Recall) -> str:
        found = _holding(store.facts(owner), asked.about)
        if not found:
            raise ToolError("nothing like that is remembered")
        return "\n".join(found.values())

    def forget(asked: Forget) -> str:
        found = _holding(store.facts(owner), asked.about)
        if not found:
            raise ToolError("nothing like that is remembered")
        for fact in found:
            store.forget(owner, fact)
        return f"forgotten: {'; '.join(found.values())}"

    return [
        typed("remember", Remember, remember, side_effects=True),
        typed("recall", Recall, recall),
        typed("forget", Forget, forget, side_effects=True),
    ]


def _holding(facts: dict[int, str], about: str) -> dict[int, str]:
    """The facts that hold all telling words; where there are none to look for, all facts."""
    words = {word for word in re.findall(r"\w+", about.lower()) if word not in _PLAIN}
    return {
        number: text
        for number, text in facts.items()
        if words <= set(re.findall(r"\w+", text.lower()))
    }
