"""Blocks of a front and one of them in; what comes behind it out.

Promise: only the few next blocks are looked at, and never past the first text.
"""

from collections.abc import Sequence

from pipeline.model import Block, Role
from pipeline.reading.bylines import bare_name, byline
from pipeline.reading.understanding import mastheads
from pipeline.reading.wording import ends_sentence, opening, wholly

LINE = 14  # words of a title or kicker that is no heading, at most
_FRONT, _TEXT = 8, 40  # blocks among which a title stands; words of a block that is text
_REACH = 4  # blocks between a title and its byline, at most


def follower(blocks: Sequence[Block], index: int) -> Block | None:
    """The next block that is no rule."""
    return next((block for block in blocks[index + 1 :] if block.role is not Role.RULE), None)


def heading(blocks: Sequence[Block], index: int) -> Block | None:
    """The next heading, where only rules and an issue's number stand before it."""
    for block in blocks[index + 1 :]:
        if block.role is Role.HEADING:
            return block
        if block.role is not Role.RULE and not mastheads.is_issue(block.text.strip()):
            return None
    return None


def is_line(block: Block) -> bool:
    """Whether a block can be a title that is no heading: one line of words, nobody's name."""
    text = block.text.strip()
    short = 1 < len(text.split()) <= LINE and (not ends_sentence(text) or text.endswith("?"))
    return block.role is Role.PARAGRAPH and short and not (byline(text) or bare_name(text))


def is_issued(blocks: Sequence[Block], index: int) -> bool:
    """Whether an issue's number follows, and then a line that can be a title."""
    near = blocks[index + 1 : index + 4]
    if len(near) < len(("issue", "title", "text")) or not mastheads.is_issue(near[0].text.strip()):
        return False
    short = len(near[1].text.split()) <= LINE and not ends_sentence(near[1].text)
    return is_line(near[1]) or (short and byline(near[2].text) is not None)


def is_empty(blocks: Sequence[Block], index: int) -> bool:
    """Whether nothing stands between a heading and the next one, which is no part of it."""
    later = heading(blocks, index)
    return later is not None and later.level <= blocks[index].level


def is_prose(blocks: Sequence[Block], index: int) -> bool:
    """Whether the text follows."""
    after = follower(blocks, index)
    return after is not None and after.role is Role.PARAGRAPH and not wholly(after)


def is_byline(blocks: Sequence[Block], index: int) -> bool:
    """Whether somebody's name follows before any heading does."""
    for block in blocks[index + 1 : index + 1 + _REACH]:
        if block.role is Role.PARAGRAPH and (byline(block.text) or bare_name(block.text)):
            return True
        if block.role in {Role.HEADING, Role.BLOCK_QUOTE}:
            return False
    return False


def is_title(blocks: Sequence[Block], index: int) -> bool:
    """Whether a heading follows before any text does."""
    for block in blocks[index + 1 : index + _REACH]:
        if block.role is Role.HEADING:
            return True
        if len(block.text.split()) > LINE and ends_sentence(block.text):
            return False
    return False


def holds(blocks: Sequence[Block], title: str) -> bool:
    """Whether a title that the file gives apart, or any heading, stands before the text."""
    known = opening(title)
    for block in blocks[:_FRONT]:
        told = opening(block.text)
        if block.role is Role.HEADING or (told and (known in told or told in known)):
            return True
        if len(block.text.split()) > _TEXT:
            return False
    return False


def is_above(blocks: Sequence[Block], index: int, title: str) -> bool:
    """Whether the title that the file gives apart stands further down, word for word."""
    known, later = opening(title), blocks[index + 1 : _FRONT]
    heads = (block for block in later if block.role is Role.HEADING)
    return bool(known) and any(opening(block.text) == known for block in heads)


def comes_back(blocks: Sequence[Block], index: int) -> bool:
    """Whether a line is somebody's name that the text, or what is behind it, has as well."""
    line = " ".join(blocks[index].text.split())
    name = line.title() if line.isupper() else line
    return bool(bare_name(name)) and any(name in block.text for block in blocks[index + 1 :])
