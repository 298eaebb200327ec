"""What an answer must not speak of, and what it must not sound like: phrases, kept as data."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from ..words.analysis import WORD, stem
from ..words.sentences import denies, sentences
from .examples import StagesUnusable, read
from .exchange import Exchange

# How many other words may stand between two words of a phrase.
_GAP = 2
_CLAUSE_END = re.compile(r"[,;:]")


class Topic(BaseModel):
    """Phrases that belong together, and what the user is told when one of them was kept back."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    refusal: str = Field(min_length=1)
    phrases: tuple[str, ...] = Field(min_length=1)


def topics(path: Path) -> dict[str, Topic]:
    """Return the topics of a TOML file by their names. Raises StagesUnusable."""
    try:
        return TypeAdapter(dict[str, Topic]).validate_python(tomllib.loads(read(path)))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise StagesUnusable(f"{path} holds no topics: {error}") from error


class Phrases:
    """Finds phrases in any form of their words, in their order and close together."""

    def __init__(self, named: Mapping[str, Topic]) -> None:
        self._phrases = [
            (name, _stems(phrase)) for name, topic in named.items() for phrase in topic.phrases
        ]

    def find(self, text: str) -> Iterator[tuple[str, str]]:
        """Yield for each phrase in a text the name of its topic, and the clause before it."""
        for sentence in sentences(" ".join(text.split())):
            places = [match.start() for match in WORD.finditer(sentence)]
            said = _stems(sentence)
            for name, phrase in self._phrases:
                at = _place(phrase, said)
                if at is not None:
                    yield name, _CLAUSE_END.split(sentence[: places[at]])[-1]


class PolicyCheck:
    """Withholds an answer on a banned topic. Closed: a banned word cannot be taken back."""

    name = "policy"
    closed = True

    def __init__(self, banned: Mapping[str, Topic]) -> None:
        self._banned, self._phrases = banned, Phrases(banned)

    def withholds(self, exchange: Exchange) -> bool:
        """Any answer may speak of what it must not."""
        return True

    def apply(self, exchange: Exchange) -> Exchange:
        """Return the exchange, refused with the sentence of the first topic that it speaks of."""
        for topic, before in self._phrases.find(exchange.answer):
            # "I cannot tell you which shares to buy" keeps away from what it names.
            if not denies(before):
                found = exchange.found(self.name, topic)
                return found.refused(self._banned[topic].refusal)
        return exchange


class ToneCheck:
    """Finds an answer that is unfriendly in so many words; irony passes.

    Two learners were tried instead, on the same lines: a classifier of words and letters guessed no
    better than a coin, for rude and plain sentences share their words, and a lexicon of sentiment
    (VADER) takes bad news for bad manners.
    """

    name = "tone"
    closed = False

    def __init__(self, unfriendly: Mapping[str, Topic], *, blocks: bool) -> None:
        self._unfriendly, self._phrases, self._blocks = unfriendly, Phrases(unfriendly), blocks

    def withholds(self, exchange: Exchange) -> bool:
        """Only where that is wanted."""
        return self._blocks

    def apply(self, exchange: Exchange) -> Exchange:
        """Return the exchange with what is unfriendly found; refused, where that `blocks`."""
        topic, _ = next(self._phrases.find(exchange.answer), ("", ""))
        if not topic:
            return exchange
        exchange = exchange.found(self.name, topic)
        return exchange.refused(self._unfriendly[topic].refusal) if self._blocks else exchange


def _stems(text: str) -> list[str]:
    return [stem(word) for word in WORD.findall(text.lower())]


def _place(phrase: Sequence[str], said: Sequence[str]) -> int | None:
    """Where the words of a phrase stand in this order, few others between them; None: nowhere."""
    for start, word in enumerate(said):
        if word != phrase[0]:
            continue
        at = start
        for wanted in phrase[1:]:
            following = said[at + 1 : at + 2 + _GAP]
            if wanted not in following:
                break
            at += 1 + following.index(wanted)
        else:
            return start
    return None
