"""What an answer is, what happens on the way to it, and what gives one."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, Protocol

from ..ports import Chunk, Hit

# generated: written by a language model, each citation checked against its passage.
# extracted: sentences of the documents, word for word.
# refused: the documents do not support an answer.
Label = Literal["generated", "extracted", "refused"]

REFUSAL = "The documents do not answer this question."
# Notices of an answer that is quoted in the place of what the language model should have written.
UNWRITTEN = "No language model wrote this"
WITHHELD = "What the language model wrote did not rest on the passages and was withheld."


@dataclass(frozen=True, slots=True)
class Citation:
    """The passage that `[number]` in an answer points to."""

    number: int
    chunk: str
    document: str
    title: str
    section: str
    quote: str

    @classmethod
    def of(cls, number: int, chunk: Chunk, quote: str) -> "Citation":
        """Return the citation of a chunk. `quote` is what of it the answer rests on."""
        return cls(number, chunk.id, chunk.document, chunk.title, chunk.section, quote)


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer that counts, and why it is of its label.

    `support` is the estimated probability, 0 to 1, that the passages found answer the question.
    `notice` says in one sentence what the reader should know, for instance that the language model
    could not be reached; it is empty where all went as usual.
    """

    question: str
    text: str
    label: Label
    citations: Sequence[Citation]
    support: float
    notice: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return plain values, as the service, the job and the command line write them."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Sources:
    """The passages found, before anything is said about them."""

    hits: Sequence[Hit]


@dataclass(frozen=True, slots=True)
class Delta:
    """The next piece of a text that is being written. Only the Answer at the end counts."""

    text: str


Event = Sources | Delta | Answer
Where = Mapping[str, str] | None


class Answering(Protocol):
    """Answers questions. `where` restricts the passages as in `Retriever.search`."""

    def answer(self, question: str, where: Where = None) -> Answer:
        """Return the answer."""

    def stream(self, question: str, where: Where = None) -> Iterator[Event]:
        """Yield Sources, then the Deltas of a text that is being written, then the Answer."""


# Puts checks around what answers.
Screen = Callable[[Answering], Answering]


class ScreenUnusable(RuntimeError):
    """What the checks read cannot be used; the message says what, and why."""
