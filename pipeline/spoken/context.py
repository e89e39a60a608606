"""Where a rule stands in a sentence, and what it gives back."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from pipeline.spoken.lexicon import Lexicon
from pipeline.spoken.tokens import Token


class Said(NamedTuple):
    """The words for one token; `abbreviated`: its full stop belongs to it and is no pause."""

    words: str
    abbreviated: bool = False


class Context(NamedTuple):
    """A token of a sentence among its neighbours."""

    tokens: Sequence[Token]
    at: int
    lexicon: Lexicon
    shouted: bool = False  # the whole sentence is in capitals
    language: str = ""  # BCP-47, for what differs by country

    @property
    def core(self) -> str:
        """The word without its punctuation."""
        return self.tokens[self.at].core

    @property
    def stopped(self) -> bool:
        """Whether a full stop follows the word at once."""
        return self.tokens[self.at].trail.startswith(".")

    @property
    def last(self) -> bool:
        """Whether nothing follows."""
        return self.at == len(self.tokens) - 1

    def neighbour(self, step: int) -> str:
        """The core of another word; empty beyond the sentence or a comma before it."""
        at = self.at + step
        return self.tokens[at].core if 0 <= at < len(self.tokens) else ""


Rule = Callable[[Context], tuple[Said, ...] | None]
