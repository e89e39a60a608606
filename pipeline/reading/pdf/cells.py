"""Lines in; those that are rows of a table, and where their cells begin, out.

Promise: two rows or more whose cells stand under one another are a table, with the lines that their
cells wrap into; justified prose, however wide its blanks, is none.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from pipeline.reading.pdf.page import Line

_GAP = 1.2  # times its size between two cells
_WIDER = 2.0  # times the other gaps of the line
_ALIKE = 0.6  # points that the blanks of a justified line differ
_DRAWN = 3.0  # times its size; no justified line has wider blanks
_UNDER = 3.0  # points that cells may stand off one another
_WRAPPED = 1.4  # times its size between the lines of one cell, at most
_CELL = 8  # words in a cell, at most


def cells(line: Line) -> list[int]:
    """The indexes of the words that begin a cell; [0] alone for a line of prose."""
    gaps = [after.left - before.right for before, after in pairwise(line.words)]
    if _justified(line, gaps):
        return [0]
    inner = [gap for gap in gaps if gap < _GAP * line.size]
    usual = median(inner) if inner else 0.0
    wide = max(_GAP * line.size, _WIDER * usual)
    return [0, *(index for index, gap in enumerate(gaps, 1) if gap >= wide)]


def _justified(line: Line, gaps: Sequence[float]) -> bool:
    """Whether a line is prose drawn out to its column's width: all its blanks are alike."""
    if len(gaps) < 2 or max(gaps) > _DRAWN * line.size:  # noqa: PLR2004
        return False
    return max(gaps) - min(gaps) < _ALIKE


def table_rows(lines: Sequence[Line]) -> Iterator[int]:
    """The lines, by identity, that are rows of a table."""
    parted = [(line, cells(line)) for line in lines]
    held = set(_whole_rows(parted))
    yield from held
    for (above, starts), (line, others) in pairwise(parted):
        if (id(above) in held) == (id(line) in held) or not 0 < line.lead < _WRAPPED * line.size:
            continue
        row, part = (above, line) if id(above) in held else (line, above)
        ends = (others, starts) if row is line else (starts, others)
        if above.size == line.size and _wraps(part, ends[1], row, ends[0]):
            yield id(part)


def _whole_rows(parted: Sequence[tuple[Line, list[int]]]) -> Iterator[int]:
    """The lines, by identity, that have as many cells as the one above or below them."""
    for (above, starts), (line, others) in pairwise(parted):
        if (
            above.size == line.size
            and len(starts) == len(others) > 1
            and _aligned(above, starts, line, others)
        ):
            yield id(above)
            yield id(line)


def _wraps(part: Line, starts: Sequence[int], row: Line, others: Sequence[int]) -> bool:
    """Whether a line holds more of some cells of a row, and not only of its first."""
    spans = [span for span, _ in _spans(row, others)]
    inside = [
        next((at for at, span in enumerate(spans) if _under(one, span, 0.0)), -1)
        for one, _ in _spans(part, starts)
    ]
    return -1 not in inside and max(inside) > 0 and len(inside) < len(spans)


def table(lines: Sequence[Line]) -> Iterator[list[list[tuple[Line, int]]]]:
    """A table's rows of cells, wrapped ones whole: their words, as lines and indexes there."""
    parted = [(line, cells(line)) for line in lines]
    most = max((len(starts) for _, starts in parted), default=0)
    row: list[list[tuple[Line, int]]] = []
    waiting: list[list[tuple[Line, int]]] = []
    spans: list[tuple[float, float]] = []
    for line, starts in parted:
        pieces = [
            [(line, at) for at in range(start, end)]
            for start, end in pairwise([*starts, len(line.words)])
        ]
        if len(starts) == most or most == 1:
            if row:
                yield row
            spans = [span for span, _ in _spans(line, starts)]
            row = pieces
            _fill(row, waiting, spans, ahead=True)
            waiting = []
        elif row:
            _fill(row, pieces, spans, ahead=False)
        else:
            waiting += pieces
    if row or waiting:
        yield row or waiting


def _fill(
    row: list[list[tuple[Line, int]]],
    pieces: Sequence[list[tuple[Line, int]]],
    spans: Sequence[tuple[float, float]],
    *,
    ahead: bool,
) -> None:
    """Put pieces of cells into the cells of a row that they stand under or over."""
    for piece in reversed(pieces) if ahead else pieces:
        line, at = piece[0]
        left = line.words[at].left
        column = min(range(len(spans)), key=lambda number: abs(spans[number][0] - left))
        row[column] = [*piece, *row[column]] if ahead else [*row[column], *piece]


def _aligned(above: Line, starts: Sequence[int], line: Line, others: Sequence[int]) -> bool:
    shift = _shift(above, line)
    if len(above.words) == len(line.words) == 2:  # noqa: PLR2004  perhaps justified prose
        return abs(above.words[1].left - line.words[1].left - shift) < _UNDER
    pairs = zip(_spans(above, starts), _spans(line, others), strict=True)
    return all(
        count <= _CELL and number <= _CELL and _under(one, other, shift)
        for (one, count), (other, number) in pairs
    )


def _spans(line: Line, starts: Sequence[int]) -> Iterator[tuple[tuple[float, float], int]]:
    for start, end in pairwise([*starts, len(line.words)]):
        yield (line.words[start].left, line.words[end - 1].right), end - start


def _shift(above: Line, line: Line) -> float:
    """How far right of a line the one above stands: none, or from column to column."""
    same = (above.page, above.column) == (line.page, line.column)
    return 0.0 if same else above.left - line.left


def _under(one: tuple[float, float], other: tuple[float, float], shift: float) -> bool:
    starts, ends = one[0] - other[0] - shift, one[1] - other[1] - shift
    return min(abs(starts), abs(ends), abs(starts + ends) / 2) < _UNDER
