"""IPA → ARPAbet, the phones of the recogniser's English dictionary; none where a sound has none."""

from collections.abc import Mapping

from pipeline.engines.ipa import translated

_TABLE: Mapping[str, str] = {
    "ˈ": "", "ˌ": "", "ː": "", "p": "P", "b": "B", "t": "T", "d": "D", "k": "K", "ɡ": "G", "f": "F",
    "v": "V", "s": "S", "z": "Z", "m": "M", "n": "N", "h": "HH", "l": "L", "j": "Y", "w": "W",
    "θ": "TH", "ð": "DH", "ʃ": "SH", "ʒ": "ZH", "tʃ": "CH", "dʒ": "JH", "ŋ": "NG", "ɹ": "R",
    "r": "R", "ʁ": "R", "ʀ": "R", "ɾ": "R", "ɻ": "R", "ɽ": "R", "x": "K", "χ": "K", "q": "K",
    "c": "K", "ɟ": "G", "ɣ": "G", "ɰ": "G", "ç": "SH", "ɕ": "SH", "ʂ": "SH", "ʑ": "ZH", "ʐ": "ZH",
    "tɕ": "CH", "tʂ": "CH", "dʑ": "JH", "dʐ": "JH", "ɲ": "N Y", "ʎ": "L Y", "ʎʎ": "L Y",
    "ʝ": "Y", "β": "B",
    "ɓ": "B", "ɗ": "D", "ʋ": "V", "ɸ": "F", "ɦ": "HH", "ħ": "HH", "ʔ": "", "ʕ": "", "ɥ": "W",
    "ʍ": "W", "ɱ": "M", "ɭ": "L", "ɬ": "L", "ɳ": "N", "ɴ": "NG", "ʈ": "T", "ɖ": "D",
    "i": "IY", "ɪ": "IH", "ɨ": "IH", "y": "UW", "ʏ": "UH", "e": "EH", "eː": "EY", "eɪ": "EY",
    "ɛ": "EH", "æ": "AE", "a": "AA", "ɑ": "AA", "ɐ": "AH", "ʌ": "AH", "ɤ": "AH", "ɒ": "AA",
    "ɔ": "AO", "ɔɪ": "OY", "aɪ": "AY", "aʊ": "AW", "o": "OW", "oʊ": "OW", "əʊ": "OW", "ɵ": "OW",
    "ʊ": "UH", "u": "UW", "ɯ": "UW", "ʉ": "UW", "ə": "AH", "ɘ": "AH", "ɜ": "ER", "ɜɹ": "ER",
    "ɜːɹ": "ER", "ɚ": "ER", "ø": "ER", "œ": "ER", "ɪə": "IH R", "eə": "EH R", "ɛə": "EH R",
    "ʊə": "UH R", "ã": "AA N", "ɑ̃": "AA N", "ɛ̃": "AE N", "œ̃": "AH N", "ɔ̃": "OW N", "õ": "OW N",
    "ẽ": "EY N", "ĩ": "IY N", "ũ": "UW N",
}  # fmt: skip


def arpabet(ipa: str) -> str:
    """The phones with blanks between, without stress; empty when a sound has none."""
    return " ".join(filter(None, translated(ipa, _TABLE) or ()))
