"""Plain text in; its lines, gathered into groups, and how wide it was typed, out.

Promise: every line that is not blank stands in exactly one group or in `furniture`: the page
numbers and running heads that form feeds give away.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.patterns import pattern
from pipeline.reading.page_numbers import is_page_number
from pipeline.values import value

_EDGE = 2  # lines at either end of a page where a running head can stand
_USUAL = 80  # columns of a typescript
_FEW = 4  # lines; fewer tell nothing about the width
_NARROW, _MANY = 50, 30  # columns that only so many lines prove to be the width
_SHARE = 0.9  # of the wrapped lines are within the width
_LONG = 140  # columns; nobody wraps lines at more
_HEAD = 70  # columns of a running head, at most
_DIGITS = pattern(r"\d+|\b[ivxlc]+\b", re.IGNORECASE)
_NUMBERED_PAGE = pattern(
    r"[-–—]\s?\d{1,4}\s?[-–—]|[-–—\[( ]*(?:page|seite|página|pagina)\s+\d{1,4}(?:\s*(?:of|/|von|de"
    r"|di|sur)\s*\d{1,4})?[-–—\]) ]*",
    re.IGNORECASE,
)
_EDGE_LINE = pattern(r"\d{1,4}\s{3,}\S.{0,60}|\S.{0,60}?\s{3,}\d{1,4}")  # as on paper: far apart


@value
class Line:
    """One typed line without its blanks: where it starts, how far it is indented (columns)."""

    text: str
    start: int
    indent: int = 0

    @property
    def end(self) -> int:
        """Where it ends in the source."""
        return self.start + len(self.text)

    @property
    def width(self) -> int:
        """The column behind its last character."""
        return self.indent + len(self.text)


Group = list[Line]

_NO_LINE = Line(text="", start=0)


@dataclass
class Typescript:
    """A plain text's lines, parted by blank ones, and its measure."""

    groups: list[Group] = field(default_factory=list)
    furniture: list[Line] = field(default_factory=list)
    width: int = _USUAL
    wrapped: bool = True
    margin: int = 0  # columns left of the text
    led: bool = False  # paragraphs begin with an indented line

    def fits(self, line: Line, following: Line) -> bool:
        """Whether the next line's first word would have had room: then the break was meant."""
        first = following.text.split(maxsplit=1)[0]
        return not self.wrapped or line.width + 1 + len(first) <= self.width


def gathered(source: str) -> Typescript:
    """Measure a plain text and gather its lines."""
    pages = [list(_page(source, start, end)) for start, end in _pages(source)]
    gone = _running(pages) if len(pages) > 1 else set()
    told = Typescript()
    for page in pages:
        group: Group = []
        for before, line, after in zip(
            [_NO_LINE, *page], page, [*page[1:], _NO_LINE], strict=False
        ):
            alone = not (before.text or after.text)
            edge = _NUMBERED_PAGE.fullmatch(line.text) or _EDGE_LINE.fullmatch(line.text)
            if line.start in gone or (alone and edge):
                told.furniture.append(line)
            elif line.text:
                group.append(line)
            elif group:
                told.groups.append(group)
                group = []
        told.groups.extend([group] if group else [])
    _measure(told)
    return told


def _pages(source: str) -> Iterator[tuple[int, int]]:
    start = 0
    for found in re.finditer("\f", source):
        yield start, found.start()
        start = found.end()
    yield start, len(source)


def _page(source: str, start: int, end: int) -> Iterator[Line]:
    for text in source[start:end].split("\n"):
        bare = text.strip()
        lead = len(text) - len(text.lstrip())
        indent = len(text[:lead].expandtabs(4)) if bare else 0
        yield Line(text=bare, start=start + (lead if bare else 0), indent=indent)
        start += len(text) + 1


def _running(pages: Sequence[Sequence[Line]]) -> set[int]:
    """The starts of lines at pages' edges that are numbers, or that come back page after page."""
    edges: list[list[Line]] = []
    for page in pages:
        held = [line for line in page if line.text]
        edges.append([*held[:_EDGE], *held[_EDGE:][-_EDGE:]])
    alike = Counter(shape for page in edges for shape in {_shape(line) for line in page})
    pieces = Counter(piece for page in edges for piece in {p for one in page for p in _apart(one)})
    wide = {
        line.start for page in edges for line in page if any(pieces[p] > 1 for p in _apart(line))
    }
    return wide | {
        line.start
        for page in edges
        for line in page
        if is_page_number(line.text)
        or (alike[_shape(line)] > 1 and len(line.text) <= _HEAD and line.text[-1] not in ".!?,;")
    }


def _apart(line: Line) -> list[str]:
    """What stands left and right in a line with room in the middle; nothing for other lines."""
    parts = re.split(r"\s{4,}", line.text)
    return parts if len(parts) > 1 and len(line.text) <= _USUAL else []


def _shape(line: Line) -> str:
    return " ".join(_DIGITS.sub("#", line.text).casefold().split())


def _measure(told: Typescript) -> None:
    inner = sorted(line.width for group in told.groups for line in group[:-1])
    measured = inner[int((len(inner) - 1) * _SHARE)] if inner else 0
    if len(inner) >= _FEW and (measured >= _NARROW or len(inner) >= _MANY):
        told.width = measured
        told.wrapped = told.width <= _LONG
    elif inner and inner[-1] > _LONG:
        told.wrapped = False
    if not inner and any(line.width > _LONG for group in told.groups for line in group):
        told.wrapped = False
    indents = Counter(line.indent for group in told.groups for line in group)
    whole = sum(indents.values())
    often = [indent for indent, count in indents.items() if count * 5 >= whole]
    told.margin = min(often, default=0)
    led = sum(_is_led(group, told.margin) for group in told.groups)
    told.led = led > sum(len(group) > 1 for group in told.groups) / 2


def _is_led(group: Group, margin: int) -> bool:
    return len(group) > 1 and group[0].indent > margin and group[1].indent <= margin
