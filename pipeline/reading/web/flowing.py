"""A page's tree in, its lines and where the text proper runs among them, out.

Promise: the text proper is told by how pages are made, not by names: most of its letters stand in
paragraphs whose parents are alike. Lines that stand elsewhere are in front, between or behind.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from lxml import etree

from pipeline.reading.web.elements import BORDERS, HEADINGS, MARKUP, Element, name
from pipeline.reading.wording import ends_sentence
from pipeline.values import field, replace, value

_NEAR = 4  # elements between a picture or a button and the box it stands in
_MUCH = 25  # words of a paragraph that no site says by the way
_PROSE = 60  # letters out of links of a paragraph of the text, at least
_APART = frozenset(
    {"li", "blockquote", "figure", "figcaption", "aside", "header", "footer", "address", "pre"}
)
_CALLS = frozenset({"button", "form", "input"})
_PICTURES = frozenset({"img", "picture", "amp-img"})


@value
class Line:
    """A block of words with no other in it. `linked` is how many of its letters are links."""

    element: Element
    text: str
    linked: int
    at: int  # its place among the page's lines

    @property
    def is_link(self) -> bool:
        """Whether nothing but signs stands beside the links."""
        return self.linked > 0 and _letters(self.text) - self.linked <= 0

    @property
    def is_prose(self) -> bool:
        """Whether it is long enough for a paragraph of the text."""
        return len(self.text) - self.linked >= _PROSE and name(self.element) not in HEADINGS


@value
class Flow:
    """The lines of a page in order, and the elements in which the text proper stands."""

    lines: Sequence[Line]
    holders: Collection[Element]
    calls: Collection[Element] = frozenset()  # blocks with a link or a button beside other blocks
    first: int = 0
    pictures: Mapping[Element, Element] = field(default_factory=dict)  # by what they stand in
    look: str = ""  # the class that paragraphs of the text have
    last: int = -1  # of the text proper, by place; before `first` when there is none

    def holds(self, line: Line) -> bool:
        """Whether a line stands where the text proper does: in its parent, or one deeper."""
        above = line.element.getparent()
        if above is None or above in self.holders:
            return above is not None
        return line.is_prose and above.getparent() in self.holders and above not in self.calls

    def pictured(self, element: Element, words: int) -> Element | None:
        """The small box with a picture in which a line stands; None: there is none near."""
        for box in islice(element.iterancestors(), _NEAR):
            if name(box) in {"body", "html", "main", "article"}:
                return None
            picture = self.pictures.get(box)
            if picture is not None:
                return box if _spare(box, words) and _alone(picture, box) else None
        return None


@dataclass
class _Open:
    """An element that is open: its own words so far."""

    element: Element
    words: list[str]
    linked: int = 0
    split: bool = False  # another block with words stands in it


def flow(page: Element, reasons: Mapping[Element, str]) -> Flow:
    """Find a page's lines; those in elements that have a reason against them are none."""
    walk = _Walk(page, reasons)
    lines = tuple(walk.lines())
    prose = [line for line in lines if line.is_prose and not _set_apart(line.element, page)]
    weights: Counter[tuple[str, ...]] = Counter()
    for line in prose:
        weights[_signature(line.element)] += len(line.text) - line.linked
    if not weights:
        return Flow(lines=lines, holders=frozenset())
    best = max(weights, key=lambda one: weights[one])
    best_lines = [line for line in prose if _signature(line.element) == best]
    looks = Counter(_look(line.element) for line in best_lines)
    look = looks.most_common(1)[0][0]
    alike = [line for line in prose if look[1] and _look(line.element) == look]
    holders = {line.element.getparent() for line in (*best_lines, *alike)}
    above = {one.getparent() for one in holders if one is not None}
    holders |= {line.element.getparent() for line in prose if _goes_on(line, above)}
    found = Flow(
        lines=lines,
        holders=frozenset(one for one in holders if one is not None),
        calls=frozenset(above for one in walk.calls for above in (one, *_over(one))),
        pictures=_pictures(page),
        look=look[1],
    )
    first = min(line.at for line in prose if found.holds(line))
    said = (n.at for n in lines[first:] if found.holds(n) and _ends(n))
    return replace(found, first=first, last=max(said, default=first))


def _ends(line: Line) -> bool:
    """Whether the text may end with a line: a paragraph, however short."""
    return line.is_prose or (not line.linked and ends_sentence(line.text))


