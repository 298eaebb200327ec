"""What the demo shows besides words: a picture that is described, and written on."""

import base64
from pathlib import Path

from PIL import Image, ImageDraw

from .conversations.attachments import Attachments
from .pictures.admission import encoded

RESULT = Path("reports/demo.png")
_SIZE = 640, 400
_HORIZON, _SUN = 260, 70


def evening() -> bytes:
    """Draw an evening by the sea; return it as a PNG."""
    width, height = _SIZE
    picture = Image.new("RGB", _SIZE)
    draw = ImageDraw.Draw(picture)
    for row in range(height):
        low = row / _HORIZON
        sky = (250, round(110 + 90 * low), round(40 + 60 * low))
        deep = (row - _HORIZON) / (height - _HORIZON)
        sea = (round(40 - 25 * deep), round(80 - 45 * deep), round(190 - 90 * deep))
        draw.line([(0, row), (width, row)], sky if row < _HORIZON else sea)
    sun = (width * 2 / 3 - _SUN, _HORIZON - _SUN, width * 2 / 3 + _SUN, _HORIZON + _SUN)
    draw.pieslice(sun, 180, 360, (255, 235, 120))
    for step in range(9):
        half, row = _SUN * (1 - step / 12), _HORIZON + 8 + 14 * step
        draw.line([(width * 2 / 3 - half, row), (width * 2 / 3 + half, row)], (250, 200, 110), 3)
    draw.polygon([(0, 200), (120, 150), (230, _HORIZON), (0, _HORIZON)], (45, 60, 60))
    return encoded(picture)


QUESTIONS: tuple[tuple[str, list[bytes]], ...] = (
    ("What is this?", [evening()]),
    ("Which colours are in it?", []),
    ('Write "Good evening" on the picture', []),
)


def left(attachments: Attachments, conversation: str) -> str:
    """Leave the last picture where a person can look at it; return the sentence that says so."""
    (address,) = attachments.shown(conversation, "[picture-2: PNG, 640 x 400]").values()
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_bytes(base64.b64decode(address.partition(",")[2]))
    return f"Look at what was written on the picture: {RESULT}"
