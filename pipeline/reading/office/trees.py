"""A member of an office file in, its tree of elements out; and short ways to ask elements.

Promise: nothing outside the file is loaded and no entity is expanded; names are compared without
their namespaces, for the strict and the usual kind of a format differ in nothing else.
"""

from collections.abc import Iterable, Iterator

from lxml import etree

from pipeline.reading.archive import Archive, DamageError
from pipeline.reading.web.elements import Element

_DIGITS = 9  # more make no number that a document needs


def tree(archive: Archive, name: str) -> Element | None:
    """The root of an XML member; None when there is no such member. Raises: SourceError."""
    data = archive.read(name)
    if not data:
        return None
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise archive.damaged(f"{name} is no XML that can be read") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise archive.damaged(f"{name} declares entities, which no office program writes")
    return root


def spare(archive: Archive, name: str) -> Element | None:
    """The root of a member that a document can be read without; None when it is damaged."""
    try:
        return tree(archive, name) if name else None
    except DamageError:
        return None


def local(element: Element) -> str:
    """An element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def get(element: Element | None, name: str) -> str:
    """An attribute by its name without namespace; empty when it is not there."""
    if element is None:
        return ""
    return next((str(v) for k, v in element.items() if str(k).rpartition("}")[2] == name), "")


def number(element: Element | None, name: str) -> int | None:
    """A whole number from 0 in an attribute; None for anything else."""
    told = get(element, name)
    return int(told) if told.isascii() and told.isdigit() and len(told) <= _DIGITS else None


def child(element: Element | None, *path: str) -> Element | None:
    """The first child of the first name, its first child of the next name, and so on."""
    for name in path:
        if element is None:
            return None
        element = next((inner for inner in element if local(inner) == name), None)
    return element


def inside(element: Element | None, *names: str) -> Iterator[Element]:
    """All descendants of the given names, in document order."""
    if element is not None:
        yield from (inner for inner in element.iter() if local(inner) in names)


def words(elements: Iterable[Element]) -> str:
    """The text of elements, with single blanks between words."""
    return " ".join(" ".join("".join(map(str, one.itertext())) for one in elements).split())
