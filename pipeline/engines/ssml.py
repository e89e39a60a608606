"""Words → SSML 1.1, for an engine that takes it. The promise: words stay words, all escaped."""

from collections.abc import Sequence
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from pipeline.engines.ipa import unknown
from pipeline.model import Word

_CONTROL = dict.fromkeys((*range(32), *range(127, 160), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF), 32)
_PAUSES = ".,;:?!"


def ssml(words: Sequence[Word], language: str) -> str:
    """A speak element: a phoneme element for each word with IPA, lang for other languages' words.

    `language` is the voice's; a word without one of its own is in it.
    """
    parts = []
    for tongue, group in groupby(words, key=lambda word: word.language or language):
        text = " ".join(filter(None, map(_word, group)))
        other = _base(tongue) != _base(language)
        parts.append(f"<lang xml:lang={quoteattr(tongue)}>{text}</lang>" if other else text)
    return (
        '<speak version="1.1" xmlns="http://www.w3.org/2001/10/synthesis" '
        f"xml:lang={quoteattr(language)}>{' '.join(filter(None, parts))}</speak>"
    )


def _word(word: Word) -> str:
    said = word.said.translate(_CONTROL).strip()
    if not word.ipa or not said or unknown(word.ipa):
        return escape(said)
    core = said.rstrip(_PAUSES)
    ipa = quoteattr(word.ipa.translate(_CONTROL))
    phoneme = f'<phoneme alphabet="ipa" ph={ipa}>{escape(core)}</phoneme>'
    return phoneme + escape(said[len(core) :])


def _base(tag: str) -> str:
    return tag.partition("-")[0].lower()
