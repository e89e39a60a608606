"""A page's lines and where its text runs in, how each line beside the text is seen, out.

Promise: evidence is combined: where a line stands (in front of the text, between its paragraphs,
behind it, beside a picture) and its shape. What classes or types name is left to them.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from pipeline.model import Role
from pipeline.reading.bylines import Byline, bare_name, byline
from pipeline.reading.understanding.tail import heads_authors, is_tail
from pipeline.reading.web import boilerplate, boxing, elements, parts, shapes
from pipeline.reading.web.drafting import View
from pipeline.reading.web.elements import HEADINGS, Element, name
from pipeline.reading.web.flowing import Flow, Line
from pipeline.reading.wording import opening, words

_CAPTION = 70  # words of a picture's box, at most
_LONGEST = 60  # words of a pull-quote
_DECK = 3  # words of a line right below the title, at least
_BY = 6  # words of a byline, in a box about its author
_THANKS = 12  # words of a line that says who helped
_MUCH = 25  # words of a paragraph behind the text that no site says
_FEW = 3
_SIGNED = 10  # words of a line that an author's name stands in
_LEVEL = 2  # of a heading that no element tells
_ABOVE = 6  # lines above a title that may say when
_ROW = frozenset({"li", "td", "th", "dt", "dd", "pre", "blockquote", "figcaption"})


def told(
    flow: Flow, title: Element | None, headline: str, authors: Sequence[str]
) -> Mapping[Element, View]:
    """How the lines beside the text are seen; one without a view is as it names itself."""
    zones = _Zones(flow, title, headline, authors)
    return {element: view for element, view in zones.read() if view is not None}


def _named_in(line: Line) -> Byline | None:
    """Who a line names that is a link, or that says when, too."""
    found = bare_name(line.text)
    return found if found and (line.is_link or found.date) else None


def _links(element: Element) -> Iterator[Element]:
    """The links in a line, or right beside it."""
    yield from element.iter("a")
    yield from (one for one in element.itersiblings() if name(one) == "a")


class _Zones:
    def __init__(
        self, flow: Flow, title: Element | None, headline: str, authors: Sequence[str]
    ) -> None:
        self.headline = headline
        self.flow = flow
        self.title = title
        inside = frozenset(title.iter()) if title is not None else frozenset()
        self.head = next((n.at for n in flow.lines if n.element in inside), -1)
        front = flow.lines[self.head + 1 : flow.first] if self.head >= 0 else ()
        signed = [byline(line.text) or _named_in(line) for line in front]
        linked = (
            bare_name(elements.glimpse(link)) for line in front for link in _links(line.element)
        )
        told = [
            *authors,
            *(n for one in linked if one for n in one.authors),
            *(name for one in signed if one for name in one.authors),
        ]
        self.authors = [words(one) for one in told]
        self.text = " ".join(opening(n.text) for n in flow.lines if n.is_prose and flow.holds(n))

    def read(self) -> Iterator[tuple[Element, View | None]]:
        if self.flow.last < self.flow.first:
            return
        for line in self.flow.lines:
            if line.at != self.head:
                yield line.element, self._seen(line)
        front = self.flow.lines[self.head + 1 : self.flow.first] if self.head >= 0 else ()
        yield from boxing.fronting(front)
        yield from boxing.asking(self.flow, self._named)
        yield from boxing.kickers(self.title, self.headline)

    def _seen(self, line: Line) -> View | None:
        """How a line is seen: first what it is, then what stands round it, then where it is."""
        behind, front = line.at > self.flow.last, self._is_front(line)
        if name(line.element) in HEADINGS:
            return self._heading(line)
        if behind and name(line.element) == "li" and line.is_link:
            return View(skip=boilerplate.AROUND)
        if self.head - _ABOVE < line.at < self.head and shapes.is_date(line.text):
            return View(skip=boilerplate.DATE)
        view: View | None
        if self._is_pulled(line):
            view = View(boxed=True)
        elif self._named(line):
            view = self._misnamed(line)
        elif (behind or line.at < self.flow.first) and self._lives(line):
            view = View(role=Role.BIO, known=True)
        elif (box := self.flow.pictured(line.element, _CAPTION)) is not None:
            view = self._beside_picture(line, box)
        else:
            view = self._in_front(line) if front else self._behind(line) if behind else None
        return view

    def _is_front(self, line: Line) -> bool:
        return 0 <= self.head < line.at < self.flow.first

    def _named(self, line: Line) -> bool:
        """Whether names or types of a line, or of what stands right round it, say what it is."""
        at: Element | None = line.element
        for _ in range(3):
            if at is None or at in self.flow.holders or name(at) in {"article", "main", "body"}:
                return False
            if elements.is_pull(at) or elements.is_quote(at) or name(at) in _ROW:
                return True
            if parts.role(at) is not None or elements.is_date(at) or parts.heading(at):
                return True
            if boilerplate.is_kicker(at):
                return True
            at = at.getparent()
        return False

    def _heading(self, line: Line) -> View | None:
        """A heading: in the text it heads a section; behind it only what is read heads any."""
        if line.at > self.flow.last and not self.flow.holds(line):
            after = self.flow.lines[line.at + 1 : line.at + 3]
            led = any(not one.is_link and shapes.is_sentence(one.text) for one in after)
            return None if led else View(skip=boilerplate.AROUND)
        if self._is_front(line) and shapes.is_name(line.text):
            return View(role=Role.BYLINE, known=True) if line.is_link else None
        if self._is_front(line) and not self.flow.holds(line) and shapes.is_long(line.text):
            return View(role=Role.SUBTITLE, known=True)
        inside = self.flow.first < line.at < self.flow.last and self.flow.holds(line)
        if inside and parts.role(line.element) in {Role.SUBTITLE, Role.STANDFIRST}:
            return View(role=Role.HEADING, level=int(name(line.element)[1]), known=True)
        return None

    def _misnamed(self, line: Line) -> View | None:
        """A line in what is named after an author, when it says nothing about them."""
        around = (line.element, *islice(line.element.iterancestors(), 3))
        inside = self.flow.first < line.at < self.flow.last and self.flow.holds(line)
        if inside and parts.role(line.element) is Role.SUBTITLE:
            return View(role=Role.HEADING, level=_LEVEL, known=True)
        if (
            self._is_front(line)
            and any(map(boilerplate.is_kicker, around))
            and not shapes.is_sentence(line.text)
        ):
            return View(skip=boilerplate.KICKER)
        if line.at > self.head and not inside and shapes.is_date(line.text):
            return View(skip=boilerplate.DATE)
        if not any(parts.role(one) is Role.BIO for one in around) or line.at <= self.head:
            return None
        name = self._is_author(line) if self.authors else shapes.is_name(line.text)
        label = not shapes.is_sentence(line.text) and not name
        again = byline(line.text) is not None and len(words(line.text)) < _BY
        return View(skip=boilerplate.AROUND) if label or again else None

    def _is_pulled(self, line: Line) -> bool:
        """Whether a line among the paragraphs, in a class of its own, says what they say."""
        inside = self.flow.first < line.at < self.flow.last
        if not inside or (line.element.get("class") or self.flow.look) == self.flow.look:
            return False
        around = [line.element, *islice(line.element.iterancestors(), 3)]
        quoted = any(map(elements.is_pull, around)) or any(map(elements.is_quote, around[1:]))
        if name(line.element) != "p" or quoted:
            return False
        said = opening(line.text)
        return _FEW < len(said.split()) < _LONGEST and self.text.count(said) > line.is_prose

    def _lives(self, line: Line) -> bool:
        """Whether a line behind an author's name says who that is, or is that name."""
        lines = self.flow.lines
        after = lines[line.at + 1] if line.at + 1 < len(lines) else None
        before = lines[line.at - 1] if line.at else None
        beside = line.element.getprevious()
        named = beside is not None and words(elements.glimpse(beside)) in self.authors
        if named or (
            before is not None and (self._is_author(before) or heads_authors(before.text))
        ):
            return shapes.is_sentence(line.text) and not line.is_link
        led = after is not None and shapes.is_sentence(after.text) and not after.is_link
        return self._is_author(line) and led and line.at > self.head + 1

    def _is_author(self, line: Line) -> bool:
        return bool(words(line.text)) and words(line.text) in self.authors

    def _beside_picture(self, line: Line, box: Element) -> View | None:
        """A line in a small box with a picture."""
        if box in self.flow.holders or line.is_link:
            return None
        if shapes.site_word(line.text):
            return View(skip=boilerplate.TOOLS)
        role = Role.CREDIT if shapes.is_credit(line.text) else Role.CAPTION
        return View(role=role, known=True)

    def _in_front(self, line: Line) -> View | None:
        """A line between the title and the text."""
        text = line.text
        why = shapes.site_word(text) or (boilerplate.DATE if shapes.is_date(text) else "")
        if why:
            return View(skip=why)
        if (by := byline(text)) and not by.authors:
            edited = text.casefold().startswith("edit")
            return View(skip=boilerplate.FACTS) if edited else View(role=Role.CREDIT, known=True)
        if by or shapes.is_name(text) or self._signs(line):
            return View(role=Role.BYLINE, known=True)
        return self._decks(line)

    def _decks(self, line: Line) -> View | None:
        """A line in front that says neither when nor who."""
        text = line.text
        if line.is_link:
            return View(skip=boilerplate.KICKER)
        if self.flow.holds(line):
            return None  # a page without any parts: the words decide
        if shapes.is_sentence(text):
            return View(role=Role.STANDFIRST, known=True)
        first = line.at == self.head + 1 and len(words(text)) >= _DECK
        return View(role=Role.SUBTITLE, known=True) if first else View(skip=boilerplate.TOOLS)

    def _signs(self, line: Line) -> bool:
        """Whether a short line that is no sentence holds an author's name."""
        listed = words(line.text)
        if len(listed) > _SIGNED or line.text[-1:] in ".!?…:":
            return False
        return any(one and _within(one, listed) for one in self.authors)

    def _behind(self, line: Line) -> View | None:
        """A line behind the text, in another part of the page than the text."""
        if self.flow.holds(line):
            return None
        dated = boilerplate.DATE if shapes.is_date(line.text) else ""
        if why := shapes.site_word(line.text) or dated:
            return View(skip=why)
        listed = words(line.text)
        if _FEW < len(listed) < _THANKS and line.text.endswith(".") and self._helped(line):
            return View(role=Role.CREDIT, known=True)
        if line.is_link or not shapes.is_sentence(line.text):
            return View(skip=boilerplate.AROUND)
        for one in self.authors:
            if one and one == listed[: len(one)] and len(listed) > len(one) + 1:
                return View(role=Role.BIO, known=True)
        kept = len(listed) >= _MUCH or is_tail(line.text) or self._is_set(line)
        return None if kept else View(skip=boilerplate.AROUND)

    def _helped(self, line: Line) -> bool:
        """Whether a line begins with the name of somebody who is no author of the text."""
        first = line.text.split()[:2]
        return (
            not line.is_link
            and shapes.is_name(" ".join(first))
            and (words(" ".join(first)) not in self.authors)
        )

    def _is_set(self, line: Line) -> bool:
        """Whether a line is in other type from end to end, as what an editor adds is."""
        inner = next((one for one in line.element.iter("em", "i")), None)
        return inner is not None and len(elements.told(inner).split()) * 2 > len(line.text.split())


def _within(name: Sequence[str], listed: Sequence[str]) -> bool:
    return any(list(listed[at : at + len(name)]) == list(name) for at in range(len(listed)))
