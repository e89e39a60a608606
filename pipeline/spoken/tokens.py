"""A written word → the punctuation before it, its core, and the punctuation after it."""

from functools import lru_cache
from typing import NamedTuple

OPENING = "([{<«‹“‘\"'„‚¿¡—–-*_"
CLOSING = ")]}>»›”’\"'“,.;:?!…—–-*_"
PAUSES = "?!.;:,"  # strongest first
APOSTROPHES = "’'ʼ"


class Token(NamedTuple):
    """One written word in three parts; joined they are the word."""

    lead: str
    core: str
    trail: str


@lru_cache(maxsize=20_000)
def split(word: str) -> Token:
    """Cut a word into opening punctuation, core and closing punctuation."""
    start, end = 0, len(word)
    while start < end and word[start] in OPENING and not _belongs(word, start):
        start += 1
    while end > start and word[end - 1] in CLOSING:
        end -= 1
    return Token(word[:start], word[start:end], word[end:])


def _belongs(word: str, at: int) -> bool:
    """Whether a leading sign is part of what follows: '90s, 'tis, -5."""
    rest = word[at + 1 :]
    if word[at] in APOSTROPHES:
        return rest[:2].isdigit() or rest.lower().rstrip(CLOSING) in {"tis", "twas", "em", "n"}
    return word[at] == "-" and rest[:1].isdigit() and at == 0


@lru_cache(maxsize=1_000)
def pause(trail: str) -> str:
    """The one sign that stands for the punctuation after a word; empty for none."""
    for sign in PAUSES:
        if sign in trail:
            return sign
    return "," if any(sign in ")]}—–…" for sign in trail) else ""


def with_pause(said: str, sign: str) -> str:
    """`said` ending in `sign`, unless it already ends in a pause."""
    if not said or not sign or said[-1] in PAUSES:
        return said
    return said + sign
