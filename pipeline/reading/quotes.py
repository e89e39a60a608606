"""Blocks in, the same with pull-quotes told from other words out.

Promise: a block is a pull-quote only when it is set apart from the text; it `repeats` only when
the body says the same words, exactly, trimmed, elided or with a word changed.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from itertools import pairwise

from pipeline.model import Block, Role
from pipeline.reading.wording import ends_sentence, wholly, words

_SPAN = 3  # words in a row that find a place in the body
_ALIKE = 0.8  # share of a quote's words that the body must have, in order
_SHORT = 7  # words; a shorter quote may differ by one word only
_LONGEST = 90  # words; nobody pulls a longer quote
_SHORTEST = 3
_PAIR = 2  # blocks between two rules: a quote, and perhaps who said it
_HEADING = 7  # words; a heading this long that repeats a sentence is a quote in large type
_ATTRIBUTION = re.compile(r"\s*(?:[—–―]|--)\s*[^—–―]{2,80}$")
_QUOTED = re.compile(r"^[“\"«„‘][^“”\"«»„]*[”\"»“’][.,!?]?$")
_ELISION = re.compile(r"\s*(?:\[\s*(?:…|\.\.\.)\s*\]|…|\.\s?\.\s?\.\s?\.?)\s*")


def pulled(blocks: Sequence[Block]) -> list[Block]:
    """Find the pull-quotes among an article's blocks."""
    apart = set(_between_rules(blocks))
    body = _Body()
    for index, block in enumerate(blocks):
        if block.role in {Role.PARAGRAPH, Role.LIST_ITEM} and not _candidate(block, index in apart):
            body.add(words(block.text))
    return [
        _judged(block, body, set_apart=index in apart)
        if _candidate(block, index in apart)
        else block
        for index, block in enumerate(blocks)
    ]


def _between_rules(blocks: Sequence[Block]) -> Iterator[int]:
    rules = [index for index, block in enumerate(blocks) if block.role is Role.RULE]
    for left, right in pairwise(rules):
        inside = range(left + 1, right)
        if 0 < len(inside) <= _PAIR:
            yield from inside


def _candidate(block: Block, apart: bool) -> bool:  # noqa: FBT001
    if block.role in {Role.PULL_QUOTE, Role.BLOCK_QUOTE, Role.VERSE}:
        return True
    if block.role is Role.HEADING:
        sentence = block.text.rstrip()[-1:] in ".!…" or _is_quoted(block)
        return sentence and len(words(block.text)) >= _HEADING
    return block.role is Role.PARAGRAPH and (apart or wholly(block))


def _is_quoted(block: Block) -> bool:
    return bool(_QUOTED.match(block.text.strip()))


def _judged(block: Block, body: "_Body", *, set_apart: bool) -> Block:
    quote = _ATTRIBUTION.sub("", block.text)
    length = len(words(quote))
    repeats = _SHORTEST <= length <= _LONGEST and body.says(quote)
    named = block.role is Role.PULL_QUOTE
    styled = block.role is Role.PARAGRAPH and (wholly(block) or _is_quoted(block))
    if repeats and (block.role is not Role.PARAGRAPH or styled or set_apart):
        runs = tuple(replace(run, text=run.text.replace("\n", " ")) for run in block.runs)
        return replace(block, role=Role.PULL_QUOTE, runs=runs, repeats=True)
    displayed = set_apart and styled and length <= _LONGEST and ends_sentence(quote)
    if named or displayed:
        return replace(block, role=Role.PULL_QUOTE)
    return block


@dataclass
class _Body:
    """The body's words, and where each few words in a row stand."""

    said: list[str] = field(default_factory=list)
    places: dict[tuple[str, ...], list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, listed: list[str]) -> None:
        start = len(self.said)
        self.said.extend(listed)
        for at in range(max(0, start - _SPAN + 1), len(self.said) - _SPAN + 1):
            self.places[tuple(self.said[at : at + _SPAN])].append(at)

    def says(self, quote: str) -> bool:
        """Whether the body says a quote's words, in order; elisions part it into pieces."""
        pieces = [words(piece) for piece in _ELISION.split(quote) if words(piece)]
        return bool(pieces) and all(self._piece(piece) for piece in pieces)

    def _piece(self, piece: list[str]) -> bool:
        if len(piece) < _SPAN:
            return any(self.said[at : at + len(piece)] == piece for at in range(len(self.said)))
        most = 1 if len(piece) <= _SHORT else int(len(piece) * (1 - _ALIKE))
        return any(
            len(piece) - _shared(piece, self.said[start : start + 2 * len(piece)]) <= most
            for start in self._windows(piece)
        )

    def _windows(self, piece: list[str]) -> Iterator[int]:
        votes: dict[int, int] = defaultdict(int)
        for offset in range(len(piece) - _SPAN + 1):
            found = self.places.get(tuple(piece[offset : offset + _SPAN]), ())
            for at in found[:50]:  # a phrase on every page finds nothing
                votes[max(0, at - offset)] += 1
        reached = -len(piece)
        for start in sorted(votes, key=lambda at: (-votes[at], at))[:8]:
            if abs(start - reached) > 1:
                yield max(0, start - len(piece) // 4)
            reached = start


def _shared(piece: list[str], window: list[str]) -> int:
    matcher = SequenceMatcher(None, piece, window, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks())
