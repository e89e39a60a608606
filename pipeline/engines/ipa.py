"""IPA → an engine's own alphabet, by a table of the longest symbols it knows.

The promise: the answer has every sound of the word or is None, so that no engine says a part of it.
A sign that only colours a sound (aspiration, a dental) is left out where the table lacks it.
"""

import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from pipeline.patterns import pattern

# One sign for what people type in several ways.
_SAME = str.maketrans({"g": "ɡ", "'": "ˈ", "’": "ˈ", ",": "ˌ", ":": "ː", "ʣ": "dz", "ʤ": "dʒ",
                       "ʥ": "dʑ", "ʦ": "ts", "ʧ": "tʃ", "ʨ": "tɕ", "ꭧ": "tʂ", "ɝ": "ɜɹ",
                       "ɫ": "l", "ᵻ": "ɪ", "ᵊ": "ə", "ʰ": "", "ˑ": "ː"})  # fmt: skip
_UNHEARD = pattern("[/\\[\\]() .·‿|͜͡]")
_CEDILLA = ("c\u0327", "ç")
_SOUNDS = frozenset("abcdefhijklmnopqrstuvwxyzæðøħŋœɐɑɒɓɔɕɖɗɘəɛɜɞɟɡɠɢɣɤɥɦɧɨɪɬɭɮɯɰɱɲɳɴɵɶɸɹɺɻɽɾʀʁʂʃʄʈ"
                    "ʉʊʋʌʍʎʏʐʑʒʔʕʙʛʜʝʟβθχçɚ")  # fmt: skip
_STRESSES = "ˈˌ"


@lru_cache(maxsize=4096)
def plain(ipa: str) -> str:
    """The same word with one spelling of each sign and without brackets, dots and ties."""
    apart = unicodedata.normalize("NFD", ipa).replace(*_CEDILLA)
    return _UNHEARD.sub("", apart.translate(_SAME))


def unknown(ipa: str) -> str:
    """The first sign that is not of the IPA; empty when all are."""
    signs = (sign for sign in plain(ipa) if sign not in _SOUNDS)
    return next((sign for sign in signs if not _colours(sign) and sign not in _STRESSES), "")


def translated(ipa: str, table: Mapping[str, str]) -> list[str] | None:
    """The table's words for the signs of a word, in order; None when it lacks one."""
    signs, longest = plain(ipa), max(map(len, table))
    said, at = [], 0
    while at < len(signs):
        found = next(
            (
                signs[at : at + size]
                for size in range(longest, 0, -1)
                if signs[at : at + size] in table
            ),
            "",
        )
        if found:
            said.append(table[found])
        elif not _colours(signs[at]):
            return None
        at += len(found) or 1
    return said


def _colours(sign: str) -> bool:
    """Whether it only tells how the sound before it is made."""
    return unicodedata.category(sign) in {"Mn", "Lm", "Sk"} and sign not in _STRESSES
