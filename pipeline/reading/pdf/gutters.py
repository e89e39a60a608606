"""Rows of a page in, the gutter between its columns out.

Promise: a gutter is a space that several rows leave free, with lines of prose on both sides.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby, pairwise
from statistics import median

from pipeline.reading.pdf.insets import DISPLAY, Row
from pipeline.reading.pdf.page import Word

_GUTTER = 0.8  # of the body's size, at least, between columns …
_NARROWEST = 7.0  # … and in points
_ROWS = 3  # rows on each side that make columns
_WORDS = 3  # words in a column's usual row; fewer is a table
_PROSE = 5  # gutters that a column is wide, at least; a narrower one is a table's
_FILLED = 0.6  # of a column's width that its usual row fills
_EDGE = 0.12  # of a region's width; no column is narrower
_CANDIDATES = 12
_HANGS = 4.0  # times the body's size that first lines hang left of the others, at most
_OWN = 0.6  # times its own size, at least, where type is larger than the body's
_OPEN = 3.2  # times the body's size; space in a column that a heading across explains


@dataclass(slots=True)
class Usual:
    """The text's type size, and where columns begin on the pages before, in points."""

    body: float
    known: list[float]
    width: float  # the page's

    @property
    def gutter(self) -> float:
        """The narrowest space between columns."""
        return max(_NARROWEST, _GUTTER * self.body)


@dataclass(slots=True)
class Cut:
    """A gutter right before `edge`, and the stretches of rows (from, to) that leave it free."""

    edge: float
    stretches: list[tuple[int, int]]
    weight: int


def best_cut(rows: Sequence[Row], usual: Usual) -> Cut | None:
    """The gutter that parts most rows; None where no columns stand side by side."""
    if len(rows) < _ROWS:
        return None
    left = min(word.left for row in rows for word in row)
    right = max(word.right for row in rows for word in row)
    margin = _EDGE * (right - left)
    prose = partial(_is_column, usual=usual)
    inside = [edge for edge in _starts(rows, usual) if left + margin < edge < right - margin]
    edges: set[float] = {edge - 1 for edge in inside[:_CANDIDATES]}
    edges |= {at for edge in tuple(edges) for at in _further_out(edge, rows, usual)}
    cuts = (_cut(rows, edge, usual, prose) for edge in sorted(edges))
    found = max((cut for cut in cuts if cut.weight), key=lambda cut: cut.weight, default=None)
    if found:
        usual.known.append(found.edge)
        return found
    again = [_cut(rows, edge, usual, bool) for edge in sorted({*usual.known})]
    again += [_cut(rows, edge, usual, bool) for edge in _begun(rows, usual)]
    return max((cut for cut in again if cut.weight), key=lambda cut: cut.weight, default=None)


def _further_out(edge: float, rows: Sequence[Row], usual: Usual) -> Iterator[float]:
    """Where first lines begin left of those that most rows begin at: they hang."""
    for row in rows:
        for word in _begin(row, usual):
            if edge - _HANGS * usual.body < word.left < edge:
                yield round(word.left) - 1


def _begin(row: Row, usual: Usual) -> Iterator[Word]:
    """The words of a row that stand behind a space as wide as a gutter."""
    for before, word in pairwise([None, *row]):
        if word and (before is None or word.left - before.right >= usual.gutter):
            yield word


def _begun(rows: Sequence[Row], usual: Usual) -> Iterator[float]:
    """Where a second column has only just begun: a few rows beside the top of the first."""
    starts = {round(word.left) - 1 for row in rows for word in row if 2 * word.left > usual.width}
    for edge in sorted(starts):
        within = [row for row in rows if not _crosses(row, edge, usual.gutter)]
        lefts, rights = sides(within, edge)
        if not 0 < len(rights) <= 2 * _ROWS < len(lefts) or not _is_column(lefts, usual):
            continue
        ends = (row[-1].right for row in lefts if len(row) >= _WORDS)
        mirrored = edge + max(ends) - usual.width
        level = rights[0][0].base <= lefts[1][0].base
        plain = all(abs(word.size - usual.body) < 1 for row in rights for word in row)
        if level and plain and abs(mirrored) < usual.gutter:
            yield edge


