"""Elements of a Word document in, its passages out.

Promise: every letter that the elements hold is in a span; one that is not read says why. A text box
that Word keeps twice is taken once.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pipeline.model import NOTE_MARK, Role
from pipeline.patterns import pattern
from pipeline.reading.office.docx_styles import Styles
from pipeline.reading.office.passages import (
    DELETED,
    HIDDEN,
    PAGE_NUMBER,
    Passage,
    Span,
    skipped,
    table,
)
from pipeline.reading.office.styles import CONTENTS, Looks
from pipeline.reading.office.trees import child, get, inside, local
from pipeline.reading.spans import HARD
from pipeline.reading.web.elements import Element
from pipeline.values import replace, value

_PASSED = frozenset({"ins", "moveTo", "customXml", "smartTag", "sdtContent", "hyperlink"})
_GONE = frozenset({"del", "moveFrom"})
_GAPS = {"tab": "\t", "ptab": "\t", "cr": HARD, "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_BOXED = frozenset({"drawing", "pict", "object"})
_HYPERLINK = pattern(r'\s*HYPERLINK\s+(?:"([^"]*)"|([^\s"\\]\S*))', re.IGNORECASE)
_FIELDS = {
    "page": PAGE_NUMBER,
    "numpages": PAGE_NUMBER,
    "sectionpages": PAGE_NUMBER,
    "pageref": PAGE_NUMBER,
    "toc": CONTENTS,
    "index": "an index",
}
_GREEK = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "αβχδεφγηιϕκλμνοπθρστυϖωξψζΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ",
        strict=True,
    )
)
_PRIVATE = 0xF000  # where Word keeps the letters of fonts that have signs in their places


@value
class Noted:
    """A mark in the text: the kind and id of its note, and what it shows."""

    kind: str
    id: str
    label: str
    skip: str = ""


@value
class _Style:
    """What holds for a run where it stands."""

    looks: Looks = Looks()
    url: str = ""
    skip: str = ""


@dataclass
class _Field:
    """A field: its instruction, and then what it shows."""

    code: str = ""
    shown: bool = False

    @property
    def url(self) -> str:
        found = _HYPERLINK.match(self.code)
        return (found[1] or found[2] or "") if found else ""

    @property
    def skip(self) -> str:
        return _FIELDS.get(self.code.strip().partition(" ")[0].casefold(), "")


@dataclass
class Text:
    """Reads one part of a document. `links` gives addresses by their ids."""

    styles: Styles
    links: Mapping[str, str]
    noted: list[Noted] = field(default_factory=list)
    fields: list[_Field] = field(default_factory=list)  # open ones, outermost first
    boxes: list[Passage] = field(default_factory=list)  # found in the paragraph at hand

    def passages(self, parent: Element) -> Iterator[Passage]:
        """The passages of a body, a note, a cell or a text box."""
        for element in parent:
            match local(element):
                case "p":
                    yield from self._paragraph(element)
                case "tbl":
                    yield from table(list(self._rows(element)))
                case "sdt":
                    yield from self._control(element)
                case "AlternateContent":
                    for held in _chosen(element):
                        yield from self.passages(held)
                case name if name in _PASSED:
                    yield from self.passages(element)
                case name if name in _GONE:
                    yield from skipped(self.passages(element), DELETED)

    def _control(self, element: Element) -> Iterator[Passage]:
        gallery = get(child(element, "sdtPr", "docPartObj", "docPartGallery"), "val")
        content = child(element, "sdtContent")
        if content is None:
            return
        inner = self.passages(content)
        yield from skipped(inner, CONTENTS) if gallery == "Table of Contents" else inner

    def _paragraph(self, element: Element) -> Iterator[Passage]:
        properties = child(element, "pPr")
        kind = self.styles.kind(properties)
        usual = self.styles.paragraph(properties)
        if kind.role is not Role.PARAGRAPH:
            usual = usual.sized
        outer, self.boxes = self.boxes, []
        spans = tuple(self._spans(element, _Style(looks=usual)))
        boxes, self.boxes = self.boxes, outer
        frame = child(properties, "framePr")
        cap = get(frame, "dropCap") in {"drop", "margin"}
        merged = child(properties, "rPr", "del") is not None
        lines = {side for side in ("top", "bottom") if _drawn(child(properties, "pBdr", side))}
        yield Passage(
            kind=kind,
            spans=spans,
            boxed=(frame is not None and not cap) or len(lines) > 1,
            goes_on=cap or merged,
            inset=self.styles.inset(properties),
            hangs=self.styles.hangs(properties),
            ruled=lines == {"bottom"},
        )
        yield from (replace(held, boxed=True) for held in boxes)

    def _rows(self, element: Element) -> Iterator[list[list[Passage]]]:
        for row in _members(element, "tr"):
            gone = child(row, "trPr", "del") is not None
            cells = [list(self.passages(cell)) for cell in _members(row, "tc")]
            yield [list(skipped(cell, DELETED)) if gone else cell for cell in cells]

    # --- inside a paragraph --------------------------------------------------------------

    def _spans(self, parent: Element, style: _Style) -> Iterator[Span]:
        for element in parent:
            name = local(element)
            if name == "r":
                yield from self._run(element, style)
            elif name == "fldSimple":
                shown = _Field(code=get(element, "instr"))
                inner = replace(style, url=shown.url or style.url, skip=style.skip or shown.skip)
                yield from self._spans(element, inner)
            elif name == "hyperlink":
                url = self.links.get(get(element, "id"), "")
                yield from self._spans(element, replace(style, url=url or style.url))
            elif name in _GONE:
                yield from self._spans(element, replace(style, skip=style.skip or DELETED))
            elif name in _PASSED or name in {"sdt", "dir", "bdo", "ruby", "rubyBase"}:
                yield from self._spans(element, style)
            elif name == "AlternateContent":
                for held in _chosen(element):
                    yield from self._spans(held, style)
            elif name in {"oMath", "oMathPara"}:
                yield from self._formula(element, style)

    def _formula(self, element: Element, style: _Style) -> Iterator[Span]:
        reason = "a formula" if local(element) == "oMathPara" else ""
        for letters in inside(element, "t"):
            yield Span(text=letters.text or "", skip=style.skip or reason)

    def _run(self, element: Element, style: _Style) -> Iterator[Span]:
        own = self.styles.run(child(element, "rPr"))
        around = replace(style, looks=own.over(style.looks))
        typed = False  # a note's mark by hand
        for piece in element:
            name = local(piece)
            if name in {"footnoteReference", "endnoteReference"}:
                typed = get(piece, "customMarkFollows") in {"1", "true", "on"}
                yield from self._mark(piece, style, typed=typed)
            elif name in _BOXED:
                self._box(piece, style.skip)
            elif name == "AlternateContent":
                for held in _chosen(piece):
                    yield from self._run(held, style)
            elif name == "ruby":
                yield from self._ruby(piece, around)
            elif not typed:
                yield from self._piece(piece, name, around)
            elif text := _text(piece, name):
                self.noted[-1] = replace(self.noted[-1], label=text.strip())
                yield Span(text=text, skip=style.skip or NOTE_MARK)

    def _mark(self, piece: Element, style: _Style, *, typed: bool) -> Iterator[Span]:
        """A note's mark: the number that Word shows there, unless one is typed."""
        number = str(1 + sum(not held.skip for held in self.noted))
        kind = local(piece).removesuffix("Reference")
        self.noted.append(Noted(kind=kind, id=get(piece, "id"), label=number, skip=style.skip))
        if not typed and not style.skip:
            yield Span(text=number, skip=NOTE_MARK)

    def _box(self, piece: Element, skip: str) -> None:
        """A text box in a drawing; one inside it comes with it."""
        content = next(inside(piece, "txbxContent"), None)
        while content is not None:
            held = list(self.passages(content))
            self.boxes += skipped(held, skip) if skip else held
            content = _next_box(piece, content)

    def _ruby(self, piece: Element, style: _Style) -> Iterator[Span]:
        base, above = child(piece, "rubyBase"), child(piece, "rt")
        if base is not None:
            yield from self._spans(base, style)
        if above is not None:
            yield from self._spans(above, replace(style, skip=style.skip or "a help to read it"))

    def _piece(self, piece: Element, name: str, style: _Style) -> Iterator[Span]:
        if name == "fldChar":
            self._field(get(piece, "fldCharType"))
        elif name == "instrText":
            if self.fields and not self.fields[-1].shown:
                self.fields[-1].code += piece.text or ""
        elif name == "delText":
            yield Span(text=_text(piece, name), skip=style.skip or DELETED)
        elif text := _text(piece, name):
            yield self._span(text, style)

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self.fields.append(_Field())
        elif self.fields and kind == "separate":
            self.fields[-1].shown = True
        elif self.fields and kind == "end":
            self.fields.pop()

    def _span(self, text: str, style: _Style) -> Span:
        seen = style.looks
        url = next((held.url for held in reversed(self.fields) if held.url), "")
        skip = next((held.skip for held in self.fields if held.skip), "")
        return Span(
            text=text,
            strong=bool(seen.bold),
            emphasis=bool(seen.italic),
            raised=bool(seen.raised),
            size=seen.size or 0.0,
            url=style.url or url,
            skip=style.skip or skip or (HIDDEN if seen.hidden else ""),
        )


