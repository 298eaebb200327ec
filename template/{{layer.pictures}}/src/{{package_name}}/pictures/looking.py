"""What can be said of a picture without a model that sees: size, brightness, main colours."""

from PIL import Image, ImageStat

# Basic colour terms, which most languages have a word for.
_COLOURS = {
    "black": (0, 0, 0),
    "white": (255, 255, 255),
    "grey": (128, 128, 128),
    "red": (220, 30, 30),
    "orange": (250, 140, 20),
    "yellow": (250, 230, 40),
    "green": (40, 160, 60),
    "turquoise": (50, 190, 190),
    "blue": (40, 80, 210),
    "purple": (130, 50, 170),
    "pink": (250, 150, 190),
    "brown": (120, 75, 40),
}
_LEAST = 0.03


def described(picture: Image.Image) -> str:
    """Return size, form, brightness and the colours that cover most of a picture."""
    width, height = picture.size
    form = "square" if width == height else "wide" if width > height else "tall"
    seen = picture.convert("RGB")
    light = ImageStat.Stat(seen.convert("L")).mean[0] / 255
    tone = "dark" if light < 0.25 else "bright" if light > 0.65 else "of medium brightness"
    kind = " with transparency" if picture.mode == "RGBA" else ""
    colours = ", ".join(f"{name} ({share:.0%})" for name, share in colours_of(seen))
    return f"{width} x {height} pixels, {form}, {tone}{kind}; main colours: {colours}"


def colours_of(picture: Image.Image) -> list[tuple[str, float]]:
    """Return the names of the main colours with the share that each covers, the largest first."""
    small = picture.resize((64, 64)).quantize(12)
    palette, counts = small.getpalette() or [], small.getcolors() or []
    shares: dict[str, float] = {}
    for count, index in counts:
        assert isinstance(index, int)
        red, green, blue = palette[3 * index : 3 * index + 3]
        name = min(_COLOURS, key=lambda one: _distance(_COLOURS[one], (red, green, blue)))
        shares[name] = shares.get(name, 0.0) + count / 64**2
    named = sorted(shares.items(), key=lambda one: -one[1])
    return [one for one in named if one[1] >= _LEAST][:4]


def _distance(one: tuple[int, int, int], other: tuple[int, int, int]) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))
