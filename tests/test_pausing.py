"""Covers: pauses by structure, breaths in long sentences, where music and cues belong."""

import pytest

from pipeline.model import (
    DEFAULT_CAST,
    Article,
    Block,
    Chapter,
    ChapterNote,
    Line,
    Metadata,
    Notes,
    Pauses,
    Role,
    Run,
    Script,
    Show,
    Sound,
    Templates,
    Voice,
    Word,
)
from pipeline.scripting import adapt, pausing
from pipeline.scripting.pausing import breaths
from pipeline.values import replace

PAUSES = Pauses(  # each its own, to be told apart
    clause=0.31,
    sentence=0.41,
    paragraph=0.51,
    heading=0.61,
    block_quote=0.71,
    pull_quote=0.81,
    speaker=0.91,
    chapter=1.01,
    end=1.11,
)
SILENT = Sound(cues=False, theme="none", closing="none")
SHOW = Show(title="Our Talks", guid="g", pauses=PAUSES, sound=SILENT)


def block(role: Role, text: str, **more: object) -> Block:
    return replace(Block(role=role, runs=(Run(text=text, start=0),)), **more)  # type: ignore[arg-type]


def script(*blocks: Block, show: Show = SHOW, notes: Notes | None = None) -> Script:
    article = Article(
        source="", blocks=blocks, metadata=Metadata(title="Bread", authors=("Ada Lee",))
    )
    return adapt(article, show, notes or Notes())


def paused(*blocks: Block, show: Show = SHOW) -> dict[str, float]:
    return {line.shown: line.pause for line in script(*blocks, show=show).lines}


def test_each_place_has_its_pause() -> None:
    pauses = paused(
        block(Role.PARAGRAPH, "We bake. We eat."),
        block(Role.PARAGRAPH, "All is well."),
        block(Role.HEADING, "On bread", level=2),
        block(Role.PARAGRAPH, "Bread is old."),
        block(Role.BLOCK_QUOTE, "Give us this day."),
        block(Role.PARAGRAPH, "So they said."),
        block(Role.PARAGRAPH, "Then they slept."),
    )
    assert pauses["We bake."] == PAUSES.sentence
    assert pauses["We eat."] == PAUSES.paragraph
    assert pauses["On bread"] == PAUSES.heading
    assert pauses["Bread is old."] == pauses["Give us this day."] == PAUSES.block_quote
    assert list(pauses.values())[-1] == PAUSES.end
    assert PAUSES.chapter in pauses.values()


def test_a_change_of_speaker_is_heard_coming() -> None:
    turns = (
        block(Role.TURN, "Why bread?", speaker="Bo Ray"),
        block(Role.TURN, "Because.", speaker="Cy Oh"),
        block(Role.TURN, "We were hungry.", speaker="Cy Oh"),
    )
    told = paused(*turns)
    assert told["Bo Ray."] == PAUSES.sentence  # then he speaks
    assert told["Why bread?"] == PAUSES.speaker
    assert told["Because."] == PAUSES.paragraph
    voices = {
        **DEFAULT_CAST,
        "Bo Ray": Voice(engine="espeak", name="en-us"),
        "Cy Oh": Voice(engine="espeak", name="quote"),
    }
    assert paused(*turns, show=replace(SHOW, cast=voices))["Why bread?"] == PAUSES.speaker


@pytest.mark.parametrize("end", ["Dr.", "vol.", "e.g.", "(cf."])
def test_an_abbreviation_is_no_end_of_a_sentence(end: str) -> None:
    lines = (
        Line(
            words=tuple(Word(shown=word, said=word) for word in text.split()),
            role=Role.PARAGRAPH,
            block=0,
        )
        for text in (f"He saw {end}", "More of it.", "He sat at the edge.", "Done.")
    )
    (chapter,) = pausing.paused((Chapter(title="", lines=tuple(lines)),), PAUSES)
    assert [line.pause for line in chapter.lines] == [0.12, 0.41, 0.41, 1.11]


def words(text: str) -> tuple[Word, ...]:
    return tuple(Word(shown=word, said=word) for word in text.split())


