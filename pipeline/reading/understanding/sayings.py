"""An article's body in; whether it says a quotation's words out.

Promise: the same words in the same order, but for what an editor trims, leaves out between two
sentences or behind an ellipsis, or changes: a word or two that carry little.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from pipeline.patterns import pattern
from pipeline.reading.wording import LITTLE_WORDS, words

_ASIDE = 6  # words that a quote leaves out after its first ones ("she likes to say"), about
_SPAN = 3  # words in a row that find a place in the body
_SURE = 0.8  # share of a quote's words that the body must have, in order
_ECHO = 0.65  # share of them that will do for a quote between rules
_LOOSE = 0.35  # share that may differ where only little words do
_SHORT = 7  # words; a shorter quote may differ by one word only, and not by its last
_LIGHT = LITTLE_WORDS | frozenset({"it", "he", "she", "they", "we", "you", "i", "there", "so"})
_STOP = pattern(r"(?<=[.!?])[”“\"’'»«]?\s+")
_ELISION = pattern(r"\s*(?:\[\s*(?:…|\.\.\.)\s*\]|…|\.\s?\.\s?\.\s?\.?)\s*")


@dataclass
class Body:
    """The body's words, and where each few words in a row stand."""

    said: list[str] = field(default_factory=list)
    places: dict[tuple[str, ...], list[int]] = field(default_factory=lambda: defaultdict(list))
    owners: dict[int, tuple[int, int]] = field(default_factory=dict)

    def add(self, index: int, listed: Sequence[str]) -> None:
        """Take in the words of the block at `index`."""
        start = len(self.said)
        self.said.extend(listed)
        self.owners[index] = (start, len(self.said))
        first = max(0, start - _SPAN + 1)
        fresh = self.said[first:]
        for at, row in enumerate(zip(*(fresh[n:] for n in range(_SPAN)), strict=False), first):
            self.places[row].append(at)

    def echoes(self, quote: str, index: int, share: float = _ECHO) -> bool:
        """Whether other blocks have a few words in a row of a quote, and most of the others near.

        Enough only for what is plainly set in display.
        """
        own = self.owners.get(index, (len(self.said), len(self.said)))
        piece = words(quote)
        return len(piece) > _SHORT and any(
            _shared(piece, self._window(start, start + 2 * len(piece), own)) >= share
            for start in self._windows(piece, own)
        )

    def says(self, quote: str, index: int) -> bool:
        """Whether other blocks than that at `index` say a quote's words, in order."""
        own = self.owners.get(index, (len(self.said), len(self.said)))
        pieces = [words(piece) for piece in _ELISION.split(quote) if words(piece)]
        if pieces and all(self._piece(piece, own) for piece in pieces):
            return True
        sentences = [words(piece) for piece in _STOP.split(quote) if words(piece)]
        return len(sentences) > 1 and all(
            len(piece) >= _SPAN and self._piece(piece, own) for piece in sentences
        )

    def _piece(self, piece: Sequence[str], own: tuple[int, int]) -> bool:
        if len(piece) < _SPAN:
            wanted = list(piece)
            return any(
                self.said[at : at + len(piece)] == wanted and not own[0] <= at < own[1]
                for at in range(len(self.said))
            )
        return any(
            _alike(piece, self._window(start, start + 2 * len(piece) + _ASIDE, own))
            for start in self._windows(piece, own)
        )

    def _window(self, start: int, end: int, own: tuple[int, int]) -> list[str]:
        """The body's words from `start` to `end`, without a block's own."""
        return [*self.said[start : min(end, own[0])], *self.said[max(start, own[1]) : end]]

    def _windows(self, piece: Sequence[str], own: tuple[int, int]) -> Iterator[int]:
        votes: dict[int, int] = defaultdict(int)
        for offset in range(len(piece) - _SPAN + 1):
            found = self.places.get(tuple(piece[offset : offset + _SPAN]), ())
            for at in found[:50]:  # a phrase on every page finds nothing
                if not own[0] <= at < own[1]:
                    votes[max(0, at - offset)] += 1
        reached = -len(piece)
        for start in sorted(votes, key=lambda at: (-votes[at], at))[:8]:
            if abs(start - reached) > 1:
                yield max(0, start - max(len(piece) // 4, _ASIDE))
            reached = start


def _shared(piece: Sequence[str], window: Sequence[str]) -> float:
    """The share of a piece's words that a window has, in order."""
    blocks = SequenceMatcher(None, piece, window, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / len(piece)


def _alike(piece: Sequence[str], window: Sequence[str]) -> bool:
    """Whether a window of the body says a piece's words, but for a few that carry little."""
    matcher = SequenceMatcher(None, piece, window, autojunk=False)
    held = [False] * len(piece)
    for block in matcher.get_matching_blocks():
        held[block.a : block.a + block.size] = [True] * block.size
    gone = [at for at, kept in enumerate(held) if not kept]
    heavy = [at for at in gone if piece[at] not in _LIGHT]
    if len(piece) > _SHORT:
        return len(piece) - len(gone) >= len(piece) * _SURE or (
            not heavy and len(gone) <= len(piece) * _LOOSE
        )
    if not heavy:
        return len(gone) <= len(piece) / 3
    return len(gone) == 1 and 0 < gone[0] < len(piece) - 1
