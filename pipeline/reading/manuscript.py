"""Passages as an office program keeps them in, an Article of provisional blocks out.

Promise: every letter of every passage stands in the source, in the passages' order, and there in
one block or in one skip. Word and OpenDocument texts differ only up to here.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from lxml import etree

from pipeline.model import Article, Metadata, Role, value
from pipeline.reading.elements import Element
from pipeline.reading.markup import Scribe, View
from pipeline.reading.office_styles import PLAIN, Kind
from pipeline.reading.page_data import is_web
from pipeline.reading.spans import HARD

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


@value
class Passage:
    """A paragraph, or a table in `rows` of cells. `goes_on`: the next one belongs to it."""

    kind: Kind = PLAIN
    spans: tuple[Span, ...] = ()
    rows: tuple[tuple[tuple[Span, ...], ...], ...] = ()
    label: str = ""
    skip: str = ""
    boxed: bool = False
    goes_on: bool = False

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


def article(passages: Iterable[Passage], metadata: Metadata) -> Article:
    """Write passages down."""
    whole = list(_lined(_joined(passages)))
    titled = any(held.kind.title and held.text and not held.skip for held in whole)
    tree = _Tree(shift=1 if titled else 0)
    for held in whole:
        tree.add(held)
    scribe = Scribe(look=tree.view, address=lambda url: url if is_web(url) else "")
    scribe.walk(tree.root, View())
    return scribe.article(metadata)


def _joined(passages: Iterable[Passage]) -> Iterator[Passage]:
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


def _lined(passages: Iterable[Passage]) -> Iterator[Passage]:
    """Passages; verse and code whose lines are a paragraph each as one."""
    for alike, held in groupby(passages, lambda p: (p.kind, p.skip, p.boxed, not p.text)):
        group = list(held)
        if alike[0].role not in _LINED or alike[3]:
            yield from group
            continue
        spans = [span for one in group for span in (*one.spans, Span(text=HARD))]
        yield replace(group[0], spans=tuple(spans[:-1]))


@dataclass
class _Tree:
    """Passages as the elements that a page would have, each with how it is seen."""

    shift: int  # levels that a title over them lowers headings by
    root: Element = field(default_factory=lambda: etree.Element("body"))
    views: list[View] = field(default_factory=list)

    def view(self, element: Element, around: View) -> View:
        """How an element is seen."""
        number = element.get("view")
        return self.views[int(number)] if number else around

    def add(self, held: Passage) -> None:
        """Take in a passage."""
        if not held.rows:
            self._spans(self._element(self.root, "p", self._seen(held)), held.spans)
            return
        reason = held.skip or held.kind.skip
        table = self._element(
            self.root, "table", View(role=Role.TABLE, cells=True, known=True, skip=reason)
        )
        for row in held.rows:
            line = etree.SubElement(table, "tr")
            for cell in row:
                self._spans(etree.SubElement(line, "td"), cell)

    def _seen(self, held: Passage) -> View:
        kind = held.kind
        return View(
            role=kind.role,
            skip=held.skip or kind.skip,
            level=kind.level + (0 if kind.title else self.shift) if kind.level else 0,
            verbatim=kind.role is Role.CODE,
            label=held.label,
            known=True,
            boxed=held.boxed or kind.boxed,
        )

    def _element(self, parent: Element, tag: str, view: View) -> Element:
        self.views.append(view)
        return etree.SubElement(parent, tag, view=str(len(self.views) - 1))

    def _spans(self, parent: Element, spans: Iterable[Span]) -> None:
        for skip, some in groupby(spans, lambda span: span.skip):
            if skip:
                gone = self._element(parent, "span", View(skip=skip))
                _put(gone, "".join(span.text for span in some))
            else:
                _styled(parent, list(some), 0)


_NESTED = (("url", "a"), ("strong", "strong"), ("emphasis", "em"), ("raised", "sup"))


def _styled(parent: Element, spans: list[Span], depth: int) -> None:
    """Spans as elements in each other, so that a mark goes on while its style does."""
    if depth == len(_NESTED):
        _put(parent, "".join(span.text for span in spans))
        return
    name, tag = _NESTED[depth]
    for told, some in groupby(spans, lambda span: getattr(span, name)):
        inner = parent
        if told:
            inner = etree.SubElement(parent, tag)
            if name == "url":
                inner.set("href", str(told))
        _styled(inner, list(some), depth + 1)


def _put(parent: Element, text: str) -> None:
    for number, line in enumerate(text.split(HARD)):
        if number:
            etree.SubElement(parent, "br")
        last = parent[-1] if len(parent) else None
        if last is None:
            parent.text = (parent.text or "") + line
        else:
            last.tail = (last.tail or "") + line
