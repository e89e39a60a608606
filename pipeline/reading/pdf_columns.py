"""A page's words in, its lines in reading order out.

Promise: every word comes out once. Columns are told by a gutter that several rows leave free, read
left to right between whatever stands across them; type set into a column is taken out of its rows.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from pipeline.reading.pdf_page import Box, Line, Page, Word
from pipeline.reading.wording import ends_sentence

DISPLAY = 1.14  # times the body's type: larger is a heading, a quote, a title
SMALL = 0.94  # times the body's type: smaller is a note, a caption
_BASE = 0.25  # of its size that a word may stand off its row's base
_GUTTER = 0.8  # of the body's size, at least, between columns …
_NARROWEST = 7.0  # … and in points
_ROWS = 3  # rows on each side that make columns
_WORDS = 3  # words in a column's usual row; fewer is a table
_FILLED = 0.6  # of a column's width that its usual row fills
_EDGE = 0.12  # of a region's width; no column is narrower
_CANDIDATES = 12
_CAP = 1.7  # times the body's type: a single letter so large is a drop cap
_APART = 2.2  # times its size: rows further apart are two groups

Row = list[Word]


def lines(page: Page, body: float) -> list[Line]:
    """A page's lines as they are read; `column` counts the page's columns from 0."""
    upright = [word for word in page.words if word.upright]
    aside = [word for word in page.words if not word.upright]
    _raise(upright)
    caps = [word for word in upright if _is_cap(word, upright, body)]
    kept = [word for word in upright if not any(word is cap for cap in caps)]
    floats = list(_floats(kept, body, sides=2))
    rest = _without(kept, floats)
    leaves: list[list[Row]] = []
    for region in _regions(rest, body):
        insets = list(_floats(region, body, sides=1)) if len(region) > _WORDS else []
        floats.extend(insets)
        leaves.append(_rows(_without(region, insets)))
    found = [_column(page, rows, number) for number, rows in enumerate(leaves) if rows]
    for group in floats:
        _put(found, _column(page, _rows(group), 0))
    for cap in caps:
        _attach(found, cap, page)
    told = [line for column in found for line in column]
    for line in told:
        line.dotted = any(_is_before(dot, line) for dot in page.dots)
    return [*told, *_column(page, [[word] for word in aside], len(leaves))]


def _column(page: Page, rows: Iterable[Row], number: int) -> list[Line]:
    made = []
    for row in rows:
        size = Counter[float]()
        for word in row:
            size[word.size] += len(word.text) * (1 if word.raised else 4)
        base = median(word.base for word in row)
        made.append(Line(page.number, row, base, size.most_common(1)[0][0], column=number))
    if made:
        left, right = min(line.left for line in made), max(line.right for line in made)
        for line in made:
            line.within = (left, right)
    for above, below in pairwise(made):
        below.lead = below.base - above.base
    return made


def _is_before(dot: Box, line: Line) -> bool:
    level = line.top < (dot[1] + dot[3]) / 2 < line.bottom
    return level and 0 <= line.left - dot[2] < 2.5 * line.size


def _raise(words: Sequence[Word]) -> None:
    """Find raised words (note marks, powers) and stand them on their row's base."""
    for first, second in pairwise(words):
        big, little = (first, second) if first.size >= second.size else (second, first)
        lift = big.base - little.base
        gap = second.left - first.right
        near = -0.5 * big.size < gap < 0.5 * big.size and not big.raised
        lifted = 0.12 * big.size < lift < 0.75 * big.size
        smaller = 0.4 * big.size < little.size < 0.9 * big.size
        if near and lifted and smaller and len(little.text) <= len("1234"):
            little.base, little.raised = big.base, True


def _is_cap(word: Word, words: Sequence[Word], body: float) -> bool:
    if word.size < _CAP * body or len(word.text) > len("“T") or not word.text[-1:].isupper():
        return False
    return any(
        other is not word
        and other.size < word.size / 1.4
        and word.top - body < other.top
        and other.base < word.base + 0.3 * body
        and 0 <= other.left - word.right + 2 < 3 * body
        for other in words
    )


def _rows(words: Iterable[Word]) -> list[Row]:
    rows: list[Row] = []
    for word in sorted(words, key=lambda word: (word.base, word.left)):
        if rows and word.base - rows[-1][0].base <= _BASE * min(word.size, rows[-1][0].size):
            rows[-1].append(word)
        else:
            rows.append([word])
    for row in rows:
        row.sort(key=lambda word: word.left)
    return rows


def _without(words: Iterable[Word], groups: Iterable[Sequence[Word]]) -> list[Word]:
    gone = {id(word) for group in groups for word in group}
    return [word for word in words if id(word) not in gone]


# --- Type set into the columns ---------------------------------------------------------------


def _floats(words: Sequence[Word], body: float, sides: int) -> Iterator[list[Word]]:
    """Groups of large type with body type beside them: on both sides, or on one."""
    large = [word for word in words if word.size >= DISPLAY * body]
    plain = [word for word in words if word.size < DISPLAY * body]
    for group in _groups(_rows(large)):
        left, right = min(w.left for w in group), max(w.right for w in group)
        top, bottom = min(w.top for w in group), max(w.base for w in group)
        beside = [w for w in plain if top < w.base - 0.3 * w.size < bottom]
        before = {round(w.base) for w in beside if w.right <= left}
        behind = {round(w.base) for w in beside if w.left >= right}
        across = any(w.right > left and w.left < right for w in beside)
        if not across and sum(len(found) >= 2 for found in (before, behind)) >= sides:  # noqa: PLR2004
            yield group


