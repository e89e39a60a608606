"""What feedgen has no words for → elements of the feed, through its extension API.

Promise: each element carries the usual prefix, and no character that XML forbids. feedgen's own
itunes:explicit takes only yes and no, which Apple gave up, so that one is written here too.
"""

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from pipeline.formats.namespaces import NAMESPACES, Element
from pipeline.formats.templating import legal


def element(name: str, text: str = "", **attributes: str) -> Element:
    """`prefix:name` with a text and attributes; those that are empty are left out."""
    prefix, _, local = name.rpartition(":")
    made = etree.Element(f"{{{NAMESPACES[prefix]}}}{local}" if prefix else local)
    made.text = legal(text) or None
    for key, given in attributes.items():
        if given:
            made.set(key.rstrip("_"), legal(given))
    return made


class _Tags:
    """Elements in the order they are added."""

    def __init__(self) -> None:
        self.elements: list[Element] = []

    def add(self, name: str, text: str = "", **attributes: str) -> Element:
        """Append an element and return it, so that it can be given children."""
        made = element(name, text, **attributes)
        self.elements.append(made)
        return made


class ChannelTags(_Tags, BaseExtension):  # type: ignore[misc]
    """Elements of the channel. `dated` tells whether it has a date: feedgen would say now."""

    dated = True

    def extend_ns(self) -> dict[str, str]:
        """The namespaces of the whole feed, by the prefixes that clients expect."""
        return dict(NAMESPACES)

    def extend_rss(self, rss_feed: Element) -> Element:
        """Put the elements into the channel."""
        channel = rss_feed[0]
        if not self.dated and (date := channel.find("lastBuildDate")) is not None:
            channel.remove(date)
        channel.extend(self.elements)
        return rss_feed


class ItemTags(_Tags, BaseEntryExtension):  # type: ignore[misc]
    """Elements of one item."""

    def extend_rss(self, entry: Element) -> Element:
        """Put the elements into the item."""
        entry.extend(self.elements)
        return entry


def generator() -> FeedGenerator:
    """A feedgen generator that knows its own podcast extension and, as `tags`, ours."""
    made = FeedGenerator()
    made.load_extension("podcast", atom=False)
    made.register_extension("tags", ChannelTags, ItemTags, atom=False)
    return made
