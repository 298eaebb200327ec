"""PDF: the text layer, page by page."""

import logging
import re
from io import BytesIO
from pathlib import PurePosixPath

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from ..cleaning import join_broken_words, normalise, reflow, without_running_heads
from ..documents import Block, Document, Raw, Unreadable

MAX_PAGES = 5000
# pypdf logs every oddity of a file; what matters comes back as an exception.
logging.getLogger("pypdf").setLevel(logging.ERROR)


def parse(raw: Raw) -> Document:
    """Read the pages, each a section of its own so that a citation names the page."""
    if not raw.content.lstrip().startswith(b"%PDF"):
        raise Unreadable(raw.name, "is not a PDF, whatever its name says")
    try:
        reader = PdfReader(BytesIO(raw.content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable(raw.name, "is protected by a password")
        if len(reader.pages) > MAX_PAGES:
            raise Unreadable(raw.name, f"has more than {MAX_PAGES} pages: split it")
        pages = [normalise(page.extract_text()) for page in reader.pages]
        titled = reader.metadata.title if reader.metadata else None
    except Unreadable:
        raise
    # A damaged file makes pypdf fail in many ways that share no base class.
    except (PyPdfError, ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
        raise Unreadable(raw.name, f"is a damaged PDF: {error}") from error
    except (RecursionError, MemoryError, OSError) as error:
        raise Unreadable(raw.name, f"is a PDF that cannot be read: {error}") from error
    blocks = []
    for number, page in enumerate(without_running_heads(pages), start=1):
        paragraphs = [reflow(join_broken_words(part)) for part in re.split(r"\n\s*\n", page)]
        if any(paragraphs):
            blocks.append(Block("heading", f"Page {number}", 1))
            blocks += [Block("text", text) for text in paragraphs if text]
    title = reflow(normalise(titled)) if titled else PurePosixPath(raw.name).stem
    return Document(raw.name, title, blocks, raw.metadata)
