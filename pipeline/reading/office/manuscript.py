"""Passages as an office program keeps them in, an Article of provisional blocks out.

Promise: every letter of every passage stands in the source, in the passages' order, and there in
one block or in one skip. Word and OpenDocument texts differ only up to here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from lxml import etree

from pipeline.model import Article, Role
from pipeline.reading.office.facts import Facts, known
from pipeline.reading.office.looks import judged
from pipeline.reading.office.passages import Passage, Span, joined, lined, ruled
from pipeline.reading.spans import HARD
from pipeline.reading.understanding.language import detected
from pipeline.reading.web.drafting import View
from pipeline.reading.web.elements import Element
from pipeline.reading.web.markup import Scribe
from pipeline.reading.web.page_data import is_web
from pipeline.values import replace


def article(passages: Iterable[Passage], noted: Facts) -> Article:
    """Write passages down. `noted` is what the file says of itself."""
    whole = list(lined(judged(list(ruled(joined(passages))))))
    metadata = known(noted, whole)
    titled = any(held.kind.title and held.text and not held.skip for held in whole)
    tree = _Tree(shift=1 if titled else 0)
    for held in whole:
        tree.add(held)
    scribe = Scribe(look=tree.view, address=lambda url: url if is_web(url) else "")
    scribe.walk(tree.root, View())
    made = scribe.article(metadata)
    spoken = detected(made)  # programs note their own language when nobody chooses another
    if spoken and metadata.language.partition("-")[0] != spoken:
        return replace(made, metadata=replace(metadata, language=""))
    return made


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
        if held.kind.role is Role.RULE:
            etree.SubElement(self.root, "hr")
            return
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
