"""What an agent tells its language model is a file in `instructions/`: system, then request."""

import hashlib
from pathlib import Path
from string import Template

from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from ..rules import Faulty

_DIVIDER = "\n---\n"


class Instructions:
    """The instructions of a file, whose request has `placeholders`. Raises Faulty.

    `metadata` names them and their version, so that an answer can be held against them.
    """

    def __init__(self, path: Path, *placeholders: str) -> None:
        self.path = path
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise Faulty(f"{path} cannot be read: {error}") from error
        parts = text.split(_DIVIDER)
        if len(parts) != 2:
            raise Faulty(f"{path} needs two parts with a line of three hyphens between")
        self._system, self._request = parts[0].strip(), Template(parts[1].strip())
        missing = set(placeholders) - set(self._request.get_identifiers())
        if missing:
            raise Faulty(f"{path} lacks the placeholder ${min(missing)}")
        version = hashlib.sha256(text.encode()).hexdigest()[:12]
        self.metadata = {"prompt": path.stem, "prompt_version": version}

    def messages(self, **values: str) -> list[BaseMessage]:
        """Return the system message, and the request with its placeholders filled in."""
        request = self._request.substitute(values)
        return [SystemMessage(self._system), HumanMessage(request)]
