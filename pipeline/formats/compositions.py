"""A cover's words and colours → the cover on an image. Promise: each design holds any title.

Three set the words over a motif of sound, and three are type alone: a poster that the title fills,
a framed title page, and an initial as large as the sheet. Lengths are pixels of a cover's side.
"""

from collections.abc import Callable, Mapping
from hashlib import sha256

from PIL import Image, ImageDraw
from PIL.ImageFont import FreeTypeFont

from pipeline.formats.motifs import KINDS, motif
from pipeline.formats.palettes import Palette
from pipeline.formats.typesetting import (
    ITALIC,
    LEADING,
    SANS,
    SERIF,
    face_for,
    fit,
    font,
    shortened,
)
from pipeline.model import Show
from pipeline.values import value

SIDE = 3000
_MARGIN = 220
_COLUMN = SIDE - 2 * _MARGIN
_TITLE_TOP = 560
_EPISODE_END, _SHOW_END = 2020, 1480  # where words end and the motif starts
_SPEAKER_GAP = 250
_TRACKING = 0.13  # between capitals, in sizes of the type


@value
class Words:
    """What a cover says: the series (empty on its own cover), the title, the speaker.

    The show's title and `title` as they were given seed what is drawn.
    """

    show: Show
    title: str
    head: str
    main: str
    speaker: str

    @property
    def face(self) -> str:
        """What the title is set in."""
        return face_for(self.main, self.show, SERIF)

    @property
    def seed(self) -> bytes:
        """Bytes that tell this cover from others."""
        return sha256(f"{self.show.title}\n{self.title}".encode()).digest()


def compose(image: Image.Image, words: Words, colours: Palette) -> None:
    """Draw a cover in its show's design (one of model.COVER_DESIGNS; empty: by its title)."""
    design = words.show.cover_design
    kind = sha256(words.show.title.encode()).digest()[1] % len(KINDS)
    _DESIGNS.get(design, _over_motif)(image, words, colours, design or tuple(KINDS)[kind])


def tracked(
    draw: ImageDraw.ImageDraw, place: tuple[float, float], text: str, drawn: FreeTypeFont, fill: str
) -> None:
    """Capitals with air between them, from a point on their baseline."""
    across, baseline = place
    for character in text:
        draw.text((across, baseline), character, font=drawn, fill=fill, anchor="ls")
        across += drawn.getlength(character) + drawn.size * _TRACKING


def spaced(drawn: FreeTypeFont, text: str) -> float:
    """The width of such capitals."""
    return sum(drawn.getlength(character) + drawn.size * _TRACKING for character in text)


def capitals(text: str, show: Show, sizes: range, width: float) -> tuple[FreeTypeFont, str]:
    """A series' name in capitals, at the largest of `sizes` (falling) that is within a width."""
    words = shortened(text, 60).upper()
    face = face_for(words, show, SANS)
    for size in sizes:
        drawn = font(face, size)
        if spaced(drawn, words) <= width:
            break
    return drawn, words


def _ink(colour: tuple[int, int, int]) -> str:
    return "#" + bytes(colour).hex()


def _over_motif(image: Image.Image, words: Words, colours: Palette, design: str) -> None:
    """The title at the top left, and below it a drawing of sound."""
    end = (_EPISODE_END if words.title else _SHOW_END) if words.head or words.main else 0
    motif(image, design, words.seed, colours, top=end)
    if not end:
        return
    draw = ImageDraw.Draw(image)
    rule = _MARGIN + 132
    draw.rectangle((_MARGIN, rule, SIDE - _MARGIN, rule + 5), fill=colours.ink)
    drawn, head = capitals(words.head, words.show, range(84, 44, -4), _COLUMN)
    tracked(draw, (_MARGIN, rule - 54), head, drawn, _ink(colours.ink))
    gap = _SPEAKER_GAP if words.speaker else 0
    baseline = _title(draw, words, range(430, 116, -6), _TITLE_TOP, end - gap, colours)
    _speaker(draw, words, (_MARGIN, baseline + gap), colours)


