"""Files of the working folder as tools: listed, read, searched and written."""

from pathlib import Path

from pydantic import BaseModel, Field

from .folder import MAX_BYTES, Folder
from .tool import Tool, typed


class ListFiles(BaseModel):
    """List the files in the working folder, with their sizes in bytes."""

    folder: str = Field(default=".", description="A folder, relative to the working folder.")


class ReadFile(BaseModel):
    """Read a text file of the working folder."""

    path: str = Field(description="Relative to the working folder.", max_length=500)


class SearchFiles(BaseModel):
    """Find the lines that contain a text, in all files of the working folder."""

    text: str = Field(description="What to find; case does not matter.", min_length=1)


class WriteFile(BaseModel):
    """Write a text file in the working folder; what it held before is replaced."""

    path: str = Field(description="Relative to the working folder.", max_length=500)
    content: str = Field(description="The whole content.", max_length=MAX_BYTES)


def file_tools(root: Path) -> list[Tool]:
    """Listing, reading, searching and writing inside `root`, as tools."""
    folder = Folder(root)
    return [
        typed("list_files", ListFiles, lambda asked: folder.listing(asked.folder)),
        typed("read_file", ReadFile, lambda asked: folder.read(asked.path)),
        typed("search_files", SearchFiles, lambda asked: folder.search(asked.text)),
        typed(
            "write_file",
            WriteFile,
            lambda asked: folder.write(asked.path, asked.content),
            side_effects=True,
        ),
    ]
