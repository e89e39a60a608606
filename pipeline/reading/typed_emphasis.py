"""A block of plain text in; the same with typed emphasis (_so_, *so*, /so/) as marks out.

Promise: only signs that hug whole words are taken; paths, sums and names with underscores stay.
"""

import re

from pipeline.model import Block, Mark, Role, Skip
from pipeline.patterns import pattern
from pipeline.reading.splicing import Cut, spliced
from pipeline.values import replace

SIGN = "a sign for emphasis"

_LONGEST = 600  # characters between two signs
_OPEN = r"(?<![\w*_/:.~=])"
_CLOSE = r"(?![\w*_/])"
_SIGNS = pattern(
    rf"(?:{_OPEN}(?P<open>\*\*|\*|__|_|/|=)(?=[^\s*_/=]))"
    rf"|(?P<close>(?<=[^\s*_/=])(?:\*\*|\*|__|_|/|=){_CLOSE})"
)
_FRAMED = pattern(r"\s*(?P<open>([+~=#*|])\2{0,3}\s+)\S(?:.|\n)*?\S(?P<close>\s+\2{1,4})\s*")
_KINDS = {"**": "strong", "=": "strong"}


def emphasized(block: Block) -> tuple[Block, tuple[Skip, ...]]:
    """Turn pairs of signs into marks. Returns the block and the signs that left it."""
    if block.role in {Role.CODE, Role.RULE}:
        return block, ()
    if framed := _FRAMED.fullmatch(block.text):
        return _unframed(block, framed)
    pairs: list[tuple[int, int, str]] = []
    opened: dict[str, int] = {}
    for found in _SIGNS.finditer(block.text):
        sign = found[0]
        start = opened.pop(sign, None) if found["close"] else None
        if start is not None and found.start() - start <= _LONGEST:
            pairs.append((start, found.start(), sign))
            opened.clear()
        elif found["open"]:
            opened[sign] = found.start()
    if not pairs:
        return block, ()
    marks = tuple(
        Mark(kind=_KINDS.get(sign, "emphasis"), start=start, end=end + len(sign))
        for start, end, sign in pairs
    )
    cuts = [Cut(start=at, end=at + len(sign), reason=SIGN) for a, b, sign in pairs for at in (a, b)]
    return spliced(replace(block, marks=(*block.marks, *marks)), cuts)


def _unframed(block: Block, framed: re.Match[str]) -> tuple[Block, tuple[Skip, ...]]:
    """A block that signs stand before and behind ("++ so ++"), in other type."""
    mark = Mark(kind="emphasis", start=framed.end("open"), end=framed.start("close"))
    cuts = [
        Cut(start=framed.start(side), end=framed.end(side), reason=SIGN)
        for side in ("open", "close")
    ]
    return spliced(replace(block, marks=(*block.marks, mark)), cuts)
