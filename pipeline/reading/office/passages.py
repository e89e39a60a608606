"""What an office file's reader finds: passages, with their words in spans; and ways to change them.

Promise: whatever is done to passages here, every span stays, in its order.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from pipeline.model import Role
from pipeline.reading.office.styles import PLAIN, Kind
from pipeline.reading.spans import HARD
from pipeline.values import replace, value

DELETED = "deleted in tracked changes"
HIDDEN = "hidden text"
COMMENT = "an editor's comment"
PAGE_NUMBER = "a page number"
_PROSE = 20  # words; two such paragraphs in a cell, and the table only lays out a page
_LINED = frozenset({Role.VERSE, Role.CODE})


@value
class Span:
    """Words in one style; a LINE SEPARATOR breaks the line. `skip`: why they are not read."""

    text: str
    strong: bool = False
    emphasis: bool = False
    raised: bool = False
    url: str = ""
    skip: str = ""
    size: float = 0.0  # points


@value
class Passage:
    """A paragraph, or a table in `rows` of cells.

    `goes_on`: the next one belongs to it. `inset`: it is set in. `hangs`: all of
    it but its first line is. `ruled`: a line is drawn below it.
    """

    kind: Kind = PLAIN
    spans: tuple[Span, ...] = ()
    rows: tuple[tuple[tuple[Span, ...], ...], ...] = ()
    label: str = ""
    skip: str = ""
    boxed: bool = False
    goes_on: bool = False
    inset: bool = False
    hangs: bool = False
    ruled: bool = False

    @property
    def text(self) -> str:
        """The words that are read."""
        return " ".join("".join(s.text for s in self.spans if not s.skip).split())


def noted(passages: Iterable[Passage], label: str, skip: str = "") -> Iterator[Passage]:
    """The passages of a note."""
    for held in passages:
        yield replace(held, kind=Kind(role=Role.FOOTNOTE), label=label, skip=held.skip or skip)


def skipped(passages: Iterable[Passage], reason: str) -> Iterator[Passage]:
    """Passages that are not read."""
    return (replace(held, skip=reason) for held in passages)


def table(rows: Sequence[Sequence[Sequence[Passage]]]) -> list[Passage]:
    """A table's cells as one passage; what is only a box, or lays out a page, as its passages."""
    cells = [cell for row in rows for cell in row]
    inner = [held for cell in cells for held in cell]
    if len(cells) == 1:
        return [replace(held, boxed=True) for held in inner]
    if any(_is_laid_out(cell) for cell in cells):
        return inner
    told = tuple(tuple(tuple(_cell(cell)) for cell in row) for row in rows)
    return [Passage(kind=Kind(role=Role.TABLE), rows=told)]


def _is_laid_out(cell: Sequence[Passage]) -> bool:
    prose = sum(len(held.text.split()) >= _PROSE for held in cell)
    return prose > 1 or (prose == 1 and any(h.kind.role is Role.HEADING for h in cell))


def _cell(cell: Iterable[Passage]) -> Iterator[Span]:
    for held in cell:
        inner = [span for row in held.rows for one in row for span in (*one, Span(text=" "))]
        for span in (*held.spans, *inner):
            yield replace(span, skip=span.skip or held.skip or held.kind.skip)
        yield Span(text=" ")


def joined(passages: Iterable[Passage]) -> Iterator[Passage]:
    """Passages; one that goes on, and what follows it, as one."""
    before: tuple[Span, ...] = ()
    last: Passage | None = None
    for held in passages:
        if held.goes_on:
            before, last = (*before, *held.spans), held
        elif before and held.rows:
            yield from (Passage(spans=before), held)
            before = ()
        else:
            yield replace(held, spans=(*before, *held.spans))
            before = ()
    if before and last:
        yield replace(last, spans=before)


def ruled(passages: Iterable[Passage]) -> Iterator[Passage]:
    """Passages; a line drawn below one as a rule of its own."""
    for held in passages:
        if held.ruled or held.kind.role is Role.RULE:
            if "".join(span.text for span in held.spans).strip():
                yield replace(held, kind=PLAIN if held.kind.role is Role.RULE else held.kind)
            yield Passage(kind=Kind(role=Role.RULE))
        else:
            yield held


def lined(passages: Iterable[Passage]) -> Iterator[Passage]:
    """Passages; verse and code whose lines are a paragraph each as one."""
    for alike, held in groupby(passages, lambda p: (p.kind, p.skip, p.boxed, not p.text)):
        group = list(held)
        if alike[0].role not in _LINED or alike[3]:
            yield from group
            continue
        spans = [span for one in group for span in (*one.spans, Span(text=HARD))]
        yield replace(group[0], spans=tuple(spans[:-1]))
