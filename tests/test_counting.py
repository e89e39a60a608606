"""The names of numbers: num2words' own, and the languages that nobody needs stay where they are."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from num2words import num2words

from pipeline.spoken import say
from pipeline.spoken.counting import counted

LANGUAGES = st.sampled_from(["de", "en", "es", "fr"])
LOADED = """
import sys
from pipeline.spoken.counting import counted
assert counted(21, "ordinal", "en") == "twenty-first"
assert not {"num2words", "num2words.lang_FR"} & {*sys.modules}
assert counted(80, "cardinal", "fr") == "quatre-vingts"
import num2words
assert num2words.num2words(7, lang="de") == counted(7, "cardinal", "de") == "sieben"
"""


@given(st.integers(0, 10**27 - 1), LANGUAGES, st.sampled_from(["cardinal", "ordinal"]))
def test_a_number_has_the_name_that_num2words_gives_it(
    number: int, language: str, kind: str
) -> None:
    assert counted(number, kind, language) == num2words(number, lang=language, to=kind)


@given(st.integers(1000, 2999))
def test_a_year_too(number: int) -> None:
    assert counted(number, "year", "en") == num2words(number, to="year")


@pytest.mark.parametrize("language", ["de", "en", "es", "fr"])
@pytest.mark.parametrize("digits", [27, 36, 37, 5_000])
def test_a_number_of_any_length_can_be_said(language: str, digits: int) -> None:
    number = "7" * digits
    behind = ("", ",5", ".5", "º", ".º", ".", "e", "ème", "th", " €", ".50 €", " %", " h 5", "/2")
    texts = [number + end for end in behind]
    texts += [f"1/{number}", f"{number}/{number}", f"-${number}.50", f"£{number}.05", f"{number}d."]
    for text in texts:
        said = " ".join(word.said for word in say(f"En {text} x", language, {}))
        assert len(said.split()) > digits / 3, text[:2] + text[-4:]


def test_one_language_is_loaded_for_one_and_the_others_can_be_had() -> None:
    subprocess.run([sys.executable, "-c", LOADED], check=True, cwd=Path(__file__).parents[1])
