"""An old feed and a new one → what subscribers would see change. Pure."""

from collections.abc import Iterator, Mapping

from pipeline.checking.findings import Place, text
from pipeline.formats.namespaces import Element
from pipeline.values import value

_MANY = 0.5  # of the episodes: when as many look new, everybody loads everything again


@value
class Difference:
    """One change: `kind` is new, again (loaded again), gone, moved (its date) or details."""

    kind: str
    title: str
    told: str
    grave: bool = False


def compare(old: Place, new: Place) -> Iterator[Difference]:
    """What changes from one feed to the other, the grave things first."""
    before, after = _by_guid(old), _by_guid(new)
    yield from _whole(old, new, before, after)
    for guid in before.keys() - after.keys():
        title = text(before[guid], "title")
        yield Difference(kind="gone", title=title, told="leaves the feed", grave=True)
    for guid, item in after.items():
        title = text(item, "title")
        if guid not in before:
            yield Difference(kind="new", title=title, told="is new: apps load it")
        else:
            yield from _changed(before[guid], item, title)


def _whole(
    old: Place, new: Place, before: Mapping[str, Element], after: Mapping[str, Element]
) -> Iterator[Difference]:
    """What concerns everybody."""
    title = text(new.channel, "title")
    if (kept := text(old.channel, "podcast:guid")) and kept != text(new.channel, "podcast:guid"):
        told = "has another podcast:guid: apps take it for another show"
        yield Difference(kind="moved", title=title, told=told, grave=True)
    if old.base() and old.base() != new.base():
        told = f"moves from {old.base()} to {new.base()}: redirect the old address (301)"
        yield Difference(kind="moved", title=title, told=told, grave=True)
    strange = [guid for guid in after if guid not in before]
    if before and len(strange) > len(before) * _MANY:
        told = f"{len(strange)} guids are new: everybody would load these episodes again"
        yield Difference(kind="again", title=title, told=told, grave=True)


def _changed(before: Element, after: Element, title: str) -> Iterator[Difference]:
    was, now = before.find("enclosure"), after.find("enclosure")
    if was is not None and now is not None and was.get("url") != now.get("url"):
        told = "has a new sound file: who has the old one keeps it"
        yield Difference(kind="again", title=title, told=told)
    elif was is not None and now is not None and was.get("length") != now.get("length"):
        told = "has other sound at the same address: players that resume it break"
        yield Difference(kind="again", title=title, told=told, grave=True)
    if text(before, "pubDate") != text(after, "pubDate"):
        told = "has another date: some apps move it, and tell of it again"
        yield Difference(kind="moved", title=title, told=told)
    names = [name for name in ("title", "description", "itunes:duration", "content:encoded")
             if text(before, name) != text(after, name)]  # fmt: skip
    if names:
        yield Difference(kind="details", title=title, told=f"has other {', '.join(names)}")


def _by_guid(place: Place) -> dict[str, Element]:
    return {text(item, "guid") or text(item, "link"): item for item in place.items}
