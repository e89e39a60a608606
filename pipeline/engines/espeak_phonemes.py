"""IPA → the mnemonics of espeak-ng's English phonemes; empty where a sound has none."""

from collections.abc import Mapping

_MARKS: Mapping[str, str] = {
    "ˈ": "'", "'": "'", "ˌ": ",", ".": "", "‿": "", " ": "", "/": "", "[": "", "]": "", "͡": "",
    "ː": "", "ʰ": "", "̩": "", "̃": "n",
}  # fmt: skip
_CONSONANTS: Mapping[str, str] = {
    **{same: same for same in "pbtdkfvszmnhljw"},
    "ɡ": "g", "g": "g", "θ": "T", "ð": "D", "ʃ": "S", "ʒ": "Z", "tʃ": "tS", "dʒ": "dZ", "t͡ʃ": "tS",
    "d͡ʒ": "dZ", "ŋ": "N", "ɹ": "r", "r": "r", "ʁ": "r", "ɾ": "r", "x": "x", "χ": "x", "ç": "S",
    "ɲ": "nj", "ʎ": "lj", "ɫ": "l", "ʔ": "?", "c": "k", "ɣ": "g", "β": "b", "ʋ": "v", "ɦ": "h",
    "ɕ": "S", "ʑ": "Z", "ʂ": "S", "ʐ": "Z", "t͡s": "ts", "ɭ": "l", "ɳ": "n", "ʈ": "t", "ɖ": "d",
}  # fmt: skip
_VOWELS: Mapping[str, str] = {
    "iː": "i:", "i": "i:", "ɪ": "I", "e": "E", "ɛ": "E", "æ": "a", "a": "a", "ɑː": "A:", "ɑ": "A:",
    "aː": "A:", "ɒ": "0", "ɔː": "O:", "ɔ": "O:", "o": "oU", "oː": "oU", "ʊ": "U", "uː": "u:",
    "u": "u:", "ʌ": "V", "ə": "@", "ɜː": "3:", "ɜ": "3:", "ɝ": "3:", "ɚ": "3", "eɪ": "eI",
    "aɪ": "aI", "ɔɪ": "OI", "oʊ": "oU", "əʊ": "oU", "aʊ": "aU", "ɪə": "i@", "eə": "e@", "ʊə": "U@",
    "eː": "eI", "ɛː": "E", "ø": "3:", "œ": "3:", "y": "u:", "ɨ": "I", "ɐ": "V", "ɯ": "U", "ʏ": "U",
}  # fmt: skip
_TABLE = {**_MARKS, **_CONSONANTS, **_VOWELS}
_LONGEST = max(map(len, _TABLE))


def mnemonics(ipa: str) -> str:
    """The mnemonics, or an empty string when a character is not in the table."""
    said, at = [], 0
    while at < len(ipa):
        for size in range(_LONGEST, 0, -1):
            if (symbol := ipa[at : at + size]) in _TABLE:
                said.append(_TABLE[symbol])
                at += len(symbol)
                break
        else:
            return ""
    return "".join(said)
