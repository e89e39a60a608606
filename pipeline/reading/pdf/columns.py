"""A page's words in, its lines in reading order out.

Promise: every word comes out once. Columns are told by a gutter that several rows leave free, read
left to right between whatever stands across them; type set into a column is taken out of its rows.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from pipeline.reading.pdf.gutters import Usual, best_cut
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

_WORDS = 3  # words in a column's usual row; fewer is a table
_APART = 1.6  # times its size that a line stands off what is below it
_SOURCE = 0.3  # share of a quote's words that may be in the body's type: whose they are


def lines(page: Page, body: float, known: list[float]) -> list[Line]:
    """A page's lines as they are read; `column` counts the page's columns from 0.

    `known` holds the gutters of the pages before, and gets this page's.
    """
    usual = Usual(body, known, page.width)
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


def _regions(words: Sequence[Word], usual: Usual) -> Iterator[list[Word]]:
    """Words of one column after the other, in reading order."""
    rows = rows_of(words)
    cut = best_cut(rows, usual)
    if cut is None:
        if words:
            yield list(words)
        return
    at, middle = 0, (min(w.left for w in words) + max(w.right for w in words)) / 2
    parts: list[tuple[bool, list[Row]]] = []
    for start, end in cut.stretches:
        while 0 < start < end and _trails(rows[start - 1], rows[start], cut.edge):
            start += 1  # noqa: PLW2901  the row is the last one of what stands across
        while start + 1 < end and _is_centred(rows[start], rows[start + 1], middle):
            start += 1  # noqa: PLW2901  a line of its own over the columns
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


def _is_centred(row: Row, below: Row, middle: float) -> bool:
    """Whether a row stands in the middle of the page, with a space below it."""
    centred = abs((row[0].left + row[-1].right) / 2 - middle) < row[0].size / 2
    return centred and below[0].base - row[0].base > _APART * row[0].size


def _ordered(
    parts: list[tuple[bool, list[Row]]], edge: float, usual: Usual
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
    stretches: list[list[Row]], across: list[list[Row]], edge: float, usual: Usual
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
    crossing = _flat(across)
    plain = sum(SMALL * body < word.size < DISPLAY * body for word in crossing)
    if plain > _SOURCE * len(crossing):
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
