"""Blocks of an article in; rows of short links, as a site's menus and buttons are, left out, out.

Promise: a row of links between the paragraphs of a text is the author's, unless signs part them.
"""

from itertools import pairwise

from pipeline.model import Article, Block, Role
from pipeline.reading.drafts import extended
from pipeline.reading.splicing import source_skips
from pipeline.reading.understanding.furniture import PAGE
from pipeline.reading.wording import wholly

_PROSE = 100  # characters of a paragraph of the text proper
_MENU = 2  # links, at least
_BUTTON = 3  # words of a link in a menu, at most
_SHORT = 9  # words of a trail of links


def removed(article: Article) -> Article:
    """Leave out rows of short links; before links that lead nowhere are mended."""
    prose = [at for at, block in enumerate(article.blocks) if _is_prose(block)]
    inside = range(prose[0], prose[-1]) if prose else range(0)
    told = [_is_menu(block, inside=at in inside) for at, block in enumerate(article.blocks)]
    gone = [block for block, menu in zip(article.blocks, told, strict=True) if menu]
    kept = [block for block, menu in zip(article.blocks, told, strict=True) if not menu]
    return extended(article, kept, (), (s for block in gone for s in source_skips(block, PAGE)))


def _is_prose(block: Block) -> bool:
    return block.role is Role.PARAGRAPH and len(block.text) > _PROSE


def _is_menu(block: Block, *, inside: bool) -> bool:
    """Whether a line is nothing but several short links, as a page's menus and buttons are.

    Each names a place, with a capital. Between an article's paragraphs a row of links is a menu
    only when signs part them.
    """
    links = [mark for mark in block.marks if mark.kind == "link"]
    if block.role is not Role.PARAGRAPH or len(links) < _MENU:
        return False
    text, told = block.text, block.links
    linked = wholly(block, ("link",)) and not wholly(block)  # no menu is in italics
    last = len(links) > _MENU - 1 and not any(c.isalnum() for c in text[: links[0].start])
    trail = last and "›" in text and len(text.split()) <= _SHORT
    between = [text[a.end : b.start].strip() for a, b in pairwise(links)]
    parted = 2 * sum(map(bool, between)) >= len(between)
    if inside and not parted:
        return False
    named = all(link.text.lstrip()[:1].isupper() for link in told)
    short = all(len(link.text.split()) <= _BUTTON for link in told)
    return (linked or trail) and short and (named or parted)