def _groups(rows: Sequence[Row]) -> Iterator[list[Word]]:
    group: list[Word] = []
    for row in rows:
        if group:
            apart = row[0].base - group[-1].base > _APART * row[0].size
            left, right = min(w.left for w in group), max(w.right for w in group)
            beside = row[0].left >= right or row[-1].right <= left
            if apart or beside or abs(row[0].size - group[-1].size) > 1:
                yield group
                group = []
        group.extend(row)
    if group:
        yield group


def _put(columns: list[list[Line]], group: list[Line]) -> None:
    """Set lines that stood aside into the column they overlap most, above what is below them."""
    left, right = group[0].within
    if not columns:
        columns.append(group)
        return

    def shared(column: Sequence[Line]) -> float:
        level = min(abs(line.base - group[0].base) for line in column)
        one, other = column[0].within
        return min(right, other) - max(left, one) - 0.01 * level

    column = max(columns, key=shared)
    at = next((i for i, line in enumerate(column) if line.base > group[-1].base), len(column))
    for line in group:
        line.column = column[0].column
    column[at:at] = group


def _attach(columns: list[list[Line]], cap: Word, page: Page) -> None:
    """Set a drop cap before the first line that stands beside it."""
    beside = [
        line
        for column in columns
        for line in column
        if cap.top - line.size < line.top
        and line.base < cap.base + 0.3 * line.size
        and 0 <= line.left - cap.right + 2 < 3 * line.size
    ]
    if not beside:
        _put(columns, _column(page, [[cap]], 0))
        return
    first = min(beside, key=lambda line: line.base)
    for line in beside:
        line.beside = cap.left
    first.words.insert(0, cap)
    first.words[1].glued = True


# --- Columns ---------------------------------------------------------------------------------


@dataclass(slots=True)
class _Cut:
    """A gutter right before `edge`, and the stretches of rows (from, to) that leave it free."""

    edge: float
    stretches: list[tuple[int, int]]
    weight: int


def _regions(words: Sequence[Word], body: float) -> Iterator[list[Word]]:
    """Words of one column after the other, in reading order."""
    rows = _rows(words)
    cut = _best(rows, body)
    if cut is None:
        if words:
            yield list(words)
        return
    at = 0
    parts: list[tuple[bool, list[Row]]] = []
    for start, end in cut.stretches:
        if start > at:
            parts.append((False, rows[at:start]))
        parts.append((True, rows[start:end]))
        at = end
    if at < len(rows):
        parts.append((False, rows[at:]))
    yield from _ordered(parts, cut.edge, body)


def _ordered(parts: list[tuple[bool, list[Row]]], edge: float, body: float) -> Iterator[list[Word]]:
    waiting: list[list[Row]] = []  # stretches of columns that run on past what stands across
    across: list[list[Row]] = []
    for index, (split, rows) in enumerate(parts):
        if split:
            waiting.append(rows)
            continue
        later = parts[index + 1][1] if index + 1 < len(parts) else None
        if waiting and later and _flows_past(waiting[-1], rows, later, edge, body):
            across.append(rows)
            continue
        yield from _columns(waiting, across, edge, body)
        waiting, across = [], []
        yield from _regions(_flat(rows), body)
    yield from _columns(waiting, across, edge, body)


def _columns(
    stretches: list[list[Row]], across: list[list[Row]], edge: float, body: float
) -> Iterator[list[Word]]:
    words = [word for rows in stretches for word in _flat(rows)]
    if not words:
        return
    yield from _regions([word for word in words if word.left < edge - 1], body)
    for rows in across:
        yield _flat(rows)
    yield from _regions([word for word in words if word.left >= edge - 1], body)


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


def _best(rows: Sequence[Row], body: float) -> _Cut | None:
    if len(rows) < _ROWS:
        return None
    left = min(word.left for row in rows for word in row)
    right = max(word.right for row in rows for word in row)
    margin = _EDGE * (right - left)
    gutter = max(_NARROWEST, _GUTTER * body)
    starts: Counter[int] = Counter()
    for row in rows:
        for before, word in pairwise([None, *row]):
            if word and (before is None or word.left - before.right >= gutter):
                starts[round(word.left)] += 1
    edges = [
        edge
        for edge, count in starts.most_common()
        if count + starts[edge - 1] + starts[edge + 1] >= _ROWS
        and left + margin < edge < right - margin
    ][:_CANDIDATES]
    cuts = (_cut(rows, edge - 1, gutter) for edge in edges)
    return max((cut for cut in cuts if cut.weight), key=lambda cut: cut.weight, default=None)


def _cut(rows: Sequence[Row], edge: float, gutter: float) -> _Cut:
    stretches, weight = [], 0
    at = 0
    for crossing, group in groupby(rows, key=lambda row: _crosses(row, edge, gutter)):
        inside = list(group)
        if not crossing:
            sides = _sides(inside, edge)
            if all(_is_column(side) for side in sides):
                stretches.append((at, at + len(inside)))
                weight += sum(map(len, sides))
        at += len(inside)
    return _Cut(edge, stretches, weight)


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


def _is_column(rows: Sequence[Row]) -> bool:
    if len(rows) < _ROWS:
        return False
    left, right = min(row[0].left for row in rows), max(row[-1].right for row in rows)
    filled = median((row[-1].right - row[0].left) / (right - left or 1) for row in rows)
    return filled >= _FILLED and median(map(len, rows)) >= _WORDS