def _goes_on(line: Line, above: Collection[Element | None]) -> bool:
    """Whether a long paragraph stands in an element beside those that hold the text."""
    around = line.element.getparent()
    if around is None or name(around) not in {"div", "section"}:
        return False
    return around.getparent() in above and len(line.text.split()) >= _MUCH


def _over(element: Element) -> Iterator[Element]:
    return islice(element.iterancestors(), _NEAR)


def _pictures(page: Element) -> dict[Element, Element]:
    """The first picture in each of the elements right round one."""
    found: dict[Element, Element] = {}
    for picture in page.iter():
        if name(picture) in _PICTURES:
            for above in _over(picture):
                found.setdefault(above, picture)
    return found


class _Walk:
    """One walk over a page. `calls` are blocks with a link or a button beside other blocks."""

    def __init__(self, page: Element, reasons: Mapping[Element, str]) -> None:
        self.page = page
        self.reasons = reasons
        self.calls: set[Element] = set()
        self.stack = [_Open(page, [])]
        self.links = 0

    def lines(self) -> Iterator[Line]:
        walk = etree.iterwalk(self.page, events=("start", "end"))
        at = 0
        for event, element in walk:
            muted = element in self.reasons or name(element) in MARKUP
            if event == "start" and muted:
                walk.skip_subtree()
                self._pass(element)
            elif event == "start":
                self._enter(element)
            elif not muted:
                line = self._leave(element, at)
                if line is not None:
                    yield line
                    at += 1

    def _pass(self, element: Element) -> None:
        if name(element) in _CALLS or name(element) == "a":
            self.calls.add(self.stack[-1].element)
        _hear(self.stack[-1], element.tail, self.links)

    def _enter(self, element: Element) -> None:
        if name(element) in BORDERS and element is not self.page:
            self.stack.append(_Open(element, []))
        self.links += name(element) == "a"
        _hear(self.stack[-1], element.text, self.links)

    def _leave(self, element: Element, at: int) -> Line | None:
        self.links -= name(element) == "a"
        line = None
        if name(element) in BORDERS and element is not self.page:
            done = self.stack.pop()
            text = " ".join("".join(done.words).split())
            if text and done.split and _letters(text) <= done.linked:
                self.calls.add(element)
            if text and not done.split:
                line = Line(element=element, text=text, linked=done.linked, at=at)
            self.stack[-1].split = self.stack[-1].split or bool(text) or done.split
        if element is not self.page:
            _hear(self.stack[-1], element.tail, self.links)
        return line


def _hear(held: _Open, text: str | None, links: int) -> None:
    if text:
        before = held.words[-1][-1:] if held.words else ""
        seam = before.isalnum() and not before.isupper() and text[:1].isupper()
        held.words.append(f" {text}" if seam else text)
        held.linked += _letters(text) if links else 0


def _letters(text: str) -> int:
    return sum(character.isalnum() for character in text)


def _set_apart(element: Element, page: Element) -> bool:
    """Whether a line stands in a box, a list, a quotation or a picture's frame."""
    at: Element | None = element
    while at is not None and at is not page:
        if name(at) in _APART:
            return True
        at = at.getparent()
    return False


def _signature(element: Element) -> tuple[str, ...]:
    """What the elements round a line are: those that a template makes again and again are alike."""
    around = element.getparent()
    above = around.getparent() if around is not None else None
    named = around is not None and around.get("class")
    told = [one for one in (around, None if named else above) if one is not None]
    return tuple(f"{name(one)}.{one.get('class') or ''}" for one in told)


def _look(element: Element) -> tuple[str, str]:
    return name(element), element.get("class") or ""


def _alone(picture: Element, box: Element) -> bool:
    """Whether no words stand nearer to a picture than those in its box."""
    around = picture.getparent()
    while around is not None and around is not box:
        if "".join(str(one) for one in around.itertext()).strip():
            return False
        around = around.getparent()
    return True


def _spare(box: Element, words: int) -> bool:
    """Whether a box holds few words, and neither headings nor a form."""
    held = 0
    for one in box.iter():
        if name(one) in HEADINGS or name(one) in {"form", "button", "input", "blockquote"}:
            return False
        held += len((one.text or "").split()) + len((one.tail or "").split())
        if held > words:
            return False
    return True
