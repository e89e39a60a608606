"""A page's words in, its lines in reading order out.

Promise: every word comes out once. Columns are told by a gutter that several rows leave free, read
left to right between whatever stands across them; type set into a column is taken out of its rows.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby, pairwise
from statistics import median

from pipeline.reading.pdf.insets import (
    DISPLAY,
    SMALL,
    Row,
    attach,
    column_of,
    insets,
    is_before,
    is_cap,
    is_marginal,
    put,
    rows_of,
    run_round,
    settle,
    without,
)
from pipeline.reading.pdf.page import Line, Page, Word
from pipeline.reading.wording import ends_sentence

_GUTTER = 0.8  # of the body's size, at least, between columns …
_NARROWEST = 7.0  # … and in points
_ROWS = 3  # rows on each side that make columns
_WORDS = 3  # words in a column's usual row; fewer is a table
_PROSE = 5  # gutters that a column is wide, at least; a narrower one is a table's
_FILLED = 0.6  # of a column's width that its usual row fills
_EDGE = 0.12  # of a region's width; no column is narrower
_CANDIDATES = 12
_OPEN = 3.2  # times the body's size; space in a column that a heading across explains


def lines(page: Page, body: float, known: list[float]) -> list[Line]:
    """A page's lines as they are read; `column` counts the page's columns from 0.

    `known` holds the gutters of the pages before, and gets this page's.
    """
    usual = _Usual(body, known, page.width)
    upright = [word for word in page.words if word.upright and not word.hidden]
    unread = [word for word in page.words if word.hidden or not word.upright]
    settle(upright)
    caps = [word for word in upright if is_cap(word, upright, body)]
    kept = [word for word in upright if not any(word is cap for cap in caps)]
    floats = list(insets(kept, body, sides=2))
    rest = without(kept, floats)
    leaves: list[list[Row]] = []
    for region in _regions(rest, usual):
        beside = list(insets(region, body, sides=1)) if len(region) > _WORDS else []
        floats.extend(beside)
        leaves.append(rows_of(without(region, beside)))
    notes = [rows for rows in leaves if rows and is_marginal(rows, leaves, body)]
    floats.extend([word for row in rows for word in row] for rows in notes)
    leaves = [rows for rows in leaves if rows not in notes]
    found = [column_of(page, rows, number) for number, rows in enumerate(leaves) if rows]
    asides = [column_of(page, rows_of(group), 0) for group in floats]
    for aside in asides:
        put(found, aside)
    for cap in caps:
        attach(found, cap, page)
    told = [line for column in found for line in column]
    for aside in asides:
        run_round(told, aside)
    for line in told:
        line.dotted = any(is_before(dot, line) for dot in page.dots)
    rows = [list(group) for _, group in groupby(unread, key=lambda word: round(word.base))]
    return [*told, *column_of(page, rows, len(leaves))]


@dataclass(slots=True)
class _Usual:
    """The text's type size, and where columns begin on the pages before, in points."""

    body: float
    known: list[float]
    width: float  # the page's

    @property
    def gutter(self) -> float:
        """The narrowest space between columns."""
        return max(_NARROWEST, _GUTTER * self.body)


@dataclass(slots=True)
class _Cut:
    """A gutter right before `edge`, and the stretches of rows (from, to) that leave it free."""

    edge: float
    stretches: list[tuple[int, int]]
    weight: int


def _regions(words: Sequence[Word], usual: _Usual) -> Iterator[list[Word]]:
    """Words of one column after the other, in reading order."""
    rows = rows_of(words)
    cut = _best(rows, usual)
    if cut is None:
        if words:
            yield list(words)
        return
    at = 0
    parts: list[tuple[bool, list[Row]]] = []
    for start, end in cut.stretches:
        while 0 < start < end and _trails(rows[start - 1], rows[start], cut.edge):
            start += 1  # noqa: PLW2901  the row is the last one of what stands across
        if start > at:
            parts.append((False, rows[at:start]))
        parts.append((True, rows[start:end]))
        at = end
    if at < len(rows):
        parts.append((False, rows[at:]))
    yield from _ordered(parts, cut.edge, usual)


def _trails(above: Row, row: Row, edge: float) -> bool:
    """Whether a row left of the gutter is the last line of what stands across the columns."""
    if row[-1].right > edge or abs(above[0].size - row[0].size) > 0.1:  # noqa: PLR2004
        return False
    close = row[0].base - above[0].base < 1.6 * row[0].size
    return close and above[0].look == row[0].look and abs(above[0].left - row[0].left) < row[0].size


def _ordered(
    parts: list[tuple[bool, list[Row]]], edge: float, usual: _Usual
) -> Iterator[list[Word]]:
    waiting: list[list[Row]] = []  # stretches of columns that run on past what stands across
    across: list[list[Row]] = []
    for index, (split, rows) in enumerate(parts):
        if split:
            waiting.append(rows)
            continue
        later = parts[index + 1][1] if index + 1 < len(parts) else None
        if waiting and later and _flows_past(waiting[-1], rows, later, edge, usual.body):
            across.append(rows)
            continue
        yield from _columns(waiting, across, edge, usual)
        waiting, across = [], []
        yield from _regions(_flat(rows), usual)
    yield from _columns(waiting, across, edge, usual)


def _columns(
    stretches: list[list[Row]], across: list[list[Row]], edge: float, usual: _Usual
) -> Iterator[list[Word]]:
    words = [word for rows in stretches for word in _flat(rows)]
    if not words:
        return
    yield from _regions([word for word in words if word.left < edge - 1], usual)
    for rows in across:
        yield _flat(rows)
    yield from _regions([word for word in words if word.left >= edge - 1], usual)


