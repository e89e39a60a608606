"""An element in, how it is set on the page out: in other type, in the middle.

Promise: only what the element's own attributes say; `styling` writes into them what sheets say.
"""

import re

from pipeline.patterns import pattern
from pipeline.reading.web.elements import Element, name

_STYLED = (
    ("emphasis", pattern(r"font-style:\s*(?:italic|oblique)", re.IGNORECASE)),
    ("strong", pattern(r"font-weight:\s*(?:bold|[6-9]00)", re.IGNORECASE)),
)
_NAMED = {  # classes that do one thing each
    "font-bold": "strong",
    "font-semibold": "strong",
    "fw-bold": "strong",
    "bold": "strong",
    "italic": "emphasis",
    "fst-italic": "emphasis",
}
_CENTRED = pattern(
    r"text-align:\s*(?:-webkit-)?center|(?<![\w-])(?:has-)?text-(?:align-)?center(?:ed)?(?![\w-])",
    re.IGNORECASE,
)


def styled(element: Element) -> str:
    """The mark that an inline style gives: "emphasis", "strong", or none."""
    style = element.get("style")
    if not style:
        told = (element.get("class") or "").split()
        return next((_NAMED[one] for one in told if one in _NAMED), "") if told else ""
    return next((kind for kind, form in _STYLED if form.search(style)), "")


def is_centred(element: Element) -> bool:
    """Whether an element's lines stand in the middle of the page."""
    if name(element) == "center" or (element.get("align") or "").lower() in {"center", "middle"}:
        return True
    told = f"{element.get('style') or ''} {element.get('class') or ''}"
    return bool(_CENTRED.search(told))
