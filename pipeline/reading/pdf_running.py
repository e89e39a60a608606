"""All pages' lines in; the running heads and feet and page numbers among them marked.

Promise: only a page's outermost rows are judged, and only by what repeats: the same words at the
same height on other pages, numbers that count with the pages, or the article's own title.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from pipeline.reading.pdf_page import Line, Page
from pipeline.reading.wording import opening

HEAD = "a running head, the same on every page"
FOOT = "a running foot, the same on every page"
NUMBER = "a page number"
ASIDE = "set sideways, no part of the text"
_EDGE = 0.16  # of the page's height from its top or bottom
_ROWS = 3  # outermost rows that may run
_SAME = 8.0  # points between the heights of one running head on several pages
_LONGEST = 14  # words
_APART = 1.5  # times its size that a single running head stands off the text
_NUMBER = re.compile(r"(?<![\w.,])\d{1,4}(?![\w,]|\.\d)")
_ALONE = re.compile(
    r"\W*(?:(?:page|p\.|seite|pág\.?|página)\s*)?(?:\d{1,4}|[ivxlc]{1,6})(?:\s*(?:/|of|von|de)\s*\d{1,4})?\W*",
    re.IGNORECASE,
)

Row = list[Line]


def mark(pages: Sequence[Page], lines: Sequence[Sequence[Line]], title: str) -> None:
    """Give the lines that only run along, and those set sideways, their reason."""
    for page, held in zip(pages, lines, strict=True):
        for line in held:
            if not all(word.upright for word in line.words):
                line.reason = ASIDE
            elif not any(
                character.isprintable() and character != "\ufffd" for character in line.text
            ):
                line.reason = "no letters that could be read"
        del page
    for bottom in (False, True):
        edges = [list(_edge(page, held, bottom)) for page, held in zip(pages, lines, strict=True)]
        shift = _shift(edges)
        known = _repeated(edges)
        for number, rows in enumerate(edges):
            _run(rows, number, shift, known, title, bottom, lines[number])


def _edge(page: Page, lines: Sequence[Line], bottom: bool) -> Iterator[Row]:  # noqa: FBT001
    """The outermost rows, the very edge first."""
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


def _repeated(edges: Sequence[Sequence[Row]]) -> list[tuple[str, float]]:
    """Words and height of rows that stand on two pages or more."""
    seen = [(_key(row), row[0].base) for rows in edges for row in rows]
    return [
        (key, base)
        for index, (key, base) in enumerate(seen)
        if any(
            other == key and abs(at - base) < _SAME
            for number, (other, at) in enumerate(seen)
            if number != index
        )
    ]


def _shift(edges: Sequence[Sequence[Row]]) -> int | None:
    """What the numbers printed at this edge are ahead of the count of pages."""
    votes = Counter(
        value - number
        for number, rows in enumerate(edges)
        for value in {int(found) for row in rows for found in _NUMBER.findall(_text(row))}
    )
    if not votes:
        return None
    shift, count = votes.most_common(1)[0]
    return shift if count >= 2 else None  # noqa: PLR2004  once is chance


def _run(  # noqa: PLR0913, PLR0917
    rows: Sequence[Row],
    number: int,
    shift: int | None,
    known: Sequence[tuple[str, float]],
    title: str,
    bottom: bool,  # noqa: FBT001
    lines: Sequence[Line],
) -> None:
    for row in rows:
        text, key = _text(row), _key(row)
        if len(text.split()) > _LONGEST:
            return
        counted = shift is not None and str(number + shift) in _NUMBER.findall(text)
        alone = bool(_ALONE.fullmatch(text)) and (counted or (bottom and shift is None))
        same = any(key == other and abs(row[0].base - at) < _SAME for other, at in known)
        named = bool(title) and _is_named(row, title, lines, number)
        if not (same or alone or counted or named):
            return
        reason = NUMBER if _ALONE.fullmatch(text) else (FOOT if bottom else HEAD)
        for line in row:
            line.reason = reason


def _is_named(row: Row, title: str, lines: Sequence[Line], number: int) -> bool:
    """Whether a later page's outermost row says the title in small type, apart from the text."""
    words = opening(re.sub(r"\d+", "", _text(row)))
    if not number or len(words) < len("the ox") or words not in opening(title):
        return False
    others = [line for line in lines if not line.reason and line not in row]
    nearest = min((abs(line.base - row[0].base) for line in others), default=0.0)
    return nearest > _APART * row[0].size
