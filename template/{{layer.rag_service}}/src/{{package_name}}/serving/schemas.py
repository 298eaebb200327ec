"""What goes over the wire."""

from pydantic import BaseModel, ConfigDict, Field

from ..answering.answers import Label
from ..ports import Hit


class Ask(BaseModel):
    """A question. `where` keeps passages whose document, title or metadata has these values."""

    model_config = ConfigDict(extra="forbid")

    question: str = Field(min_length=1, max_length=4000, pattern=r"\S")
    where: dict[str, str] = Field(default_factory=dict, max_length=10)


class CitationOut(BaseModel):
    """What `[number]` in the text points to."""

    number: int
    chunk: str
    document: str
    title: str
    section: str
    quote: str


class AnswerOut(BaseModel):
    """An answer, how it came about, and where it stands."""

    question: str
    text: str
    label: Label
    citations: list[CitationOut]
    support: float
    notice: str


class Passage(BaseModel):
    """A passage that was found."""

    chunk: str
    document: str
    title: str
    section: str
    text: str
    score: float

    @classmethod
    def of(cls, hit: Hit) -> "Passage":
        """Return a hit as it goes over the wire."""
        chunk = hit.chunk
        return cls(
            chunk=chunk.id,
            document=chunk.document,
            title=chunk.title,
            section=chunk.section,
            text=chunk.text,
            score=hit.score,
        )


class Stored(BaseModel):
    """A document and the number of its passages."""

    document: str
    passages: int


class Changed(BaseModel):
    """What an upload or a removal did to the store."""

    added: int
    removed: int
    passages: int
