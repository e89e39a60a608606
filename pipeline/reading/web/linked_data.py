"""A page's JSON-LD in, the thing in it that is the article, and plain facts of it, out.

Promise: broken, huge or endless data is as good as none.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from typing import Any, TypeAlias

from pipeline.patterns import pattern
from pipeline.reading.bylines import byline
from pipeline.reading.web.elements import Element

Thing: TypeAlias = Mapping[str, Any]

_ARTICLES = pattern(
    r"(?:\w*Article|\w*BlogPosting|Report|Review|CreativeWork|OpinionNewsArticle|Essay"
    r"|ShortStory|Chapter|PodcastEpisode"
    r"|Interview|AnalysisNewsArticle|SpeechArticle)$"
)
_LARGEST = 2_000_000  # characters of one piece of JSON-LD
_DEPTH = 6  # things in things


def things(tree: Element) -> Iterator[Thing]:
    """Everything that a page's JSON-LD tells about, in order."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        text = (script.text or "").strip().removeprefix("<!--").removesuffix("-->").strip()
        if len(text) > _LARGEST:
            continue
        try:
            data = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _flat(data, 0)


def _flat(data: Any, depth: int) -> Iterator[Thing]:
    if depth > _DEPTH:
        return
    if isinstance(data, list):
        for one in data:
            yield from _flat(one, depth + 1)
    elif isinstance(data, dict):
        yield data
        for key in ("@graph", "mainEntity", "hasPart", "itemReviewed"):
            yield from _flat(data.get(key), depth + 1)


def article(told: list[Thing]) -> Thing:
    """The thing that is the article; names that it only points at are looked up."""
    found = next(
        (t for t in told if _is_article(t) and t.get("headline")),
        None,
    )
    found = found or next((t for t in told if _is_article(t)), None)
    if found is None:
        return {}
    known = {t["@id"]: t for t in told if isinstance(t.get("@id"), str)}
    return {key: _resolved(fact, known) for key, fact in found.items()}


def _is_article(thing: Thing) -> bool:
    return any(_ARTICLES.match(kind) for kind in types(thing))


def _resolved(told: Any, known: Mapping[str, Thing]) -> Any:
    if isinstance(told, list):
        return [_resolved(one, known) for one in told]
    if isinstance(told, dict) and isinstance(told.get("@id"), str) and "name" not in told:
        return known.get(told["@id"], told)
    return told


def types(thing: Any) -> list[str]:
    """What kinds of thing it is."""
    told = thing.get("@type") if isinstance(thing, dict) else None
    return [str(one) for one in told] if isinstance(told, list) else [str(told or "")]


def is_a(thing: Any, kind: str) -> bool:
    """Whether it is such a kind of thing."""
    return any(kind in told for told in types(thing))


def text(told: Any) -> str:
    """A told value as plain text; empty for what is none."""
    if isinstance(told, list):
        told = told[0] if told else ""
    if isinstance(told, dict):
        told = told.get("@value") or told.get("name") or told.get("alternateName") or ""
    if not isinstance(told, str):
        return ""
    return " ".join(unescape(re.sub(r"</?[A-Za-z][^>]*>", "", told)).split())


def name(told: Any) -> str:
    """The name of a thing, or the name told in its place."""
    return text(told.get("name")) if isinstance(told, dict) else text(told)


def names(told: Any) -> Iterator[str]:
    """The names of people or groups, one by one."""
    for one in told if isinstance(told, list) else [told]:
        inner = one.get("name") if isinstance(one, dict) else one
        for one_name in inner if isinstance(inner, list) else [inner]:
            yield from split(text(one_name))


def split(line: str) -> Iterable[str]:
    """Names that stand in one text; "Ann Lee and Bo Ray" are two."""
    found = byline(f"by {line}") if line else None
    return found.authors if found and found.authors else ([line] if line else [])


def identified(told: Any) -> str:
    """The address by which a thing is known."""
    return text(told.get("@id")) if isinstance(told, dict) else text(told)
