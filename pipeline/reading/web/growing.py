"""A page's text in, its tree out.

Promise: no word of the page is lost, however deep its elements are nested; what is nested too
deeply for the parser loses elements, never text.
"""

import re
from collections.abc import Callable

from lxml import etree

from pipeline.errors import SourceError
from pipeline.patterns import pattern
from pipeline.reading.web.elements import BORDERS, Element

_DECLARATION = pattern(r"^\s*<\?xml[^>]*\?>")
_DEEPEST = 2_000  # elements in elements; libxml2 leaves out whatever is below 2,048
_KEPT = 500  # elements in elements that are kept where there are too many
_TAG = pattern(
    r"<!--.*?(?:-->|\Z)|<(?P<mute>script|style|textarea|title)\b.*?(?:</(?P=mute)\s*>|\Z)"
    r"|<(?P<close>/?)(?P<name>[A-Za-z][\w:-]*)[^<>]*>",
    re.DOTALL | re.IGNORECASE,
)
_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "frame",
    ]
)


def grown(text: str, name: str) -> Element:
    """The tree of a page's text. Raises: SourceError when there is none."""
    plain = _DECLARATION.sub("", text, count=1)
    tree = _parsed(plain, name)
    if plain.count("<") > _DEEPEST and _depth(tree) >= _DEEPEST:
        tree = _parsed(_TAG.sub(_shallow(), plain), name)
        if _depth(tree) >= _DEEPEST:
            raise SourceError(f"{name}: nested too deeply to be an article; save the page again")
    return tree


def _parsed(text: str, name: str) -> Element:
    data = text.encode("utf-8", "replace")
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        tree = etree.fromstring(data, parser) if data.strip() else None
    except etree.XMLSyntaxError as error:
        raise SourceError(f"{name}: no page that can be read; save it again as HTML") from error
    if tree is None:
        raise SourceError(f"{name}: nothing to read in it; put the article's text into the file")
    return tree


def _depth(tree: Element) -> int:
    deepest = depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _shallow() -> Callable[[re.Match[str]], str]:
    """Leaves out tags below a depth; where blocks began or ended, line breaks stand."""
    depth = 0
    reached = -1  # where the last line break was put

    def told(found: re.Match[str]) -> str:
        nonlocal depth, reached
        tag = (found["name"] or "").lower()
        if not tag or tag in _VOID:
            return found[0]
        depth = max(0, depth - 1) if found["close"] else depth + 1
        if depth + bool(found["close"]) <= _KEPT:
            return found[0]
        if tag not in BORDERS:
            return ""
        again = found.start() == reached
        reached = found.end()
        return "" if again else "<br><br>"

    return told