def _flows_past(
    above: Sequence[Row], across: Sequence[Row], below: Sequence[Row], edge: float, body: float
) -> bool:
    """Whether columns run on below what stands across them: a quote or a picture's caption."""
    if any(SMALL * body < word.size < DISPLAY * body for word in _flat(across)):
        return False
    lefts = [word for word in _flat(above) if word.left < edge - 1]
    rights = [word for word in _flat(above) if word.left >= edge - 1]
    under = [word for word in _flat(below) if word.left < edge - 1]
    if not (lefts and rights and under) or ends_sentence(lefts[-1].text):
        return False
    return under[0].text[:1].islower() and not (
        rights[0].text[:1].islower() and len(_flat(across)) <= len("a heading")
    )


def _flat(rows: Iterable[Row]) -> list[Word]:
    return [word for row in rows for word in row]


def _best(rows: Sequence[Row], usual: _Usual) -> _Cut | None:
    if len(rows) < _ROWS:
        return None
    left = min(word.left for row in rows for word in row)
    right = max(word.right for row in rows for word in row)
    margin = _EDGE * (right - left)
    prose = partial(_is_column, gutter=usual.gutter)
    inside = [edge for edge in _starts(rows, usual) if left + margin < edge < right - margin]
    cuts = (_cut(rows, edge - 1, usual, prose) for edge in inside[:_CANDIDATES])
    best = max((cut for cut in cuts if cut.weight), key=lambda cut: cut.weight, default=None)
    if best:
        usual.known.append(best.edge)
        return best
    again = [_cut(rows, edge, usual, bool) for edge in sorted({*usual.known})]
    again += [_cut(rows, edge, usual, bool) for edge in _begun(rows, usual)]
    return max((cut for cut in again if cut.weight), key=lambda cut: cut.weight, default=None)


def _begun(rows: Sequence[Row], usual: _Usual) -> Iterator[float]:
    """Where a second column has only just begun: a few rows beside the top of the first."""
    starts = {round(word.left) - 1 for row in rows for word in row if 2 * word.left > usual.width}
    for edge in sorted(starts):
        within = [row for row in rows if not _crosses(row, edge, usual.gutter)]
        lefts, rights = _sides(within, edge)
        if not 0 < len(rights) <= 2 * _ROWS < len(lefts) or not _is_column(lefts, usual.gutter):
            continue
        ends = (row[-1].right for row in lefts if len(row) >= _WORDS)
        mirrored = edge + max(ends) - usual.width
        level = rights[0][0].base <= lefts[1][0].base
        plain = all(abs(word.size - usual.body) < 1 for row in rights for word in row)
        if level and plain and abs(mirrored) < usual.gutter:
            yield edge


def _starts(rows: Sequence[Row], usual: _Usual) -> list[int]:
    """Where words begin behind a space as wide as a gutter on several rows, most rows first."""
    starts: Counter[int] = Counter()
    for row in rows:
        for before, word in pairwise([None, *row]):
            if word and (before is None or word.left - before.right >= usual.gutter):
                starts[round(word.left)] += 1
    counted = starts.most_common()
    return [at for at, count in counted if count + starts[at - 1] + starts[at + 1] >= _ROWS]


def _cut(
    rows: Sequence[Row], edge: float, usual: _Usual, holds: Callable[[Sequence[Row]], bool]
) -> _Cut:
    """The stretches in which both sides of an edge hold a column."""
    stretches, weight = [], 0
    at = 0
    crossing = [_crosses(row, edge, usual.gutter) for row in rows]
    for index in range(1, len(rows) - 1):
        crossing[index] = crossing[index] or _heads(rows, index, edge, usual)
    for across, group in groupby(range(len(rows)), key=lambda index: crossing[index]):
        inside = [rows[index] for index in group]
        if not across:
            sides = _sides(inside, edge)
            if all(holds(side) for side in sides):
                stretches.append((at, at + len(inside)))
                weight += sum(map(len, sides))
        at += len(inside)
    return _Cut(edge, stretches, weight)


def _heads(rows: Sequence[Row], index: int, edge: float, usual: _Usual) -> bool:
    """Whether large type left of the gutter heads both columns: they begin again on one row."""
    row, below = rows[index], rows[index + 1]
    if row[0].size < DISPLAY * usual.body or row[-1].right > edge or row[0].left >= edge:
        return False
    both = below[0].left < edge - 1 and below[-1].left >= edge - 1
    above = [other for other in rows[:index] if other[-1].left >= edge - 1]
    return both and bool(above) and below[0].base - above[-1][-1].base > _OPEN * usual.body


def _crosses(row: Row, edge: float, gutter: float) -> bool:
    before = max((word.right for word in row if word.left < edge - 1), default=None)
    behind = min((word.left for word in row if word.left >= edge - 1), default=None)
    if before is None:
        return False
    return before > edge + 1 or (behind is not None and behind - before < gutter)


def _sides(rows: Iterable[Row], edge: float) -> tuple[list[Row], list[Row]]:
    lefts = [[word for word in row if word.left < edge - 1] for row in rows]
    rights = [[word for word in row if word.left >= edge - 1] for row in rows]
    return [row for row in lefts if row], [row for row in rights if row]


def _is_column(rows: Sequence[Row], gutter: float) -> bool:
    """Whether rows are lines of prose, or of several columns of it at different heights."""
    if len(rows) < _ROWS:
        return False
    pieces = [piece for row in rows for piece in _pieces(row, gutter)]
    return _fills(rows, gutter) or _fills(pieces, gutter)


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
