"""This project's attachments: pictures, kept beside the run that they came with or were made in."""

import hashlib
import shutil
from base64 import b64encode
from collections.abc import Callable, Sequence
from pathlib import Path

from langchain_core.messages import AIMessage, BaseMessage
from PIL import Image
from pydantic import Field

from ..pictures.admission import MAX_BYTES, SIDE, admitted, encoded
from ..pictures.looking import described
from ..pictures.requests import RULES, addressed
from ..pictures.tools import ChangePicture, DescribePicture, changed
from ..planning.requests import Asked, Caught, Rule, parts_of
from ..planning.rules import RulePlanner, plan, task_of
from ..ports import RunError
from ..tools import Tool, ToolError
from ..tools.folder import Folder
from ..tools.tool import typed
from .attached import Block

AT_ONCE = 4
MADE = 20
"""Pictures that one run makes, at most."""

_WHICH = (
    "A picture is one that came with the task, one that was made here, or a PNG, JPEG, WebP or GIF "
    f"of the working folder; a larger one is seen {SIDE:,} pixels wide or high."
)


class WritePicture(ChangePicture):
    """Write a picture into a PNG file of the working folder; what is given is done before."""

    to: str = Field(max_length=500, description="The file, relative to the working folder.")


class Pictures:
    """The `Attachments` that are pictures. Their files bear their digests: nobody exchanges one."""

    def __init__(self, folder: Path, files: Path) -> None:
        self._folder, self._files = folder, Folder(files)

    def keep(self, run: str, files: Sequence[bytes]) -> list[str]:
        """Keep pictures, all or none; return their marks. Raises RunError where one is none."""
        if len(files) > AT_ONCE:
            raise RunError(f"{AT_ONCE} pictures at once are the most")
        marks, pictures = [], [admitted(data) for data in files]
        # What another process left that was killed before its run began.
        self.forget(run)
        for number, picture in enumerate(pictures, start=1):
            content = encoded(picture)
            self._put(run, f"picture-{number}", content)
            marks.append(f"[picture-{number}: PNG, {picture.width} x {picture.height}]")
        return marks

    def blocks(self, run: str) -> list[Block]:
        """Return the pictures of a run as blocks. Raises RunError where one was exchanged."""
        return [
            {
                "type": "image",
                "base64": b64encode(_content(path)).decode(),
                "mime_type": "image/png",
            }
            for path in self._kept(run, "picture-*").values()
        ]

    def tools(self, run: str = "") -> list[Tool]:
        """Return the tools for the pictures of a run and of the working folder."""

        def find(name: str) -> Image.Image:
            kept = self._kept(run, "*-*")
            try:
                if name in kept:
                    return admitted(_content(kept[name]))
                return admitted(self._files.content(name, MAX_BYTES))
            except RunError as error:
                raise ToolError(f"{name}: {error}") from None

        return [
            typed(
                "describe_picture",
                DescribePicture,
                lambda asked: described(find(asked.picture)),
                about=_WHICH,
            ),
            typed(
                "change_picture",
                ChangePicture,
                lambda asked: self._made(run, changed(find, asked)),
                about=f"{_WHICH}\nIt is kept with this run: write_picture makes a file of it.",
            ),
            typed(
                "write_picture",
                WritePicture,
                lambda asked: self._written(asked.to, changed(find, asked)),
                about=f"{_WHICH}\nWhat the file held before is lost.",
                side_effects=True,
            ),
        ]

    def forget(self, run: str) -> None:
        """Delete the pictures of a run."""
        shutil.rmtree(self._folder / run, ignore_errors=True)

    def _made(self, run: str, picture: Image.Image) -> str:
        content = encoded(picture)
        # A name made from the content: the same call, made again after a kill, makes no other one.
        name, made = f"made-{_digest(content)[:8]}", self._kept(run, "made-*")
        if name not in made:
            if len(made) >= MADE:
                raise ToolError(f"a run makes {MADE} pictures at most")
            self._put(run, name, content)
        return f"{name} is a picture of {picture.width} x {picture.height} pixels"

    def _written(self, to: str, picture: Image.Image) -> str:
        if not to.lower().endswith(".png"):
            raise ToolError(f"{to} is not the name of a PNG: choose one that ends in .png")
        self._files.put(to, encoded(picture))
        return f"{to} holds a picture of {picture.width} x {picture.height} pixels now"

    def _put(self, run: str, name: str, content: bytes) -> None:
        path = self._folder / run / f"{name}.{_digest(content)}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".part")
        draft.write_bytes(content)
        draft.replace(path)

    def _kept(self, run: str, names: str) -> dict[str, Path]:
        """The pictures that came with a task or were made in its run, by name."""
        paths = sorted((self._folder / run).glob(f"{names}.*.png"))
        return {path.name.partition(".")[0]: path for path in paths}


def _writing(calls: Callable[[Caught], list[Asked]]) -> Callable[[Caught], list[Asked]]:
    """The same calls; the one that names a file writes it."""
    return lambda caught: [
        ("write_picture" if "to" in asked else name, asked) for name, asked in calls(caught)
    ]


_RULES: list[Rule] = [(pattern, _writing(calls)) for pattern, calls in RULES]


class Planner(RulePlanner):
    """Rules that know what can be asked of pictures as well."""

    def plan(self, messages: Sequence[BaseMessage]) -> AIMessage:
        """Return the next step of the task that was set last."""
        return plan(messages, parts_of(addressed(task_of(messages)), _RULES))


def open_attachments(folder: Path, files: Path) -> Pictures:
    """Return the pictures that are kept in a folder, and those among the files."""
    return Pictures(folder, files)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _content(path: Path) -> bytes:
    content = path.read_bytes()
    name, digest, _ = path.name.split(".")
    if _digest(content) != digest:
        raise RunError(f"{name} of this run is no longer what came with its task: {path}")
    return content