def _starts(rows: Sequence[Row], usual: Usual) -> list[int]:
    """Where words begin behind a space as wide as a gutter on several rows, most rows first."""
    starts: Counter[int] = Counter()
    for row in rows:
        for word in _begin(row, usual):
            starts[round(word.left)] += 1
    counted = starts.most_common()
    return [at for at, count in counted if count + starts[at - 1] + starts[at + 1] >= _ROWS]


def _cut(
    rows: Sequence[Row], edge: float, usual: Usual, holds: Callable[[Sequence[Row]], bool]
) -> Cut:
    """The stretches in which both sides of an edge hold a column."""
    stretches, weight = list[tuple[int, int]](), 0
    at = 0
    crossing = [_crosses(row, edge, usual.gutter) for row in rows]
    for index in range(1, len(rows) - 1):
        crossing[index] = crossing[index] or _heads(rows, index, edge, usual)
    for across, group in groupby(range(len(rows)), key=lambda index: crossing[index]):
        inside = [rows[index] for index in group]
        if not across:
            both = sides(inside, edge)
            later = bool(stretches) and len(both[0]) >= _ROWS and bool(both[1])
            if later or all(holds(side) for side in both):
                stretches.append((at, at + len(inside)))
                weight += sum(map(len, both))
        at += len(inside)
    return Cut(edge, stretches, weight)


def _heads(rows: Sequence[Row], index: int, edge: float, usual: Usual) -> bool:
    """Whether large type left of the gutter heads both columns: they begin again on one row."""
    row, below = rows[index], rows[index + 1]
    if row[0].size < DISPLAY * usual.body or row[-1].right > edge or row[0].left >= edge:
        return False
    both = below[0].left < edge - 1 and below[-1].left >= edge - 1
    above = [other for other in rows[:index] if other[-1].left >= edge - 1]
    return both and bool(above) and below[0].base - above[-1][-1].base > _OPEN * usual.body


def _crosses(row: Row, edge: float, gutter: float) -> bool:
    before = [word for word in row if word.left < edge - 1]
    behind = [word for word in row if word.left >= edge - 1]
    if not before:
        return False
    end = max(before, key=lambda word: word.right)
    if end.right > edge + 1 or not behind:
        return end.right > edge + 1
    wide = max(gutter, _OWN * min(end.size, behind[0].size))
    return behind[0].left - end.right < wide


def sides(rows: Iterable[Row], edge: float) -> tuple[list[Row], list[Row]]:
    """What rows hold left of a gutter's end, and right of it, without rows that hold nothing."""
    lefts = [[word for word in row if word.left < edge - 1] for row in rows]
    rights = [[word for word in row if word.left >= edge - 1] for row in rows]
    return [row for row in lefts if row], [row for row in rights if row]


def _is_column(rows: Sequence[Row], usual: Usual) -> bool:
    """Whether rows are lines of prose, or of several columns of it at different heights."""
    if len(rows) < _ROWS:
        return False
    plain = [row for row in rows if row[0].size < DISPLAY * usual.body] or rows
    pieces = [piece for row in plain for piece in _pieces(row, usual.gutter)]
    return _fills(plain, usual.gutter) or _fills(pieces, usual.gutter)


def _fills(rows: Sequence[Row], gutter: float) -> bool:
    widths = [row[-1].right - row[0].left for row in rows]
    usual = median(widths)
    prose = usual >= _PROSE * gutter and median(map(len, rows)) >= _WORDS
    return prose and usual >= _FILLED * max(widths)


def _pieces(row: Row, gutter: float) -> Iterator[Row]:
    """A row's words, parted where a gutter could be."""
    piece = row[:1]
    for before, word in pairwise(row):
        if word.left - before.right >= gutter:
            yield piece
            piece = []
        piece.append(word)
    yield piece
