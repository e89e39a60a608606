"""An element and how its surroundings are seen in, how it is seen itself out.

Promise: `seen` knows roles only, the same for pages and e-books; `Sight` adds where on a page an
element stands: in the article, before it, behind it, or outside.
"""

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import ClassVar

from pipeline.model import NOTE_MARK, Role
from pipeline.reading.web import boilerplate, elements, marking, names, parts
from pipeline.reading.web.drafting import View
from pipeline.reading.web.elements import BORDERS, HEADINGS, ROLES, VERBATIM, Element, name
from pipeline.reading.web.landmarks import Landmarks
from pipeline.reading.wording import words
from pipeline.values import replace

BACK_LINK = "a note's way back to the text"
_OVER = {
    Role.BIO: "a heading over the lines about the author",
    Role.FOOTNOTE: "a heading over the notes",
}

_QUOTES = frozenset({Role.BLOCK_QUOTE, Role.PULL_QUOTE})
_TAIL = frozenset({Role.BIO, Role.FOOTNOTE, Role.DISCLAIMER})
_HEAD = frozenset({Role.BYLINE, Role.SUBTITLE, Role.STANDFIRST, Role.CAPTION, Role.CREDIT})
_WITHIN = frozenset({(Role.CAPTION, Role.CREDIT), (Role.BYLINE, Role.BIO)})  # one in another
_FIRM = _TAIL | _HEAD | {Role.PULL_QUOTE}
_QUOTERS = frozenset({"blockquote", "aside", "figure", "div", "section"})
_HOLDERS = frozenset({"table", "dl", "aside", "figure"})
_NOTED = frozenset({"li", "p", "div", "aside", "dd"})
_LOOSE = frozenset({Role.CREDIT, Role.BYLINE})  # may hold a date, too
_ARTICLES = frozenset({"article", "main"})
_LIFE = 100  # words about an author, at most
_PROSE = 100  # characters that a paragraph of the text proper begins with


def seen(element: Element, around: View) -> View:
    """How an element is seen by its own name, classes and types."""
    if around.skip:
        return around
    view = replace(around, stands=False) if around.stands else around
    if around.role in _QUOTES:
        return View(skip=NOTE_MARK) if marking.is_note_mark(element) else _quoted(element, view)
    if not element.keys() and name(element) not in {"sup", "time"}:
        inline = name(element) not in BORDERS
        if name(element) == "cite" and parts.is_framed(element):
            return replace(view, role=Role.CREDIT, known=True, stands=True)
        if around.role is Role.CAPTION and inline and parts.is_credit(element):
            return replace(view, role=Role.CREDIT, known=True, stands=True)
        return _tagged(element, view)
    why = _passing(element, view)
    return replace(view, skip=why) if why else _classed(element, view)


def _passing(element: Element, around: View) -> str:
    """Why an element is no part of the line it stands in; empty: it is."""
    if marking.is_note_mark(element):
        return NOTE_MARK
    if marking.is_told_back(element) or (
        around.role is Role.FOOTNOTE and marking.is_back_link(element)
    ):
        return BACK_LINK
    return boilerplate.DATE if around.role is Role.BYLINE and parts.is_when(element) else ""


def _classed(element: Element, around: View) -> View:
    if elements.is_pull(element):
        return View(role=Role.PULL_QUOTE, known=True)
    if name(element) in _QUOTERS and not around.known and elements.is_quote(element):
        aside = name(element) == "aside"
        return View(role=Role.PULL_QUOTE if aside else Role.BLOCK_QUOTE, known=aside)
    if not around.known and (level := parts.heading(element)):
        stands = name(element) not in BORDERS
        return replace(around, role=Role.HEADING, level=level, stands=stands)
    told = parts.role(element)
    inline = name(element) not in BORDERS
    if told is None and around.role is Role.CAPTION and parts.is_credit(element):
        told = Role.CREDIT
    free = not around.known or (around.role, told) in _WITHIN
    if told is None or not free or (inline and told is not Role.CREDIT and not _alone(element)):
        view = _tagged(element, around)
        named = view.role is Role.FOOTNOTE and not view.label and element.get("id")
        return replace(view, label=f"#{element.get('id') or ''}") if named else view
    typed = name(element) in VERBATIM
    label = f"#{element.get('id') or ''}" if elements.is_one_note(element) else ""
    firm = told in _FIRM
    return replace(
        around, role=told, level=0, known=firm, stands=inline, verbatim=typed, label=label
    )


