"""An element in, whether a reader of the page sees it out.

Promise: what is written once for the eye and once for the ear is read once.
"""

import re

from pipeline.patterns import pattern
from pipeline.reading.web.elements import Element, class_list, glimpse, name, told
from pipeline.reading.wording import words

_HIDDEN_TEXT = (
    r"screen reader(?: text| only)?|sr only|visually ?hidden|visuallyhidden|hidden|is hidden"
    r"|u hidden|d none|hide"
    r"|js hidden|hidden text|assistive text|a11y(?: hidden)?|offscreen|off screen|clip(?: text)?"
    r"|element invisible"
    r"|invisible|noprint hidden|show for sr|sr text|u visually hidden|screenreader"
)
_HIDDEN = pattern(rf" (?:{_HIDDEN_TEXT}) ")
_STYLE = pattern(
    r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all"
    r"|(?:text-indent|left|top)\s*:\s*-\d{3,5}(?:px|em|rem|pt)|font-size\s*:\s*0(?:px|em|rem|pt"
    r"|%)?\s*(?:;|$))",
    re.IGNORECASE,
)


def is_hidden(element: Element) -> bool:
    """Whether a reader of the page does not see an element."""
    if element.get("hidden") is not None and element.get("hidden") != "until-found":
        return True
    if (element.get("aria-hidden") or "").lower() == "true":
        return not (_is_in_caption(element) or _is_initial(element))
    if _STYLE.search(element.get("style") or ""):
        return True
    unseen = any(_HIDDEN.fullmatch(form) for form in class_list(element))
    return unseen and not _is_spoken_instead(element)


def _is_in_caption(element: Element) -> bool:
    """Whether an element is in a caption, which pages often keep from those who only hear it."""
    if name(element) == "figcaption":
        return True
    around = next(element.iterancestors(), None)
    while around is not None and name(around) in {"span", "p", "div"}:
        around = around.getparent()
    framed = around is not None and name(around) == "figcaption"
    return framed and len(told(element).split()) > 1


def _is_initial(element: Element) -> bool:
    """Whether an element is only a paragraph's large first letter, which nothing else says."""
    letters = glimpse(element)
    goes_on = (element.tail or "")[:1].isalpha()
    parent = element.getparent()
    said = parent is not None and any(_is_unseen(child) for child in parent)
    return len(letters) == 1 and letters.isalpha() and goes_on and not said


def _is_spoken_instead(element: Element) -> bool:
    """Whether an element says for the ear what the one beside it shows to the eye."""
    parent = element.getparent()
    if parent is None or name(parent) not in {"p", "span", "div"}:
        return False
    beside = [child for child in (element.getnext(), element.getprevious()) if child is not None]
    shown = [child for child in beside if (child.get("aria-hidden") or "").lower() == "true"]
    mine = words(told(element))
    return any(
        mine and words(told(child))[:1] and "".join(words(told(child))) in "".join(mine)
        for child in shown
    )


def _is_unseen(element: Element) -> bool:
    return any(_HIDDEN.fullmatch(form) for form in class_list(element))
