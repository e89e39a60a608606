"""Words as a file spaces them in, the same with letters that were only set wide as one word out.

Promise: every letter stays, in its order; only blanks inside one line of widely spaced type, as
magazines set names and kickers, go.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median

from pipeline.reading.pdf.page import Word

_LETTERS = 5  # fewer do not show how wide they are set
_CLOSE = 0.1  # share of letters that stand closer, as pairs like AV do
_WIDE = 0.06  # of its size between letters; usual type has none
_BLANK = 0.14  # of its size that a blank is wider than the space between letters


def tightened(words: Sequence[Word]) -> list[Word]:
    """Put widely spaced letters together."""
    return [word for row in _rows(words) for word in (_joined(row) if _is_wide(row) else row)]


def _rows(words: Iterable[Word]) -> Iterator[list[Word]]:
    """Words that follow each other on one line in one look."""
    row: list[Word] = []
    for word in words:
        if row and not _goes_on(row[-1], word):
            yield row
            row = []
        row.append(word)
    if row:
        yield row


def _goes_on(before: Word, word: Word) -> bool:
    alike = before.look == word.look and abs(before.size - word.size) < 0.1  # noqa: PLR2004
    level = abs(before.base - word.base) < 0.5 and before.upright and word.upright  # noqa: PLR2004
    return alike and level and 0 <= word.left - before.right < 2 * word.size


def _is_wide(row: Sequence[Word]) -> bool:
    if sum(len(word.text) for word in row) < _LETTERS or len(row) < 2:  # noqa: PLR2004
        return False
    size, gaps = row[0].size, _gaps(row)
    close = sum(gap < _WIDE * size / 2 for gap in gaps)
    return close <= _CLOSE * len(gaps) and median(gaps) > _WIDE * size


def _gaps(row: Sequence[Word]) -> list[float]:
    lefts = [left for word in row for left in word.lefts]
    edges = [edge for word in row for edge in word.edges]
    return [left - edge for left, edge in zip(lefts[1:], edges, strict=False)]


def _joined(row: Sequence[Word]) -> list[Word]:
    blank = _least(_gaps(row)) + _BLANK * row[0].size
    made = [row[0]]
    for before, word in pairwise(row):
        if word.left - before.right > blank:
            made.append(word)
            continue
        last = made[-1]
        last.text += word.text
        last.right = word.right
        last.edges += word.edges
        last.lefts += word.lefts
    return made


def _least(gaps: Sequence[float]) -> float:
    """The usual space between letters: most gaps are no blanks."""
    return sorted(gaps)[len(gaps) // 3]
