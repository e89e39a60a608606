"""IPA → the nearest English respelling in plain letters, for engines that take no phonemes.

Promise: letters and hyphens alone, a hyphen between syllables, the stressed one in capitals for
people to read. Empty where a sound has no letters in English.
"""

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import NamedTuple

from pipeline.engines.ipa import translated

_CONSONANTS: Mapping[str, str] = {
    **{same: same for same in "pbtdkfvszmnhlw"},
    "ɡ": "g", "θ": "th", "ð": "th", "ʃ": "sh", "ʒ": "zh", "tʃ": "ch", "dʒ": "j", "ŋ": "ng",
    "j": "y", "ɹ": "r", "r": "r", "ʁ": "r", "ʀ": "r", "ɾ": "r", "ɻ": "r", "ɽ": "r", "x": "k",
    "χ": "k", "q": "k", "c": "k", "ɟ": "g", "ɣ": "g", "ɰ": "g", "ç": "sh", "ɕ": "sh", "ʂ": "sh",
    "ʑ": "zh", "ʐ": "zh", "tɕ": "ch", "tʂ": "ch", "dʑ": "j", "dʐ": "j", "ʝ": "y", "β": "b",
    "ɓ": "b", "ɗ": "d", "ʋ": "v", "ɸ": "f", "ɦ": "h", "ħ": "h", "ʔ": "", "ʕ": "", "ɥ": "w",
    "ʍ": "w", "ɱ": "m", "ɭ": "l", "ɬ": "l", "ɳ": "n", "ɴ": "ng", "ʈ": "t", "ɖ": "d",
}  # fmt: skip
# In a syllable that a consonant closes, and in an open one.
_VOWELS: Mapping[str, str] = {
    "i": "ee", "ɪ": "i/ih", "ɨ": "i/ih", "y": "oo", "ʏ": "oo", "e": "e/ay", "eː": "ay", "eɪ": "ay",
    "ɛ": "e/eh", "æ": "a/a", "a": "ah", "ɑ": "ah", "ɐ": "u/uh", "ʌ": "u/uh", "ɤ": "u/uh",
    "ɒ": "o/aw", "ɔ": "o/aw", "ɔː": "aw", "o": "oh", "oʊ": "oh", "əʊ": "oh", "ɵ": "oh",
    "ʊ": "oo", "u": "oo", "ɯ": "oo", "ʉ": "oo", "ə": "u/uh", "ɘ": "u/uh", "ɜ": "ur", "ɜɹ": "ur",
    "ɜːɹ": "ur", "ɚ": "er", "əɹ": "er", "ø": "ur", "øː": "ur", "œ": "ur", "aɪ": "i/ye",
    "ju": "ew", "juː": "ew", "jʊɹ": "ure",
    "aʊ": "ou/ouw", "ɔɪ": "oy", "ɔʏ": "oy", "ɪə": "eer", "ɪəɹ": "eer", "ɛə": "air", "ɛəɹ": "air",
    "eə": "air", "eəɹ": "air", "ʊə": "oor", "ʊɹ": "oor", "ʊəɹ": "oor", "ɑːɹ": "ar", "ɔːɹ": "or",
    "ɑ̃": "on", "ã": "on", "ɛ̃": "an", "œ̃": "un", "ɔ̃": "ohn",
    "õ": "ohn", "ẽ": "ayn", "ĩ": "een", "ũ": "oon",
}  # fmt: skip
_TABLE: Mapping[str, str] = {
    "ˈ": "ˈ", "ˌ": "ˌ", "ː": "",
    "ɲ": "n y", "ʎ": "l y", "ʎʎ": "l y", "ɲɲ": "n y",
    **_CONSONANTS,
    **{sound: f"|{letters}" for sound, letters in _VOWELS.items()},
}  # fmt: skip
_LONG = {"i/ye", "ou/ouw"}  # a closed syllable of these ends in a silent e
_ALONE = {"ay": "eigh", "ew": "you", "ure": "yoor", "i/ye": "eye"}  # at the start of a syllable
_STARTS = {"hw": "wh"}
_ENDS = {"s": "ss", "nz": "ns"}
_SOUNDS = frozenset(_CONSONANTS.values())
_GLIDES = {"r", "l", "w", "y"}  # end an onset of two
_OPEN = (["y"], ["w"], ["h"])  # end no syllable
_STOPS = {"p", "b", "t", "d", "k", "g", "f", "th", "sh"}  # may begin one


