"""A page in which the text stands in `body`; an error for one that holds no whole article, out.

Promise: each kind of page without an article is one line that says what it is and what to do.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from lxml import etree

from pipeline.errors import SourceError
from pipeline.patterns import pattern
from pipeline.reading.web import boilerplate
from pipeline.reading.web.elements import MARKUP, Element, name, told

_STUB = 250  # words; a page that asks for money and shows fewer has no article
_PIECES = 4  # linked headings of a page that only lists articles
_EACH = 60  # words for each of them
_WALL = pattern(
    r"subscribe (?:now )?to (?:continue|keep|read)|already a (?:subscriber|member)|for (?:paid "
    r"|paying )?(?:subscribers|members)"
    r"(?: only)?|(?:read|unlock|see|access) the (?:full|rest|whole|entire) (?:story|article|post"
    r"|text)"
    r"|(?:register|sign in|sign up|log in|subscribe) to (?:continue|keep|read)"
    r"|to continue reading|subscriber[- ]only"
    r"|(?:start|begin) your (?:free )?(?:trial|subscription)|free articles? (?:left|remaining)",
    re.IGNORECASE,
)
_ELSEWHERE = frozenset(
    {
        boilerplate.MENU,
        boilerplate.HEADER,
        boilerplate.FOOTER,
        boilerplate.COOKIES,
        boilerplate.HIDDEN,
        boilerplate.RELATED,
        boilerplate.COMMENTS,
        boilerplate.UNSEEN,
        boilerplate.OVERLAY,
    }
)


def refuse(
    page: Element,
    body: Element,
    reasons: Mapping[Element, str],
    headings: Iterable[Element],
    file: str,
) -> None:
    """Find pages that only announce an article. Raises: SourceError, saying what they are."""
    said = sum(len(text.split()) for text in _texts(body, reasons, set(reasons.values())))
    if said < _STUB and _is_walled(page, reasons):
        raise SourceError(
            f"{file}: only a subscription notice and the article's first {said} words;"
            " save the page while you are logged in"
        )
    if said < _STUB and _asks_password(page, reasons):
        raise SourceError(
            f"{file}: a login page, no article; save the page while you are logged in"
        )
    pieces = sum(map(_is_link, headings))
    if pieces >= _PIECES and said < _EACH * pieces:
        raise SourceError(
            f"{file}: a list of {pieces} articles, not one; save the article's own page"
        )
    if not said:
        raise SourceError(f"{file}: no article in this page; save the page that shows its text")


def _is_walled(page: Element, reasons: Mapping[Element, str]) -> bool:
    """Whether a page asks, near the text and for everyone to see, to pay for the rest of it."""
    return any(_WALL.search(text) for text in _texts(page, reasons, _ELSEWHERE))


def _texts(tree: Element, reasons: Mapping[Element, str], unread: Collection[str]) -> Iterator[str]:
    """The texts of a tree, without those in elements whose reason is among the `unread`."""
    muted = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        held = reasons.get(element) in unread or name(element) in MARKUP
        muted += int(held) if event == "start" else -int(held)
        text = element.text if event == "start" else element.tail
        if text and not muted and not (event == "end" and element is tree):
            yield text


def _asks_password(page: Element, reasons: Mapping[Element, str]) -> bool:
    asked = (one for one in page.iter("input") if (one.get("type") or "").lower() == "password")
    seen = (
        one for one in asked if not any(reasons.get(e) in _ELSEWHERE for e in one.iterancestors())
    )
    return next(seen, None) is not None


def _is_link(heading: Element) -> bool:
    linked = sum(len(told(link).strip()) for link in heading.iter("a"))
    parent = heading.getparent()
    whole = len(told(heading).strip())
    return bool(whole) and (linked >= whole or (parent is not None and name(parent) == "a"))
