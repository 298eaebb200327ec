"""What a model may do with the pictures of a conversation: have one described, or make another."""

from collections.abc import Callable

from PIL import Image, ImageDraw, ImageFont
from pydantic import BaseModel, Field

from ..tools import Tool, ToolError
from ..tools.tool import typed
from .admission import SIDE
from .looking import described

Find = Callable[[str], Image.Image]
Keep = Callable[[Image.Image], str]


class DescribePicture(BaseModel):
    """Say how large a picture is, how bright, and which colours cover it."""

    picture: str = Field(description="Its name, such as picture-1.")


class ChangePicture(BaseModel):
    """Make a new picture from one of this conversation; what is given is done in this order."""

    picture: str = Field(description="Its name, such as picture-1.")
    crop: tuple[int, int, int, int] | None = Field(
        default=None, description="Left, top, right, bottom, in pixels."
    )
    width: int | None = Field(default=None, ge=1, le=SIDE, description="New width in pixels.")
    height: int | None = Field(default=None, ge=1, le=SIDE, description="New height in pixels.")
    rotate: float = Field(default=0, description="Degrees, clockwise.")
    grey: bool = False
    text: str = Field(default="", max_length=200, description="Written along the lower edge.")


def picture_tools(find: Find, keep: Keep) -> list[Tool]:
    """The tools; `find` gives a picture by name, `keep` takes a new one and gives its mark."""
    return [
        typed("describe_picture", DescribePicture, lambda asked: described(find(asked.picture))),
        typed("change_picture", ChangePicture, lambda asked: keep(changed(find, asked))),
    ]


def changed(find: Find, asked: ChangePicture) -> Image.Image:
    """Return the new picture. Raises ToolError."""
    picture = find(asked.picture)
    if asked.crop:
        left, top, right, bottom = asked.crop
        if not (0 <= left < right <= picture.width and 0 <= top < bottom <= picture.height):
            raise ToolError(f"the part does not lie within {picture.width} x {picture.height}")
        picture = picture.crop(asked.crop)
    if asked.width or asked.height:
        width, height = picture.size
        wide = asked.width or max(1, round(width * (asked.height or 0) / height))
        high = asked.height or max(1, round(height * (asked.width or 0) / width))
        picture = picture.resize((min(wide, SIDE), min(high, SIDE)))
    if asked.rotate:
        picture = picture.rotate(-asked.rotate, expand=True)
        picture.thumbnail((SIDE, SIDE))
    if asked.grey:
        picture = picture.convert("L").convert("RGB")
    if asked.text:
        picture = _written(picture.convert("RGB"), asked.text)
    return picture


def _written(picture: Image.Image, text: str) -> Image.Image:
    draw, size = ImageDraw.Draw(picture), max(10, picture.height // 10)
    font = ImageFont.load_default(size)
    place = (picture.width / 2, picture.height - size / 2)
    draw.text(place, text, "white", font, anchor="mb", stroke_width=2, stroke_fill="black")
    return picture
