"""An OpenDocument text's styles in; what a paragraph is, and how letters look, out.

Promise: a style that the program made for one place counts as the named one it inherits from.
"""

import re
from collections.abc import Iterator

from pipeline.model import Role
from pipeline.patterns import pattern
from pipeline.reading.office.styles import PLAIN, Kind, Looks, heading, kind_of
from pipeline.reading.office.trees import child, get, inside, number
from pipeline.reading.web.elements import Element

_DEPTH = 20  # styles inheriting from each other, at most
_UNITS = {"cm": 10.0, "mm": 1.0, "in": 25.4, "pt": 0.353}  # millimetres
_INDENT = 6.0  # millimetres
_CODED = pattern(r"_([0-9a-f]{1,4})_")
_BOLD = pattern(r"bold|bolder|[6-9]00")
_POINTS = pattern(r"(\d{1,3}(?:\.\d+)?)pt")
_SIZE = 12.0  # points of letters that nothing gives a size
_RAISED = pattern(r"super\b|[1-9]\d*%")


class Styles:
    """The styles of one document: those it names, and those its program made."""

    def __init__(self, *roots: Element | None) -> None:
        self._styles = {
            (get(one, "family"), get(one, "name")): one
            for root in roots
            for one in inside(root, "style")
        }
        usual = (
            _looks(child(one, "text-properties"))
            for root in roots
            for one in inside(root, "default-style")
            if get(one, "family") == "paragraph"
        )
        self._default = next(usual, Looks()).sized.over(Looks(size=_SIZE))
        self._kinds: dict[str, Kind] = {}
        self._looks: dict[tuple[str, str], Looks] = {}

    def kind(self, name: str) -> Kind:
        """What a paragraph of a style is."""
        if name not in self._kinds:
            chain = list(self._chain("paragraph", name))
            kind = kind_of(told for told, _ in chain)
            levels = (number(one, "default-outline-level") for _, one in chain)
            level = next((told for told in levels if told), 0)
            self._kinds[name] = heading(level) if kind == PLAIN and level else kind
        return self._kinds[name]

    def looks(self, family: str, name: str) -> Looks:
        """How letters of a style look; `family` is "text" or "paragraph"."""
        key = (family, name)
        if key not in self._looks:
            found = Looks()
            for told, one in self._chain(family, name):
                found = found.over(_looks(child(one, "text-properties")))
                named = told.casefold() if family == "text" else ""
                found = found.over(
                    Looks(
                        bold=named == "strong emphasis" or None,
                        italic=named in {"emphasis", "citation"} or None,
                    )
                )
            self._looks[key] = found
        return self._looks[key]

    def laid_out(self, name: str) -> Looks:
        """How a paragraph's letters look, when its style only says how it looks."""
        plain = self.kind(name).role is Role.PARAGRAPH
        own = self.looks("paragraph", name)
        return (own if plain else own.sized).over(self._default)

    def set_in(self, name: str) -> tuple[bool, bool, bool]:
        """Whether paragraphs of a style are set in, stand between lines, or have one below."""
        for _, one in self._chain("paragraph", name):
            told = child(one, "paragraph-properties")
            if told is not None and len(told.attrib):
                left = _wide(get(told, "margin-left")) and not get(told, "text-indent").strip(
                    "0cminpt."
                )
                above, below = _drawn(told, "border-top"), _drawn(told, "border-bottom")
                return left, above and below, below and not above
        return False, False, False

    def _chain(self, family: str, name: str) -> Iterator[tuple[str, Element | None]]:
        for _ in range(_DEPTH):
            if not name:
                return
            one = self._styles.get((family, name))
            yield get(one, "display-name") or _plain(name), one
            name = get(one, "parent-style-name")


def _wide(margin: str) -> bool:
    """Whether a margin is one that sets a quotation in."""
    found = re.fullmatch(r"(\d{1,4}(?:\.\d{1,6})?)(cm|mm|in|pt)", margin)
    return bool(found) and float(found[1]) * _UNITS[found[2]] >= _INDENT if found else False


def _drawn(properties: Element, side: str) -> bool:
    told = get(properties, side) or get(properties, "border")
    return bool(told) and not re.match(r"none|hidden|0(?:pt|cm|mm|in)?\b(?!\.)", told)


def _plain(name: str) -> str:
    """A style's name as people see it: programs write a blank as _20_."""
    return _CODED.sub(lambda found: chr(int(found[1], 16)), name)


def _looks(properties: Element | None) -> Looks:
    weight, slant = get(properties, "font-weight"), get(properties, "font-style")
    place, display = get(properties, "text-position"), get(properties, "display")
    points = _POINTS.fullmatch(get(properties, "font-size"))
    return Looks(
        bold=bool(_BOLD.fullmatch(weight)) if weight else None,
        italic=slant in {"italic", "oblique"} if slant else None,
        raised=bool(_RAISED.match(place)) if place else None,
        hidden=display == "none" if display else None,
        size=float(points[1]) if points else None,
    )
