"""A page's tree in; what its meta elements and its microdata say, by name, out.

Promise: plain words, none longer than a fact is.
"""

import re
from collections.abc import Iterator
from html import unescape
from itertools import islice

from pipeline.reading.web.elements import Element
from pipeline.reading.web.elements import told as words_of

_NAME = 5  # words of a name, at most
_SEVERAL = 6  # authors that a page names in its text, at most


def metas(tree: Element) -> Iterator[tuple[str, list[str]]]:
    """What `meta` elements say, by their names in lower case."""
    found: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        content = " ".join((meta.get("content") or "").split())
        for key in ("property", "name", "itemprop", "http-equiv"):
            if content and meta.get(key):
                found.setdefault(str(meta.get(key)).strip().lower(), []).append(unescape(content))
    return iter(found.items())


def props(tree: Element) -> Iterator[tuple[str, str]]:
    """The day of publication as elements in the text give it."""
    for element in tree.iter("time", "meta", "span", "abbr", "p", "div"):
        prop = element.get("itemprop")
        dressed = element.tag == "abbr" and "published" in (element.get("class") or "").split()
        if (
            prop == "datePublished"
            or dressed
            or (element.tag == "time" and element.get("pubdate") is not None)
        ):
            told = (element.get(key) for key in ("datetime", "content", "title"))
            yield "datePublished", next((one for one in told if one), element.text or "")


def named(prop: str, tree: Element) -> Iterator[str]:
    """What microdata says under a name such as "author": the names of people."""
    held = (one for one in tree.iter() if one.get("itemprop") == prop)
    for element in islice(held, _SEVERAL):
        inner = next((one for one in element.iter() if one.get("itemprop") == "name"), element)
        told = inner.get("content") or " ".join(words_of(inner).split())
        if told and len(told.split()) <= _NAME:
            yield re.sub(r"^by:?\s+", "", told, flags=re.IGNORECASE)
