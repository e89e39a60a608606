"""Text as written → words as said. Every shown word keeps its spoken words beside it.

In: a sentence, its language, the show's lexicon. Out: `Word`s whose `shown` parts, joined by
spaces, are the sentence, and whose `said` parts are plain words that any engine reads the same.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from pipeline.model import Pronunciation, Word
from pipeline.spoken import english, plain, tongues
from pipeline.spoken.doubts import Doubt, doubts
from pipeline.spoken.languages import foreign, stretches
from pipeline.spoken.lexicon import Lexicon

__all__ = ["Doubt", "Lexicon", "doubts", "foreign", "say"]

_Reader = Callable[[Sequence[str], Lexicon, str], list[str]]  # the language with its country
_READERS: Mapping[str, _Reader] = {
    "en": english.read,
    "fr": tongues.read,
    "es": tongues.read,
    "de": tongues.read,
}


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


def _read(
    shown: Sequence[str], language: str, entries: Mapping[str, Pronunciation]
) -> Iterator[Word]:
    base = language.partition("-")[0].lower()
    lexicon = Lexicon.of(entries, base)
    said = _READERS.get(base, plain.read)(shown, lexicon, language)
    for word, words in zip(shown, said, strict=True):
        yield Word(shown=word, said=words, ipa=lexicon.ipa(word), language=language)