class _Syllable(NamedTuple):
    """Its consonants before the vowel, the vowel's letters closed and open, those behind it."""

    onset: tuple[str, ...]
    vowel: str
    coda: tuple[str, ...]
    stressed: bool

    def __str__(self) -> str:
        start, end = "".join(self.onset), "".join(self.coda)
        vowel = self._letters()
        if vowel in {"i", "ou"} and len(self.coda) == 1 and self.vowel in _LONG:
            end += "e"  # like, house
        if start.endswith("g") and vowel[:1] in {"e", "i"}:
            start += "h"
        if vowel in {"a", "e", "i", "o", "u"} and end in {"ch", "k"} and self.vowel not in _LONG:
            end = "tch" if end == "ch" else "ck"
        end = _ENDS.get(end, end) if start != "y" else end
        written = _STARTS.get(start, start) + vowel + end
        return written.upper() if self.stressed else written

    def _letters(self) -> str:
        """The vowel's letters, by what stands before and behind."""
        closed, _, opened = self.vowel.partition("/")
        if (
            not self.onset
            and (alone := _ALONE.get(self.vowel))
            and not (self.coda and closed == "i")
        ):
            return alone
        if self.onset[-1:] == ("y",) and opened == "ye" and not self.coda:
            return "e"
        return closed if self.coda or not opened else opened


def respelled(ipa: str) -> str:
    """The respelling of a word, "dah-ZEL-yoh"; empty when there is none."""
    letters = _eased(part for found in translated(ipa, _TABLE) or () for part in found.split())
    vowels = [at for at, part in enumerate(letters) if _is_vowel(part)]
    if not vowels:
        return ""
    cuts = [0, *(_cut(letters, a, b) for a, b in pairwise(vowels))]
    ends = [*cuts[1:], len(letters)]
    parts = [
        _syllable(letters[start:end], at - start)
        for start, end, at in zip(cuts, ends, vowels, strict=True)
    ]
    return "-".join(map(str, parts))


def _is_vowel(part: str) -> bool:
    return part.startswith("|")


def _eased(parts: Iterable[str]) -> list[str]:
    """With a syllable more where English begins no word so: "dee-yen", "zhuh-dah"."""
    found: list[str] = []
    for part in parts:
        before = found[-1] if found else ""
        closing = before in {"l", "n"} and len(found) > 1  # it can end the syllable before
        if part == "y" and before in _SOUNDS and not closing:
            found.append("|ee")
        elif before == "zh" and part in _SOUNDS and not any(map(_is_vowel, found)):
            found.append("|uh")
        found.append(part)
    return found


def _cut(letters: list[str], vowel: int, following: int) -> int:
    """Where the syllable of the second vowel begins."""
    between = letters[vowel + 1 : following]
    marks = [at for at, part in enumerate(between) if part in {"ˈ", "ˌ"}]
    if marks:
        return vowel + 1 + marks[0]
    short = "/" in letters[vowel] and letters[vowel][1:] not in _LONG
    if len(between) < 2:  # noqa: PLR2004 - one consonant closes a short vowel
        return following if short and between[:1] not in _OPEN else vowel + 1
    joined = between[-1] in _GLIDES and between[-2] in _STOPS
    return following - (2 if joined and (len(between) > 2 or not short) else 1)  # noqa: PLR2004


def _syllable(letters: list[str], vowel: int) -> _Syllable:
    onset = [part for part in letters[:vowel] if part not in {"ˈ", "ˌ"}]
    return _Syllable(
        onset=tuple(onset),
        vowel=letters[vowel][1:],
        coda=tuple(part for part in letters[vowel + 1 :] if part not in {"", "ˈ", "ˌ"}),
        stressed="ˈ" in letters[:vowel],
    )