def _alone(element: Element) -> bool:
    """Whether an element that runs in a line is the line: no text stands right beside it."""
    parent = element.getparent()
    if parent is None or (element.tail or "").strip() or (parent.text or "").strip():
        return False
    beside = any((child.tail or "").strip() for child in islice(parent, 8))
    return name(parent) in BORDERS and not beside


def _tagged(element: Element, around: View) -> View:
    tag = name(element)
    if around.known:
        return _firm(tag, around)
    if tag in HEADINGS:
        return replace(around, role=Role.HEADING, level=int(tag[1]))
    if tag in _NOTED and marking.is_note(element):
        return replace(around, role=Role.FOOTNOTE, known=True)
    if tag in _HOLDERS:
        return _holding(element, tag, around)
    own = Role.PARAGRAPH if around.talk else ROLES.get(tag)
    if own is None:
        return around
    return replace(around, role=own, level=0, known=own in _FIRM, verbatim=tag in VERBATIM)


def _firm(tag: str, around: View) -> View:
    """An element in one whose role stays."""
    if tag == "caption" and around.cells:
        return View(role=Role.CAPTION, known=True)
    over = _OVER.get(around.role, "") if tag in HEADINGS else ""
    return replace(around, skip=over) if over else around


def _holding(element: Element, tag: str, around: View) -> View:
    """An element whose role depends on what it holds."""
    if tag == "table":
        data = around.role is not Role.CODE and parts.is_data(element)
        return replace(around, role=Role.TABLE, cells=True, known=True) if data else around
    if tag == "dl":
        return replace(around, talk=True) if _is_talk(element) else around
    return _set_apart(element, around)


def _is_talk(element: Element) -> bool:
    """Whether a list of terms is a talk: the same names come again and again."""
    terms = [elements.glimpse(child) for child in islice(element.iter("dt"), 40)]
    return len(set(terms)) < len(terms)


def _set_apart(element: Element, around: View) -> View:
    """A box or a figure: when a quotation is all it shows, the words beside it say whose it is."""
    inner = [name(child) for child in islice(element, 8)]
    aside = name(element) == "aside"
    if "blockquote" in inner and not {"p", "ul", "ol", "img", *HEADINGS} & set(inner):
        role = Role.PULL_QUOTE if aside else Role.BLOCK_QUOTE
        return replace(around, role=role, level=0, known=aside)
    return replace(around, boxed=True) if aside else around


def _quoted(element: Element, around: View) -> View:
    """An element in a quotation: more of it, or whose words it is."""
    tag = name(element)
    parent = element.getparent()
    if elements.is_pull(element):
        return replace(around, role=Role.PULL_QUOTE, known=True)
    named = tag == "cite" and parent is not None and name(parent) in _QUOTERS
    said = tag in {"footer", "figcaption"} or elements.is_attribution(element)
    if named or said or parts.is_source(element):
        return replace(around, by=True, stands=tag not in BORDERS)
    if around.known:
        return around
    if elements.role(element) is Role.VERSE:
        return replace(around, role=Role.VERSE)
    return _tagged(element, around) if tag in {"li", "pre", "table", *HEADINGS} else around


def _is_card(element: Element) -> bool:
    """Whether an element is one link with blocks inside: a preview of another page."""
    if name(element) != "a" or not element.get("href"):
        return False
    inner = list(islice(element.iter("div", "section", "article", "p", "h2", "h3", "h4"), 3))
    return len(inner) > 1


