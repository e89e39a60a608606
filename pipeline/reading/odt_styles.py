"""An OpenDocument text's styles in; what a paragraph is, and how letters look, out.

Promise: a style that the program made for one place counts as the named one it inherits from.
"""

import re
from collections.abc import Iterator

from pipeline.model import Role, value
from pipeline.reading.elements import Element
from pipeline.reading.office_styles import PLAIN, Kind, heading, kind_of
from pipeline.reading.office_xml import child, get, inside

_DEPTH = 20  # styles inheriting from each other, at most
_CODED = re.compile(r"_([0-9a-f]{1,4})_")
_BOLD = re.compile(r"bold|bolder|[6-9]00")
_RAISED = re.compile(r"super\b|[1-9]\d*%")


@value
class Looks:
    """How letters look; None: it is not said."""

    bold: bool | None = None
    italic: bool | None = None
    raised: bool | None = None
    hidden: bool | None = None

    def over(self, under: "Looks") -> "Looks":
        """These looks, with another's where nothing is said."""
        return Looks(
            bold=under.bold if self.bold is None else self.bold,
            italic=under.italic if self.italic is None else self.italic,
            raised=under.raised if self.raised is None else self.raised,
            hidden=under.hidden if self.hidden is None else self.hidden,
        )


class Styles:
    """The styles of one document: those it names, and those its program made."""

    def __init__(self, *roots: Element | None) -> None:
        self._styles = {
            (get(one, "family"), get(one, "name")): one
            for root in roots
            for one in inside(root, "style")
        }
        self._kinds: dict[str, Kind] = {}
        self._looks: dict[tuple[str, str], Looks] = {}

    def kind(self, name: str) -> Kind:
        """What a paragraph of a style is."""
        if name not in self._kinds:
            chain = list(self._chain("paragraph", name))
            kind = kind_of(told for told, _ in chain)
            levels = (get(one, "default-outline-level") for _, one in chain)
            level = next((int(told) for told in levels if told.isascii() and told.isdigit()), 0)
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
        return self.looks("paragraph", name) if plain else Looks()

    def _chain(self, family: str, name: str) -> Iterator[tuple[str, Element | None]]:
        for _ in range(_DEPTH):
            if not name:
                return
            one = self._styles.get((family, name))
            yield get(one, "display-name") or _plain(name), one
            name = get(one, "parent-style-name")


def _plain(name: str) -> str:
    """A style's name as people see it: programs write a blank as _20_."""
    return _CODED.sub(lambda found: chr(int(found[1], 16)), name)


def _looks(properties: Element | None) -> Looks:
    weight, slant = get(properties, "font-weight"), get(properties, "font-style")
    place, display = get(properties, "text-position"), get(properties, "display")
    return Looks(
        bold=bool(_BOLD.fullmatch(weight)) if weight else None,
        italic=slant in {"italic", "oblique"} if slant else None,
        raised=bool(_RAISED.match(place)) if place else None,
        hidden=display == "none" if display else None,
    )
