"""A pull-quote → a square picture to pass on, as JPEG bytes. Promise: its words, and no box.

The words as large as they can be, who says them, and the show; in the colours of its covers.
"""

from PIL import Image, ImageDraw

from pipeline.formats.art import drawable, jpeg
from pipeline.formats.compositions import capitals, tracked
from pipeline.formats.palettes import colours_of, css
from pipeline.formats.templating import unquoted
from pipeline.formats.typesetting import ITALIC, SERIF, fit, font, missing
from pipeline.model import Show

SIDE = 1080  # pixels: what social media show
MOST = 110 * 1024  # bytes
_MARGIN = 92
_COLUMN = SIDE - 2 * _MARGIN
_TOP, _END = 250, 800  # of the words
_LONGEST = 520  # characters; what is longer is cut at a word
_LEADING = 1.16
_SIZES = range(104, 32, -2)


def card(show: Show, words: str, speaker: str) -> bytes:
    """A 1080 px square JPEG under 110 KiB; empty when the typeface lacks a glyph of the words."""
    words = drawable(unquoted(words.strip()), "a quote's picture")
    if not words:
        return b""
    colours = colours_of(show)
    image = Image.new("RGB", (SIDE, SIDE), colours.ground)
    draw = ImageDraw.Draw(image)
    mark = font(SERIF, 300)
    draw.text(
        (_MARGIN - mark.getbbox("“")[0], 300), "“", font=mark, fill=colours.accent, anchor="ls"
    )
    drawn, lines = fit(words, SERIF, _SIZES, _COLUMN, _END - _TOP, _LEADING, _LONGEST)
    baseline = _TOP + drawn.size * 0.72
    for line in lines:
        left = _MARGIN - drawn.getbbox(line, anchor="ls")[0]
        draw.text((left, baseline), line, font=drawn, fill=colours.ink, anchor="ls")
        baseline += drawn.size * _LEADING
    _foot(draw, show, drawable(speaker, "a quote's picture"))
    return jpeg(image, MOST)


def _foot(draw: ImageDraw.ImageDraw, show: Show, speaker: str) -> None:
    """Who says it, and below a rule the show."""
    colours = colours_of(show)
    if speaker:
        face = SERIF if missing(speaker, ITALIC) else ITALIC
        drawn, rows = fit(speaker, face, range(46, 28, -2), _COLUMN, 60)
        draw.text((_MARGIN, 898), rows[0], font=drawn, fill=colours.accent, anchor="ls")
    draw.rectangle((_MARGIN, 938, SIDE - _MARGIN, 940), fill=colours.ink)
    if head := drawable(show.title, "a quote's picture"):
        drawn, name = capitals(head, range(28, 16, -2), _COLUMN)
        tracked(draw, (_MARGIN, 996), name, drawn, css(colours.ink))
