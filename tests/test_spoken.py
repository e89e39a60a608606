"""Written → said: a table, and the laws that hold for any text."""

import re
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Line, Pronunciation, Role
from pipeline.spoken import doubts, english, say, say_heading

CASES = Path(__file__).parent / "cases" / "saying"


def table(language: str) -> list[tuple[str, str, str]]:
    """The pairs of a language: written, said and, where the country matters, its own tag."""
    lines = (CASES / f"{language}.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if "\t" in line]
    return [(row[0], row[1], row[2] if row[2:] else language) for row in rows]


TABLE = table("en")


def spoken(text: str, language: str = "en") -> str:
    return " ".join(word.said for word in say(text, language, {}) if word.said)


@pytest.mark.parametrize(("written", "said", "language"), TABLE)
def test_table(written: str, said: str, language: str) -> None:
    assert spoken(written, language) == said


@pytest.mark.parametrize(("written", "said", "language"), TABLE)
def test_saying_it_again_changes_nothing(written: str, said: str, language: str) -> None:
    assert spoken(said, language) == said, written


WORDS = sorted({word for written, _, _ in TABLE for word in written.split()})


@given(st.lists(st.sampled_from(WORDS), max_size=8))
def test_plain_letters_need_no_rule_for_figures(words: list[str]) -> None:
    quick = spoken(" ".join(words))
    with patch.object(english, "OF_LETTERS", english.RULES):
        assert spoken(" ".join(words)) == quick


@given(st.text(max_size=80))
def test_shown_words_are_the_author_s(text: str) -> None:
    assert [word.shown for word in say(text, "en", {})] == text.split()


@given(st.text(alphabet=st.characters(codec="latin-1"), max_size=60))
def test_no_digit_or_symbol_is_left_for_the_engine(text: str) -> None:
    assert not re.search(r"[0-9$£€%&@#°½×§\[\]{}()<>\\|^~*=+\"“”]", spoken(text))


def test_a_show_s_entry_beats_a_rule_and_keeps_its_punctuation() -> None:
    entries = {"Camfield": Pronunciation(like="KAM-feeld"), "IWMA": Pronunciation(like="the First")}
    words = say("Camfield’s “IWMA,” Camfield.", "en", entries)
    assert [word.said for word in words] == ["kam-feeld's", "the First,", "kam-feeld."]
    assert words[0].shown == "Camfield’s"


def test_ipa_is_handed_on() -> None:
    assert (
        say("Camfield.", "en", {"Camfield": Pronunciation(ipa="ˈkæmfiːld")})[0].ipa == "ˈkæmfiːld"
    )


def test_other_languages_get_no_english_words() -> None:
    assert " ".join(word.said for word in say("« Nel 1984 »", "it", {})) == " Nel 1984 "


def test_doubts_name_what_a_voice_may_get_wrong() -> None:
    words = say("The ILEA met Lech Kaczyński and D’Arcy.", "en", {})
    found = doubts([Line(words=words, role=Role.PARAGRAPH)], {}, "en")
    assert [doubt.word for doubt in found] == ["D’Arcy", "ILEA", "Kaczyński"]
    assert not doubts([Line(words=words, role=Role.PARAGRAPH)], {
        "ILEA": Pronunciation(like="eye-lee-ah"), "Kaczyński": Pronunciation(ipa="kaˈtʂɨɲskʲi"),
        "D’Arcy": Pronunciation(like="dar-see")}, "en")  # fmt: skip


def test_a_quotation_is_read_by_the_rules_of_its_language() -> None:
    words = say("In 1984 she said “il y avait 80 personnes dans la rue” twice.", "en-GB", {})
    assert [word.language for word in words] == ["en-GB"] * 4 + ["fr"] * 8 + ["en-GB"]
    assert [word.said for word in words][:2] == ["In", "nineteen eighty-four"]
    assert [word.said for word in words][7] == "quatre-vingts"
    italian = say("She said “nel 1984 erano 80 e non sono più tornati”.", "en", {})
    assert [word.said for word in italian][3] == "1984"
    assert [word.language for word in italian][2:] == ["it"] * 9


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("In Huliaipole and Zaporizhzhia the Xhosa sang.", ["Xhosa", "Zaporizhzhia"]),
        ("We met Krzysztof, Oluwadamilare and Nguyễn’s aunt.", ["Krzysztof", "Oluwadamilare"]),
        ("They’re in Taiwan; I’ve read Israeli and Iraqi papers on Marxism.", []),
        ("Canada—the North—and the Anglo-Boer War", []),
        ("A café, a naïve résumé, papier-mâché and Mr. O’Neill’s façade", []),
        ("She wrote “les ouvriers ont occupé les usines de Żyrardów”.", []),
        ("NATO, UNESCO, IWMA and the CNT-FAI", []),
        ("Sydney, Johannesburg, Copenhagen, Buenos Aires and Addis Ababa", []),
    ],
)
def test_doubts_are_few(text: str, words: list[str]) -> None:
    lines = [Line(words=say(text, "en", {}), role=Role.PARAGRAPH)]
    assert [doubt.word for doubt in doubts(lines, {}, "en")] == words


def test_doubts_of_other_languages_are_letters_that_they_do_not_have() -> None:
    def words(text: str, language: str) -> list[str]:
        lines = [Line(words=say(text, language, {}), role=Role.PARAGRAPH)]
        return [doubt.word for doubt in doubts(lines, {}, language)]

    assert words("Kołłątaj a vu Szczecin, où naquit François.", "fr") == ["Kołłątaj"]
    assert words("Frau Müller grüßt Señor Ibáñez.", "de") == ["Ibáñez", "Señor"]
    assert words("Wałęsa parla a Praga di Dvořák.", "it") == []


def test_capitals_that_are_said_as_a_word_are_in_no_doubt() -> None:
    words = (*say("THE COUNCIL SAYS so.", "en", {}), *say("We met ILEA.", "en", {}))
    line = Line(words=words, role=Role.PARAGRAPH, voice="narrator")
    assert [doubt.word for doubt in doubts([line], {}, "en")] == ["ILEA"]


@pytest.mark.parametrize(
    ("heading", "said", "language"),
    [("I", "one", "en"), ("IV.", "four", "en"), ("II", "deux", "fr"), ("C", "C", "en"),
     ("I am here", "I am here", "en")],
)  # fmt: skip
def test_a_numeral_alone_is_the_number_of_a_part(heading: str, said: str, language: str) -> None:
    words = say_heading(heading, language, {})
    assert " ".join(word.said for word in words) == said
    assert " ".join(word.shown for word in words) == heading
