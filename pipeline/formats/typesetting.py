"""Words and a width → lines of type. Promise: never a glyph the font lacks, never a widow.

The typefaces are Source Serif and Source Sans, which come as packages, not as files of ours; and
before them those of a show's own. A face is ours by its name, or a file by its path.
"""

import unicodedata
from collections.abc import Callable
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TypeAlias

from PIL import ImageFont, features
from PIL.ImageFont import FreeTypeFont

from pipeline.errors import PlaceError, UsageError
from pipeline.formats.palettes import typefaces_of
from pipeline.model import Show

Length: TypeAlias = Callable[[str], float]
SERIF = "SourceSerifPro-Semibold"
ITALIC = "SourceSerifPro-It"
SANS = "SourceSansPro-Semibold"
_PACKAGES = {"SourceSerifPro": "font_source_serif_pro", "SourceSansPro": "font_source_sans_pro"}
LEADING = 1.06  # from line to line, in sizes of the type
_LONG = 7  # letters that may stand alone on a last line
_NO_GLYPH = "\U0010fffe"  # a noncharacter: every font draws its "missing" box for it
_LEANING = frozenset(
    ("a", "an", "the", "and", "or", "of", "to", "in", "on", "at", "by", "for", "as")
)


def face_for(text: str, show: Show, face: str) -> str:
    """The show's own face in place of one of ours, where it gives one that can draw the text."""
    titles, texts = typefaces_of(show)
    own = texts if face == ITALIC else titles
    if own and not missing(text, own):
        return own
    return SERIF if face == ITALIC and missing(text, ITALIC) else face


@lru_cache(maxsize=64)
def font(face: str, size: int) -> FreeTypeFont:
    """A face at a size in pixels.

    Raises PlaceError when its package is not installed, UsageError when a file is no typeface.
    """
    shaped = features.check("raqm")  # kerning that lives in GPOS needs it
    engine = ImageFont.Layout.RAQM if shaped else ImageFont.Layout.BASIC
    file = face if Path(face).is_absolute() else _ours(face)
    try:
        return ImageFont.truetype(file, size, layout_engine=engine)
    except OSError as error:
        raise UsageError(f"{face} is no typeface: give a .woff2, .otf or .ttf") from error


def _ours(face: str) -> str:
    package = find_spec(_PACKAGES[face.partition("-")[0]])
    if package is None or not package.submodule_search_locations:
        raise PlaceError(f"the typeface {face} is not installed: run pip install render-episode")
    return str(Path(next(iter(package.submodule_search_locations))) / "files" / f"{face}.otf")


def clean(text: str) -> str:
    """Composed letters, single spaces, nothing invisible."""
    composed = unicodedata.normalize("NFC", text)
    return " ".join("".join(c if c.isprintable() else " " for c in composed).split())


def missing(text: str, face: str = SERIF) -> str:
    """The characters of `text` that the face cannot draw, each once; empty when it can."""
    return "".join(c for c in dict.fromkeys(clean(text)) if c != " " and not _drawn(face, c))


@lru_cache(maxsize=4096)
def _drawn(face: str, character: str) -> bool:
    if unicodedata.combining(character):
        return False  # left alone after composing: it would not find its place over the letter
    sample = font(face, 32)
    box = bytes(sample.getmask(_NO_GLYPH))
    return bytes(sample.getmask(character)) != box


def fit(  # noqa: PLR0913, PLR0917 - a text, its type and its room
    text: str,
    face: str,
    sizes: range,
    width: float,
    height: float,
    leading: float = LEADING,
    most: int = 240,
) -> tuple[FreeTypeFont, list[str]]:
    """The largest of `sizes` (falling) at which `text` stands in the box, and its lines.

    At the smallest size what does not fit is cut at a word, with an ellipsis.
    """
    words = shortened(text, most).split()
    for size in sizes:
        drawn = font(face, size)
        room = int(height // (size * leading))
        if drawn.getlength(" ".join(words)) > room * (width + drawn.getlength("  ")):
            continue  # far too long; to lay it out would take ten times as long
        narrow = max(map(drawn.getlength, words), default=0) <= width
        if narrow and len(_greedy(words, drawn.getlength, width)) <= room:
            return drawn, broken(words, drawn.getlength, width)
    lines = broken(_cut(words, drawn.getlength, width), drawn.getlength, width)
    if len(lines) > room:
        lines = [*lines[: room - 1], lines[room - 1].rpartition(" ")[0] + "…"]
    return drawn, lines


def shortened(text: str, most: int) -> str:
    """At most `most` characters of the text, ending with a whole word and an ellipsis."""
    if len(text) <= most:
        return text
    return (text[:most].rpartition(" ")[0] or text[:most]).rstrip(" ,;:–—") + "…"


def _cut(words: list[str], length: Length, width: float) -> list[str]:
    """The words, those wider than a line cut up."""
    pieces: list[str] = []
    for word in words:
        piece = ""
        for character in word:
            if length(piece + character) > width:
                pieces.append(piece)
                piece = ""
            piece += character
        pieces.append(piece)
    return pieces


def broken(words: list[str], length: Length, width: float) -> list[str]:
    """The words in as few lines as they need, as even as they can be.

    Widths are of whole lines, by `length`, in its own unit.
    """
    count = len(_greedy(words, length, width))
    target = length(" ".join(words)) / max(count, 1) / width
    best: dict[int, tuple[float, list[str]]] = {0: (0.0, [])}
    for _ in range(count):
        following: dict[int, tuple[float, list[str]]] = {}
        for start, (cost, lines) in best.items():
            for end in range(start + 1, len(words) + 1):
                line = " ".join(words[start:end])
                if (fill := length(line) / width) > 1 and end > start + 1:
                    break
                total = cost + (fill - target) ** 2 + _ugly(words, start, end)
                if end not in following or total < following[end][0]:
                    following[end] = total, [*lines, line]
        best = following
    return best[len(words)][1]


def _greedy(words: list[str], length: Length, width: float) -> list[str]:
    lines: list[str] = []
    for word in words:
        if lines and length(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _ugly(words: list[str], start: int, end: int) -> float:
    """What a reader's eye minds in a line, beyond its length: a widow, a word that leans on."""
    if end == len(words):
        return 0.15 if end - start == 1 < end and len(words[-1]) < _LONG else 0.0
    if words[end - 1].lower() in _LEANING:
        return 0.12
    return -0.04 if words[end - 1][-1] in ":;,.?!—" else 0.0
