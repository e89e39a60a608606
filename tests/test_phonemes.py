"""IPA → each engine's own alphabet: tables, judged by the engines' libraries and vocabularies."""

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path

import kokoro_onnx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pipeline.engines import arpabet, espeak_phonemes, ipa, misaki
from pipeline.engines.espeak_library import PHONEME, utter
from pipeline.engines.espeak_voices import voice_text
from pipeline.engines.ssml import ssml
from pipeline.model import Word

_SYNTHESIS = "{http://www.w3.org/2001/10/synthesis}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
SIGNS = "pbtdkɡfvszʃʒθðxhmnŋlɹrjwiɪeɛæaɑɒɔoʊuʌəɜyøœˈˌː\u0303ʰ"
WORDS = st.text(alphabet=SIGNS, min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("written", "language", "expected"),
    [
        ("kæmfiːld", "en", "kamfi:ld"),
        ("/ˈt͡ʃɜːtʃ/", "en", "'tS3:tS"),
        ("daˈd͡zɛʎ.ʎo", "en-GB", "da'dzEljoU"),
        ("ɡʁɑ̃", "fr", "grA~"),
        ("ɡʁɑ̃", "en", "grA:n"),
        ("ˈlaɾ\u00e3", "en", "'larA:n"),
        ("ˈpero", "es", "'peRo"),
        ("ˈpeɾo", "es", "'pero"),
        ("ˈɡøːtə", "de", "'gY:t@"),
        ("ˈɡøːtə", "it", "'get@"),
        ("pʰin", "en", "pi:n"),
        ("ǃ", "en", ""),
        ("", "fr", ""),
    ],
)
def test_espeak(written: str, language: str, expected: str) -> None:
    assert espeak_phonemes.mnemonics(written, language) == expected


@pytest.mark.parametrize(
    ("written", "language", "expected"),
    [
        ("ˈkæmfiːld", "en-us", "ˈkæmfild"),
        ("ˈkæmfiːld", "en-GB", "ˈkamfiːld"),
        ("ˈdʒoʊnz", "en", "ˈʤOnz"),
        ("ˈdʒəʊnz", "en-gb", "ˈʤQnz"),
        ("ˈɡøːtə", "de", "ˈɡøːtə"),
        ("ɡʁɑ̃", "fr", "ɡʁɑ\u0303"),
        ("ǃ", "en", ""),
    ],
)
def test_kokoro(written: str, language: str, expected: str) -> None:
    assert misaki.kokoro_phonemes(written, language) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("ˈkæmfiːld", "K AE M F IY L D"),
        ("ˈɲɔkki", "N Y AO K K IY"),
        ("ʃɜːtʃ", "SH ER CH"),
        ("ˈlaɾ\u00e3", "L AA R AA N"),
        ("ǃ", ""),
    ],
)
def test_arpabet(written: str, expected: str) -> None:
    assert arpabet.arpabet(written) == expected


@pytest.mark.parametrize("translate", [misaki.kokoro_phonemes, espeak_phonemes.mnemonics])
@given(one=WORDS, other=WORDS)
def test_a_word_is_said_whole_or_not_at_all(
    translate: Callable[[str], str], one: str, other: str
) -> None:
    assert translate(one)
    assert translate(one + "ǂ" + other) == ""


@pytest.mark.parametrize("language", ["en-us", "fr", "es", "de", "it"])
def test_espeak_knows_every_mnemonic_of_a_language(language: str) -> None:
    base = language.partition("-")[0]
    table = espeak_phonemes._TABLES.get(base, espeak_phonemes._TABLES[""])
    alone = _phonemes("t", language)
    unknown = [
        sound
        for sound, mnemonic in table.items()
        if mnemonic.strip("',") and _phonemes(f"{mnemonic}|t", language) <= alone
    ]
    assert not unknown


def _phonemes(mnemonics: str, language: str) -> int:
    """How many sounds the library makes of them; it passes over one that it does not know."""
    events = utter(f"[[{mnemonics}]]", voice_text(language), 1.0).events
    return sum(event.kind == PHONEME and bool(event.sounds) for event in events)


@pytest.mark.parametrize("language", ["en-us", "en-gb", "fr"])
@given(written=WORDS)
def test_kokoro_s_model_has_every_letter(language: str, written: str) -> None:
    file = Path(kokoro_onnx.__file__).with_name("config.json")
    vocabulary = json.loads(file.read_text(encoding="utf-8"))["vocab"]
    assert set(misaki.kokoro_phonemes(written, language)) <= set(vocabulary)


@pytest.mark.parametrize(
    ("written", "expected"),
    [("daˈdzɛʎʎo", ""), ("[ˈtʃeː.za.re]", ""), ("KAM", "K"), ("dah-zel", "-"), ("pʰʲĩˑ5", "5")],
)
def test_what_is_no_ipa_is_named(written: str, expected: str) -> None:
    assert ipa.unknown(written) == expected


def test_ssml_has_phonemes_and_languages() -> None:
    words = (
        Word(shown="“d’Azeglio”,", said="dah-zel-yo,", ipa="daˈdzɛʎʎo", language="en"),
        Word(shown="a", said="a < b & c", language="en"),
        Word(shown="la", said="la", language="it"),
        Word(shown="casa.", said="casa.", language="it"),
    )
    tree = etree.fromstring(ssml(words, "en-GB").encode())
    assert tree.get(_LANG) == "en-GB"
    phoneme, lang = tree
    assert (phoneme.get("ph"), phoneme.text, phoneme.tail) == (
        "daˈdzɛʎʎo", "dah-zel-yo", ", a < b & c ")  # fmt: skip
    assert (lang.tag, lang.get(_LANG), lang.text) == (f"{_SYNTHESIS}lang", "it", "la casa.")


@given(
    st.lists(st.builds(Word, shown=st.text(), said=st.text(), ipa=st.text(), language=st.just("")))
)
def test_ssml_holds_any_words(words: list[Word]) -> None:
    tree = etree.fromstring(ssml(words, "en").encode("utf-8", "surrogatepass"))
    letters = "".join(word.said for word in words)
    heard = "".join(str(text) for text in tree.itertext())
    assert [c for c in heard if c.isalnum()] == [
        c for c in letters if c.isalnum() and unicodedata.category(c) != "Cs"
    ]
