"""A feed of articles (RSS, Atom) → the addresses of its entries. Promise: nothing else is read.

Its XML is read without entities, DTD or network; only http and https addresses come out.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from pipeline.errors import SourceError

_ATOM = "{http://www.w3.org/2005/Atom}"
_RSS1 = "{http://purl.org/rss/1.0/}"


def entries(data: bytes, url: str) -> list[str]:
    """The address of each entry, in the feed's order. Raises SourceError when there is none."""
    from lxml import etree  # noqa: PLC0415 - not for --help

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise SourceError(f"{url}: is a damaged feed ({error.msg}) — name the articles") from error
    links = (urljoin(url, link) for link in _links(root)) if root is not None else ()
    found = list(dict.fromkeys(link for link in links if link.startswith(("http://", "https://"))))
    if not found:
        raise SourceError(f"{url}: is a feed without articles' addresses — name the articles")
    return found


def _links(root: Any) -> Iterator[str]:
    for item in root.iter("item", f"{_RSS1}item"):
        yield (item.findtext("link") or item.findtext(f"{_RSS1}link") or "").strip()
    for entry in root.iter(f"{_ATOM}entry"):
        ways = {each.get("rel", "alternate"): each for each in entry.iter(f"{_ATOM}link")}
        yield ways["alternate"].get("href", "").strip() if "alternate" in ways else ""
