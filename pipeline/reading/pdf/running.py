"""All pages' lines in; the running heads and feet and page numbers among them marked.

Promise: only a page's outermost rows are judged, and only by what repeats: the same words or type
at the same height on other pages, numbers that count with the pages, or the article's own title.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from pipeline.patterns import pattern
from pipeline.reading.dates import dated
from pipeline.reading.pdf.page import Line, Page
from pipeline.reading.wording import ends_sentence, opening

HEAD = "a running head, no part of the text"
FOOT = "a running foot, no part of the text"
NUMBER = "a page number"
ASIDE = "set sideways, no part of the text"
JUMP = "a pointer to another page"
UNREADABLE = "no letters that could be read"
HIDDEN = "hidden, or beside the page"
ORNAMENT = "a quotation mark drawn as an ornament"
_EDGE = 0.16  # of the page's height from its top or bottom
_ROWS = 3  # outermost rows that may run
_SAME = 8.0  # points between the heights of one running head on several pages
_LEVEL = 1.0  # points between those of two different ones, on left and right pages
_LONGEST = 14  # words
_SHORTEST = 6  # letters of a title that a running head repeats
_APART = 1.5  # times its size that a running head stands off the text
_TWICE = 2
_FEW = 8  # words of a running head that no other page repeats
_SMALL = 0.94  # times the body's type
_DRAWN = 1.7  # times the body's type
_MARKS = pattern(r"[“”„‟«»‹›‘’‚\"',]{1,3}")
_NUMBER = pattern(r"(?:^\W*|\s)(\d{1,4})(?=\W*$)|^\W*(\d{1,4})(?=\s)")
_ALONE = pattern(
    r"\W*(?:(?:page|p\.|seite|pág\.?|página)\s*)?(?:\d{1,4}|[ivxlc]{1,6})"
    r"(?:\s*(?:/|of|von|de)\s*\d{1,4})?\W*",
    re.IGNORECASE,
)

_ISSUED = pattern(  # a name with an issue, a year or a page: "Long Table  Issue 19  p.22"
    r"[^\W\d_]{3}.{0,80}?\d{1,4}\W{0,3}"
)
_JUMP = pattern(  # as newspapers set it where an article goes on elsewhere
    r"\W*(?:[^.!?]{1,60}\W )?"
    r"(?:(?:is )?continue[sd] (?:on|from|overleaf)|turn to|fortsetzung (?:auf|von)"
    r"|suite (?:en|de la)|viene de la|sigue en la)"
    r"(?:\s(?:pages?|pp?\.|seite|s\.|p[aá]gina))?(?:\s?\d+)?\W*",
    re.IGNORECASE,
)
Row = list[Line]


def mark(pages: Sequence[Page], lines: Sequence[Sequence[Line]], title: str, body: float) -> None:
    """Give the lines that only run along, and those set sideways, their reason.

    `title` is the article's, `body` the size of its usual type.
    """
    for line in (line for held in lines for line in held):
        line.reason = _unread(line, body)
    for bottom in (False, True):
        paired = zip(pages, lines, strict=True)
        edges = [
            _Edge(page.number, bottom, list(_rows(page, held, bottom))) for page, held in paired
        ]
        known = _Known(edges, title, body)
        told = [list(known.running(edge, held)) for edge, held in zip(edges, lines, strict=True)]
        for row in (row for rows in told for row in rows):
            for line in row:
                line.reason = _reason(row, bottom=bottom)


def _unread(line: Line, body: float) -> str:
    """Why a line is not read wherever it stands; empty where nothing says so."""
    if all(word.hidden for word in line.words):
        return HIDDEN
    if not all(word.upright for word in line.words):
        return ASIDE
    if not line.text.replace("\ufffd", "").strip():
        return UNREADABLE
    if line.size >= _DRAWN * body and _MARKS.fullmatch(line.text):
        return ORNAMENT
    return JUMP if _JUMP.fullmatch(line.text) else ""


@dataclass(slots=True)
class _Edge:
    """One page's outermost rows at its top or bottom, the very edge first."""

    number: int
    bottom: bool
    rows: list[Row]


