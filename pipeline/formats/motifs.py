"""An image and a seed → a drawing on it. Promise: quiet, of sound, and the same every time.

Three kinds, one a show: a wave of bars, lines like a landscape of sound, and rings that spread.
Drawn at twice the size and halved, since Pillow's own edges are hard: in numbers of colours, a byte
a pixel, and halved strip by strip, so that it takes little memory.
"""

from collections.abc import Callable, Mapping
from hashlib import sha256
from math import exp, pi, sin

from PIL import Image, ImageDraw

from pipeline.formats.palettes import Palette

_TWICE = 2
_STRIP = 100  # rows of pixels that are halved at a time
_GROUND, _INK, _ACCENT, _QUIET = range(4)  # the canvas's numbers of colours
_BARS, _LINES, _RINGS = 64, 13, 15


def motif(image: Image.Image, kind: str, seed: bytes, colours: Palette, top: int) -> None:
    """Fill `image` below `top` (pixels) with one of KINDS; its form follows from 32 bytes."""
    size = (image.width * _TWICE, (image.height - top) * _TWICE)
    canvas = Image.new("P", size, _GROUND)
    canvas.putpalette(bytes((*colours.ground, *colours.ink, *colours.accent, *colours.quiet)))
    KINDS[kind](ImageDraw.Draw(canvas), seed, size)
    for down in range(0, image.height - top, _STRIP):
        strip = (0, down * _TWICE, size[0], min((down + _STRIP) * _TWICE, size[1]))
        image.paste(canvas.crop(strip).convert("RGB").reduce(_TWICE), (0, top + down))


def _wave(seed: bytes) -> Callable[[float], float]:
    """A smooth curve over [0, 1], mostly within [0, 1], told by the seed's first bytes."""
    parts = [(2 + 3 * i + seed[i] % 3, 2 * pi * seed[8 + i] / 256) for i in range(6)]

    def at(x: float) -> float:
        swings = (sin(pi * rate * x + turn) / (1 + i / 2) for i, (rate, turn) in enumerate(parts))
        return 0.5 + sum(swings) / 6

    return at


def _bars(draw: ImageDraw.ImageDraw, seed: bytes, size: tuple[int, int]) -> None:
    """A row of upright bars as high as a voice is loud; one of them, the moment, in ink."""
    side, high = size
    margin, shape = side * 0.073, _wave(seed)
    pitch = (side - 2 * margin) / (_BARS - 0.55)
    middle, reach = (high - margin) / 2, (high - margin) / 2 * 0.94
    now = 10 + seed[20] % (_BARS - 20)
    for i in range(_BARS):
        flutter = 0.55 + 0.45 * seed[i % 32] / 255
        tall = reach * max(0.05, min(1.0, shape(i / _BARS) * 1.25) * flutter)
        left = margin + i * pitch
        box = (left, middle - tall, left + pitch * 0.45, middle + tall)
        tone = _INK if i == now else _ACCENT
        draw.rounded_rectangle(box, radius=pitch * 0.225, fill=tone)


def _landscape(draw: ImageDraw.ImageDraw, seed: bytes, size: tuple[int, int]) -> None:
    """Lines across the page, lifted where there is sound; one in the accent."""
    side, high = size
    gap = high / (_LINES + 2.4)
    marked = 3 + seed[21] % (_LINES - 6)
    for row in range(_LINES):
        shape = _wave(sha256(seed + bytes([row])).digest())
        centre = 0.25 + 0.5 * seed[22] / 255 + 0.05 * sin(row)
        spread = 0.16 + 0.1 * seed[row] / 255
        line = []
        for step in range(301):
            x = step / 300
            swell = exp(-(((x - centre) / spread) ** 2))
            line.append((x * side, (row + 3.3) * gap - swell * max(shape(x), 0) * gap * 3.2))
        draw.polygon([*line, (side, high), (0, high)], fill=_GROUND)
        tone, width = (_ACCENT, 26) if row == marked else (_INK, 11)
        draw.line(line, fill=tone, width=width, joint="curve")


def _rings(draw: ImageDraw.ImageDraw, seed: bytes, size: tuple[int, int]) -> None:
    """Rings that spread from a source below the page, broad where the voice is loud."""
    side, high = size
    shape = _wave(seed)
    x, y, reach = side * (0.2 + 0.6 * seed[23] / 255), high * 1.04, high * 0.98
    marked = 3 + seed[24] % (_RINGS - 7)
    for i in range(_RINGS):
        radius = reach * (1 - i / _RINGS)
        width = round(reach / _RINGS * (0.18 + 0.45 * max(0.0, min(1.0, shape(i / _RINGS)))))
        box = (x - radius, y - radius, x + radius, y + radius)
        draw.ellipse(box, outline=_ACCENT if i == marked else _QUIET, width=width)


KINDS: Mapping[str, Callable[[ImageDraw.ImageDraw, bytes, tuple[int, int]], None]] = {
    "bars": _bars,
    "landscape": _landscape,
    "rings": _rings,
}
