"""French, Spanish and German: written → said, by a table each, and the laws for any text."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.spoken import say

LANGUAGES = ("fr", "es", "de")
_CASES = Path(__file__).parent / "cases" / "saying"
_PIECES = (
    "1 12 1914 18 1.500 3,5 10 000 € $ % ° ½ 1/2 14:30 14h30 XIX XIXe Louis Ludwig XIV. 3. S. p. "
    "M. Dr. mai Mai mayo de Uhr h km Mrd. M€ -5 – - ( ) « » „ “ ’ l’ONU SNCF C.G.T. @ "
    "a@b.org & . ? …"
)
_TEXTS = st.text(alphabet=st.characters(codec="latin-1"), max_size=60) | st.lists(
    st.sampled_from(_PIECES.split()), max_size=8
).map(" ".join)


def pairs() -> Iterator[tuple[str, str, str]]:
    for language in LANGUAGES:
        for line in (_CASES / f"{language}.tsv").read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                written, _, said = line.partition("\t")
                yield language, written, said


PAIRS = tuple(pairs())


def spoken(text: str, language: str) -> str:
    return " ".join(word.said for word in say(text, language, {}) if word.said)


@pytest.mark.parametrize(("language", "written", "said"), PAIRS)
def test_table(language: str, written: str, said: str) -> None:
    assert spoken(written, language) == said


def test_the_tables_are_large() -> None:
    for language in LANGUAGES:
        assert sum(pair[0] == language for pair in PAIRS) >= 100


@pytest.mark.parametrize(("language", "written", "said"), PAIRS)
def test_saying_it_again_changes_nothing(language: str, written: str, said: str) -> None:
    assert spoken(said, language) == said, written


@pytest.mark.parametrize("language", LANGUAGES)
@given(text=st.text(max_size=80) | _TEXTS)
def test_shown_words_are_the_author_s(language: str, text: str) -> None:
    assert [word.shown for word in say(text, language, {})] == text.split()


@pytest.mark.parametrize("language", LANGUAGES)
@given(text=_TEXTS)
def test_no_figure_or_sign_is_left_for_the_engine(language: str, text: str) -> None:
    assert not re.search(r"[0-9$£€%&@#°½×§\[\]{}()<>\\|^~*=+\"“”„«»¿¡_/]", spoken(text, language))