def _drawn(line: Element | None) -> bool:
    return line is not None and get(line, "val") not in {"", "nil", "none"}


def _chosen(element: Element) -> Iterable[Element]:
    """Of several ways to say the same, the first; what is for old readers only without it."""
    return [held for held in element if local(held) in {"Choice", "Fallback"}][:1]


def _members(parent: Element, kind: str) -> Iterator[Element]:
    """Rows or cells, also those in controls or in tracked changes."""
    for element in parent:
        if local(element) == kind:
            yield element
        elif local(element) in {*_PASSED, *_GONE, "sdt"}:
            yield from _members(element, kind)


def _next_box(piece: Element, last: Element) -> Element | None:
    """The next text box of a drawing that does not stand inside the last one."""
    reached = False
    for box in inside(piece, "txbxContent"):
        if reached and last not in box.iterancestors():
            return box
        reached = reached or box is last
    return None


def _text(piece: Element, name: str) -> str:
    if name in {"t", "delText"}:
        text = re.sub(r"[\t\r\n]", " ", piece.text or "")
        return text if get(piece, "space") == "preserve" else re.sub(" +", " ", text).strip(" ")
    if name == "br":
        return HARD if get(piece, "type") in {"", "textWrapping"} else " "
    if name == "sym":
        return _sign(get(piece, "char"))
    return _GAPS.get(name, "")


def _sign(code: str) -> str:
    """A sign given by its number; ornaments of sign fonts are no text."""
    try:
        number = int(code, 16)
        sign = chr(number)
    except (ValueError, OverflowError):
        return ""
    if _PRIVATE <= number < _PRIVATE + 256:
        return _GREEK.get(chr(number - _PRIVATE), "")
    return sign if sign.isprintable() else ""
