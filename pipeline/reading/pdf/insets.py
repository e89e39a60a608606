"""Words of a page in; its rows, and what is set into them (large type, drop caps), out.

Promise: every word comes out once; what stands beside the text's rows is never mixed into them.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median

from pipeline.reading.pdf.page import Box, Line, Page, Word
from pipeline.reading.understanding.pages import AFTER_I

DISPLAY = 1.14  # times the body's type: larger is a heading, a quote, a title
_BASE = 0.25  # of its size that a word may stand off its row's base
_TIGHT = 0.05  # of its size; words so close have no blank between them
_DASHES = "—–―"
_WORDS = frozenset("IAOYEÀÓ")  # capitals that are words
_MUCH = 0.3  # share of a row's letters
_CLOSING = frozenset(".,;:!?)]”’»…")
_WIDE = 0.35  # of its size; words so far off have one
_CAP = 1.7  # times the body's type: a single letter so large is a drop cap
SMALL = 0.94  # times the body's type: smaller is a note, a caption
_NOTED = 60  # words in a margin, at most
_NARROW = 0.6  # of the text's column's width, at most
_BESIDE = 3  # rows of text that stand beside a margin's words, at least
_ALIKE = 1.0  # points
_APART = 2.2  # times its size: rows further apart are two groups

Row = list[Word]


def rows_of(words: Iterable[Word]) -> list[Row]:
    """Words that stand on one base, from left to right, the uppermost first."""
    rows: list[Row] = []
    for word in sorted(words, key=lambda word: (word.base, word.left)):
        if rows and word.base - rows[-1][0].base <= _BASE * min(word.size, rows[-1][0].size):
            rows[-1].append(word)
        else:
            rows.append([word])
    for row in rows:
        row.sort(key=lambda word: word.left)
    return rows


def without(words: Iterable[Word], groups: Iterable[Sequence[Word]]) -> list[Word]:
    """The words that are in none of the groups."""
    gone = {id(word) for group in groups for word in group}
    return [word for word in words if id(word) not in gone]


def column_of(page: Page, rows: Iterable[Row], number: int) -> list[Line]:
    """Rows of one column as lines."""
    made = []
    for row in rows:
        size = Counter[float]()
        for word in row:
            size[word.size] += len(word.text) * (1 if word.raised else 4)
        _glue(row)
        base = median(word.base for word in row)
        made.append(Line(page.number, row, base, _usual(size), column=number))
    if made:
        left, right = min(line.left for line in made), max(line.right for line in made)
        for line in made:
            line.within = (left, right)
    for above, below in pairwise(made):
        below.lead = below.base - above.base
    return made


def _usual(sizes: Counter[float]) -> float:
    """A row's type size: the largest that much of it has, for labels and capitals are smaller."""
    return max(size for size, count in sizes.items() if count >= _MUCH * sizes.total())


def _glue(row: Row) -> None:
    """Set right by their places which words have a blank before them."""
    for before, word in pairwise(row):
        gap = (word.left - before.right) / (max(word.size, before.size) or 1)  # type of no size
        if gap > _WIDE:
            word.glued = False
        elif abs(gap) < _TIGHT and word.text[0] in _CLOSING:
            word.glued = True


def is_before(dot: Box, line: Line) -> bool:
    """Whether a small shape stands right before a line, as a list's sign."""
    level = line.top < (dot[1] + dot[3]) / 2 < line.bottom
    return level and 0 <= line.left - dot[2] < 2.5 * line.size


def settle(words: Sequence[Word]) -> None:
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


def is_cap(word: Word, words: Sequence[Word], body: float) -> bool:
    """Whether a word is a drop cap: a large letter with smaller type at its right."""
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


def insets(words: Sequence[Word], body: float, sides: int) -> Iterator[list[Word]]:
    """Groups of large type with body type beside them: on both sides, or on one."""
    large = [word for word in words if word.size >= DISPLAY * body]
    plain = [word for word in words if word.size < DISPLAY * body]
    for group in _groups(rows_of(large)):
        left, right = min(w.left for w in group), max(w.right for w in group)
        top, bottom = min(w.top for w in group), max(w.base for w in group)
        beside = [w for w in plain if top < w.base - 0.3 * w.size < bottom]
        before = {round(w.base) for w in beside if w.right <= left}
        behind = {round(w.base) for w in beside if w.left >= right}
        across = any(w.right > left and w.left < right for w in beside)
        if not across and sum(len(found) >= 2 for found in (before, behind)) >= sides:  # noqa: PLR2004
            yield [*group, *_signed(group, plain, body)]


def _signed(group: Sequence[Word], plain: Sequence[Word], body: float) -> list[Word]:
    """The row right below large type, in small type or behind a dash: whose words they are."""
    left, right = min(w.left for w in group) - 1, max(w.right for w in group) + 1
    base, reach = max(w.base for w in group), _APART * group[-1].size
    near = (w for w in plain if base < w.base < base + reach and left < w.left and w.right < right)
    row = next(iter(rows_of(near)), [])
    small = all(word.size < SMALL * body for word in row)
    return row if small or row[0].text[0] in _DASHES else []


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


