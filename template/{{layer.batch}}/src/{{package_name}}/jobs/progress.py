"""A progress bar on standard error, where somebody is there to watch it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TaskProgressColumn,
    TimeRemainingColumn,
)


@contextmanager
def progress_bar(total: int, *, shown: bool) -> Iterator[Callable[[int], None]]:
    """Give a function that counts bytes of the source, `total` in all, as dealt with."""
    console = Console(stderr=True)
    if not (shown and console.is_terminal):
        yield lambda size: None
        return
    columns = (BarColumn(), TaskProgressColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("records", total=total)
        yield lambda size: bar.advance(task, size)
