"""Written → said: a table, and the laws that hold for any text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Line, Pronunciation, Role
from pipeline.spoken import doubts, say

TABLE = [
    # years, decades, centuries
    ("in 1984", "in nineteen eighty-four"),
    ("in 1905.", "in nineteen oh-five."),
    ("in 2008", "in two thousand eight"),
    ("in 2010", "in twenty ten"),
    ("in 1800", "in eighteen hundred"),
    ("the 1860s", "the eighteen sixties"),
    ("the 1800s,", "the eighteen hundreds,"),
    ("the ’90s", "the nineties"),
    ("the '60s", "the sixties"),
    ("the mid-1930s", "the mid nineteen thirties"),
    ("the 2000s", "the two thousands"),
    ("the 21st century", "the twenty-first century"),
    ("19th-century Paris", "nineteenth century Paris"),
    ("1886’s strike", "eighteen eighty-six's strike"),
    ("1500 workers", "one thousand five hundred workers"),
    # ranges
    ("1914–18", "nineteen fourteen to eighteen"),
    ("1914-1918", "nineteen fourteen to nineteen eighteen"),
    ("2001–08", "two thousand one to oh-eight"),
    ("3–4 weeks", "three to four weeks"),
    ("pp. 3–4", "pages three to four"),
    ("5–10%", "five to ten percent"),
    # dates and times
    ("May 1, 1886", "May first, eighteen eighty-six"),
    ("on 1 May 1886", "on the first of May eighteen eighty-six"),
    ("Jan. 5", "January fifth"),
    ("at 10:30 a.m.", "at ten thirty A.M."),
    ("at 9:00 on", "at nine o'clock on"),
    ("at 9:05", "at nine oh five"),
    ("by 5pm", "by five P.M"),
    # numbers
    ("1,234 people", "one thousand two hundred and thirty-four people"),
    ("100%", "one hundred percent"),
    ("3.14", "three point one four"),
    ("0.5", "zero point five"),
    ("-5 and −5", "minus five and minus five"),
    ("007", "zero zero seven"),
    ("2 1/2 cups", "two and one half cups"),
    ("½ of", "a half of"),
    ("2½ miles", "two and a half miles"),
    ("3/4 of", "three quarters of"),
    ("24/7", "twenty-four seven"),
    ("9/11", "nine eleven"),
    ("#1", "number one"),
    ("§ 5", "section five"),
    ("2nd", "second"),
    # money and measures
    ("$5.2bn", "five point two billion dollars"),
    ("$5.2 billion", "five point two billion dollars"),
    ("£3m", "three million pounds"),
    ("€20", "twenty euros"),
    ("$1", "one dollar"),
    ("$4.50", "four dollars fifty"),
    ("10p", "ten pence"),
    ("5 km", "five kilometres"),
    ("1 km", "one kilometre"),
    ("20°C", "twenty degrees Celsius"),
    ("60 mph", "sixty miles an hour"),
    # roman numerals
    ("World War I", "World War One"),
    ("World War II,", "World War Two,"),
    ("WWII", "World War Two"),
    ("Henry VIII", "Henry the Eighth"),
    ("Louis XIV’s court", "Louis the Fourteenth's court"),
    ("Chapter IV", "Chapter Four"),
    ("Malcolm X", "Malcolm X"),
    ("vitamin C", "vitamin C"),
    ("And I went", "And I went"),
    ("King Charles I was", "King Charles the First was"),
    ("Washington DC", "Washington D.C"),
    # abbreviations
    ("Dr. Smith", "Doctor Smith"),
    ("Mr. and Mrs. Jones", "Mister and Missus Jones"),
    ("St. Louis", "Saint Louis"),
    ("St. Mark’s", "Saint Mark's"),
    ("on Main St.", "on Main Street."),
    ("No. 5", "number five"),
    ("He said no.", "He said no."),
    ("Nos. 3 and 4", "numbers three and four"),
    ("c. 1917", "circa nineteen seventeen"),
    ("e.g. this", "for example this"),
    ("(i.e., that)", "that is, that,"),
    ("cf. Marx", "compare Marx"),
    ("us vs. them", "us versus them"),
    ("Smith et al. say", "Smith and others say"),
    ("King Jr. spoke", "King Junior spoke"),
    ("Prof. Lee", "Professor Lee"),
    ("Gen. Franco", "General Franco"),
    ("Rev. King", "Reverend King"),
    ("vol. 3", "volume three"),
    ("p. 12", "page twelve"),
    ("bread, etc.", "bread, et cetera."),
    ("approx. 5", "approximately five"),
    # initials and acronyms
    ("the U.S. Army", "the U.S Army"),
    ("the U.S.", "the U.S."),
    ("U.S.-centric", "U.S-centric"),
    ("the U.S.’s own", "the U-S's own"),
    ("the US and", "the U.S and"),
    ("(IWMA), which", "I.W.M.A, which"),
    ("the ILWU’s", "the I.L.W.U's"),
    ("I.W.W. members", "I.W.W members"),
    ("NATO", "Nato"),
    ("UNESCO’s", "Unesco's"),
    ("CNT-FAI", "C.N.T-F.A.I"),
    ("AFL-CIO", "A.F.L-C.I.O"),
    ("NGOs", "N.G.O's"),
    ("T. S. Eliot", "T S Eliot"),
    ("J.P. Morgan", "J.P Morgan"),
    ("a PhD", "a P.H.D"),
    ("THE END OF HISTORY", "The End Of History"),
    # signs
    ("Marks & Spencer", "Marks and Spencer"),
    ("and/or", "and or"),
    ("his/her", "his or her"),
    ("“Workers of the world, unite,” he", "Workers of the world, unite, he"),
    ("the state (or nation) is", "the state, or nation, is"),
    ("projection—projecting back", "projection, projecting back"),
    ("a state – which is", "a state, which is"),
    ("so … well", "so, well"),
    ("anti–imperialism", "anti-imperialism"),
    ("working-class people", "working-class people"),
    ("they don’t", "they don't"),
    ("O’Brien", "O'Brien"),
    ("me@example.com", "me at example dot com"),
    ("https://libcom.org/article/x", "libcom dot org"),
    ("d’Azeglio", "dah-zel-yo"),
    ("Engels’s", "eng-ells's"),
    ("GPT4", "G.P.T four"),
]


def spoken(text: str, **entries: Pronunciation) -> str:
    return " ".join(word.said for word in say(text, "en", entries) if word.said)


@pytest.mark.parametrize(("written", "said"), TABLE, ids=[pair[0] for pair in TABLE])
def test_table(written: str, said: str) -> None:
    assert spoken(written) == said


@pytest.mark.parametrize("pair", TABLE, ids=[pair[0] for pair in TABLE])
def test_saying_it_again_changes_nothing(pair: tuple[str, str]) -> None:
    once = spoken(pair[0])
    assert spoken(once) == once


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
    assert " ".join(word.said for word in say("« En 1984 »", "fr", {})) == " En 1984 "


def test_doubts_name_what_a_voice_may_get_wrong() -> None:
    words = say("The ILEA met Lech Wałęsa and D’Arcy.", "en", {})
    found = doubts([Line(words=words, role=Role.PARAGRAPH)], {}, "en")
    assert [doubt.word for doubt in found] == ["D’Arcy", "ILEA", "Wałęsa"]
    assert not doubts([Line(words=words, role=Role.PARAGRAPH)], {
        "ILEA": Pronunciation(like="eye-lee-ah"), "Wałęsa": Pronunciation(ipa="vaˈwɛ̃sa"),
        "D’Arcy": Pronunciation(like="dar-see")}, "en")  # fmt: skip
