"""An element and how its surroundings are seen in, how it is seen itself out.

Promise: `seen` knows roles only, the same for pages and e-books; `Sight` adds where on a page an
element stands: in the article, before it, behind it, or outside.
"""

from dataclasses import replace
from itertools import islice
from typing import ClassVar

from pipeline.model import Role
from pipeline.reading import boilerplate, elements
from pipeline.reading.elements import BORDERS, HEADINGS, ROLES, VERBATIM, Element, name
from pipeline.reading.landmarks import Landmarks
from pipeline.reading.markup import View
from pipeline.reading.placing import NOTE_MARK

DATE = "the date, kept with the episode"
BACK_LINK = "a note's way back to the text"
ABOUT = "a heading over the lines about the author"

_QUOTES = frozenset({Role.BLOCK_QUOTE, Role.PULL_QUOTE})
_TAIL = frozenset({Role.BIO, Role.FOOTNOTE, Role.DISCLAIMER})
_HEAD = frozenset({Role.BYLINE, Role.SUBTITLE, Role.STANDFIRST, Role.CAPTION, Role.CREDIT})
_FIRM = _TAIL | _HEAD | {Role.PULL_QUOTE}
_LARGEST_CELL = 400  # characters; what is longer is set in a table only to stand beside something


def seen(element: Element, around: View) -> View:
    """How an element is seen by its own name, classes and types."""
    if around.skip:
        return around
    around = replace(around, stands=False) if around.stands else around
    if not element.keys() and around.role not in _QUOTES and name(element) not in {"sup", "time"}:
        return _tagged(element, around)
    if elements.is_note_mark(element):
        return replace(around, skip=NOTE_MARK)
    if around.role is Role.FOOTNOTE and elements.is_back_link(element):
        return replace(around, skip=BACK_LINK)
    if around.role is Role.BYLINE and elements.is_date(element):
        return View(skip=DATE)
    if around.role in _QUOTES:
        return _quoted(element, around)
    if elements.is_pull(element):
        return View(role=Role.PULL_QUOTE, known=True)
    told = elements.role(element)
    if told and (not around.known or (told is Role.CREDIT and around.role is Role.CAPTION)):
        return _classed(element, told, around)
    return _tagged(element, around)


def _classed(element: Element, told: Role, around: View) -> View:
    inline = name(element) not in BORDERS
    if inline and told is not Role.CREDIT and not _alone(element):
        return _tagged(element, around)
    return replace(around, role=told, level=0, known=told in _FIRM, stands=inline)


def _alone(element: Element) -> bool:
    """Whether an element that runs in a line is the line: no text stands right beside it."""
    parent = element.getparent()
    if parent is None or (element.tail or "").strip() or (parent.text or "").strip():
        return False
    return name(parent) in BORDERS and not any(
        (child.tail or "").strip() for child in islice(parent, 8)
    )


def _tagged(element: Element, around: View) -> View:
    tag = name(element)
    if around.known:
        over = around.role in {Role.BIO, Role.FOOTNOTE} and tag in HEADINGS
        return View(skip=_OVER[around.role]) if over else around
    if tag in HEADINGS:
        return replace(around, role=Role.HEADING, level=int(tag[1]))
    if tag in {"li", "p", "div", "aside", "dd"} and elements.is_note(element):
        return replace(around, role=Role.FOOTNOTE, known=True)
    if tag in VERBATIM:
        return replace(around, role=Role.CODE, verbatim=True)
    if tag == "table":
        return (
            replace(around, role=Role.TABLE, cells=True, known=True) if is_data(element) else around
        )
    if tag == "aside":
        return replace(around, boxed=True)
    own = ROLES.get(tag)
    return replace(around, role=own, level=0, known=own in _FIRM) if own else around


_OVER = {Role.BIO: ABOUT, Role.FOOTNOTE: "a heading over the notes"}