class Sight:
    """How the elements of one page are seen."""

    OUTSIDE: ClassVar = View(skip=boilerplate.AROUND)

    def __init__(
        self, marks: Landmarks, zones: Mapping[Element, View], authors: Sequence[str] = ()
    ) -> None:
        self.marks = marks
        self.zones = zones
        self.authors = tuple(words(one) for one in authors)
        self.titled = False
        self.entered = False
        self.begun = False  # the text proper

    def __call__(self, element: Element, around: View) -> View:
        """The view of `element`, which stands in what is seen as `around`."""
        if (mark := self._landmark(element, around)) is not None:
            return mark
        why = self.marks.reasons.get(element, "")
        if self.entered and not why and around.skip == boilerplate.AROUND and self._lives(element):
            return View(role=Role.BIO, known=True)
        zone = self.zones.get(element)
        dated = zone and zone.skip == boilerplate.DATE and around.skip == boilerplate.AROUND
        if around.skip and not around.soft and not dated:
            return self._outside(element, around, why)
        when = zone is not None and zone.skip == boilerplate.DATE and around.role in _LOOSE
        loose = when or around.role is Role.BIO or around.level == 1
        if zone and not why and (dated or not around.known or (loose and zone.skip)):
            return zone
        near = self._beside if around.soft else self._inside
        return View(skip=why) if why else near(element, around)

    def _landmark(self, element: Element, around: View) -> View | None:
        """The view of the title, of the body, and of what holds the body."""
        if element is self.marks.title:
            self.titled = True
            return View(role=Role.HEADING, level=1, known=True, stands=True)
        if element is self.marks.body:
            self.entered = True
            return View()
        if element in self.marks.path:
            return replace(self.OUTSIDE, soft=around.soft or element is self.marks.scope)
        return None

    def _lives(self, element: Element) -> bool:
        """Whether a line behind the text says who an author is: "Ann Lee is …"."""
        if name(element) not in {"p", "div"} or elements.longer(element, _LIFE):
            return False
        if any(name(one) in BORDERS for one in islice(element.iter(), 1, None)):
            return False
        text = elements.told(element).strip()
        listed = words(text)
        return text[-1:] in ".!" and any(
            one and listed[: len(one)] == one and len(listed) > len(one) + 2 for one in self.authors
        )

    def _outside(self, element: Element, around: View, why: str) -> View:
        """An element outside: only what it is is of interest, for the reason."""
        if around.skip != boilerplate.AROUND:
            return around
        why = why or boilerplate.aside_reason(element)
        return View(skip=why) if why else around

    def _inside(self, element: Element, around: View) -> View:
        if boilerplate.is_kicker(element) and (not self.titled or around.level == 1):
            return View(skip=boilerplate.KICKER)
        if not around.known and _is_card(element):
            return View(skip=boilerplate.RELATED)
        stands = name(element) in BORDERS or _alone(element)
        if not self.begun and stands and around.role is not Role.HEADING and parts.is_when(element):
            return View(skip=boilerplate.DATE)
        view = seen(element, around)
        prose = name(element) == "p" and view.role is Role.PARAGRAPH
        self.begun = self.begun or (prose and len(element.text or "") > _PROSE)
        return view

    def _beside(self, element: Element, around: View) -> View:
        """An element near the article, but not in its body."""
        if around.known and around.level == 1 and boilerplate.is_kicker(element):
            return View(skip=boilerplate.KICKER)  # it stands in the title
        if self.titled and not self.entered:
            return self._between(element)
        if boilerplate.is_kicker(element) and not self.titled:
            return View(skip=boilerplate.KICKER)
        return self._behind(element, around)

    def _between(self, element: Element) -> View:
        """An element below the title and above the text."""
        if name(element) == "address":
            return View(role=Role.BYLINE, known=True)
        return View(skip=boilerplate.DATE) if parts.is_when(element) else seen(element, View())

    def _behind(self, element: Element, around: View) -> View:
        """An element near the article that is part of it only when it says what it is."""
        if self.entered and any(map(names.is_box, elements.class_list(element))):
            return View(boxed=True)
        told = elements.role(element)
        prose = self.entered and name(element) == "p" and name(self.marks.scope) == "article"
        wanted = _TAIL if self.entered else _HEAD if name(self.marks.scope) in _ARTICLES else ()
        if prose or told in wanted:
            return seen(element, View())
        aside = boilerplate.aside_reason(element)
        return replace(around, skip=aside, soft=aside == boilerplate.FOOTER) if aside else around
