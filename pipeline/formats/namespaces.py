"""The XML namespaces of a podcast feed, by the prefixes that every client expects."""

from typing import TypeAlias

from lxml import etree

NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "fh": "http://purl.org/syndication/history/1.0",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "psc": "http://podlove.org/simple-chapters",
}
Element: TypeAlias = etree._Element  # noqa: SLF001  (the name lxml gives its public class)
