"""What a rule is, what it finds, and what it looks at.

A rule is a small function over the `Place`: it yields a complaint for each fault. Its id never
changes, so that people can look it up and silence it.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

from pipeline.checking.files import Files
from pipeline.formats.namespaces import NAMESPACES, Element
from pipeline.values import value


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
    """A feed as it is looked at: its bytes, parsed, and its files.

    `looked`: of how many of the newest items the files are fetched and measured.
    """

    raw: bytes
    root: Element
    files: Files
    looked: int

    @property
    def channel(self) -> Element:
        """The channel, or the root where there is none."""
        found = self.root.find("channel")
        return self.root if found is None else found

    @property
    def items(self) -> list[Element]:
        """The items, in the feed's order."""
        return self.channel.findall("item")

    @property
    def newest(self) -> list[Element]:
        """The items whose files are looked at."""
        return self.items[: self.looked]

    @property
    def ours(self) -> bool:
        """Whether the feed says that this program made it."""
        return text(self.channel, "generator") == "render-episode"

    def base(self) -> str:
        """The address that the feed gives itself, without its file; with a slash."""
        return base(self.root)

    def path(self, url: str) -> Path | None:
        """The bytes behind an address, where they are to be had."""
        got = self.files.get(url)
        return got.path if got else None


def base(root: Element) -> str:
    """The address that a feed gives itself, without its file; with a slash. Empty: none."""
    link = root.find("channel/atom:link[@rel='self']", NAMESPACES)
    before = (link.get("href", "") if link is not None else "").rpartition("/")[0]
    return f"{before}/" if before else ""


def wrong(where: Element | str, what: str, how: str) -> Complaint:
    """A complaint in one line."""
    return Complaint(where=where, what=what, how=how)


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

    @property
    def told(self) -> str:
        """The rule in words."""
        return " ".join((self.check.__doc__ or "").split())


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