def is_marginal(rows: Sequence[Row], leaves: Iterable[Sequence[Row]], body: float) -> bool:
    """Whether a few words in display or small type stand in the margin, beside a column of text."""
    words = [word for row in rows for word in row]
    size = max(word.size for word in words)
    if len(words) > _NOTED or any(SMALL * body < word.size < DISPLAY * body for word in words):
        return False
    left, right = min(word.left for word in words), max(word.right for word in words)
    top, bottom = rows[0][0].top - body, rows[-1][0].base + body
    for other in leaves:
        start = min((row[0].left for row in other), default=left)
        end = max((row[-1].right for row in other), default=right)
        beside = sum(top < row[0].base < bottom for row in other)
        narrow = right - left < _NARROW * (end - start)
        if (end <= left or start >= right) and narrow and beside >= min(_BESIDE, len(rows)):
            return size < max(word.size for row in other for word in row) or size < _CAP * body
    return False


def put(columns: list[list[Line]], group: list[Line]) -> None:
    """Set lines that stood aside into the column they overlap most, above what is below them."""
    left, right = group[0].within
    if not columns:
        columns.append(group)
        return

    def shared(column: Sequence[Line]) -> tuple[bool, float]:
        level = min(abs(line.base - group[0].base) for line in column)
        one, other = column[0].within
        both = min(right, other) - max(left, one)
        below = column[-1].base > group[-1].base
        return below and both > 0, both - 0.01 * level

    column = max(columns, key=shared)
    at = next((i for i, line in enumerate(column) if line.base > group[-1].base), len(column))
    for line in group:
        line.column = column[0].column
    column[at:at] = group


def run_round(lines: Sequence[Line], group: Sequence[Line]) -> None:
    """Tell the lines of all columns that run round a group how wide they are there."""
    own = {id(line) for line in group}
    columns: dict[int, list[Line]] = {}
    for line in lines:
        if id(line) not in own:
            columns.setdefault(line.column, []).append(line)
    left, right = group[0].within
    for column in columns.values():
        start, end = min(line.left for line in column), max(line.right for line in column)
        level = [line for line in column if _is_level(line, group)]
        before = _grown(column, [line for line in level if line.right <= left], _ends_alike)
        behind = _grown(column, [line for line in level if line.left >= right], _begins_alike)
        if len(before) > 1 and end > left:
            edge = max(line.right for line in before)
            for line in before:
                line.limit = edge
        if len(behind) > 1 and start < right:
            edge = min(line.left for line in behind)
            for line in behind:
                line.beside = start + line.left - edge if line.beside is None else line.beside


def _is_level(line: Line, group: Sequence[Line]) -> bool:
    return group[0].top < line.base - line.size / 3 < group[-1].bottom


def _begins_alike(line: Line, other: Line) -> bool:
    return abs(line.left - other.left) < _ALIKE


def _ends_alike(line: Line, other: Line) -> bool:
    return abs(line.right - other.right) < _ALIKE


def _grown(
    column: Sequence[Line], level: list[Line], alike: Callable[[Line, Line], bool]
) -> list[Line]:
    """Lines beside a group, with those just above and below that keep clear of it too."""
    if not level:
        return level
    start, end = column.index(level[0]), column.index(level[-1])
    while start and alike(column[start - 1], column[start]) and _is_close(column, start):
        start -= 1
    while (
        end + 1 < len(column) and alike(column[end + 1], column[end]) and _is_close(column, end + 1)
    ):
        end += 1
    return [line for line in column[start : end + 1] if line in level or _is_outer(line, level)]


def _is_outer(line: Line, level: Sequence[Line]) -> bool:
    return not level[0].base < line.base < level[-1].base


def _is_close(column: Sequence[Line], at: int) -> bool:
    return 0 < column[at].base - column[at - 1].base < _APART * column[at].size


def attach(columns: list[list[Line]], cap: Word, page: Page) -> None:
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
        put(columns, column_of(page, [[cap]], 0))
        return
    first = min(beside, key=lambda line: line.base)
    for line in [*beside, *_below(columns, beside)]:
        line.beside = cap.left
    first.words.insert(0, cap)
    first.words[1].glued = not _is_word(cap, first.words[1:], columns)


def _is_word(cap: Word, rest: Sequence[Word], columns: Iterable[Sequence[Line]]) -> bool:
    """Whether a drop cap is a word of its own ("I", "A"), by what stands behind it."""
    if cap.text.strip("“\"'‘") not in _WORDS:
        return False
    behind = rest[: next((at for at, word in enumerate(rest) if at and not word.glued), len(rest))]
    word = "".join(one.text for one in behind).strip(".,;:’'").casefold()
    told = (
        one.text.strip(".,;:’'").casefold() for c in columns for line in c for one in line.words
    )
    seen = Counter(told)
    return (word in AFTER_I or seen[word] > 1) and not seen[cap.text.casefold() + word]


def _below(columns: Iterable[list[Line]], beside: Sequence[Line]) -> Iterator[Line]:
    """Lines that keep clear of a drop cap although they stand below it."""
    last = max(beside, key=lambda line: line.base)
    for line in next((column for column in columns if last in column), []):
        near = 0 < line.base - last.base < 2 * line.size
        if near and abs(line.left - last.left) < 1 and line.size == last.size:
            yield line
