"""An article's blocks in; for each the fewest opening words that find it and no other, out.

The promise: a block is named by words that an editor can copy into episode.toml, and that match
exactly one block; where another block has all the same words, there are none.
"""

import unicodedata
from collections.abc import Sequence

from pipeline.model import Block
from pipeline.patterns import pattern

_ENOUGH = 7  # words, wherever these tell a block from the others
_WORD = pattern(r"[^\W_]+(?:['’][^\W_]+)*")


class Openings:
    """The words that find each block, by its index."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._pieces = [block.text.split() for block in blocks]
        self._words = [_words(block.text) for block in blocks]
        order = sorted(range(len(blocks)), key=lambda index: self._words[index])
        self._near = {
            index: [order[at] for at in (place - 1, place + 1) if 0 <= at < len(order)]
            for place, index in enumerate(order)
        }

    def __getitem__(self, index: int) -> str:
        """The opening of the block at `index`; empty when no words tell it from another."""
        words, pieces = self._words[index], self._pieces[index]
        others = [self._words[near] for near in self._near[index]]
        if not words or words in others:
            return ""
        needed = 1 + max((_common(words, other) for other in others), default=0)
        length = min(_ENOUGH, len(pieces))
        while length < len(pieces) and len(_words(" ".join(pieces[:length]))) < needed:
            length += 1
        return " ".join(pieces[:length])


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFC", text).replace("’", "'").casefold()
    return _WORD.findall(plain)


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words two texts open with alike."""
    pairs = zip(one, other, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
