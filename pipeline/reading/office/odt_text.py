"""Elements of an OpenDocument text in, its passages out.

Promise: every letter that the elements hold is in a span; one that is not read says why.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pipeline.model import NOTE_MARK, Role
from pipeline.patterns import pattern
from pipeline.reading.office.odt_styles import Styles
from pipeline.reading.office.passages import (
    COMMENT,
    DELETED,
    HIDDEN,
    PAGE_NUMBER,
    Passage,
    Span,
    noted,
    skipped,
    table,
)
from pipeline.reading.office.styles import CONTENTS, PLAIN, Kind, Looks, heading
from pipeline.reading.office.trees import child, get, inside, local, number
from pipeline.reading.spans import HARD
from pipeline.reading.web.elements import Element
from pipeline.values import replace, value

_PICTURE = "a picture's description"
_BLANKS = pattern(r"[ \t\r\n]+")
_MOST = 10_000  # blanks that one element may stand for
_INDEXES = {
    "table-of-content": CONTENTS,
    "user-index": CONTENTS,
    "illustration-index": CONTENTS,
    "table-index": CONTENTS,
    "object-index": CONTENTS,
    "alphabetical-index": "an index",
}
_SILENT = {
    "page-number": PAGE_NUMBER,
    "page-count": PAGE_NUMBER,
    "page-continuation": PAGE_NUMBER,
    "placeholder": "an empty form field",
    "ruby-text": "a help to read it",
    "number": "a list's number",
    "hidden-text": HIDDEN,
    "hidden-paragraph": HIDDEN,
}
_MARKUP_TEXT = (
    "script forms event-listeners sequence-decls variable-decls user-field-decls change-info "
    "dde-connection-decls table-of-content-source illustration-index-source table-index-source "
    "object-index-source user-index-source alphabetical-index-source bibliography-source record"
)
_MARKUP = frozenset(_MARKUP_TEXT.split())  # their contents are no text
_RECORD = "{http://purl.org/dc/elements/1.1/}"  # who commented or changed something, and when
_SHAPE = "svg-compatible:1.0}"


@value
class _Around:
    """What holds for text where it stands."""

    looks: Looks = Looks()
    url: str = ""
    skip: str = ""


@dataclass
class Text:
    """Reads one document. Notes are kept until the end, in the order of their marks."""

    styles: Styles
    notes: list[Passage] = field(default_factory=list)
    aside: list[Passage] = field(default_factory=list)  # boxes and comments of the paragraph
    numbered: int = 0

    def passages(self, parent: Iterable[Element], *, item: bool = False) -> Iterator[Passage]:
        """The passages of a body, a section, a cell, a note or a text box."""
        for element in parent:
            name = _name(element)
            if name in {"p", "h"}:
                yield from self._paragraph(element, item=item)
            elif name in {"list", "list-item", "list-header", "numbered-paragraph"}:
                yield from self.passages(element, item=True)
            elif name == "table":
                yield from table(list(self._rows(element)))
            elif name in {"section", "index-body", "index-title", "bibliography", "text-box"}:
                inner = self.passages(element)
                hidden = get(element, "display") == "none"
                yield from skipped(inner, HIDDEN) if hidden else inner
            elif name == "tracked-changes":
                for gone in inside(element, "deletion"):
                    yield from skipped(self.passages(gone), DELETED)
            elif name in _INDEXES:
                yield from skipped(self.passages(element), _INDEXES[name])
            else:
                yield from self._loose(element)

    def _paragraph(self, element: Element, *, item: bool) -> Iterator[Passage]:
        style = get(element, "style-name")
        kind = self._kind(element, style, item=item)
        outer, self.aside = self.aside, []
        looks = self.styles.laid_out(style)
        spans = tuple(self._spans(element, _Around(looks=looks)))
        aside, self.aside = self.aside, outer
        inset, boxed, ruled = self.styles.set_in(style)
        yield Passage(kind=kind, spans=spans, inset=inset and not item, boxed=boxed, ruled=ruled)
        yield from aside

    def _kind(self, element: Element, style: str, *, item: bool) -> Kind:
        kind = self.styles.kind(style)
        if local(element) == "h" and not (kind.title or kind.skip):
            return heading(number(element, "outline-level") or 1)
        return Kind(role=Role.LIST_ITEM) if item and kind == PLAIN else kind

    def _rows(self, element: Element) -> Iterator[list[list[Passage]]]:
        for row in element:
            name = local(row)
            if name == "table-row":
                cells = (one for one in row if local(one) in {"table-cell", "covered-table-cell"})
                yield [list(self._held(cell)) for cell in cells]
            elif name in {"table-header-rows", "table-rows", "table-row-group"}:
                yield from self._rows(row)

    def _held(self, cell: Element) -> Iterator[Passage]:
        inner = self.passages(cell)
        hidden = local(cell) == "covered-table-cell"
        yield from skipped(inner, "under a cell that covers it") if hidden else inner

    def _loose(self, element: Element) -> Iterator[Passage]:
        """What stands between paragraphs: frames, and whatever else holds text."""
        outer, self.aside = self.aside, []
        spans = tuple(self._element(element, _Around()))
        aside, self.aside = self.aside, outer
        if spans:
            yield Passage(spans=spans)
        yield from aside

    # --- inside a paragraph --------------------------------------------------------------

    def _spans(self, parent: Element, around: _Around) -> Iterator[Span]:
        if parent.text:
            yield _span(parent.text, around)
        for element in parent:
            yield from self._element(element, around)
            if element.tail:
                yield _span(element.tail, around)

    def _element(self, element: Element, around: _Around) -> Iterator[Span]:
        name = _name(element)
        match name:
            case "span":
                looks = self.styles.looks("text", get(element, "style-name")).over(around.looks)
                yield from self._spans(element, replace(around, looks=looks))
            case "a":
                url = get(element, "href") or around.url
                yield from self._spans(element, replace(around, url=url))
            case "s" | "tab" | "line-break" | "soft-hyphen":
                yield _span(_gap(element, name), around, blank=True)
            case "note":
                yield from self._note(element, around)
            case "annotation":
                self.aside += skipped(self.passages(element), COMMENT)
            case "text-box":
                held = (replace(one, boxed=True) for one in self.passages(element))
                self.aside += skipped(held, around.skip) if around.skip else held
            case "shape-title" | "shape-desc":
                said = "".join(map(str, element.itertext()))
                self.aside.append(Passage(spans=(Span(text=said),), skip=_PICTURE))
            case "table" | "list" | "p" | "h":
                self.aside += (replace(one, boxed=True) for one in self.passages([element]))
            case _ if name not in _MARKUP:
                skip = around.skip or _SILENT.get(name, "")
                yield from self._spans(element, replace(around, skip=skip))

    def _note(self, element: Element, around: _Around) -> Iterator[Span]:
        self.numbered += 1
        citation, body = child(element, "note-citation"), child(element, "note-body")
        mark = "".join(map(str, citation.itertext())) if citation is not None else ""
        if mark.strip():
            yield Span(text=mark, skip=around.skip or NOTE_MARK)
        if body is not None:
            outer, self.aside = self.aside, []
            label = mark.strip() or str(self.numbered)
            self.notes += noted(list(self.passages(body)), label, around.skip)
            self.aside = outer


def _name(element: Element) -> str:
    """An element's name, for some with what tells them from fields of the same name."""
    tag = str(element.tag)
    if tag.startswith(_RECORD):
        return "record"
    name = local(element)
    return f"shape-{name}" if _SHAPE in tag else name


def _span(text: str, around: _Around, *, blank: bool = False) -> Span:
    seen = around.looks
    return Span(
        text=text if blank else _BLANKS.sub(" ", text),
        strong=bool(seen.bold),
        emphasis=bool(seen.italic),
        raised=bool(seen.raised),
        size=seen.size or 0.0,
        url=around.url,
        skip=around.skip or (HIDDEN if seen.hidden else ""),
    )


def _gap(element: Element, name: str) -> str:
    if name == "s":
        return " " * min(number(element, "c") or 1, _MOST)
    return {"tab": "\t", "line-break": HARD, "soft-hyphen": "\u00ad"}[name]
