"""A plain text's blocks, and what its mail or its pages say, in; its title and magazine out.

Promise: a line is only taken for the title where the subject of a mail says it, or where nothing
but short lines stands round it.
"""

import re
from collections import Counter
from collections.abc import Iterable

from pipeline.model import Block, Role
from pipeline.reading.text.titles import TITLE_WORDS
from pipeline.reading.text.typescript import Typescript
from pipeline.reading.wording import opening
from pipeline.values import replace

_NAME = 5  # words of a magazine's name, at most
_OFTEN = 2  # times that pages name their magazine, at least
_PHRASE = 3  # words of a title, at least, that a subject ends with
_FRONT = 8  # groups among which a title stands
_SENTENCE = 20  # words; a longer group is prose


def entitled(blocks: list[Block], title: str) -> list[Block]:
    """Blocks; the line that says the subject of the mail is its title."""
    known = opening(title)
    ends = (i for i, b in enumerate(blocks[:_FRONT]) if known.endswith(opening(b.text) or "\0"))
    at = next((i for i in ends if len(blocks[i].text.split()) >= _PHRASE), None)
    if not title or at is None:
        return blocks
    above = (replace(b, role=Role.PARAGRAPH, level=0) if b.level == 1 else b for b in blocks[:at])
    return [*above, replace(blocks[at], role=Role.HEADING, level=1), *blocks[at + 1 :]]


def subject(blocks: Iterable[Block], told: str) -> str:
    """The subject as the title, unless the text has a shorter one."""
    heads = [opening(block.text) for block in blocks if block.level == 1]
    return told if not heads or opening(told) in heads else ""


def magazine(script: Typescript, blocks: Iterable[Block]) -> str:
    """What pages have at their heads and the text has nowhere in a line of its own."""
    own = {opening(block.text) for block in blocks}
    told = Counter(
        piece
        for line in script.furniture
        for piece in re.split(r"\s{4,}", line.text)
        if opening(piece) not in own and not any(c.isdigit() for c in piece)
    )
    name, count = next(iter(told.most_common(1)), ("", 0))
    long = len(name.split()) > _NAME or not any(c.isalpha() for c in name)
    return "" if count < _OFTEN or long else name.title() if name.isupper() else name


def titled(blocks: list[Block]) -> list[Block]:
    """Blocks; the first line is the title where a heading follows before any text does."""
    at = next((i for i, b in enumerate(blocks) if b.role is Role.HEADING), len(blocks))
    before = blocks[:at]
    long = any(len(block.text.split()) >= _SENTENCE for block in before)
    if not before or long or at == len(blocks) or before[0].role is not Role.PARAGRAPH:
        return blocks
    first = before[0]
    if len(first.text.split()) > TITLE_WORDS or first.text[-1] in ".,;:":
        return blocks
    return [replace(first, role=Role.HEADING, level=1), *blocks[1:]]
