"""Blocks in; bold lines that stand where headings do as headings, and captions, out.

Promise: only a short line all in bold, with no sentence's end and text right below, is one.
"""

import re
from collections.abc import Sequence

from pipeline.model import Article, Block, Role
from pipeline.patterns import pattern
from pipeline.reading.captions import is_kept
from pipeline.reading.wording import ends_sentence, is_longer, wholly
from pipeline.values import replace

_WORDS = 12  # of a heading, at most
_TWO = 2  # sections, at least
_ALONE = pattern(r"(?:(?P<number>\d{1,2})|(?P<roman>[IVX]{1,5}))\.?")
_ONES = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_ROMANS = tuple(f"{tens}{ones}" for tens in ("", "X", "XX") for ones in _ONES)
_DEEP = 5  # the level of a heading that is set smaller than the text
_CAPTION = 40  # words of a caption, at most
_NUMBERED = pattern(
    r"(?:table|figure|fig\.?|plate|map|chart|diagram|exhibit|photo|image|tabelle|abb(?:ildung|\.)"
    r"|tableau|tabla|figura)"
    r"\s+(?:\d{1,3}|[A-Z]|[IVX]{1,5})\s*[.:–—]\s*\S",
    re.IGNORECASE,
)
_BRACKETED = pattern(
    r"\[(?:illustration|image|photo|picture|figure|map)\b[^\]]*\]\Z", re.IGNORECASE
)
_WHERE = pattern(
    r"\((?:above|below|left|right|centre|center|top|bottom|far left|far right|pictured|detail)\)"
    r"|\bpictured\b"
    r"|(?:^|[.;]\s)(?:above|below|left|right|opposite|overleaf)\s*:",
    re.IGNORECASE,
)
_MADE = pattern(  # whose hand a picture is from
    r"\b(?:watercolou?r|engraving|etching|drawing|painting|woodcut|lithograph|photograph|collage"
    r"|oil on canvas)\b.{0,20}?\b(?:by\b|from\b|c\.|\d{4})",
    re.IGNORECASE,
)
_DEDICATED = pattern(
    r"(?:(?:for|to) (?:my|the|all|our|those)\b|in (?:loving )?memory of\b|dedicated to\b"
    r"|für (?:meine|alle|die)\b"
    r"|(?:à|in) (?:la )?m[eé]moire\b|en memoria de\b|alla memoria\b|a la memoria\b)",
    re.IGNORECASE,
)
_SET_IN = frozenset({Role.RULE, Role.PULL_QUOTE})  # what may stand between a heading and its text
_TEXT = frozenset({Role.PARAGRAPH, Role.LIST_ITEM, Role.TURN, Role.BLOCK_QUOTE})


def told(article: Article) -> Article:
    """Find headings that are only bold, and captions that say that they are."""
    level = max((b.level for b in article.blocks if b.role is Role.HEADING), default=1)
    blocks = _counted(article.blocks)
    return replace(
        article,
        blocks=tuple(_told(blocks, index, level) for index in range(len(blocks))),
    )


def _counted(blocks: Sequence[Block]) -> Sequence[Block]:
    """Blocks; numbers alone that count 1, 2, 3 or I, II, III as headings of sections."""
    plain = {
        index: int(found["number"] or _ROMANS.index(found["roman"]))
        for index, block in enumerate(blocks)
        if block.role in {Role.PARAGRAPH, Role.CAPTION}  # a short line below a picture
        and (found := _ALONE.fullmatch(block.text.strip()))
        and (found["number"] or found["roman"] in _ROMANS)
    }
    if len(plain) < _TWO or list(plain.values()) != list(range(1, len(plain) + 1)):
        return blocks
    return [
        replace(b, role=Role.HEADING, level=2) if i in plain else b for i, b in enumerate(blocks)
    ]


def _told(blocks: Sequence[Block], index: int, level: int) -> Block:
    block = blocks[index]
    if block.role is Role.HEADING and block.level >= _DEEP and _WHERE.search(block.text):
        return replace(block, role=Role.CAPTION, level=0)  # what a PDF sets small
    if block.role is Role.HEADING and _NUMBERED.match(block.text):
        return replace(block, role=Role.CAPTION, level=0)
    if block.role is not Role.PARAGRAPH:
        return block
    if _is_caption(blocks, index):
        return replace(block, role=Role.CAPTION)
    if _is_heading(blocks, index):
        return replace(block, role=Role.HEADING, level=min(level + 1, 6) if level > 1 else 2)
    return block


def _is_caption(blocks: Sequence[Block], index: int) -> bool:
    """Whether a line says that it belongs to a picture, or stands where only one can."""
    block = blocks[index]
    text = block.text.strip()
    if is_longer(text, _CAPTION):
        return False
    if _NUMBERED.match(text) or _BRACKETED.match(text):
        return True
    if not wholly(block) or index == 0 or index + 1 >= len(blocks):
        return False
    before, after = blocks[index - 1], blocks[index + 1]
    if before.role is Role.TABLE and not is_longer(text, _WORDS * 2):
        return True
    if is_kept(text):
        return True
    beside = Role.CAPTION in {before.role, after.role} or bool(_WHERE.search(text))
    cut = (
        before.role is Role.PARAGRAPH
        and after.role is Role.PARAGRAPH
        and is_longer(before.text, _WORDS)
        and not ends_sentence(before.text)
        and after.text[:1].islower()
    )
    made = bool(_MADE.search(text)) and not ends_sentence(text)
    return cut or made or (beside and bool(_WHERE.search(text)))


def _is_heading(blocks: Sequence[Block], index: int) -> bool:
    block = blocks[index]
    if index + 1 >= len(blocks):
        return False
    text = block.text.strip()
    if is_longer(text, _WORDS) or (ends_sentence(text) and not text.endswith("?")):
        return False
    following = next((b for b in blocks[index + 1 :] if b.role not in _SET_IN), None)
    return (
        following is not None
        and not _DEDICATED.match(text)
        and wholly(block, ("strong",))
        and following.role in _TEXT
        and not wholly(following)
        and (not text.endswith("?") or len(following.text) > len(text))
    )
