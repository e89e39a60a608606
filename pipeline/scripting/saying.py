"""Sentences → the words that a voice gets for them, once: what the store has is not read anew.

Promise: the same words either way. Where a sentence of a long talk changed, it is read anew there
alone.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cached_property, lru_cache
from typing import TypeAlias

import msgspec

from pipeline import spoken
from pipeline.errors import PlaceError
from pipeline.model import Pronunciation, Word
from pipeline.store import Store, recipe_key
from pipeline.values import asdict, value

VERSION = "1"  # of what is kept: raise it when `_Kept` or a Word has other fields

_KIND = "words"
_FEW = 4  # sentences that are read as quickly as an entry of the store

_Kept: TypeAlias = list[list[tuple[str, str, str, str]]]  # each sentence's words, a value's fields


@value
class Sentence:
    """What is to be said, in which language; a heading may be the number of a part."""

    text: str
    language: str
    heading: bool = False


class Reader:
    """Reads sentences by the show's and the episode's `entries`.

    Their words are kept in a `store` that is near; one behind a network is slower than to read.
    """

    def __init__(self, entries: Mapping[str, Pronunciation], store: Store | None) -> None:
        self._entries = entries
        self._store = store if store and store.near else None

    def words(self, sentences: Sequence[Sentence]) -> list[tuple[Word, ...]]:
        """The words of each sentence."""
        if self._store is None or len(sentences) < _FEW:
            return [self._read(each) for each in sentences]
        key = self._key(sentences)
        if found := self._store.get(_KIND, key):
            return [tuple(map(_again, words)) for words in msgspec.json.decode(found, type=_Kept)]
        words = [self._read(each) for each in sentences]
        told = [[(one.shown, one.said, one.ipa, one.language) for one in each] for each in words]
        # Half a character, out of a broken file; a store that may only be read, and has all else
        with suppress(UnicodeEncodeError, PlaceError):
            self._store.put(_KIND, key, msgspec.json.encode(told))
        return words

    def _read(self, sentence: Sentence) -> tuple[Word, ...]:
        say = spoken.say_heading if sentence.heading else spoken.say
        return say(sentence.text, sentence.language, self._entries)

    def _key(self, sentences: Sequence[Sentence]) -> str:
        told = [(each.text, each.language, each.heading) for each in sentences]
        return recipe_key(sentences=told, by=self._by)

    @cached_property
    def _by(self) -> str:
        entries = [(core, asdict(entry)) for core, entry in self._entries.items()]
        return recipe_key(entries=entries, files=spoken.fingerprint(), version=VERSION)


@lru_cache(maxsize=20_000)  # a long talk has few words, again and again
def _again(fields: tuple[str, str, str, str]) -> Word:
    shown, plain, ipa, language = fields
    return Word(shown=shown, said=plain, ipa=ipa, language=language)