def _title(  # noqa: PLR0913, PLR0917 - a place on a sheet
    draw: ImageDraw.ImageDraw, words: Words, sizes: range, top: float, end: float, colours: Palette
) -> float:
    """The title as large as its room allows; the baseline of its last line."""
    drawn, lines = fit(words.main, words.face, sizes, _COLUMN, end - top)
    baseline = top + drawn.size * 0.72  # the capitals hang from the top
    for line in lines:
        left = _MARGIN - drawn.getbbox(line, anchor="ls")[0]  # the stem stands on the margin
        draw.text((left, baseline), line, font=drawn, fill=colours.ink, anchor="ls")
        baseline += drawn.size * LEADING
    return baseline - drawn.size * LEADING


def _speaker(
    draw: ImageDraw.ImageDraw,
    words: Words,
    place: tuple[float, float],
    colours: Palette,
    at: str = "l",
) -> None:
    if words.speaker:
        face = face_for(words.speaker, words.show, ITALIC)
        drawn, rows = fit(words.speaker, face, range(124, 70, -6), _COLUMN, 140)
        draw.text(place, rows[0], font=drawn, fill=colours.accent, anchor=f"{at}s")


def _poster(image: Image.Image, words: Words, colours: Palette, _: str) -> None:
    """The title fills the sheet; a bar of accent, the series and the speaker stand under it."""
    draw = ImageDraw.Draw(image)
    foot = SIDE - _MARGIN
    draw.rectangle((0, 0, SIDE, 90), fill=colours.accent)
    if words.head:
        drawn, head = capitals(words.head, words.show, range(84, 44, -4), _COLUMN)
        tracked(draw, (_MARGIN, foot), head, drawn, _ink(colours.ink))
    end = foot - (190 if words.head else 0) - (230 if words.speaker else 0)
    _title(draw, words, range(760, 150, -8), 360, end, colours)
    _speaker(draw, words, (_MARGIN, foot - (190 if words.head else 0)), colours)


def _frame(image: Image.Image, words: Words, colours: Palette, _: str) -> None:
    """A title page: everything on the middle axis, in a double frame."""
    draw, middle = ImageDraw.Draw(image), SIDE / 2
    for inset, width in ((130, 22), (178, 5)):
        draw.rectangle(
            (inset, inset, SIDE - inset, SIDE - inset), outline=colours.accent, width=width
        )
    if words.head:
        drawn, head = capitals(words.head, words.show, range(84, 44, -4), _COLUMN - 300)
        wide = spaced(drawn, head) - drawn.size * _TRACKING
        tracked(draw, (middle - wide / 2, 560), head, drawn, _ink(colours.ink))
    drawn, lines = fit(words.main, words.face, range(400, 116, -6), _COLUMN - 300, 1350)
    baseline = middle - 40 - drawn.size * LEADING * (len(lines) - 1) / 2 + drawn.size * 0.33
    for line in lines:
        draw.text((middle, baseline), line, font=drawn, fill=colours.ink, anchor="ms")
        baseline += drawn.size * LEADING
    if words.main:
        draw.rectangle((middle - 150, 2330, middle + 150, 2342), fill=colours.accent)
    _speaker(draw, words, (middle, 2540), colours, "m")


def _initial(image: Image.Image, words: Words, colours: Palette, _: str) -> None:
    """The title's first letter, larger than the sheet, and the words over it."""
    draw = ImageDraw.Draw(image)
    letter = next((each for each in words.main if each.isalnum()), "")
    if letter:
        drawn = font(face_for(letter.upper(), words.show, SERIF), 3300)
        left, top, right, bottom = drawn.getbbox(letter.upper(), anchor="ls")
        place = (SIDE - (right - left) * 0.86 - left, SIDE - bottom + (bottom - top) * 0.1)
        draw.text(place, letter.upper(), font=drawn, fill=colours.quiet, anchor="ls")
    drawn, head = capitals(words.head, words.show, range(84, 44, -4), _COLUMN)
    tracked(draw, (_MARGIN, _MARGIN + 62), head, drawn, _ink(colours.ink))
    if words.main:
        draw.rectangle((_MARGIN, 430, _MARGIN + 300, 448), fill=colours.accent)
    gap = _SPEAKER_GAP if words.speaker else 0
    baseline = _title(draw, words, range(430, 116, -6), 640, 2300 - gap, colours)
    _speaker(draw, words, (_MARGIN, baseline + gap), colours)


_DESIGNS: Mapping[str, Callable[[Image.Image, Words, Palette, str], None]] = {
    "poster": _poster,
    "frame": _frame,
    "initial": _initial,
}