def _rows(page: Page, lines: Sequence[Line], bottom: bool) -> Iterator[Row]:  # noqa: FBT001
    standing = sorted((line for line in lines if not line.reason), key=lambda line: line.base)
    rows = [list(group) for _, group in groupby(standing, key=lambda line: round(line.base / 3))]
    for row in (rows[::-1] if bottom else rows)[:_ROWS]:
        at = row[0].base / page.height
        if at < _EDGE if not bottom else at > 1 - _EDGE:
            yield row


def _text(row: Row) -> str:
    return " ".join(line.text for line in sorted(row, key=lambda line: line.left))


def _key(row: Row) -> str:
    return " ".join(re.sub(r"\d+", "#", _text(row)).casefold().split())


def _numbers(row: Row) -> set[int]:
    return {int(one or other) for one, other in _NUMBER.findall(_text(row))}


def _reason(row: Row, *, bottom: bool) -> str:
    if _ALONE.fullmatch(_text(row)):
        return NUMBER
    return FOOT if bottom else HEAD


class _Known:
    """What all pages say about one edge."""

    def __init__(self, edges: Sequence[_Edge], title: str, body: float) -> None:
        self.body = body
        self.title = opening(title)
        seen = [(_key(row), row[0].base) for edge in edges for row in edge.rows]
        heights: dict[str, list[float]] = {}
        for key, base in seen:
            heights.setdefault(key, []).append(base)
        self.heights = {key: found for key, found in heights.items() if len(found) >= _TWICE}
        votes = Counter(
            value - edge.number
            for edge in edges
            for value in {value for row in edge.rows for value in _numbers(row)}
        )
        best = votes.most_common(1)
        self.shift = best[0][0] if best and best[0][1] >= _TWICE else None
        self.levels = {
            (round(row[0].base), row[0].size)
            for edge in edges
            for row in edge.rows[:1]
            if self._sure(edge, row) or (edge.number and self._named(row))
        }

    def running(self, edge: _Edge, lines: Sequence[Line]) -> Iterator[Row]:
        """The rows of a page that only run along."""
        for row in edge.rows:
            if len(_text(row).split()) > _LONGEST:
                return
            if not (self._sure(edge, row) or self._likely(edge, row, lines)):
                return
            yield row

    def _sure(self, edge: _Edge, row: Row) -> bool:
        same = [at for at in self.heights.get(_key(row), ()) if abs(at - row[0].base) < _SAME]
        counted = self.shift is not None and edge.number + self.shift in _numbers(row)
        lone = edge.bottom and self.shift is None and row is edge.rows[0]
        alone = bool(_ALONE.fullmatch(_text(row)))
        return len(same) >= _TWICE or counted or (lone and alone)

    def _likely(self, edge: _Edge, row: Row, lines: Sequence[Line]) -> bool:
        """Whether a row apart from the text says the title, or stands where others run."""
        if not _stands_apart(row, lines):
            return False
        if self._small(row) and (_is_issue(_text(row)) or _is_numbered(row)):
            return True
        if not edge.number:
            return False
        if self._named(row):
            return True
        if not edge.bottom and row is edge.rows[0] and self._lone(row):
            return True
        at, size = row[0].base, row[0].size
        return any(abs(at - base) <= _LEVEL and size == other for base, other in self.levels)

    def _lone(self, row: Row) -> bool:
        """Whether a few words in small type are all that stands above a later page's text."""
        text = _text(row)
        return self._small(row) and len(text.split()) <= _FEW and not ends_sentence(text)

    def _small(self, row: Row) -> bool:
        return max(line.size for line in row) < _SMALL * self.body

    def _named(self, row: Row) -> bool:
        words = opening(re.sub(r"\d+", "", _text(row)))
        return len(words) >= _SHORTEST and words in self.title


def _is_issue(text: str) -> bool:
    """Whether a line is a name with a number at its end, and no sentence or date."""
    return bool(_ISSUED.fullmatch(text)) and not (ends_sentence(text) or dated(text))


def _is_numbered(row: Row) -> bool:
    """Whether a few words stand level with a page's number, apart from it."""
    numbers = [line for line in row if _ALONE.fullmatch(line.text)]
    return 0 < len(numbers) < len(row) and len(_text(row).split()) <= _FEW


def _stands_apart(row: Row, lines: Sequence[Line]) -> bool:
    others = [line for line in lines if not line.reason and line not in row]
    nearest = min((abs(line.base - row[0].base) for line in others), default=0.0)
    return nearest > _APART * row[0].size
