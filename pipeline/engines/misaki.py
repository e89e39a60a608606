"""IPA → the letters that Kokoro's voices were taught: misaki's for English, else espeak's IPA.

Both are what the model's own vocabulary has; a word with a sound that it lacks gives nothing.
"""

from collections.abc import Mapping

from pipeline.engines.ipa import translated

_CONSONANTS: Mapping[str, str] = {
    **{same: same for same in "bdfhjklmnpstvwzɡŋɹʃʒðθˈˌ"},
    "r": "ɹ", "ʁ": "ɹ", "ʀ": "ɹ", "ɾ": "ɹ", "ɻ": "ɹ", "ɽ": "ɹ", "tʃ": "ʧ", "dʒ": "ʤ", "tɕ": "ʧ",
    "tʂ": "ʧ", "dʑ": "ʤ", "dʐ": "ʤ", "x": "k", "χ": "k", "q": "k", "c": "k", "ɟ": "ɡ", "ɣ": "ɡ",
    "ɰ": "ɡ", "ç": "ʃ", "ɕ": "ʃ", "ʂ": "ʃ", "ʑ": "ʒ", "ʐ": "ʒ", "ɲ": "nj", "ʎ": "lj", "ʎʎ": "lj",
    "ɲɲ": "nj", "ʝ": "j",
    "β": "b", "ɓ": "b", "ɗ": "d", "ʋ": "v", "ɸ": "f", "ɦ": "h", "ħ": "h", "ʔ": "t", "ʕ": "",
    "ɥ": "w", "ʍ": "w", "ɱ": "m", "ɭ": "l", "ɬ": "l", "ɳ": "n", "ɴ": "ŋ", "ʈ": "t", "ɖ": "d",
}  # fmt: skip
_ENGLISH: Mapping[str, str] = {
    "ː": "", "i": "i", "ɪ": "ɪ", "ɨ": "ɪ", "y": "u", "ʏ": "ʊ", "e": "A", "ɛ": "ɛ", "eɪ": "A",
    "a": "ɑ", "ɑ": "ɑ", "ɐ": "ʌ", "ʌ": "ʌ", "ɤ": "ʌ", "ɔ": "ɔ", "ɔɪ": "Y", "aɪ": "I", "aʊ": "W",
    "ʊ": "ʊ", "u": "u", "ɯ": "u", "ʉ": "u", "ə": "ə", "ɘ": "ə", "ɜ": "ɜɹ", "ɜɹ": "ɜɹ",
    "ɜːɹ": "ɜɹ", "ɚ": "əɹ", "ø": "ɜ", "œ": "ɜ", "ɪə": "iə", "eə": "ɛə", "ɛə": "ɛə", "ʊə": "ʊə",
    "ã": "ɑn", "ɑ̃": "ɑn", "ɛ̃": "æn", "œ̃": "ʌn", "ɔ̃": "On", "õ": "On", "ẽ": "An", "ĩ": "in",
    "ũ": "un", "o": "O", "oʊ": "O", "əʊ": "O", "ɒ": "ɑ", "æ": "æ",
}  # fmt: skip
_BRITISH: Mapping[str, str] = {
    "ː": "ː", "æ": "a", "ɒ": "ɒ", "o": "Q", "oː": "Q", "oʊ": "Q", "əʊ": "Q", "ɔ̃": "Qn", "õ": "Qn",
    "ɜ": "ɜ", "ɜɹ": "ɜɹ", "ɜːɹ": "ɜːɹ", "ɚ": "ə", "a": "a", "aː": "ɑː", "e": "ɛ", "eː": "A",
    "ɛ̃": "an",
}  # fmt: skip
_OTHERS: Mapping[str, str] = {  # of the model's vocabulary
    **{same: same for same in "abcdefhijklmnopqrstuvwxyzɑɐɒæβɔɕçɖðəɚɛɜɟɡɥɨɪʝɯɰŋɳɲɴøɸθœɹɾɻʁɽʂʃʈʊʋ"},
    **{same: same for same in "ʌɣɤχʎʒʔˈˌː\u0303"},
    "ʀ": "ʁ", "ħ": "h", "ɦ": "h", "ʕ": "", "ʏ": "y", "ʉ": "u", "ɱ": "m", "ʍ": "w", "ɬ": "l",
    "ɭ": "l", "ʑ": "ʒ", "ʐ": "ʒ", "ɘ": "ə", "ɞ": "ɜ", "ɵ": "o", "ɓ": "b", "ɗ": "d",
}  # fmt: skip
_AMERICAN = {**_CONSONANTS, **_ENGLISH}
_LIKE_BRITAIN = ("en-gb", "en-ie", "en-au", "en-nz", "en-za", "en-in")


def kokoro_phonemes(ipa: str, language: str = "en-us") -> str:
    """What Kokoro reads for a word in a voice of that language; empty when it has no letter."""
    tag = language.lower()
    if tag.partition("-")[0] != "en":
        table = _OTHERS
    elif tag.startswith(_LIKE_BRITAIN):
        table = {**_AMERICAN, **_BRITISH}
    else:
        table = _AMERICAN
    return "".join(translated(ipa, table) or ())
