"""Lines in; those that are rows of a table, and where their cells begin, out.

Promise: two rows or more whose cells stand under one another are a table; justified prose, however
wide its blanks, is not.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from pipeline.reading.pdf_page import Line

_GAP = 1.2  # times its size between two cells
_WIDER = 2.0  # times the other gaps of the line
_UNDER = 3.0  # points that cells may stand off one another
_CELL = 8  # words in a cell, at most


def cells(line: Line) -> list[int]:
    """The indexes of the words that begin a cell; [0] alone for a line of prose."""
    gaps = [after.left - before.right for before, after in pairwise(line.words)]
    inner = [gap for gap in gaps if gap < _GAP * line.size]
    usual = median(inner) if inner else 0.0
    wide = max(_GAP * line.size, _WIDER * usual)
    return [0, *(index for index, gap in enumerate(gaps, 1) if gap >= wide)]


def table_rows(lines: Sequence[Line]) -> Iterator[int]:
    """The lines, by identity, that are rows of a table."""
    parted = [(line, cells(line)) for line in lines]
    for (above, starts), (line, others) in pairwise(parted):
        same = (above.page, above.column) == (line.page, line.column)
        if same and len(starts) == len(others) > 1 and _aligned(above, starts, line, others):
            yield id(above)
            yield id(line)


def _aligned(above: Line, starts: Sequence[int], line: Line, others: Sequence[int]) -> bool:
    pairs = zip(_spans(above, starts), _spans(line, others), strict=True)
    return all(
        count <= _CELL and number <= _CELL and _under(one, other)
        for (one, count), (other, number) in pairs
    )


def _spans(line: Line, starts: Sequence[int]) -> Iterator[tuple[tuple[float, float], int]]:
    for start, end in pairwise([*starts, len(line.words)]):
        yield (line.words[start].left, line.words[end - 1].right), end - start


def _under(one: tuple[float, float], other: tuple[float, float]) -> bool:
    middles = sum(one) / 2 - sum(other) / 2
    return min(abs(one[0] - other[0]), abs(one[1] - other[1]), abs(middles)) < _UNDER
