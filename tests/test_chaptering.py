"""Chapters: where a talk turns, and what the parts are called."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.chaptering import Part, Unit, divide, leans, name


def parts(units: list[Unit], *words: str) -> tuple[Part, ...]:
    return name(units, divide(units), *words)


def about(topic: str, paragraphs: int) -> list[Unit]:
    body = f"The {topic} of the town was old. People of the {topic} spoke about {topic} all day. "
    return [Unit(text=body * 6) for _ in range(paragraphs)]


def test_headings_are_chapters_with_their_own_titles() -> None:
    units = [
        Unit(text="Before it."),
        Unit(text="The mill", level=2),
        *about("mill", 2),
        Unit(text="The river", level=2),
        *about("river", 2),
    ]
    assert parts(units)[1:] == (Part(first=1, title="The mill"), Part(first=4, title="The river"))


def test_a_long_talk_without_headings_is_cut_where_its_words_change() -> None:
    units = [*about("harvest festival", 6), *about("steam railway", 6), *about("chess club", 6)]
    found = parts(units)
    assert [part.first for part in found] == [0, 6, 12]
    assert [part.title.lower() for part in found] == [
        "the harvest festival", "the steam railway", "the chess club"]  # fmt: skip


def test_a_cue_beats_a_mere_change_of_paragraph() -> None:
    units = about("harvest festival", 13)
    units[6] = Unit(text="This brings us to the end of it all. " + units[6].text)
    assert [part.first for part in parts(units)] == [0, 6]


def test_a_short_talk_is_one_part() -> None:
    assert len(parts(about("mill", 3))) == 1


def test_a_repeated_heading_gets_a_number() -> None:
    units = [Unit(text="Notes", level=2), *about("mill", 1)] * 2
    assert [part.title for part in parts(units)] == ["Notes", "Notes (2)"]


def test_nothing_gives_nothing() -> None:
    assert parts([]) == ()


def test_phrases_are_joined_and_parts_counted_in_the_language_of_the_talk() -> None:
    text = "Jeder besitzt eine Bohrmaschine. Eine Stadt braucht keine Bohrmaschine in jedem Haus."
    talk = [Unit(text=text), Unit(text="Was wurde", level=1), Unit(text="Das ist die Bibliothek.")]
    assert " und " in parts(talk, " und ", "Teil {number}")[0].title
    assert parts([Unit(text="…")], " und ", "Teil {number}")[0].title == "Teil 1"


def test_leaning() -> None:
    assert leans("This is why.")
    assert leans("“It’s late,” she said.")
    assert not leans("Thistles grow.")


@given(st.lists(st.builds(Unit, text=st.text(max_size=400), level=st.integers(0, 3)), min_size=1))
def test_parts_begin_at_the_beginning_rise_and_have_titles_of_their_own(units: list[Unit]) -> None:
    found = parts(units)
    starts = [part.first for part in found]
    assert starts[0] == 0
    assert starts == sorted(set(starts))
    assert starts[-1] < len(units)
    titles = [part.title for part in found if part.title]
    assert len(titles) == len(set(titles))
