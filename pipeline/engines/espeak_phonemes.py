"""IPA → the mnemonics of espeak-ng's phonemes; empty where a sound has none.

Each language has vowels of its own; consonants are the same in all, but for r. A language without a
table gets the vowels that all have.
"""

from collections.abc import Mapping

from pipeline.engines.ipa import translated

_MARKS: Mapping[str, str] = {"ˈ": "'", "ˌ": ",", "ː": ""}
_CONSONANTS: Mapping[str, str] = {
    **{same: same for same in "pbtdkfvszmnhljwx"},
    "ɡ": "g", "θ": "T", "ð": "D", "ʃ": "S", "ʒ": "Z", "tʃ": "tS", "dʒ": "dZ", "ŋ": "N", "ɹ": "r",
    "r": "r", "ʁ": "r", "ʀ": "r", "ɾ": "r", "ɻ": "r", "ɽ": "r", "χ": "x", "ç": "C", "ɲ": "n^",
    "ʎ": "l^", "ʔ": "?", "c": "k", "ɟ": "g", "ɣ": "Q", "β": "B", "ʋ": "v", "ɦ": "h", "ħ": "h",
    "ɕ": "S", "ʑ": "Z", "ʂ": "S", "ʐ": "Z", "tɕ": "tS", "tʂ": "tS", "dʑ": "dZ", "dʐ": "dZ",
    "ɭ": "l", "ɬ": "l", "ɳ": "n", "ɴ": "N", "ʈ": "t", "ɖ": "d", "ʝ": "j", "q": "k", "ɥ": "w",
    "ʍ": "w", "ɱ": "m", "ɸ": "f", "ʕ": "", "ɰ": "Q", "ɓ": "b", "ɗ": "d",
}  # fmt: skip
_PURE: Mapping[str, str] = {  # vowels that every language of the library has
    "i": "i", "ɪ": "i", "ɨ": "i", "y": "i", "ʏ": "i", "e": "e", "ø": "e", "ɛ": "E", "œ": "E",
    "æ": "E", "a": "a", "ɑ": "a", "ɐ": "a", "ʌ": "a", "ɒ": "O", "ɔ": "O", "o": "o", "ɤ": "o",
    "ɵ": "o", "u": "u", "ʊ": "u", "ɯ": "u", "ʉ": "u", "ə": "@", "ɜ": "@", "ɘ": "@", "ɞ": "@",
    "ɚ": "@r", "ã": "an", "ɑ̃": "an", "ɛ̃": "En", "ɔ̃": "On", "õ": "on", "œ̃": "En", "ẽ": "en",
    "ĩ": "in", "ũ": "un",
}  # fmt: skip
_ENGLISH: Mapping[str, str] = {
    "iː": "i:", "i": "i:", "ɪ": "I", "e": "E", "ɛ": "E", "æ": "a", "a": "a", "ɑː": "A:", "ɑ": "A:",
    "aː": "A:", "ɒ": "0", "ɔː": "O:", "ɔ": "O:", "o": "oU", "oː": "oU", "ʊ": "U", "uː": "u:",
    "u": "u:", "ʌ": "V", "ə": "@", "ɜː": "3:", "ɜ": "3:", "ɜɹ": "3:", "ɜːɹ": "3:", "ɚ": "3",
    "eɪ": "eI", "aɪ": "aI", "ɔɪ": "OI", "oʊ": "oU", "əʊ": "oU", "aʊ": "aU", "ɪə": "i@", "eə": "e@",
    "ɛə": "e@", "ʊə": "U@", "eː": "eI", "ɛː": "E", "ø": "3:", "øː": "3:", "œ": "3:", "y": "u:",
    "yː": "u:", "ɨ": "I", "ɐ": "V", "ɯ": "U", "ʏ": "U", "ʉ": "u:", "ʉː": "u:", "ɤ": "V",
    "ã": "A:n", "ɑ̃": "A:n", "ɛ̃": "an", "œ̃": "Vn", "ɔ̃": "oUn", "õ": "oUn", "ẽ": "eIn",
    "ĩ": "i:n", "ũ": "u:n", "ɲ": "nj", "ʎ": "lj", "ʎʎ": "lj", "ɲɲ": "nj",
    "ɣ": "g", "β": "b", "ç": "S", "ɰ": "g",
}  # fmt: skip
_FRENCH: Mapping[str, str] = {
    "ɪ": "I", "y": "y", "ʏ": "y", "ø": "Y", "œ": "W", "ə": "@", "ã": "A~", "ɑ̃": "A~", "ɛ̃": "E~",
    "ɔ̃": "O~", "õ": "O~", "œ̃": "W~", "ẽ": "E~", "aɪ": "aj", "eɪ": "Ej", "ɔɪ": "Oj", "oʊ": "o",
    "əʊ": "o", "aʊ": "aw", "ɜː": "W", "æ": "a",
}  # fmt: skip
_SPANISH: Mapping[str, str] = {"r": "R", "ʀ": "R", "ɛ": "e", "œ": "e", "ɔ": "o", "ɒ": "o", "æ": "a",
                               "ə": "e", "ɜ": "e", "aɪ": "aI", "aʊ": "aU", "oʊ": "o", "əʊ": "o",
                               "eɪ": "eI"}  # fmt: skip
_GERMAN: Mapping[str, str] = {
    "iː": "i:", "ɪ": "I", "y": "y", "yː": "y:", "ʏ": "y", "eː": "e:", "ø": "Y:", "øː": "Y:",
    "œ": "W", "ɛː": "E:", "aː": "a:", "ɑː": "a:", "ɔː": "O:", "oː": "o:", "ʊ": "U", "uː": "u:",
    "ə": "@", "ɜː": "W:", "aɪ": "aI", "aʊ": "aU", "ɔɪ": "OY", "ɔʏ": "OY", "oʊ": "o:", "əʊ": "o:",
    "eɪ": "e:", "ã": "A~", "ɑ̃": "A~", "ɔ̃": "O~", "œ̃": "W~",
}  # fmt: skip
_TABLES: Mapping[str, Mapping[str, str]] = {
    code: {**_MARKS, **_CONSONANTS, **_PURE, **vowels}
    for code, vowels in (
        ("", {}),
        ("en", _ENGLISH),
        ("fr", _FRENCH),
        ("es", _SPANISH),
        ("de", _GERMAN),
    )
}


def mnemonics(ipa: str, language: str = "en") -> str:
    """The mnemonics in a voice of that language; empty when it lacks a sound of the word."""
    base = language.partition("-")[0].lower()
    return "".join(translated(ipa, _TABLES.get(base, _TABLES[""])) or ())
