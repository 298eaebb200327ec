"""What comes as a picture becomes one that is safe to keep, to show and to send to a model.

It is known by its content, never by its name; its size is known before it is unpacked; and what is
kept is drawn anew, so that neither position nor camera, nor anything hidden behind it, goes along.
"""

import warnings
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from ..ports import RunError

MAX_BYTES = 5 * 1024**2
MAX_PIXELS = 40_000_000
SIDE = 1_024
"""Pixels of the longer side of what is kept: more costs tokens, and no model sees more in it."""

FORMATS = ("PNG", "JPEG", "WEBP", "GIF")


def admitted(data: bytes) -> Image.Image:
    """Return the picture that some bytes are. Raises RunError with a sentence for their sender."""
    if len(data) > MAX_BYTES:
        raise RunError(f"a picture has at most {MAX_BYTES // 1024**2} MB here")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(BytesIO(data), formats=FORMATS) as opened:
                width, height = opened.size
                if width * height > MAX_PIXELS:
                    most = MAX_PIXELS // 1_000_000
                    raise RunError(f"a picture has at most {most} million pixels")
                upright = ImageOps.exif_transpose(opened)
                alpha = upright.has_transparency_data
                plain = upright.convert("RGBA" if alpha else "RGB")
    except UnidentifiedImageError:
        raise RunError(f"this is no picture: {', '.join(FORMATS)} are taken") from None
    except (OSError, SyntaxError, ValueError, Warning, Image.DecompressionBombError):
        raise RunError("this picture is broken: save it anew, and try again") from None
    plain.thumbnail((SIDE, SIDE))
    # A new canvas holds pixels and nothing else.
    drawn = Image.new(plain.mode, plain.size)
    drawn.paste(plain)
    return drawn


def encoded(picture: Image.Image) -> bytes:
    """Return a picture as the bytes of a PNG."""
    written = BytesIO()
    picture.save(written, "PNG", optimize=False)
    return written.getvalue()
