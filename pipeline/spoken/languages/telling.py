"""A long text → its language, as an ISO 639-1 code; empty when it is not clear."""

from collections import Counter

from pipeline.patterns import pattern
from pipeline.spoken.languages.letters import ranked
from pipeline.spoken.languages.words import COMMON

_WORD = pattern(r"[^\W\d_]+")
_ENOUGH = 12  # small words; fewer tell nothing
_LEAD = 1.25  # times the runner-up, before we say so
_LONG = 200  # letters that the model needs to tell an article's language
_CLEAR = 0.2  # a letter: how far the model's first answer must be before its second
_SCRIPTS = (
    ("ja", pattern(r"[\u3040-\u30ff]")),
    ("ko", pattern(r"[\uac00-\ud7af]")),
    ("zh", pattern(r"[\u4e00-\u9fff]")),
    ("el", pattern(r"[\u0370-\u03ff]")),
    ("he", pattern(r"[\u0590-\u05ff]")),
    ("ar", pattern(r"[\u0600-\u06ff]")),
    ("hi", pattern(r"[\u0900-\u097f]")),
    ("uk", pattern(r"[іїєґІЇЄҐ]")),
    ("ru", pattern(r"[\u0400-\u04ff]")),
)
SMALL = {code: frozenset(words.split()) for code, words in COMMON.items()}
_OTHER = pattern(r"[^\0-\u036f\u2000-\u22ff]")  # neither Latin nor a sign of any script
_FOREIGN = 0.1  # share of letters in another script that make a text one of that script's languages


def language(text: str) -> str:
    """The language of a text as an ISO 639-1 code; empty when it is not clear."""
    if code := script(text, _FOREIGN):
        return code
    votes: Counter[str] = Counter()
    for word, count in Counter(_WORD.findall(text.casefold())).items():
        for code, small in SMALL.items():
            votes[code] += count if word in small else 0
    (best, most), (_, second) = votes.most_common(2) if len(votes) > 1 else (("", 0), ("", 0))
    if most >= _ENOUGH:
        return best if most >= _LEAD * second else ""
    return _modelled(text)


def script(text: str, share: float) -> str:
    """The language of a script that has more than this share of a text's letters."""
    if not _OTHER.search(text):
        return ""
    letters = sum(map(str.isalpha, text))
    for code, signs in _SCRIPTS:
        least = share if code not in {"uk", "ja"} else share / 5
        if letters and len(signs.findall(text)) > least * letters:
            return code
    return ""


def _modelled(text: str) -> str:
    """What the model says of a text with few small words that we know, if it is sure."""
    letters = sum(map(str.isalpha, text))
    if letters < _LONG:
        return ""
    (best, first), (_, second) = ranked(text)[:2]
    return best if first - second > _CLEAR * letters else ""