def test_long_sentences_breathe_at_their_clauses() -> None:
    long = words(
        "They came over the hills in the last days of the month of May, when the roads were dry; "
        "and nobody, not even the old woman at the gate, could say how many of them there were."
    )
    found = [long[index].shown for index, _ in breaths(long, PAUSES)]
    assert found == ["dry;"]
    assert {seconds for _, seconds in breaths(long, PAUSES)} == {PAUSES.clause}


def test_short_sentences_and_short_clauses_do_not() -> None:
    assert not list(breaths(words("They came, they saw; and they left the town."), PAUSES))
    listed = words("bread, butter, salt, oil, wine, " * 2 + "and " + "nothing more " * 8 + "then.")
    assert len(list(breaths(listed, PAUSES))) <= 1


# --- Sounds ----------------------------------------------------------------------------------

SOUNDING = replace(SHOW, sound=Sound())
TALK = (
    block(Role.PARAGRAPH, "Bread is old. Bread is new."),
    block(Role.PULL_QUOTE, "Roses too. And wine."),
    block(Role.PARAGRAPH, "And so they left."),
)
CUT = Notes(chapters=(ChapterNote(starts="And so", title="The end"),))


def test_music_lies_under_all_of_the_opening_and_of_the_closing() -> None:
    told = script(*TALK, show=SOUNDING, notes=CUT)
    first, last = told.lines[0], told.lines[-1]
    assert first.shown == "Our Talks. Bread. By Ada Lee."
    assert first.cue == "theme"
    assert first.breaths == ((1, PAUSES.paragraph), (2, PAUSES.paragraph))
    assert last.after == "closing"
    assert last.shown.startswith("You heard “Bread”, by Ada Lee.")
    assert last.shown.endswith("by a synthetic voice.")
    assert {line.cue for line in told.lines[1:]} == {"", "mark", "quote"}


def test_cues_stand_round_a_pull_quote_and_marks_between_chapters() -> None:
    told = script(*TALK, show=SOUNDING, notes=CUT)
    sounds = {line.shown: (line.cue, line.after) for line in told.lines[1:-1]}
    assert sounds == {
        "Bread is old.": ("", ""),  # the theme has just ended
        "Bread is new.": ("", ""),
        "Roses too.": ("quote", ""),
        "And wine.": ("", "quote_end"),
        "And so they left.": ("mark", ""),
    }
    assert told.lines[-1].cue == "mark"  # and the closing music behind its words


def test_a_show_may_have_none_of_it() -> None:
    told = script(*TALK, notes=CUT)
    assert not any(line.cue or line.after for line in told.lines)
    assert told.lines[0].shown == "Our Talks."
    only = replace(SOUNDING, sound=Sound(mark="none", quote="none", theme="none"))
    kinds = {(line.cue, line.after) for line in script(*TALK, show=only, notes=CUT).lines}
    assert kinds == {("", ""), ("", "quote_end"), ("", "closing")}


def test_without_opening_and_closing_music_lies_under_the_first_and_the_last_line() -> None:
    bare = replace(SOUNDING, templates=Templates(opening="", closing=""))
    told = script(block(Role.PARAGRAPH, "One. Two. Three."), show=bare)
    assert [(line.shown, line.cue, line.after) for line in told.lines] == [
        ("One.", "theme", ""),
        ("Two.", "", ""),
        ("Three.", "", "closing"),
    ]


def test_an_opening_too_long_for_music_goes_on_without() -> None:
    opening = "\n".join(
        f"This is part {word} of an opening that goes on and on and on." for word in "abcdefghij"
    )
    long = replace(SOUNDING, templates=Templates(opening=opening))
    lines = [line for line in script(*TALK, show=long).lines if line.role is Role.OPENING]
    assert lines[0].cue == "theme"
    assert len(lines[0].said) < 450
    assert len(lines) > 2


def test_a_pull_quote_that_opens_stands_before_the_theme() -> None:
    show = replace(SOUNDING, policy={**SHOW.policy, "pull_quote": "open"})
    told = script(*TALK, show=show)
    assert [line.cue for line in told.lines[:3]] == ["quote", "", "theme"]
