"""Titles → cover art as JPEG bytes. Promise: the same words give the same picture, never a box.

Colours and design are the show's, or follow from its title, so that a series is known at a glance;
what is drawn follows from the episode's.
"""

import logging
from io import BytesIO

from PIL import Image

from pipeline.formats.compositions import SIDE, Words, compose
from pipeline.formats.palettes import THUMBNAIL_SIDE, colours_of
from pipeline.formats.typesetting import SERIF, clean, face_for, missing
from pipeline.model import Show

MOST = 512 * 1024  # bytes; 3000 pixels a side are the most that directories take
SMALL_SIDE = 1000  # pixels, of what is embedded in a file
SMALL_MOST = 150 * 1024  # bytes

_log = logging.getLogger(__name__)


def cover(show: Show, title: str = "", speaker: str = "") -> bytes:
    """A 3000 px square JPEG under 512 KiB; without `title`, the cover of the show itself.

    Words with a character that the typefaces lack are left out, with a warning logged; where
    none are left the motif stands alone.
    """
    colours = colours_of(show)
    image = Image.new("RGB", (SIDE, SIDE), colours.ground)
    head, main = (show.title, title) if title else ("", show.title)
    words = Words(
        show=show,
        title=title,
        head=drawable(head, show, "the cover"),
        main=drawable(main, show, "the cover"),
        speaker=drawable(speaker, show, "the cover"),
    )
    compose(image, words, colours)
    return jpeg(image, MOST)


def small(picture: bytes) -> bytes:
    """The same picture at no more than 1000 px a side and 150 KiB, to lie inside a file's tag."""
    with Image.open(BytesIO(picture)) as image:
        image.draft("RGB", (SMALL_SIDE, SMALL_SIDE))
        copy = image.convert("RGB")
    for side in (SMALL_SIDE, 800, 600, 400):
        copy.thumbnail((side, side), Image.Resampling.LANCZOS)
        data = jpeg(copy, SMALL_MOST)
        if len(data) < SMALL_MOST:
            break
    return data


def thumbnail(picture: bytes) -> bytes:
    """A small copy for a page: at most 512 px a side, as JPEG. Any format and mode may come in."""
    with Image.open(BytesIO(picture)) as image:
        image.draft("RGB", (THUMBNAIL_SIDE, THUMBNAIL_SIDE))
        copy = image.convert("RGB")
    copy.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS)
    data = BytesIO()
    copy.save(data, "JPEG", quality=80, optimize=True, progressive=True)
    return data.getvalue()


def drawable(text: str, show: Show, where: str) -> str:
    """The text as it can be drawn: composed; or nothing, and a warning, when a glyph is missing."""
    text = clean(text)
    if lacking := missing(text, face_for(text, show, SERIF)):
        _log.warning("%s leaves out “%s”: its typeface lacks %s", where, text, " ".join(lacking))
        return ""
    return text


def jpeg(image: Image.Image, most: int) -> bytes:
    """The image at the best quality that stays under `most` bytes. 72 dpi, no alpha.

    In one pass: to choose its own codes, JPEG would keep 50 MB for 5 % of the file.
    """
    for quality in (86, 80, 72, 60, 45, 30):
        data = BytesIO()
        image.save(data, "JPEG", quality=quality, subsampling=0, dpi=(72, 72))
        if data.tell() < most:
            break
    return data.getvalue()
