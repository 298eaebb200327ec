"""The sample corpus: the Python language reference that ships inside every Python.

`pydoc_data.topics` holds what `help("with")` prints. Each topic becomes one document:

- `Chunk.document` is `python-reference/<topic>.rst`, for instance `python-reference/with.rst`;
- `Chunk.title` is the topic's first heading, for instance `The "with" statement`;
- `Chunk.section` is the path of headings down to the passage, title included, for instance
  `Data model > Special method names > Emulating callable objects`;
- `Chunk.metadata["topic"]` is the topic's name, for instance `with`.

Large topics repeat small ones ("compound" holds all of "with"); a passage that stands in several
is kept in the shortest document only. Topic names hardly differ between Python 3.11 and 3.14,
headings and wording do a little: an evaluation question should name topics, not sections.
"""

import platform
from collections.abc import Iterator
from pydoc_data.topics import topics

from .documents import Raw

FOLDER = "python-reference"
LICENCE = "PSF-2.0"
SOURCE = f"the language reference in Python {platform.python_version()} (pydoc_data.topics)"


def documents() -> Iterator[Raw]:
    """Yield every topic, in order of name."""
    for topic, text in sorted(topics.items()):
        metadata = {"kind": "text", "folder": FOLDER, "date": "", "topic": topic}
        yield Raw(f"{FOLDER}/{topic}.rst", "text", text.encode(), metadata)
