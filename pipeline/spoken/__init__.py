"""Text as written → words as said. Every shown word keeps its spoken words beside it.

In: a sentence, its language, the show's lexicon. Out: `Word`s whose `shown` parts, joined by
spaces, are the sentence, and whose `said` parts are plain words that any engine reads the same.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path

from pipeline.model import Pronunciation, Word
from pipeline.spoken import english, plain, tokens, tongues
from pipeline.spoken.doubts import Doubt, doubts
from pipeline.spoken.languages import foreign, stretches
from pipeline.spoken.lexicon import Lexicon
from pipeline.spoken.tongues.numbers import roman
from pipeline.spoken.uses import uses
from pipeline.values import replace
from pipeline.versions import version

__all__ = ["Doubt", "Lexicon", "doubts", "foreign", "say", "uses"]

_Reader = Callable[[Sequence[str], Lexicon, str], list[str]]  # the language with its country
_word = lru_cache(maxsize=20_000)(Word)  # a long talk has few words, again and again
_RULES = ("*.py", "*/*.py", "lexicons/*", "../engines/ipa.py")  # all that makes words
_HERE = Path(__file__).parent
_HELP = ("num2words", "py3langid")
_PARTS = frozenset("IVX")  # no initial, as C and D may be
_READERS: Mapping[str, _Reader] = {
    "en": english.read,
    "fr": tongues.read,
    "es": tongues.read,
    "de": tongues.read,
}


@cache
def fingerprint() -> str:
    """What words depend on beside a sentence: our own files, and the packages that help."""
    told = sha256("\n".join([sys.version, *map(version, _HELP)]).encode())
    for path in sorted(path for rule in _RULES for path in _HERE.glob(rule)):
        told.update(path.read_bytes())
    return told.hexdigest()


def say(sentence: str, language: str, entries: Mapping[str, Pronunciation]) -> tuple[Word, ...]:
    """Pair each blank-separated word of `sentence` with the words the voice gets for it.

    A quotation in another language gets that language, and is read by its rules.
    """
    shown, done = sentence.split(), 0
    words: list[Word] = []
    for start, end, other in stretches(shown, language):
        words += _read(shown[done:start], language, entries)
        words += _read(shown[start:end], other, entries)
        done = end
    return (*words, *_read(shown[done:], language, entries))


def say_heading(
    heading: str, language: str, entries: Mapping[str, Pronunciation]
) -> tuple[Word, ...]:
    """The same for a heading, where a roman numeral that stands alone is the number of a part."""
    numeral = heading.rstrip(".")
    value = roman(numeral) if set(numeral) <= _PARTS else None
    if value is None:
        return say(heading, language, entries)
    return tuple(replace(word, shown=heading) for word in say(str(value), language, entries))


def _read(shown: Sequence[str], language: str, entries: Mapping[str, Pronunciation]) -> list[Word]:
    base = language.partition("-")[0].lower()
    lexicon = Lexicon.of(entries, base)
    said = _READERS.get(base, plain.read)(shown, lexicon, language)
    words = [
        _word(shown=each, said=told, ipa=lexicon.ipa(each), language=language)
        for each, told in zip(shown, said, strict=True)
    ]
    for start, end, core in lexicon.phrases(shown):
        words[start:end] = _phrase(words[start:end], lexicon.like(core), lexicon.ipa(core))
    return words


def _phrase(words: Sequence[Word], like: str, ipa: str) -> list[Word]:
    """An entry of several words is said with the first of them."""
    told = like or " ".join(word.said.rstrip(tokens.PAUSES) for word in words)
    sign = words[-1].said[-1:] if words[-1].said[-1:] in set(tokens.PAUSES) else ""
    first = replace(words[0], said=tokens.with_pause(told, sign), ipa=ipa)
    return [first, *(replace(word, said="", ipa="") for word in words[1:])]
