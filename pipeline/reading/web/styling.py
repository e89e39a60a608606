"""A page's tree in; what its style sheet says by class stands in the elements' own styles after.

Promise: only what changes how a text is read counts (hidden, italic, bold), and only rules for one
class alone: what depends on the screen, the pointer or a script is not known here.
"""

import re
from collections.abc import Iterable, Iterator

from pipeline.patterns import pattern
from pipeline.reading.web.elements import HEADINGS, Element, name, put

_LARGEST = 1_000_000  # characters of one style sheet
_BRACE = pattern(r"[{}]")
_COMMENT = pattern(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_ALONE = pattern(r"(?:[a-z][a-z0-9]*)?\.([\w-]+)", re.IGNORECASE)
_TOLD = pattern(
    r"(?<![\w-])(?:display\s*:\s*none|visibility\s*:\s*hidden|font-style\s*:\s*italic"
    r"|text-align\s*:\s*center|font-weight\s*:\s*(?:bold|[6-9]00))(?![\w-])",
    re.IGNORECASE,
)


def styled(tree: Element, sheets: Iterable[str] = ()) -> None:
    """Write what style sheets say of a class into the elements that have it.

    `sheets` are those that stand outside the page.
    """
    known: dict[str, str] = {}
    for sheet in (*sheets, *(one.text or "" for one in tree.iter() if name(one) == "style")):
        for selectors, inner in _rules(_COMMENT.sub("", sheet[:_LARGEST])):
            told = ";".join(found[0].lower().replace(" ", "") for found in _TOLD.finditer(inner))
            alone = [_ALONE.fullmatch(one.strip()) for one in selectors.split(",")] if told else []
            known |= {found[1]: told for found in alone if found}
    if not known:
        return
    for element in tree.iter():
        told = ";".join(known[one] for one in (element.get("class") or "").split() if one in known)
        if told and name(element) not in {*HEADINGS, "html", "body"}:
            put(element, "style", f"{told};{element.get('style') or ''}")


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """The rules of a style sheet that hold on every screen: selectors, and what is told of them."""
    depth = at = 0
    head = ""
    for brace in _BRACE.finditer(sheet):
        if brace[0] == "{":
            if depth == 0:
                head, at = sheet[at : brace.start()].rpartition(";")[2].strip(), brace.end()
            depth += 1
            continue
        depth = max(0, depth - 1)
        if depth == 0:
            if not head.startswith("@"):
                yield head, sheet[at : brace.start()]
            at = brace.end()
