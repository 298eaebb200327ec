"""A fault: what is changed in a copy of the template, whom it hits, and which check must say so."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

# Changes a copy of the template; raises Unplanted where it does not find what it changes.
Edit = Callable[[Path], None]

PACKAGE = "src/{{package_name}}"


class Unplanted(Exception):
    """The template is not as the fault expects it: the fault has to be brought up to date."""


@dataclass(frozen=True)
class Fault:
    """A small mistake in the template.

    Attributes:
        name: What it is called: `make faults NAMES=…`.
        edit: What is done to a copy of the template.
        hits: The combinations, of those tried, that must fail.
        spares: Those that must pass, in every check.
        check: The check that must find it.
        says: A part of what it must say.
        also: Further checks that cannot but fail with it.
        steps: The checks that run something and are tried, beside all those that look.
        seconds: After how long a step is killed.
    """

    name: str
    edit: Edit
    hits: tuple[str, ...]
    spares: tuple[str, ...]
    check: str
    says: str
    also: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    seconds: float = 120


def layer(name: str, path: str) -> str:
    """The place in the template of a layer's file."""
    return f"template/{{{{layer.{name}}}}}/{path}"


def module(layer_name: str, path: str) -> str:
    """The place in the template of a layer's module."""
    return layer(layer_name, f"{PACKAGE}/{path}")


def replace(file: str, old: str, new: str) -> Edit:
    """Put something else in the place of a text that occurs once."""

    def edit(template: Path) -> None:
        text = _read(template / file)
        if text.count(old) != 1:
            raise Unplanted(f"{file} holds {text.count(old)} times {old!r}")
        (template / file).write_text(text.replace(old, new), encoding="utf-8")

    return edit


def append(file: str, more: str) -> Edit:
    """Put something behind the end of a file."""

    def edit(template: Path) -> None:
        (template / file).write_text(_read(template / file) + more, encoding="utf-8")

    return edit


def add(file: str, content: str | bytes) -> Edit:
    """Make a file that is not there yet."""

    def edit(template: Path) -> None:
        if (template / file).exists():
            raise Unplanted(f"{file} is there already")
        (template / file).parent.mkdir(parents=True, exist_ok=True)
        data = content.encode() if isinstance(content, str) else content
        (template / file).write_bytes(data)

    return edit


def where(condition: str, file: str, old: str, new: str) -> Edit:
    """As `replace`, but only in renders whose answers fulfil a condition (in Jinja)."""

    def either(with_it: str, without: str) -> str:
        return f"{{{{ {with_it!r} if {condition} else {without!r} }}}}"

    def edit(template: Path) -> None:
        if file.endswith(".jinja"):
            replace(file, old, either(new, old))(template)
            return
        # As a whole, since what looks like Jinja in it is none.
        before = _read(template / file)
        replace(file, old, new)(template)
        both = either(_read(template / file), before)
        (template / file).unlink()
        (template / f"{file}.jinja").write_text(both, encoding="utf-8")

    return edit


def both(first: Edit, second: Edit) -> Edit:
    """One after the other."""

    def edit(template: Path) -> None:
        first(template)
        second(template)

    return edit


def _read(path: Path) -> str:
    if not path.is_file():
        raise Unplanted(f"there is no {path.name} in {path.parent.name}")
    return path.read_text(encoding="utf-8")
