"""Words → the sounds they are made of. The promise: each has some, in any language or none.

espeak-ng turns text into phonemes for a hundred languages; where it can't, letters stand in.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby

from pipeline.engines.arpabet import arpabet
from pipeline.engines.espeak_library import transcribe
from pipeline.engines.espeak_voices import voice_text
from pipeline.errors import EngineError
from pipeline.model import Word
from pipeline.patterns import pattern

_PAUSE = 4  # phonemes that the pause at a comma or a colon lasts about as long as
_MOST = 2_000  # characters that are transcribed at once
_TONGUE = pattern(r"\(.*?\)")  # espeak-ng's sign that it changes the language
_NO_SOUND = pattern(r"[^\w]|[\dˈˌːˑ_]")
_PAUSES = pattern(r"\w[”’\"')]*[,;:.!?…—–-]+(?=\s)|\s[—–(]")
_ENGLISH = "en-us"


def count_sounds(words: Sequence[Word]) -> int:
    """About how long words take to say, in phonemes; a pause inside counts as some."""
    said = 0
    for language, group in groupby((word for word in words if word.said), _language):
        said += _count(" ".join(word.said for word in group), language)
    return said + _PAUSE * len(_PAUSES.findall(" ".join(word.said for word in words)))


def weight(word: Word) -> int:
    """The same for one word, without its pause; 0 when it is not said."""
    if not any(map(str.isalnum, word.said)):
        return 0
    return _count(word.said, _language(word))


def phones(said: str, given: str = "") -> str:
    """One English word in the recogniser's ARPAbet, by the IPA given or espeak-ng's; or nothing."""
    return arpabet(given) or arpabet(_phonemes(said, _ENGLISH))


def _count(text: str, language: str) -> int:
    return len(_NO_SOUND.sub("", _phonemes(text, language))) or sum(map(str.isalnum, text))


@lru_cache(maxsize=8192)
def _phonemes(text: str, language: str) -> str:
    """A text in IPA; empty when espeak-ng does not know the language."""
    try:
        found = transcribe(text[:_MOST].replace("\0", " "), voice_text(language))
    except EngineError:
        return ""
    return _TONGUE.sub("", found)


def _language(word: Word) -> str:
    known = word.language.lower()
    return _ENGLISH if known in {"", "en"} else known
