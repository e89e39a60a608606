"""An element in, whether it is a heading or a credit though its own name does not say so, out.

Promise: a heading is short; a credit stands behind the words of a caption.
"""

import re

from pipeline.reading import phrases
from pipeline.reading.bylines import bare_name
from pipeline.reading.web.elements import Element, class_list, glimpse, kinds, longer, name, told

_INTER_TITLE = re.compile(
    r" (?:\w+ ){0,2}(?:cross ?head(?:er|ing)?s?|section (?:title|head(?:ing)?)|inter ?titles?"
    r"|(?:notice|callout|admonition|alert|panel|(?:info|fact)? ?box|tip|note) (?:title|head\w*)"
    rf"|heading(?: ?[1-6])?|{phrases.classes('heading')}) "
)
_PLAIN = frozenset({"p", "div"})
_TITLE = 20  # words of a heading, at most
_PICTURED = re.compile(
    r"(?:photo(?:graph)?s?|pictures?|images?|illustrations?|credits?|courtesy|©"
    rf"|{phrases.forms('picture')})\s*(?:by\b|of\b|from\b|credit\b|[:.…/©])",
    re.IGNORECASE,
)


def heading(element: Element) -> int:
    """The level of what is a heading by its type or class, not by its name; 0: it is none."""
    if "heading" in kinds(element):
        level = (element.get("aria-level") or "2").strip()
        return int(level) if level in {"1", "2", "3", "4", "5", "6"} else 2
    titled = name(element) in _PLAIN and any(map(_INTER_TITLE.fullmatch, class_list(element)))
    return 2 if titled and not longer(element, _TITLE) else 0


def is_credit(element: Element) -> bool:
    """Whether a part of a caption says whose picture it is, and another part says more."""
    parent = element.getparent()
    if parent is None or (parent.index(element) == 0 and not (parent.text or "").strip()):
        return False
    last = element.getnext() is None and not (element.tail or "").strip()
    ended = told(parent).strip().removesuffix(told(element).strip()).rstrip()
    signed = last and ended[-1:] in ".!?" and bare_name(told(element))
    return bool(_PICTURED.match(glimpse(element)) or signed)
