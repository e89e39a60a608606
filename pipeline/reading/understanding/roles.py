"""An Article of mended blocks in, one whose blocks have their roles out.

Promise: roles follow from how articles are made (place, form, repetition), never from one text.
"""

from pipeline.model import Article, Block, Role
from pipeline.reading.drafts import extended
from pipeline.reading.placing import skip
from pipeline.reading.splicing import joined, source_skips
from pipeline.reading.understanding import (
    furniture,
    headings,
    interviews,
    quotes,
    sources,
    transcribed,
)
from pipeline.reading.understanding.front import opened
from pipeline.reading.understanding.pages import capped, untorn, whole
from pipeline.reading.understanding.tail import ABOUT, closed
from pipeline.values import replace

_SIGNED = frozenset(
    {Role.PARAGRAPH, Role.HEADING, Role.LIST_ITEM, Role.BLOCK_QUOTE, Role.PULL_QUOTE}
)
RULE = "a rule between sections"


def told(article: Article) -> Article:
    """Find every block's role, join what pages cut, and let the rules go."""
    plain = furniture.removed(untorn(_ruled(article)))
    known = replace(plain, blocks=tuple(quotes.early(_quoted(plain.blocks))))
    known = opened(interviews.asked(interviews.labelled(whole(known, apart=False))))
    known = closed(known)
    known = replace(known, blocks=tuple(_quoted(tuple(quotes.pulled(_quoted(known.blocks))))))
    known = transcribed.silenced(interviews.continued(headings.told(known)))
    return _without_rules(capped(whole(known)))


def _quoted(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Blocks, with each quotation and the line that says whose it is as one."""
    groups = sources.attributed(blocks)
    return tuple(joined([(b, "\n" if at else "") for at, b in enumerate(held)]) for held in groups)


def _ruled(article: Article) -> Article:
    """Signs that stand alone are rules, whatever the format took them for."""
    blocks = (
        replace(block, role=Role.RULE) if block.role in _SIGNED and _is_signs(block) else block
        for block in article.blocks
    )
    return replace(article, blocks=tuple(blocks))


def _is_signs(block: Block) -> bool:
    text = block.text.strip()
    return bool(text) and not any(character.isalnum() for character in text)


def _without_rules(article: Article) -> Article:
    rules = [block for block in article.blocks if block.role is Role.RULE]
    about = [block for block in article.blocks if block.skip == ABOUT]
    kept = [b for b in article.blocks if b.role is not Role.RULE and b.skip != ABOUT]
    drawn = (b for b in rules if not b.runs and b.start < b.end)  # a page's own has no sign
    gone = [skip(article.source, block.start, block.end, RULE) for block in drawn]
    signs = [held for block in rules for held in source_skips(block, RULE)]
    heads = [held for block in about for held in source_skips(block, ABOUT)]
    return extended(article, kept, (), [*gone, *signs, *heads])
