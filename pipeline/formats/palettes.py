"""A show → its four colours, and its look. Promise: the same show, the same colours, all legible.

Covers, cards and pages of a show take their colours from here, so that they belong together.
"""

from hashlib import sha256
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.model import Show
from pipeline.values import value

DESIGN = 3  # of covers: raise it when they change; part of every key they are kept under
CARD_DESIGN = 1  # likewise, of pull-quotes
THUMBNAIL_SIDE = 512  # pixels, of what a page shows in half of them
THUMBNAIL = f"{THUMBNAIL_SIDE} 2"  # how a thumbnail is made: its name follows from it

Colour = tuple[int, int, int]  # sRGB, 0 to 255


@value
class Palette:
    """Paper, the ink on it, one accent, and a quiet tone for what stays in the background."""

    name: str
    ground: Colour
    ink: Colour
    accent: Colour
    quiet: Colour


def _palette(name: str, *colours: str) -> Palette:
    ground, ink, accent, quiet = (_colour(colour) for colour in colours)
    return Palette(name=name, ground=ground, ink=ink, accent=accent, quiet=quiet)


def _colour(text: str) -> Colour:
    red, green, blue = bytes.fromhex(text)
    return red, green, blue


# Chosen by eye; ink on ground is at least 9:1, accent on ground at least 4.5:1 (WCAG 2.2).
PALETTES = (
    _palette("bone", "f2ece0", "1d1b19", "b8321f", "d9cfbd"),
    _palette("ultramarine", "1d2b5c", "f6efe2", "f2a65a", "34457f"),
    _palette("pine", "17372f", "f3ecdc", "e8b04b", "2a5347"),
    _palette("oxblood", "571a22", "f7ebdd", "f0a58f", "772c35"),
    _palette("mustard", "e8b53c", "1f1a17", "8c2a1c", "d29e27"),
    _palette("slate", "26292e", "f1eee8", "e4735a", "3c4148"),
    _palette("mist", "d9e2e1", "14272c", "a4371f", "bccbca"),
    _palette("rose", "efd3c8", "2a1a1e", "8f2340", "e0bcae"),
)


_LEGIBLE = 4.5
_LIVELY = 40  # between the strongest and the weakest of red, green and blue: no grey
_NEAR_BLACK, _NEAR_WHITE = _colour("1b1a19"), _colour("faf7f0")
_OWN = 3  # colours that a show gives: ground, ink, accent


def palette(title: str) -> Palette:
    """The colours of a show called `title` that chose none."""
    return PALETTES[sha256(title.encode()).digest()[0] % len(PALETTES)]


def colours_of(show: Show) -> Palette:
    """A show's colours: its own, mended where they could not be read, or those of its title."""
    if len(show.colours) == _OWN:
        return _own(*(_colour(each.lstrip("#")) for each in show.colours))
    named = (each for each in PALETTES if each.name in show.colours)
    return next(named, palette(show.title))


def typefaces_of(show: Show) -> tuple[str, str]:
    """The files of a show's own typefaces, for titles and for text; one stands in for the other."""
    titles, text = show.pages.headings, show.pages.text
    return titles or text, text or titles


def look_of(show: Show) -> tuple[str, ...]:
    """All of a show that its drawn pictures depend on. Raises UsageError without a typeface."""
    own = []
    for file in filter(None, typefaces_of(show)):
        try:
            own.append(sha256(Path(file).read_bytes()).hexdigest())
        except OSError as error:
            raise UsageError(f"the typeface {file} can't be read: put it back") from error
    return (show.title, show.cover_design, *show.colours, *own)


def _own(ground: Colour, ink: Colour, accent: Colour) -> Palette:
    plain = max((_NEAR_BLACK, _NEAR_WHITE), key=lambda each: contrast(each, ground))
    ink = ink if contrast(ink, ground) >= _LEGIBLE else plain
    accent = accent if contrast(accent, ground) >= _LEGIBLE else ink
    return Palette(
        name="own", ground=ground, ink=ink, accent=accent, quiet=mixed(ground, ink, 0.15)
    )


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """`one` with a share of `other` in it."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def css(colour: Colour) -> str:
    """A colour as a style sheet writes it."""
    return "#" + bytes(colour).hex()


def contrast(one: Colour, other: Colour) -> float:
    """How far apart two colours are to the eye: WCAG 2.2's ratio, 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    parts = [part / 255 for part in colour]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 (WCAG)
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def legible(colours: Palette, paper: Colour) -> Colour:
    """A lively colour of the palette that small type on `paper` may have (4.5:1).

    Where none has both, the accent goes as far towards black or white as it must.
    """
    for each in (colours.accent, colours.ground, colours.ink):
        if contrast(each, paper) >= _LEGIBLE and max(each) - min(each) >= _LIVELY:
            return each
    plain = max((_NEAR_BLACK, _NEAR_WHITE), key=lambda each: contrast(each, paper))
    steps = (mixed(colours.accent, plain, step / 20) for step in range(20))
    return next((each for each in steps if contrast(each, paper) >= _LEGIBLE), plain)
