"""What a rule is, what it finds, and what it looks at.

A rule is a small function over the `Place`: it yields a complaint for each fault. Its id never
changes, so that people can look it up and silence it.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias
from urllib.parse import unquote

from pipeline.formats.namespaces import NAMESPACES, Element
from pipeline.model import value


@value
class Finding:
    """One fault: the rule's id and level, where it is, what is wrong, how to mend it."""

    id: str
    level: str  # "must" | "should" | "may"
    where: str
    what: str
    how: str


@value
class Complaint:
    """A fault as a rule sees it. `where` is an element of the feed, or the name of a file."""

    where: Element | str
    what: str
    how: str


@value
class Place:
    """A feed's folder and its feed.xml, parsed."""

    folder: Path
    root: Element

    @property
    def channel(self) -> Element:
        """The channel, or the root where there is none."""
        found = self.root.find("channel")
        return self.root if found is None else found

    @property
    def items(self) -> list[Element]:
        """The items, in the feed's order."""
        return self.channel.findall("item")

    def file(self, url: str) -> Path | None:
        """The file in the folder behind an address of this feed; None for one elsewhere."""
        self_link = self.channel.find("atom:link[@rel='self']", NAMESPACES)
        base = (self_link.get("href", "") if self_link is not None else "").rpartition("/")[0]
        if not base or not url.startswith(base + "/"):
            return None
        path = (self.folder / unquote(url[len(base) + 1 :])).resolve()
        return path if path.is_relative_to(self.folder.resolve()) else None


Check: TypeAlias = Callable[[Place], Iterator[Complaint]]


@value
class Rule:
    """A check with its id and level. The check's docstring is the rule in words."""

    id: str
    level: str
    check: Check

    def findings(self, place: Place) -> Iterator[Finding]:
        """What the rule finds there."""
        for found in self.check(place):
            where = found.where if isinstance(found.where, str) else _line(found.where)
            yield Finding(id=self.id, level=self.level, where=where, what=found.what, how=found.how)


def rule(id_: str, level: str) -> Callable[[Check], Rule]:
    """Make a check a rule."""
    return lambda check: Rule(id=id_, level=level, check=check)


def text(element: Element, path: str) -> str:
    """The text of the first element at `path`, or nothing."""
    return (element.findtext(path, "", NAMESPACES) or "").strip()


def _line(element: Element) -> str:
    title = text(element, "title") if element.tag == "item" else ""
    line = f"feed.xml line {element.sourceline}"
    return f"{line} (“{title}”)" if title else line
