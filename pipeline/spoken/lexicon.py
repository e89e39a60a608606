"""How single words are said: the show's own entries before those that ship with the program."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pipeline.model import Pronunciation
from pipeline.spoken.respelling import respelled
from pipeline.spoken.tokens import APOSTROPHES, split

_HISSING = ("s", "z", "ʃ", "ʒ")  # before the 's of a possessive
_VOICELESS = ("p", "t", "k", "f", "θ")
_MOST_WORDS = 5  # of an entry

Entries = Mapping[str, Pronunciation]


class Lexicon(NamedTuple):
    """Pronunciations by word; a word as written is found before the same word in any case.

    Those that ship are for names, which have a capital.
    """

    exact: Entries
    folded: Entries
    shipped: Entries
    language: str = "en"

    @classmethod
    def of(cls, entries: Entries, language: str) -> "Lexicon":
        """The shipped entries of a language under the show's own."""
        return cls(
            {_straight(key): entry for key, entry in entries.items()},
            {_fold(key): entry for key, entry in entries.items()},
            shipped(language),
            language,
        )

    def find(self, core: str) -> Pronunciation | None:
        """The entry for a word without its punctuation, or None."""
        straight = _straight(core)
        own = self.exact.get(straight) or self.folded.get(straight.casefold())
        named = not core.islower() and not core.isupper()
        return own or (self.shipped.get(straight.casefold()) if named else None)

    def like(self, core: str) -> str:
        """The plain words for a word or for its possessive; empty when there are none."""
        entry, stem = self._looked_up(core)
        said = self.words(entry) if entry else ""
        return said and said + "'s" * (stem != core)

    def ipa(self, word: str) -> str:
        """The IPA of a word or of its possessive, if it was given so."""
        core = split(word).core
        entry, stem = self._looked_up(core)
        if not entry or not entry.ipa:
            return ""
        return entry.ipa + (_possessive(entry.ipa) if stem != core else "")

    def phrases(self, shown: Sequence[str]) -> Iterator[tuple[int, int, str]]:
        """Where entries of several words stand in a sentence: `[start, end)`, and the words."""
        starts = {key.split()[0] for key in self.folded if " " in key} | _starts(self.language)
        at = 0
        while at < len(shown):
            end, core = at + 1, ""
            if _fold(split(shown[at]).core) in starts:
                end, core = self._longest(shown, at)
            if core:
                yield at, end, core
            at = end

    def _longest(self, shown: Sequence[str], at: int) -> tuple[int, str]:
        for end in range(min(at + _MOST_WORDS, len(shown)), at + 1, -1):
            core = split(" ".join(shown[at:end])).core
            if self._looked_up(core)[0]:
                return end, core
        return at + 1, ""

    def _looked_up(self, core: str) -> tuple[Pronunciation | None, str]:
        """The entry and the word that it was found by."""
        if not self.exact and core.islower():
            return None, core  # what ships is for names
        if entry := self.find(core):
            return entry, core
        stem = core.removesuffix("s").rstrip(APOSTROPHES)
        owned = len(core) - len(stem) in (1, 2) and core[len(stem)] in APOSTROPHES
        return (self.find(stem) if owned else None), stem

    def words(self, entry: Pronunciation) -> str:
        """What an engine without phonemes gets: the respelling given, or the nearest one.

        Capitals mark stress for people; engines would spell them out.
        """
        if not entry.like:
            return respelled(entry.ipa).lower() if self.language == "en" else ""
        return " ".join(part.lower() if "-" in part else part for part in entry.like.split())


@cache
def _starts(language: str) -> frozenset[str]:
    """The first words of shipped entries of several words."""
    return frozenset(key.split()[0] for key in shipped(language) if " " in key)


@cache
def shipped(language: str) -> Entries:
    """What ships for a language, by folded word."""
    file = Path(__file__).parent / "lexicons" / f"{language}.tsv"
    if not file.is_file():
        return {}
    rows = file.read_text(encoding="utf-8").splitlines()
    found = {}
    for word, ipa, *like in (row.split("\t") for row in rows if not row.startswith("#")):
        found[_fold(word)] = Pronunciation(ipa=ipa, like="".join(like))
    return found


def _possessive(ipa: str) -> str:
    if ipa.endswith(_HISSING):
        return "ɪz"
    return "s" if ipa.endswith(_VOICELESS) else "z"


def _straight(word: str) -> str:
    return word.replace("’", "'")


def _fold(word: str) -> str:
    return _straight(word).casefold()
