"""The distinct images of all combinations: they differ in Dockerfile or in what is installed."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from groundplan.catalogue import load
from groundplan.combinations import valid
from groundplan.matrix.quick_copier import remembering, rendered
from tests.templates import copied

# What decides about an image, its code excepted.
PARTS = ("Dockerfile", ".dockerignore", "requirements.txt")


@dataclass(frozen=True)
class Image:
    """An image of some combinations; the first of them stands for all.

    Attributes:
        answers: The combination that is built.
        name: Its values, and how many further combinations it stands for.
        kind: `service`, or `job`, which listens to nothing.
        weight: How many packages are installed.
    """

    answers: Mapping[str, str]
    name: str
    kind: str
    weight: int


def distinct(folder: Path) -> list[Image]:
    """Every distinct image, lightest first; what decides about them is rendered into `folder`."""
    template = copied(folder / "template")
    for path in (template / "template").rglob("*"):
        if path.is_file() and path.name.removesuffix(".jinja") not in PARTS:
            path.unlink()
    groups: dict[tuple[str, ...], list[Mapping[str, str]]] = {}
    with remembering():
        for number, answers in enumerate(valid(load())):
            render = rendered(template, folder / str(number), answers)
            parts = tuple((render / part).read_text(encoding="utf-8") for part in PARTS)
            groups.setdefault(parts, []).append(answers)
    images = [_image(parts, same) for parts, same in groups.items()]
    return sorted(images, key=lambda image: image.weight)


def _image(parts: tuple[str, ...], same: list[Mapping[str, str]]) -> Image:
    dockerfile, _, requirements = parts
    others = f"-and-{len(same) - 1}-more" if len(same) > 1 else ""
    return Image(
        answers=same[0],
        name="-".join(same[0].values()) + others,
        kind="service" if "\nEXPOSE " in dockerfile else "job",
        weight=requirements.count("=="),
    )


def lightest(images: list[Image]) -> list[Image]:
    """The first of each kind."""
    return list({image.kind: image for image in reversed(images)}.values())
