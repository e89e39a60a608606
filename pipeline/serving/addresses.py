"""A feed's bytes → the same feed at another host. Promise: only addresses of its own files move."""

from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from pipeline.formats.namespaces import NAMESPACES

_ATTRIBUTES = ("url", "href", "uri", "img")


def rewritten(xml: bytes, folder: Path, here: str) -> bytes:
    """The feed with each address of a file in `folder` moved to `here`, such as http://host:8000.

    What can't be parsed goes out as it is: the client will say what is wrong with it.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, strip_cdata=False)
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError:
        return xml
    link = root.find("channel/atom:link[@rel='self']", NAMESPACES)
    base = (link.get("href", "") if link is not None else "").rpartition("/")[0]
    if not base:
        return xml

    def moved(url: str) -> str:
        if not url.startswith(base + "/"):
            return url
        rest = url[len(base) :]
        try:
            there = (folder / unquote(rest).lstrip("/")).is_file()
        except OSError:  # a name that is too long
            return url
        return here + rest if there else url

    for element in root.iter("*"):
        for name in _ATTRIBUTES:
            if name in element.attrib:
                element.set(name, moved(element.get(name, "")))
    for element in root.iter("link"):
        element.text = moved(element.text or "")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")
