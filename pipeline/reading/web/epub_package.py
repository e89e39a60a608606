"""An e-book's package file in; its documents in reading order, and what it says of the book, out.

Promise: nothing outside the package is asked for, and no entity is followed.
"""

import re
from collections.abc import Iterator, Mapping
from posixpath import join, normpath
from typing import Any
from urllib.parse import unquote

from lxml import etree

from pipeline.model import Metadata
from pipeline.reading.web.elements import Element, name, told
from pipeline.values import value


@value
class Item:
    """A document of an e-book: where it lies, and what the package says that it is."""

    path: str
    kinds: frozenset[str]
    parts: tuple[tuple[str, str], ...] = ()  # ids of parts of it, and what they are


def xml(data: bytes) -> Element | None:
    """A tree of XML in which no entity is followed; None when it is too broken."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        recover=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return None


def spine(package: Element, folder: str) -> Iterator[Item]:
    """The documents in reading order. `folder` is the package's own."""
    manifest = {item.get("id"): item for item in package.iterfind(".//{*}manifest/{*}item")}
    guide, parts = dict(_guide(package, folder)), dict(_guide(package, folder, whole=False))
    for ref in package.iterfind(".//{*}spine/{*}itemref"):
        item = manifest.get(ref.get("idref"))
        if item is None or not (item.get("href") or ""):
            continue
        path = normpath(join(folder, unquote(str(item.get("href")).partition("#")[0])))
        told_kinds = set((item.get("properties") or "").split()) | guide.get(path, set())
        if (ref.get("linear") or "").lower() == "no" and not told_kinds:
            told_kinds = {"auxiliary"}
        held = tuple((id_, kind) for (at, id_), kind in parts.items() if at == path)
        yield Item(path=path, kinds=frozenset(told_kinds), parts=held)


def sheets(package: Element, folder: str) -> Iterator[str]:
    """Where the style sheets lie."""
    for item in package.iterfind(".//{*}manifest/{*}item"):
        if item.get("media-type") == "text/css" and item.get("href"):
            yield normpath(join(folder, unquote(str(item.get("href")))))


def _guide(package: Element, folder: str, *, whole: bool = True) -> Iterator[tuple[Any, Any]]:
    """What the guide calls whole documents, or parts of them by their paths and ids."""
    for ref in package.iterfind(".//{*}guide/{*}reference"):
        address, _, part = (ref.get("href") or "").partition("#")
        path, kind = normpath(join(folder, unquote(address))), (ref.get("type") or "").lower()
        if whole and not part:
            yield path, {kind}
        elif part and not whole:
            yield (path, part), kind


def metadata(package: Element) -> Metadata:
    """What the package says of the book."""
    facts = _facts(package)
    titles = [
        text
        for text, kind in facts.get("title", [])
        if kind not in {"subtitle", "short", "collection"}
    ]
    authors = [text for text, kind in facts.get("creator", []) if kind in {"", "aut", "author"}]
    dates = sorted(facts.get("date", []), key=lambda told: told[1] not in {"publication", ""})
    series = (
        m.text
        for m in package.iterfind(".//{*}meta")
        if m.get("property") == "belongs-to-collection"
    )
    return Metadata(
        title=titles[0] if titles else "",
        subtitle=next((text for text, kind in facts.get("title", []) if kind == "subtitle"), ""),
        authors=tuple(dict.fromkeys(authors)),
        series=" ".join((next(series, "") or "").split()),
        publication=_first(facts, "publisher"),
        language=_first(facts, "language"),
        date=next((m[0] for text, _ in dates if (m := re.match(r"\d{4}-\d{2}-\d{2}", text))), ""),
    )


def _facts(package: Element) -> Mapping[str, list[tuple[str, str]]]:
    """Dublin Core facts by name, each with what it is ("aut", "subtitle", "publication")."""
    refined = {
        (meta.get("refines") or "").lstrip("#"): (meta.text or "").strip()
        for meta in package.iterfind(".//{*}meta")
        if meta.get("property") in {"role", "title-type"}
    }
    found: dict[str, list[tuple[str, str]]] = {}
    for element in package.iter("{http://purl.org/dc/elements/1.1/}*"):
        text = " ".join(told(element).split())
        opf = "{http://www.idpf.org/2007/opf}"
        kind = (
            element.get(f"{opf}role")
            or element.get(f"{opf}event")
            or refined.get(element.get("id") or "-", "")
        )
        if text:
            found.setdefault(name(element), []).append((text, kind))
    return found


def _first(facts: Mapping[str, list[tuple[str, str]]], key: str) -> str:
    return facts[key][0][0] if key in facts else ""
