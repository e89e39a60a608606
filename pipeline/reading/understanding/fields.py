"""Lines under a title in, each with a name and a value; the facts that they tell out.

Promise: only lines of which two have names that such lists have ("Author:", "Created:") are taken;
a dialogue and a list of terms stay text.
"""

import re

from pipeline.model import Article, Block, Metadata, Role
from pipeline.patterns import pattern
from pipeline.reading.bylines import bare_name
from pipeline.reading.dates import dated, stamp
from pipeline.reading.drafts import extended
from pipeline.reading.splicing import source_skips
from pipeline.values import replace

FACTS = "facts about the article, a line each"

_FRONT = 4  # blocks among which such a list stands
_LEAST = 2  # lines with a name that we know
_LINE = pattern(r"\s*[-*]?\s*(?P<name>[^\W\d_][\w -]{1,22}?)\s*:{1,2}\s+(?P<value>\S.*?)\s*")
_WHO = frozenset({"author", "authors", "by", "writer", "autor", "autorin", "auteur", "autore"})
_WHEN = ("date", "published", "publish date", "created", "datum", "fecha", "data")
_WHERE = frozenset({"publication", "magazine", "journal", "publisher"})
_OTHERS_TEXT = (
    "title subtitle tags tag status source url link category categories topics keywords type slug "
    "updated modified last-edited last-updated edited version language lang series license rating "
    "read-time reading-time word-count words layout aliases created-time last-edited-time"
)
_KNOWN = _WHO | frozenset(_WHEN) | _WHERE | frozenset(_OTHERS_TEXT.replace("-", " ").split())
_SEVERAL = frozenset({"last edited", "last updated", "read time", "reading time", "word count"})


def told(article: Article) -> Article:
    """Take the facts that stand in lines of their own before the text."""
    for block in article.blocks[:_FRONT]:
        facts = _facts(block)
        if sum(name in _KNOWN or name in _SEVERAL for name in facts) >= _LEAST:
            known = _filled(article.metadata, facts)
            kept = (one for one in article.blocks if one is not block)
            return extended(replace(article, metadata=known), kept, (), source_skips(block, FACTS))
    return article


def _facts(block: Block) -> dict[str, str]:
    lines = [line for line in re.split(r"[\n\u2028]", block.text) if line.strip()]
    found = [_LINE.fullmatch(line) for line in lines]
    if block.role is not Role.PARAGRAPH or len(lines) < _LEAST or not all(found):
        return {}
    return {hit["name"].casefold(): hit["value"] for hit in found if hit}


def _filled(known: Metadata, facts: dict[str, str]) -> Metadata:
    names = next((facts[name] for name in facts if name in _WHO), "")
    by = bare_name(names)
    day = next((facts[name] for name in _WHEN if name in facts), "")
    found = stamp(day)
    return replace(
        known,
        title=known.title or facts.get("title", ""),
        subtitle=known.subtitle or facts.get("subtitle", ""),
        authors=known.authors or (by.authors if by else (names,) if names else ()),
        date=known.date or dated(day) or (found.date if found else ""),
        publication=known.publication or next((facts[n] for n in facts if n in _WHERE), ""),
    )
