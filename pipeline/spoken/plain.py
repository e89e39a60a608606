"""Languages without rules of their own: the words as they are, never English ones for them."""

from collections.abc import Sequence

from pipeline.spoken import tokens
from pipeline.spoken.lexicon import Lexicon


def read(shown: Sequence[str], lexicon: Lexicon, _language: str) -> list[str]:
    """What the voice gets for each word: its core with one pause sign, quotes dropped."""
    return [_one(word, lexicon) for word in shown]


def _one(word: str, lexicon: Lexicon) -> str:
    token = tokens.split(word)
    said = lexicon.like(token.core) or token.core
    return tokens.with_pause(said, tokens.pause(token.trail))
