"""This project's attachments: pictures, kept as files in a folder of each conversation."""

import base64
import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PIL import Image
from prometheus_client import CollectorRegistry

from ..pictures.admission import MAX_BYTES, admitted, encoded
from ..pictures.requests import MARK, RULES, addressed
from ..pictures.tools import picture_tools
from ..ports import RunError
from ..tools import Tool, ToolError

AT_ONCE = 4
MOST = 200
_NAME = re.compile(r"picture-\d{1,4}")


class Pictures:
    """The `Attachments` that are pictures. A conversation's id is a name that the store made."""

    taken = "image"
    largest = MAX_BYTES

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, conversation: str, files: Sequence[bytes]) -> list[str]:
        """Keep pictures; return their marks. Raises RunError where one is none."""
        if len(files) > AT_ONCE:
            raise RunError(f"{AT_ONCE} pictures at once are the most")
        return [self._kept(conversation, one) for one in [admitted(data) for data in files]]

    def blocks(self, conversation: str, text: str) -> list[dict[str, Any]]:
        """Return the pictures that a text speaks of as content blocks."""
        return [
            {
                "type": "image",
                "base64": base64.b64encode(self._path(conversation, name).read_bytes()).decode(),
                "mime_type": "image/png",
            }
            for name in self._named(conversation, text)[-AT_ONCE:]
        ]

    def tools(self, conversation: str) -> list[Tool]:
        """Return the tools for the pictures of a conversation."""

        def find(name: str) -> Image.Image:
            if not _NAME.fullmatch(name) or not self._path(conversation, name).is_file():
                known = ", ".join(self._all(conversation)) or "none"
                raise ToolError(f"there is no {name[:40]!r} here; there are: {known}")
            with Image.open(self._path(conversation, name), formats=("PNG",)) as opened:
                return opened.copy()

        def keep(picture: Image.Image) -> str:
            try:
                return self._kept(conversation, picture)
            except RunError as error:
                raise ToolError(str(error)) from None

        return picture_tools(find, keep)

    def shown(self, conversation: str, text: str) -> dict[str, str]:
        """Return the pictures that a text speaks of as data addresses, by name."""
        held = {name: self._path(conversation, name) for name in self._named(conversation, text)}
        return {
            name: f"data:image/png;base64,{base64.b64encode(path.read_bytes()).decode()}"
            for name, path in held.items()
        }

    def forget(self, conversation: str) -> None:
        """Delete the pictures of a conversation."""
        shutil.rmtree(self._folder / conversation, ignore_errors=True)

    def _kept(self, conversation: str, picture: Image.Image) -> str:
        number = len(self._all(conversation)) + 1
        if number > MOST:
            raise RunError(f"a conversation holds {MOST} pictures at most: begin another one")
        path = self._path(conversation, f"picture-{number}")
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".part")
        draft.write_bytes(encoded(picture))
        draft.replace(path)
        return f"[picture-{number}: PNG, {picture.width} x {picture.height}]"

    def _all(self, conversation: str) -> list[str]:
        held = (self._folder / conversation).glob("picture-*.png")
        return sorted((path.stem for path in held), key=lambda name: int(name.split("-")[1]))

    def _named(self, conversation: str, text: str) -> list[str]:
        """The pictures whose marks a text holds, each once."""
        names = dict.fromkeys(MARK.findall(text))
        return [name for name in names if self._path(conversation, name).is_file()]

    def _path(self, conversation: str, name: str) -> Path:
        return self._folder / conversation / f"{name}.png"


def open_attachments(folder: Path, registry: CollectorRegistry | None = None) -> Pictures:
    """Return the pictures that lie in a folder."""
    return Pictures(folder)


__all__ = ["RULES", "Pictures", "addressed", "open_attachments"]
