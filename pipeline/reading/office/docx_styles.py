"""Word's styles in; what a paragraph is, and how a run looks, out.

Promise: what a paragraph or a run says of itself goes before its style, and a style before those
it is based on.
"""

from collections.abc import Iterator

from pipeline.model import Role
from pipeline.reading.office.styles import PLAIN, Kind, Looks, heading, kind_of
from pipeline.reading.office.trees import child, get, inside, number
from pipeline.reading.web.elements import Element

_OFF = frozenset({"0", "false", "off", "none"})
_BODY = 9  # the outline level that Word gives plain text
_SIZE = 10.0  # points of letters that nothing gives a size
_INDENT = 340  # twentieths of a point: six millimetres
_DEPTH = 20  # styles based on each other, at most
_ITALIC = frozenset({"emphasis", "subtle emphasis", "intense emphasis", "book title"})
_BOLD = frozenset({"strong", "intense emphasis"})


def looks(properties: Element | None) -> Looks:
    """What a run's own properties say."""
    align = get(child(properties, "vertAlign"), "val")
    return Looks(
        bold=_flag(properties, "b"),
        italic=_flag(properties, "i"),
        hidden=_flag(properties, "vanish"),
        raised=align == "superscript" if align else None,
        size=_points(number(child(properties, "sz"), "val")),
    )


class Styles:
    """The styles of one document, by their ids."""

    def __init__(self, root: Element | None) -> None:
        self._styles = {get(one, "styleId"): one for one in inside(root, "style")}
        self._usual = next(
            (key for key, one in self._styles.items()
             if get(one, "type") == "paragraph" and get(one, "default") in {"1", "true", "on"}),
            "",
        )  # fmt: skip
        defaults = child(root, "docDefaults", "rPrDefault", "rPr")
        self._default = looks(defaults).sized.over(Looks(size=_SIZE))
        self._kinds: dict[str, Kind] = {}
        self._looks: dict[str, Looks] = {}

    def kind(self, properties: Element | None) -> Kind:
        """What a paragraph is, by its properties."""
        style = get(child(properties, "pStyle"), "val") or self._usual
        if style not in self._kinds:
            self._kinds[style] = self._told(style)
        kind = self._kinds[style]
        if kind.role is Role.PARAGRAPH and not kind.skip:
            level = _level(properties)
            if level:
                return heading(level)
            if _numbered(properties):
                return Kind(role=Role.LIST_ITEM)
        return kind

    def paragraph(self, properties: Element | None) -> Looks:
        """How the letters of a paragraph look by its style."""
        style = get(child(properties, "pStyle"), "val") or self._usual
        return self._look(style).over(self._default)

    def inset(self, properties: Element | None) -> bool:
        """Whether a paragraph is set in as a whole, as quotations are."""
        given = self._indent(properties)
        lined = get(given, "firstLine").strip("0") or get(given, "hanging").strip("0")
        return self._left(given) >= _INDENT and not lined

    def hangs(self, properties: Element | None) -> bool:
        """Whether a paragraph is set in but for its first line, as a speaker's words are."""
        given = self._indent(properties)
        return self._left(given) >= _INDENT and bool(get(given, "hanging").strip("0"))

    def _left(self, given: Element | None) -> int:
        return number(given, "left") or number(given, "start") or 0

    def _indent(self, properties: Element | None) -> Element | None:
        style = get(child(properties, "pStyle"), "val") or self._usual
        told = [properties, *(child(one, "pPr") for _, one in self._chain(style))]
        return next((found for one in told if (found := child(one, "ind")) is not None), None)

    def run(self, properties: Element | None) -> Looks:
        """How a run's letters look by what it says itself, and by its own style."""
        if properties is None:
            return Looks()
        style = get(child(properties, "rStyle"), "val")
        return looks(properties).over(self._look(style)) if style else looks(properties)

    def _told(self, style: str) -> Kind:
        chain = list(self._chain(style))
        kind = kind_of([name for name, _ in chain] or [style])
        if kind != PLAIN:
            return kind
        for _, one in chain:
            if level := _level(child(one, "pPr")):
                return heading(level)
            if _numbered(child(one, "pPr")):
                return Kind(role=Role.LIST_ITEM)
        return PLAIN

    def _look(self, style: str) -> Looks:
        if style not in self._looks:
            found = Looks()
            for name, one in self._chain(style):
                found = found.over(looks(child(one, "rPr")))
                plain = name.casefold()
                italic, bold = plain in _ITALIC or None, plain in _BOLD or None
                found = found.over(Looks(bold=bold, italic=italic))
            self._looks[style] = found
        return self._looks[style]

    def _chain(self, style: str) -> Iterator[tuple[str, Element]]:
        for _ in range(_DEPTH):
            one = self._styles.get(style)
            if one is None:
                return
            yield get(child(one, "name"), "val") or style, one
            style = get(child(one, "basedOn"), "val")


def _points(halves: int | None) -> float | None:
    return None if halves is None else halves / 2


def _flag(properties: Element | None, name: str) -> bool | None:
    told = child(properties, name)
    return None if told is None else get(told, "val") not in _OFF


def _level(properties: Element | None) -> int:
    """A heading's level by the outline, from 1; 0 for plain text."""
    told = number(child(properties, "outlineLvl"), "val")
    return told + 1 if told is not None and told < _BODY else 0


def _numbered(properties: Element | None) -> bool:
    return bool(number(child(properties, "numPr", "numId"), "val"))
