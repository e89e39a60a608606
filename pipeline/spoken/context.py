"""Where a rule stands in a sentence, and what it gives back."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from pipeline.spoken.lexicon import Lexicon
from pipeline.spoken.tokens import PAUSES, Token

Reader = Callable[[Sequence[str], Lexicon, str], list[str]]  # the language with its country


class Said(NamedTuple):
    """The words for one token; `abbreviated`: its full stop belongs to it and is no pause."""

    words: str
    abbreviated: bool = False


class Context(NamedTuple):
    """A token of a sentence among its neighbours."""

    tokens: Sequence[Token]
    at: int
    lexicon: Lexicon
    shouted: bool = False  # in capitals for its own sake, with the words round it
    language: str = ""  # BCP-47, for what differs by country
    reader: Reader | None = None  # reads a part of a word by itself

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

    @property
    def after(self) -> str:
        """The next core, if at most a full stop is between."""
        joined = self.tokens[self.at].trail in ("", ".") and not self.last
        return self.tokens[self.at + 1].core if joined and not self._opens(self.at + 1) else ""

    @property
    def before(self) -> str:
        """The core before, if at most a full stop is between."""
        joined = self.at > 0 and self.tokens[self.at - 1].trail in ("", ".")
        return self.tokens[self.at - 1].core if joined and not self._opens(self.at) else ""

    def _opens(self, at: int) -> bool:
        return bool(self.tokens[at].lead)

    def piece(self, text: str) -> str:
        """The reading of some words by themselves, without a pause at their end."""
        said = self.reader(text.split(), self.lexicon, self.language) if self.reader else [text]
        return " ".join(filter(None, said)).rstrip(PAUSES)


Rule = Callable[[Context], tuple[Said, ...] | None]