def _quoted(element: Element, around: View) -> View:
    """An element in a quotation: more of it, or whose words it is."""
    tag = name(element)
    parent = element.getparent()
    alone = parent is not None and name(parent) in {
        "blockquote",
        "aside",
        "figure",
        "div",
        "section",
    }
    if elements.is_pull(element):
        return replace(around, role=Role.PULL_QUOTE, known=True)
    if (
        (tag == "cite" and alone)
        or tag in {"footer", "figcaption"}
        or elements.is_attribution(element)
    ):
        return replace(around, by=True, stands=tag not in BORDERS)
    if not around.known and elements.role(element) is Role.VERSE:
        return replace(around, role=Role.VERSE)
    if tag in {"li", "pre", "table", *HEADINGS} and not around.known:
        return _tagged(element, around)
    return around


def _is_card(element: Element) -> bool:
    """Whether an element is one link with blocks of its own inside: a preview of another page."""
    if name(element) != "a" or not element.get("href"):
        return False
    inner = next((child for child in element if name(child) in {"div", "section", "article"}), None)
    return inner is not None and element.find(".//img") is None or _is_teaser(element)


def _is_teaser(link: Element) -> bool:
    return sum(name(child) in BORDERS for child in link.iter("div", "p", "h2", "h3", "h4", "span")) > 1


def is_data(table: Element) -> bool:
    """Whether a table holds facts; one that lays out a page holds headings, tables or long texts."""
    if (table.get("role") or "").lower() in {"presentation", "none"}:
        return False
    columns = held = 0
    for element in table.iter():
        tag = name(element)
        if tag == "tr":
            held = 0
        elif tag in {"td", "th"}:
            held += 1
            columns = max(columns, held)
        elif (tag == "table" and element is not table) or tag in HEADINGS:
            return False
        if tag in {"td", "p"} and len(element.text or "") > _LARGEST_CELL:
            return False
    return columns > 1


class Sight:
    """How the elements of one page are seen."""

    OUTSIDE: ClassVar = View(skip=boilerplate.AROUND)

    def __init__(self, marks: Landmarks) -> None:
        self.marks = marks
        self.titled = False
        self.entered = False
        self.prose = False  # whether the text proper has begun

    def __call__(self, element: Element, around: View) -> View:
        """The view of `element`, which stands in what is seen as `around`."""
        marks = self.marks
        if element is marks.title:
            self.titled = True
            return View(role=Role.HEADING, level=1, known=True)
        if element is marks.body:
            self.entered = True
            return View()
        if element in marks.path:
            return replace(self.OUTSIDE, soft=around.soft or element is marks.scope)
        why = marks.reasons.get(element, "")
        if around.skip and not around.soft:
            why = why if around.skip == boilerplate.AROUND else ""
            why = why or (boilerplate.aside_reason(element) if around == self.OUTSIDE else "")
            return View(skip=why) if why else around
        if why:
            return View(skip=why)
        return self._beside(element, around) if around.soft else self._inside(element, around)

    def _inside(self, element: Element, around: View) -> View:
        if _is_card(element) and not around.known:
            return View(skip=boilerplate.RELATED)
        if (not self.prose or around.role is Role.BYLINE) and around.role is not Role.HEADING:
            if elements.is_date(element) and (around.role is Role.BYLINE or name(element) in BORDERS or _alone(element)):
                return View(skip=DATE)
        self.prose = self.prose or name(element) == "p" and len(element.text or "") > _LARGEST_CELL / 4
        if not self.titled and boilerplate.is_kicker(element):
            return View(skip=boilerplate.KICKER)
        return seen(element, around)

    def _beside(self, element: Element, around: View) -> View:
        """An element near the article, but not in its body."""
        if self.titled and not self.entered:
            return View(skip=DATE) if elements.is_date(element) else seen(element, View())
        if boilerplate.is_kicker(element) and not self.titled:
            return View(skip=boilerplate.KICKER)
        told = elements.role(element)
        if told in (_TAIL if self.entered else _HEAD):
            return seen(element, View())
        if self.entered and name(element) == "p" and name(self.marks.scope) == "article":
            return seen(element, View())
        aside = boilerplate.aside_reason(element)
        return replace(around, skip=aside, soft=aside == boilerplate.FOOTER) if aside else around
