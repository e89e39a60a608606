"""A page's lines in, boxes among them that are no part of the text, or hold a byline in parts, out.

Promise: a box is small, holds no paragraph of the text, and asks for something or points elsewhere.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import takewhile

from pipeline.model import Role
from pipeline.reading.bylines import is_lead
from pipeline.reading.web import boilerplate, elements, shapes
from pipeline.reading.web.drafting import View
from pipeline.reading.web.elements import HEADINGS, Element, name
from pipeline.reading.web.flowing import Flow, Line
from pipeline.reading.wording import words

_BYLINES = 20  # words of all bylines
_BOX = 60  # words of a box that only asks or points, at most
_DEEP = 8  # elements in a box in which a line stands
_KEPT = frozenset({"figure", "blockquote", "table", "pre", "dl", "ol", "ul", "details"})

Found = Iterator[tuple[Element, View]]


def fronting(lines: Sequence[Line]) -> Found:
    """Boxes between title and text: "Words by" and a name, a table of what it was filed under."""
    for line in lines:
        box = line.element.getparent()
        if box is not None and is_lead(line.text) and not elements.longer(box, _BYLINES):
            yield box, View(role=Role.BYLINE, known=True)
        held = next((one for one in line.element.iterancestors() if name(one) == "table"), None)
        if held is not None and not elements.longer(held, _BOX):
            yield held, View(skip=boilerplate.FACTS)


def kickers(title: Element | None, headline: str) -> Found:
    """The first part of a title in parts, which the page's own facts part by a colon."""
    told = " ".join(headline.split()).casefold()
    whole = len(words(elements.told(title))) if title is not None else 0
    for part in title.iter("span") if title is not None else ():
        said = " ".join(elements.told(part).split()).rstrip(": ")
        if said and len(words(said)) < whole and told.startswith(f"{said}:".casefold()):
            yield part, View(skip=boilerplate.KICKER)
            return


def asking(flow: Flow, named: Callable[[Line], bool]) -> Found:
    """Small boxes between the paragraphs that ask or point. `named` lines say what they are."""
    text = {line.element for line in flow.lines if flow.holds(line)}
    around = {above for one in text for above in one.iterancestors()} | text
    done: set[Element] = set()
    for line in flow.lines[flow.first : flow.last + 1]:
        box = _box(line, around)
        if box is None or box in done:
            continue
        done.add(box)
        held = _held(flow.lines[line.at : line.at + _BOX], box)
        if _asks(flow, box, held) and not any(map(named, held)):
            yield box, View(skip=boilerplate.RELATED)


def _held(lines: Sequence[Line], box: Element) -> list[Line]:
    """Lines in a box, the first of which is the first given."""
    return [*takewhile(lambda one: one.element is box or box in one.element.iterancestors(), lines)]


def _box(line: Line, around: set[Element]) -> Element | None:
    """The largest element round a line that stands among the paragraphs and holds none.

    `around` are the paragraphs and all that holds them.
    """
    at = line.element
    for _ in range(_DEEP if at not in around else 0):
        above = at.getparent()
        if above is None or name(above) in {"body", "main", "article"}:
            return None
        if above in around:
            return at if name(at) not in _KEPT and name(at) not in HEADINGS else None
        at = above
    return None


def _asks(flow: Flow, box: Element, lines: Sequence[Line]) -> bool:
    size = sum(len(line.text.split()) for line in lines)
    if size > _BOX or any(name(one) in _KEPT for one in box.iter()):
        return False
    called = box in flow.calls or (len(lines) > 1 and any(line.is_link for line in lines))
    return called or any(shapes.site_word(line.text) for line in lines)
