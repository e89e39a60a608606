"""A pull-quote → a square picture to pass on, as JPEG bytes. Promise: its words, and no box.

The words as large as they can be, who says them, and the show; in the colours of its covers.
"""

from collections.abc import Iterator, Sequence

from PIL import Image, ImageDraw
from PIL.ImageFont import FreeTypeFont

from pipeline.formats.art import drawable, jpeg
from pipeline.formats.compositions import capitals, tracked
from pipeline.formats.palettes import Colour, Palette, colours_of, css
from pipeline.formats.templating import unquoted
from pipeline.formats.typesetting import ITALIC, SERIF, clean, face_for, fit, font
from pipeline.model import Show
from pipeline.values import value

SIDE = 1080  # pixels: what social media show
MARGIN = 92
MOST = 110 * 1024  # bytes
_COLUMN = SIDE - 2 * MARGIN
_TOP, _END = 250, 800  # of the words
_LONGEST = 520  # characters; what is longer is cut at a word
_LEADING = 1.16
_SIZES = range(104, 32, -2)


@value
class Sheet:
    """A card on which words can be written: its image, type, colours and where each word stands.

    `places` are (word, left, baseline), in pixels.
    """

    image: Image.Image
    type: FreeTypeFont
    colours: Palette
    places: tuple[tuple[str, float, float], ...]

    def write(self, words: Sequence[tuple[str, float, float]], tone: Colour) -> None:
        """Words in their places, in one tone."""
        draw = ImageDraw.Draw(self.image)
        for word, left, baseline in words:
            draw.text((left, baseline), word, font=self.type, fill=tone, anchor="ls")


def card(show: Show, words: str, speaker: str) -> bytes:
    """A 1080 px square JPEG under 110 KiB; empty when the typeface lacks a glyph of the words."""
    laid = sheet(show, words, speaker)
    if laid is None:
        return b""
    laid.write(laid.places, laid.colours.ink)
    return jpeg(laid.image, MOST)


def sheet(show: Show, words: str, speaker: str, foot: float = _COLUMN) -> Sheet | None:
    """A card without its words yet; None when the typeface lacks a glyph of them.

    `foot` is how wide the show's name at the bottom may be.
    """
    words = drawable(unquoted(clean(words)), show, "a quote's picture")
    if not words:
        return None
    colours = colours_of(show)
    image = Image.new("RGB", (SIDE, SIDE), colours.ground)
    draw = ImageDraw.Draw(image)
    mark = font(face_for("“", show, SERIF), 300)
    hung = MARGIN - mark.getbbox("“")[0]
    draw.text((hung, 300), "“", font=mark, fill=colours.accent, anchor="ls")
    drawn, lines = fit(
        words, face_for(words, show, SERIF), _SIZES, _COLUMN, _END - _TOP, _LEADING, _LONGEST
    )
    _foot(draw, show, drawable(speaker, show, "a quote's picture"), foot)
    return Sheet(image=image, type=drawn, colours=colours, places=tuple(_places(drawn, lines)))


def _places(drawn: FreeTypeFont, lines: Sequence[str]) -> Iterator[tuple[str, float, float]]:
    """Each word of the lines where it stands in its line, kerned with what is before it."""
    baseline = _TOP + drawn.size * 0.72
    for line in lines:
        left = MARGIN - drawn.getbbox(line, anchor="ls")[0]
        at = 0
        for word in line.split(" "):
            yield word, left + drawn.getlength(line[:at]), baseline
            at += len(word) + 1
        baseline += drawn.size * _LEADING


def _foot(draw: ImageDraw.ImageDraw, show: Show, speaker: str, width: float) -> None:
    """Who says it, and below a rule the show."""
    colours = colours_of(show)
    if speaker:
        face = face_for(speaker, show, ITALIC)
        drawn, rows = fit(speaker, face, range(46, 28, -2), _COLUMN, 60)
        draw.text((MARGIN, 898), rows[0], font=drawn, fill=colours.accent, anchor="ls")
    draw.rectangle((MARGIN, 938, SIDE - MARGIN, 940), fill=colours.ink)
    if head := drawable(show.title, show, "a quote's picture"):
        drawn, name = capitals(head, show, range(28, 12, -2), width)
        tracked(draw, (MARGIN, 996), name, drawn, css(colours.ink))
