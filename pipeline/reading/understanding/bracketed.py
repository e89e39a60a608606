"""Blocks that brackets hold whole in; captions, notes and an edition's own words told apart out.

Promise: only brackets that name what they hold ("[Illustration: …]", "[Footnote 2: …]") are opened.
"""

import re
from collections.abc import Sequence

from pipeline.model import Article, Block, Role, Skip
from pipeline.patterns import pattern
from pipeline.reading.drafts import extended
from pipeline.reading.splicing import Cut, source_skips, spliced
from pipeline.values import replace

NAME = "what brackets say that they hold"
EMPTY = "a picture that only print shows"

_PICTURE = (
    r"illustrations?|image|photo(?:graph)?|picture|figure|plate|map|frontispiece|abbildung|bild"
)
_HELD = pattern(
    rf"\s*[\[{{]\s*(?:(?P<picture>{_PICTURE})|(?P<note>foot ?note|note"
    rf"|anmerkung)\s+(?P<label>\w{{1,3}}))"
    r"\s*[:.]\s*(?P<words>\S(?:.|\n)*?)\s*[\]}]\s*",
    re.IGNORECASE,
)
_EMPTY = pattern(rf"\s*[\[{{]\s*(?:{_PICTURE})\s*[\]}}]\s*", re.IGNORECASE)
_LINES = frozenset({Role.PARAGRAPH, Role.BLOCK_QUOTE, Role.HEADING, Role.VERSE})


def opened(article: Article) -> Article:
    """Give blocks in brackets the role that the brackets name."""
    blocks, skipped = list[Block](), list[Skip]()
    for block in article.blocks:
        found = _HELD.fullmatch(block.text) if block.role in _LINES else None
        if block.role in _LINES and _EMPTY.fullmatch(block.text):
            skipped.extend(source_skips(block, EMPTY))
        elif found:
            told, skips = spliced(block, _round(found))
            role = Role.CAPTION if found["picture"] else Role.FOOTNOTE
            blocks.append(replace(told, role=role, label=found["label"] or "", level=0))
            skipped.extend(skips)
        else:
            blocks.append(block)
    return extended(article, blocks, (), skipped)


def _round(found: re.Match[str]) -> Sequence[Cut]:
    start, end = found.span("words")
    return [
        Cut(start=0, end=start, reason=NAME),
        Cut(start=end, end=found.end(), reason=NAME),
    ]
