"""Titles → cover art as JPEG bytes. Promise: the same words give the same picture, never a box.

A cover is type over a motif. Paper, ink and kind of motif follow from the show's title, so that
a series is known at a glance; the motif's form follows from the episode's.
"""

import logging
from io import BytesIO

from PIL import Image, ImageDraw
from PIL.ImageFont import FreeTypeFont

from pipeline.formats.motifs import motif
from pipeline.formats.palettes import Palette, palette
from pipeline.formats.typesetting import (
    ITALIC,
    LEADING,
    SANS,
    SERIF,
    clean,
    fit,
    font,
    missing,
    shortened,
)

SIDE = 3000  # pixels: the most that directories take
MOST = 512 * 1024  # bytes
SMALL_SIDE = 1000  # pixels, of what is embedded in a file
SMALL_MOST = 150 * 1024  # bytes
THUMBNAIL_SIDE = 512  # pixels, of what a page shows in half of them

_MARGIN = 220
_COLUMN = SIDE - 2 * _MARGIN
_TITLE_TOP = 560
_EPISODE_END, _SHOW_END = 2020, 1480  # where words end and the motif starts
_SPEAKER_GAP = 250
_TRACKING = 0.13  # between capitals, in sizes of the type

_log = logging.getLogger(__name__)


def cover(show_title: str, title: str = "", speaker: str = "") -> bytes:
    """A 3000 px square JPEG under 512 KiB; without `title`, the cover of the show itself.

    Words with a character that the typefaces lack are left out, with a warning logged; where
    none are left the motif stands alone.
    """
    colours = palette(show_title)
    image = Image.new("RGB", (SIDE, SIDE), colours.ground)
    head, main = (show_title, title) if title else ("", show_title)
    head, main, speaker = _drawable(head), _drawable(main), _drawable(speaker)
    end = (_EPISODE_END if title else _SHOW_END) if head or main else 0
    motif(image, show_title, title, colours, top=end)
    draw = ImageDraw.Draw(image)
    if end:
        _head(draw, head, colours)
        _title(draw, main, speaker, colours, end)
    return _jpeg(image, MOST)


def small(jpeg: bytes) -> bytes:
    """The same picture at no more than 1000 px a side and 150 KiB, to lie inside a file's tag."""
    with Image.open(BytesIO(jpeg)) as image:
        image.draft("RGB", (SMALL_SIDE, SMALL_SIDE))
        picture = image.convert("RGB")
    for side in (SMALL_SIDE, 800, 600, 400):
        picture.thumbnail((side, side), Image.Resampling.LANCZOS)
        data = _jpeg(picture, SMALL_MOST)
        if len(data) < SMALL_MOST:
            break
    return data


def thumbnail(picture: bytes) -> bytes:
    """A small copy for a page: at most 512 px a side, as JPEG. Any format and mode may come in."""
    with Image.open(BytesIO(picture)) as image:
        image.draft("RGB", (2 * THUMBNAIL_SIDE, 2 * THUMBNAIL_SIDE))
        copy = image.convert("RGB")
    copy.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS)
    data = BytesIO()
    copy.save(data, "JPEG", quality=80, optimize=True, progressive=True)
    return data.getvalue()


def _drawable(text: str) -> str:
    """The text as it can be drawn: composed, or nothing when a glyph is missing."""
    text = clean(text)
    if lacking := missing(text):
        _log.warning("the cover leaves out “%s”: its typeface lacks %s", text, " ".join(lacking))
        return ""
    return text


def _head(draw: ImageDraw.ImageDraw, text: str, colours: Palette) -> None:
    """The series, small and wide, over a rule."""
    rule = _MARGIN + 132
    draw.rectangle((_MARGIN, rule, SIDE - _MARGIN, rule + 5), fill=colours.ink)
    capitals = shortened(text, 60).upper()
    for size in range(84, 44, -4):
        drawn = font(SANS, size)
        if _spaced(drawn, capitals) <= _COLUMN:
            break
    across = float(_MARGIN)
    for character in capitals:
        draw.text((across, rule - 54), character, font=drawn, fill=colours.ink, anchor="ls")
        across += drawn.getlength(character) + drawn.size * _TRACKING


def _spaced(drawn: FreeTypeFont, text: str) -> float:
    return sum(drawn.getlength(character) + drawn.size * _TRACKING for character in text)


def _title(draw: ImageDraw.ImageDraw, text: str, speaker: str, colours: Palette, end: int) -> None:
    """The title as large as its room down to `end` allows, the speaker under it."""
    height = end - _TITLE_TOP - (_SPEAKER_GAP if speaker else 0)
    drawn, lines = fit(text, SERIF, range(430, 116, -6), _COLUMN, height)
    baseline = _TITLE_TOP + drawn.size * 0.72  # the capitals hang from the top
    for line in lines:
        left = _MARGIN - drawn.getbbox(line, anchor="ls")[0]  # the stem stands on the margin
        draw.text((left, baseline), line, font=drawn, fill=colours.ink, anchor="ls")
        baseline += drawn.size * LEADING
    if speaker:
        face = SERIF if missing(speaker, ITALIC) else ITALIC
        name, rows = fit(speaker, face, range(124, 70, -6), _COLUMN, 140)
        place = (_MARGIN, baseline - drawn.size * LEADING + _SPEAKER_GAP)
        draw.text(place, rows[0], font=name, fill=colours.accent, anchor="ls")


def _jpeg(image: Image.Image, most: int) -> bytes:
    """The image at the best quality that stays under `most` bytes. 72 dpi, no alpha.

    In one pass: to choose its own codes, JPEG would keep 50 MB for 5 % of the file.
    """
    for quality in (86, 80, 72, 60, 45, 30):
        data = BytesIO()
        image.save(data, "JPEG", quality=quality, subsampling=0, dpi=(72, 72))
        if data.tell() < most:
            break
    return data.getvalue()
