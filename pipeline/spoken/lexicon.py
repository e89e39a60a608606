"""How single words are said: the show's own entries before the few that ship with the program."""

from collections.abc import Mapping
from typing import NamedTuple

from pipeline.model import Pronunciation
from pipeline.spoken.tokens import APOSTROPHES, split

# Names that text-to-speech engines commonly get wrong, respelled so that any engine reads them.
SHIPPED: Mapping[str, Mapping[str, str]] = {
    "en": {
        "althusser": "al-too-sair",
        "bakunin": "bah-koo-nin",
        "beauvoir": "boh-vwahr",
        "camus": "ka-moo",
        "d'azeglio": "dah-zel-yo",
        "dvořák": "dvor-zhahk",
        "engels": "eng-ells",
        "foucault": "foo-koh",
        "goethe": "gur-tuh",
        "gramsci": "gram-shee",
        "kropotkin": "kroh-pot-kin",
        "lukács": "loo-kahtch",
        "luxemburg": "luxem-boorg",
        "nguyen": "nuh-win",
        "nguyễn": "nuh-win",
        "nietzsche": "nee-chuh",
        "proudhon": "proo-dohn",
        "proust": "proost",
        "sartre": "sar-truh",
        "łódź": "woodge",
    }
}


class Lexicon(NamedTuple):
    """Pronunciations by word; a word as written is found before the same word in any case."""

    exact: Mapping[str, Pronunciation]
    folded: Mapping[str, Pronunciation]

    @classmethod
    def of(cls, entries: Mapping[str, Pronunciation], language: str) -> "Lexicon":
        """The shipped entries of a language under the show's own."""
        shipped = {key: Pronunciation(like=like) for key, like in SHIPPED.get(language, {}).items()}
        own = {_fold(key): entry for key, entry in entries.items()}
        return cls({_straight(key): entry for key, entry in entries.items()}, shipped | own)

    def find(self, core: str) -> Pronunciation | None:
        """The entry for a word without its punctuation, or None."""
        straight = _straight(core)
        return self.exact.get(straight) or self.folded.get(straight.casefold())

    def like(self, core: str) -> str:
        """The respelling of a word or of its possessive; empty when there is none."""
        entry = self.find(core)
        if entry is not None:
            return _words(entry.like)
        stem = core.removesuffix("s").rstrip(APOSTROPHES)
        if len(core) - len(stem) in (1, 2) and core[len(stem)] in APOSTROPHES:
            entry = self.find(stem)
            return _words(entry.like) + "'s" if entry and entry.like else ""
        return ""

    def ipa(self, word: str) -> str:
        """The IPA of a word, if it was given so."""
        entry = self.find(split(word).core)
        return entry.ipa if entry else ""


def _straight(word: str) -> str:
    return word.replace("’", "'")


def _fold(word: str) -> str:
    return _straight(word).casefold()


def _words(like: str) -> str:
    """A respelling in plain letters: capitals mark stress for people, engines spell them out."""
    return " ".join(part.lower() if "-" in part else part for part in like.split())
