"""Notices as lines of a file: what is done while nobody has said whom to tell."""

import json
from pathlib import Path

from ..ports import NotDelivered


class FileMessenger:
    """Appends a line of JSON for each notice."""

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        self._path = path

    def send(self, title: str, body: str) -> None:
        """Append a notice. Raises NotDelivered."""
        line = json.dumps({"title": title, "body": body}, ensure_ascii=False)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a", encoding="utf-8") as file:
                file.write(line + "\n")
        except OSError as error:
            raise NotDelivered(f"{self._path} cannot be written: {error}") from error
