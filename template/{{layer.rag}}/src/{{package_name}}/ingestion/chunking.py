"""Documents to passages that can be found and cited.

A passage never crosses a heading. Paragraphs are kept whole where they fit, long ones are cut
between sentences, and code is cut only where it is far longer than a passage may be.
"""

from collections.abc import Iterator, Sequence
from hashlib import sha256

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from ..ports import Chunk
from ..words.sentences import sentences
from .documents import Block, Document

SEPARATOR = " > "
# A listing is worth more whole: it may be this much longer than a passage.
_CODE_ALLOWANCE = 3


class ChunkSettings(BaseSettings):
    """Length of a passage and what it repeats of the one before, in words."""

    model_config = SettingsConfigDict(env_prefix="CHUNK_", env_file=".env", extra="ignore")

    max_words: int = Field(default=160, ge=20)
    overlap_words: int = Field(default=30, ge=0)

    @model_validator(mode="after")
    def _overlap_is_smaller(self) -> "ChunkSettings":
        if self.overlap_words * 2 > self.max_words:
            raise ValueError("CHUNK_OVERLAP_WORDS must be at most half of CHUNK_MAX_WORDS")
        return self


def split(document: Document, settings: ChunkSettings) -> list[Chunk]:
    """Return the passages of a document in reading order, each with its path of headings."""
    chunks: dict[str, Chunk] = {}
    for section, blocks in _sections(document):
        for text in _passages(blocks, settings):
            identity = "\0".join((document.name, section, text))
            key = sha256(identity.encode()).hexdigest()[:20]
            chunks[key] = Chunk(
                key, document.name, document.title, section, text, document.metadata
            )
    return list(chunks.values())


def searchable(chunk: Chunk) -> str:
    """Return what of a chunk is indexed: its headings say what a passage leaves unsaid."""
    heading = chunk.section or chunk.title
    lead = heading if heading.startswith(chunk.title) else f"{chunk.title}{SEPARATOR}{heading}"
    return f"{lead}\n{chunk.text}"


def _sections(document: Document) -> Iterator[tuple[str, list[Block]]]:
    path: list[Block] = []
    content: list[Block] = []
    for block in document.blocks:
        if block.kind != "heading":
            content.append(block)
            continue
        if content:
            yield _joined(path), content
            content = []
        path = [above for above in path if above.level < block.level] + [block]
    if content:
        yield _joined(path), content


def _joined(path: Sequence[Block]) -> str:
    return SEPARATOR.join(heading.text for heading in path)


def _passages(blocks: Sequence[Block], settings: ChunkSettings) -> Iterator[str]:
    held: list[str] = []
    fresh = False
    for piece in _pieces(blocks, settings.max_words):
        if fresh and _words(*held) + _words(piece) > settings.max_words:
            yield "\n\n".join(held)
            held = _tail(held, min(settings.overlap_words, settings.max_words - _words(piece)))
        held.append(piece)
        fresh = True
    if fresh:
        yield "\n\n".join(held)


def _pieces(blocks: Sequence[Block], limit: int) -> Iterator[str]:
    """Blocks that fit into a passage; longer ones in parts."""
    for block in blocks:
        if block.kind == "code":
            yield from _cut(block.text.split("\n"), "\n", _CODE_ALLOWANCE * limit)
        else:
            lines = block.text.split("\n")
            parts = [part for line in lines for part in sentences(line)]
            whole = _words(block.text) <= limit
            yield from [block.text] if whole else _cut(parts, " ", limit)


def _cut(parts: Sequence[str], glue: str, limit: int) -> Iterator[str]:
    held: list[str] = []
    count = 0
    for part in parts:
        if held and count + _words(part) > limit:
            yield glue.join(held)
            held, count = [], 0
        # A sentence without an end, such as a long list of numbers, is cut anywhere.
        words = part.split() if _words(part) > limit else []
        while len(words) > limit:
            yield " ".join(words[:limit])
            words = words[limit:]
        held.append(" ".join(words) if words else part)
        count += _words(held[-1])
    if held:
        yield glue.join(held)


def _tail(held: Sequence[str], limit: int) -> list[str]:
    """The last whole sentences of a passage, for the next one to start with."""
    if "\n" in held[-1]:
        return []  # Part of a listing says little.
    tail: list[str] = []
    for sentence in reversed(sentences(held[-1])):
        if _words(sentence, *tail) > limit:
            break
        tail.insert(0, sentence)
    return [" ".join(tail)] if tail else []


def _words(*texts: str) -> int:
    return sum(len(text.split()) for text in texts)
