"""An element in, whether it is a heading or a credit though its own name does not say so, out.

Promise: a heading is short; a credit stands behind the words of a caption.
"""

import re
from itertools import islice

from pipeline.model import Role
from pipeline.patterns import pattern
from pipeline.reading import phrases
from pipeline.reading.bylines import bare_name, byline
from pipeline.reading.web import elements, shapes
from pipeline.reading.web.elements import (
    HEADINGS,
    VERBATIM,
    Element,
    class_list,
    glimpse,
    kinds,
    longer,
    name,
    told,
)

_INTER_TITLE = pattern(
    r" (?:\w+ ){0,2}(?:cross ?head(?:er|ing)?s?|section (?:title|head(?:ing)?)|inter ?titles?"
    r"|(?:notice|callout|admonition|alert|panel|(?:info|fact)? ?box|tip|note) (?:title|head\w*)"
    rf"|heading(?: ?[1-6])?|{phrases.classes('heading')}) "
)
_LARGE = frozenset({"h1", "h2", "figure", "article"})  # what no line holds
_LINES = frozenset({Role.BYLINE, Role.SUBTITLE, Role.STANDFIRST})
_PLAIN = frozenset({"p", "div"})
_LARGEST_CELL = 400  # characters; what is longer is set in a table only to stand beside something
_SOURCE = 12  # words of a quotation's source
_TITLE = 20  # words of a heading, at most
_PICTURED = pattern(
    r"(?:photo(?:graph)?s?|pictures?|images?|illustrations?|credits?|courtesy|©"
    rf"|{phrases.forms('picture')})\s*(?:by\b|of\b|from\b|credit\b|[:.…/©])",
    re.IGNORECASE,
)


def heading(element: Element) -> int:
    """The level of what is a heading by its type or class, not by its name; 0: it is none."""
    if "heading" in kinds(element):
        level = (element.get("aria-level") or "2").strip()
        return int(level) if level in {"1", "2", "3", "4", "5", "6"} else 2
    plain = name(element) in _PLAIN or (name(element) == "span" and _between_breaks(element))
    titled = plain and any(map(_INTER_TITLE.fullmatch, class_list(element)))
    return 2 if titled and not longer(element, _TITLE) else 0


def _between_breaks(element: Element) -> bool:
    """Whether an element that runs in a line is the line, by the breaks beside it."""
    before, after = element.getprevious(), element.getnext()
    if before is None or after is None or (element.tail or "").strip():
        return False
    return name(before) == name(after) == "br" and not (before.tail or "").strip()


def role(element: Element) -> Role | None:
    """The role that an element's names give it, unless what it holds can't be that."""
    told = elements.role(element)
    if told is Role.BYLINE and is_framed(element):
        return Role.CAPTION if " meta " in elements.classes(element) else Role.CREDIT
    if told not in _LINES or name(element) in HEADINGS:
        return told
    inner = islice(element.iter(), 1, None)
    return None if any(name(one) in _LARGE for one in inner) else told


def is_framed(element: Element) -> bool:
    """Whether an element stands in a picture's frame."""
    return any(name(one) == "figure" for one in islice(element.iterancestors(), 4))


def is_source(element: Element) -> bool:
    """Whether the last line of a quotation begins with a name and is no sentence."""
    if (
        name(element) not in _PLAIN
        or element.getnext() is not None
        or element.getprevious() is None
    ):
        return False
    words = " ".join(told(element).split())
    return (
        len(words.split()) < _SOURCE
        and words[-1:] not in ".!?…"
        and bool(bare_name(words.partition(",")[0]))
    )


def is_credit(element: Element) -> bool:
    """Whether a part of a caption says whose picture it is, and another part says more."""
    parent = element.getparent()
    if parent is None or (parent.index(element) == 0 and not (parent.text or "").strip()):
        return False
    last = element.getnext() is None and not (element.tail or "").strip()
    ended = told(parent).strip().removesuffix(told(element).strip()).rstrip()
    signed = last and ended[-1:] in ".!?" and bare_name(told(element))
    words = glimpse(element).lstrip("( [")
    return bool(_PICTURED.match(words) or signed or (last and shapes.is_credit(words)))


def is_data(table: Element) -> bool:
    """Whether a table holds facts; one that lays out a page has headings, tables, long texts."""
    if (table.get("role") or "").lower() in {"presentation", "none"}:
        return False
    columns = held = 0
    for element in table.iter():
        tag = name(element)
        if (tag == "table" and element is not table) or tag in HEADINGS or tag in VERBATIM:
            return False
        if tag in {"td", "p"} and len(element.text or "") > _LARGEST_CELL:
            return False
        held = 0 if tag == "tr" else held + (tag in {"td", "th"})
        columns = max(columns, held)
    return columns > 1


def is_when(element: Element) -> bool:
    """Whether an element only says when; one named after a date may say who wrote it, too."""
    return elements.is_date(element) and (
        name(element) == "time" or not byline(" ".join(map(str, element.itertext())))
    )
