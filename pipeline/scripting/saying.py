"""Sentences → the words that a voice gets for them, once: what the store has is not read anew.

Promise: the same words either way. A long talk that changed in one place is said anew there alone.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from typing import TypeAlias

import msgspec

from pipeline import spoken
from pipeline.model import Pronunciation, Word
from pipeline.store import Store, recipe_key
from pipeline.values import asdict, value

_KIND = "words"
_FEW = 4  # sentences that are read as quickly as an entry of the store

_Kept: TypeAlias = list[list[tuple[str, str, str, str]]]  # each sentence's words, a value's fields

_word = lru_cache(maxsize=20_000)(Word)  # a long talk has few words, again and again


@value
class Sentence:
    """What is to be said, in which language; a heading may be the number of a part."""

    text: str
    language: str
    heading: bool = False


def said(
    sentences: Sequence[Sentence], entries: Mapping[str, Pronunciation], store: Store | None
) -> list[tuple[Word, ...]]:
    """The words of each sentence, by the show's and the episode's `entries`.

    They are kept in a `store` that is near; one behind a network is slower than to read them.
    """
    if store is None or not store.near or len(sentences) < _FEW:
        return [_read(each, entries) for each in sentences]
    key = _key(sentences, entries)
    if found := store.get(_KIND, key):
        return [tuple(map(_again, words)) for words in msgspec.json.decode(found, type=_Kept)]
    words = [_read(each, entries) for each in sentences]
    told = [[(word.shown, word.said, word.ipa, word.language) for word in each] for each in words]
    with suppress(UnicodeEncodeError):  # half a character, out of a broken file
        store.put(_KIND, key, msgspec.json.encode(told))
    return words


def _read(sentence: Sentence, entries: Mapping[str, Pronunciation]) -> tuple[Word, ...]:
    say = spoken.say_heading if sentence.heading else spoken.say
    return say(sentence.text, sentence.language, entries)


def _again(fields: tuple[str, str, str, str]) -> Word:
    shown, plain, ipa, language = fields
    return _word(shown=shown, said=plain, ipa=ipa, language=language)


def _key(sentences: Sequence[Sentence], entries: Mapping[str, Pronunciation]) -> str:
    return recipe_key(
        sentences=[(each.text, each.language, each.heading) for each in sentences],
        entries=[(core, asdict(entry)) for core, entry in entries.items()],
        by=spoken.fingerprint(),
    )
