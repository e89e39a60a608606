"""An article becomes a script: what is said, where, by whom, and why the rest is not."""

import pickle
from collections.abc import Callable, Iterable
from typing import Any

import pytest
import sentencex
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import SourceError, UsageError
from pipeline.model import (
    NOTE_MARK,
    Article,
    Block,
    ChapterNote,
    Mark,
    Metadata,
    Notes,
    Role,
    Run,
    Script,
    Show,
    Skip,
    Sound,
    Templates,
    Voice,
)
from pipeline.scripting import adapt, draft, parting
from pipeline.scripting.lines import sentences
from pipeline.values import replace

SHOW = Show(title="Our Talks", guid="6b6b4f6e-6a3c-4d35-9f5e-1f2a6f1f7a77")
PLAIN = replace(SHOW, sound=Sound(theme="none", closing="none"))
META = Metadata(title="Why we read?", authors=("Ada Lee", "Bo Ray"), url="https://www.mag.org/x")


def block(role: Role, text: str, **more: object) -> Block:
    return replace(Block(role=role, runs=(Run(text=text, start=0),)), **more)  # type: ignore[arg-type]


def article(*blocks: Block, metadata: Metadata = META) -> Article:
    return Article(source="", blocks=blocks, metadata=metadata)


TALK = article(
    block(Role.TITLE, "Why we read?"),
    block(Role.BYLINE, "by Ada Lee and Bo Ray"),
    block(Role.STANDFIRST, "A talk from 1984."),
    block(Role.PARAGRAPH, "We read for work. We read for joy."),
    block(Role.PARAGRAPH, "Books are long."),
    block(Role.PULL_QUOTE, "We read for joy.", repeats=True),
    block(Role.PARAGRAPH, "This is why they last."),
    block(Role.CAPTION, "A reader, reading."),
    block(Role.DISCLAIMER, "The views are ours."),
    block(Role.BIO, "Ada Lee writes. Bo Ray reads."),
)


def shown(script: Script) -> list[str]:
    return [line.shown for line in script.lines]


def test_a_talk_is_framed_and_in_order() -> None:
    script = adapt(TALK, PLAIN, Notes())
    assert shown(script) == [
        "Our Talks.",
        "Why we read?",
        "By Ada Lee and Bo Ray.",
        "A talk from 1984.",
        "We read for work.",
        "We read for joy.",
        "We read for joy.",  # the pull-quote, moved up from before "This …"
        "Books are long.",
        "This is why they last.",
        "The views are ours.",
        "You heard “Why we read?” by Ada Lee and Bo Ray.",
        "Ada Lee writes.",
        "Bo Ray reads.",
        "The text, with its links, is at mag.org.",
        "This episode was read by a synthetic voice.",
    ]
    assert [chapter.title for chapter in script.chapters][0::2] == [
        "Introduction",
        "About Ada Lee and Bo Ray",
    ]


def test_what_is_not_said_has_a_reason() -> None:
    assert adapt(TALK, SHOW, Notes()).silent == {
        0: "the opening or closing says it",
        1: "the opening or closing says it",
        7: "show.toml skips each caption",
    }


def test_a_pull_quote_has_its_own_voice_cue_and_pauses() -> None:
    lines = adapt(TALK, SHOW, Notes()).lines
    at = next(i for i, line in enumerate(lines) if line.role is Role.PULL_QUOTE)
    assert (lines[at].voice, lines[at].cue) == ("pull_quote", "quote")
    assert lines[at - 1].pause == lines[at].pause == SHOW.pauses.pull_quote
    assert lines[at + 1].voice == "narrator"


def test_a_pull_quote_that_repeats_nothing_is_said_even_where_quotes_are_skipped() -> None:
    show = replace(SHOW, policy={**SHOW.policy, "pull_quote": "skip"})
    only = block(Role.PULL_QUOTE, "Only here.")
    again = block(Role.PULL_QUOTE, "Books are long.", repeats=True)
    script = adapt(article(block(Role.PARAGRAPH, "Books are long."), again, only), show, Notes())
    assert "Only here." in shown(script)
    assert shown(script).count("Books are long.") == 1
    assert list(script.silent) == [1]


def test_the_best_pull_quote_can_open_the_episode() -> None:
    show = replace(SHOW, policy={**SHOW.policy, "pull_quote": "open"})
    assert shown(adapt(TALK, show, Notes()))[0] == "We read for joy."


def test_a_byline_that_says_more_than_the_opening_is_said() -> None:
    byline = block(Role.BYLINE, "by Ada Lee, with drawings by Bo Ray")
    script = adapt(article(byline, block(Role.PARAGRAPH, "Text.")), SHOW, Notes())
    assert "by Ada Lee, with drawings by Bo Ray" in shown(script)


def test_template_lines_without_their_facts_are_left_out() -> None:
    bare = article(block(Role.PARAGRAPH, "Text."), metadata=Metadata(title="T"))
    assert shown(adapt(bare, PLAIN, Notes())) == [
        "Our Talks.", "T.", "Text.", "This episode was read by a synthetic voice."]  # fmt: skip


def test_a_show_called_like_its_episode_is_named_once() -> None:
    bare = article(block(Role.PARAGRAPH, "Text."), metadata=Metadata(title="Our Talks"))
    assert shown(adapt(bare, PLAIN, Notes()))[:2] == ["Our Talks.", "Text."]


def test_an_unknown_placeholder_is_named() -> None:
    show = replace(SHOW, templates=Templates(opening="{speaker} talks."))
    with pytest.raises(UsageError, match=r"\{speaker\} is not known"):
        adapt(TALK, show, Notes())


def test_an_editor_sets_chapters() -> None:
    long = ChapterNote(starts="Books are", title="On length")
    first = ChapterNote(starts="We read for work", title="On work")
    gone = ChapterNote(starts="Books are", title="")

    def titles(*chapters: ChapterNote) -> list[str]:
        script = adapt(TALK, SHOW, Notes(chapters=chapters))
        return [chapter.title for chapter in script.chapters][1:-1]

    assert titles(first, long) == ["On work", "On length"]
    assert titles(first, gone) == ["On work"]
    assert titles(long)[1:] == ["On length"]
    with pytest.raises(UsageError, match="matches no paragraph"):
        adapt(TALK, SHOW, Notes(chapters=(ChapterNote(starts="Nowhere", title="X"),)))


def test_a_chapter_links_to_its_first_link() -> None:
    link = Mark(kind="link", start=0, end=5, url="https://books.example")
    script = adapt(article(block(Role.PARAGRAPH, "Books are long.", marks=(link,))), SHOW, Notes())
    assert script.chapters[1].url == "https://books.example"


def test_an_article_without_text_is_refused() -> None:
    with pytest.raises(SourceError, match="no text to read aloud"):
        adapt(article(block(Role.TITLE, "Only a title")), SHOW, Notes())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See vol. 2 of it. Then rest.", ["See vol. 2 of it.", "Then rest."]),
        ("He left the U.S. It was big.", ["He left the U.S.", "It was big."]),
        ("The U.S. Army came.", ["The U.S. Army came."]),
        ("Dr. Lee met J. P. Morgan c. 1917. Why?", ["Dr. Lee met J. P. Morgan c. 1917.", "Why?"]),
        ("“Who?” she asked. He left.", ["“Who?” she asked.", "He left."]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text, "en") == expected


def test_a_text_without_paragraphs_has_the_sentences_of_its_parts() -> None:
    part = "Dr. Lee was late, p. 5. “Go on. I will stay,” she said? It is in vol. 3. "
    assert sentences(400 * part, "en") == 400 * sentences(part, "en")


def test_sentences_are_looked_for_in_a_few_pages_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    seen, segment = [], sentencex.segment

    def noting(language: str, text: str) -> list[str]:
        seen.append(len(text))
        return list(segment(language, text))

    monkeypatch.setattr(sentencex, "segment", noting)
    for text in ("“ " * 50_000, "She said so. " * 8_000, "word " * 20_000):
        seen.clear()
        sentences(text, "en")
        assert max(seen) <= 8_000
        assert sum(seen) < 3 * len(text)


@given(st.text(max_size=2000))
def test_sentences_lose_nothing_and_are_never_too_long_for_an_engine(text: str) -> None:
    found = sentences(text, "en")
    assert " ".join(found).split() == text.split()
    assert all(len(part) <= 600 or " " not in part for part in found)


def test_chapters_can_be_looked_for_by_another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def sent(function: Callable[[Any], Any], jobs: Iterable[Any]) -> list[Any]:
        calls.append(function)
        there, work = pickle.loads(pickle.dumps((function, list(jobs))))
        return [pickle.loads(pickle.dumps(there(each))) for each in work]

    usual = draft(TALK, SHOW, Notes(), None, sent).finished()
    assert not calls
    monkeypatch.setattr(parting, "_LONG", 0)
    found = draft(TALK, SHOW, Notes(), None, sent)
    assert found.finished() == usual == adapt(TALK, SHOW, Notes())
    assert [chapter.lines for chapter in found.script.chapters] == [
        chapter.lines for chapter in usual.chapters
    ]
    assert len(calls) == 2  # where they begin, and their names


@given(st.lists(st.tuples(st.sampled_from(list(Role)), st.text(min_size=1, max_size=60))))
def test_every_block_is_said_or_silent(pairs: list[tuple[Role, str]]) -> None:
    blocks = [block(role, text) for role, text in pairs if role is not Role.RULE]
    script = adapt(article(*blocks, block(Role.PARAGRAPH, "One more.")), SHOW, Notes())
    said = {line.block for line in script.lines if line.block is not None}
    assert said | set(script.silent) == set(range(len(blocks) + 1))
    assert not said & set(script.silent)


@pytest.mark.parametrize(("engine", "again"), [("espeak", []), ("gtts", ["Lee."])])
def test_speakers_are_named_until_their_voices_tell(engine: str, again: list[str]) -> None:
    talk = article(
        block(Role.TURN, "Why?", speaker="Ada Lee"),
        block(Role.TURN, "So.", speaker="Bo Ray"),
        block(Role.TURN, "And more.", speaker="Bo Ray"),
        block(Role.PULL_QUOTE, "And more.", repeats=True),
        block(Role.TURN, "Still more.", speaker="Bo Ray"),
        block(Role.TURN, "I see.", speaker="Ada Lee"),
    )
    cast = {**SHOW.cast, "narrator": Voice(engine=engine, name="narrator")}
    show = replace(SHOW, cast=cast, templates=Templates(opening="", closing=""))
    said = [text for text in shown(adapt(talk, show, Notes())) if text != "And more."]
    assert said == ["Ada Lee.", "Why?", "Bo Ray.", "So.", "Still more.", *again, "I see."]


def test_a_speaker_with_a_voice_of_their_own_is_not_announced() -> None:
    talk = article(
        block(Role.TURN, "Why?", speaker="Ada Lee"), block(Role.TURN, "So.", speaker="Bo Ray")
    )
    cast = {**SHOW.cast, "Ada Lee": SHOW.cast["narrator"]}
    show = replace(SHOW, cast=cast, templates=Templates(opening="", closing=""))
    script = adapt(talk, show, Notes())
    assert shown(script) == ["Why?", "Bo Ray.", "So."]
    assert script.lines[0].voice == "Ada Lee"


def test_an_address_that_is_none_is_nowhere_to_send_a_listener() -> None:
    talk = article(block(Role.PARAGRAPH, "It fell."))
    talk = replace(talk, metadata=replace(talk.metadata, url="http://[::1"))
    show = replace(SHOW, templates=Templates(opening="", closing="The text is at {host}."))
    assert shown(adapt(talk, show, Notes())) == ["It fell."]


def test_tables_and_code_are_described_in_their_place() -> None:
    talk = article(
        block(Role.PARAGRAPH, "It cost this."),
        block(Role.TABLE, "Rye\t3"),
        block(Role.PARAGRAPH, "And that."),
        block(Role.CODE, "x = 1", forced=True),
    )
    show = replace(SHOW, templates=Templates(opening="", closing=""))
    script = adapt(talk, show, Notes())
    table = "You will find the table in the show notes."
    assert shown(script) == ["It cost this.", table, "And that.", "x = 1"]
    assert [line.about for line in script.lines] == [None, 1, None, None]
    assert script.silent == {1: "described in a sentence, and left to the notes"}


def test_notes_are_said_behind_the_block_of_their_mark() -> None:
    source = "It fell.[1] It sank."
    talk = replace(
        article(
            block(Role.PARAGRAPH, "It fell.", start=0, end=8),
            block(Role.PARAGRAPH, "It sank.", start=12, end=20),
            block(Role.FOOTNOTE, "In 1931.", start=30, end=38, label="1"),
        ),
        source=source,
        skipped=(Skip(text="[1]", reason=NOTE_MARK, start=8, end=11),),
    )
    show = replace(SHOW, policy={"footnote": "place"}, templates=Templates(opening="", closing=""))
    assert shown(adapt(talk, show, Notes())) == ["It fell.", "Note 1.", "In 1931.", "It sank."]


@pytest.mark.parametrize(
    ("language", "opening", "closing", "titles"),
    [
        ("fr", "Par Ada Lee et Bo Ray.", "Vous avez écouté « Quoi ? » par Ada Lee et Bo Ray.",
         ("Introduction", "À propos : Ada Lee et Bo Ray")),
        ("es-MX", "De Ada Lee y Bo Ray.", "Han escuchado «Quoi ?» de Ada Lee y Bo Ray.",
         ("Introducción", "Sobre Ada Lee y Bo Ray")),
        ("de", "Von Ada Lee und Bo Ray.", "Sie hörten „Quoi ?“ von Ada Lee und Bo Ray.",
         ("Einleitung", "Über Ada Lee und Bo Ray")),
        ("it", "Ada Lee, Bo Ray.", "Quoi ?", ("Quoi ?", "Ada Lee, Bo Ray")),
    ],
)  # fmt: skip
def test_the_frame_is_in_the_article_s_language(
    language: str, opening: str, closing: str, titles: tuple[str, str]
) -> None:
    metadata = replace(META, title="Quoi ?", language=language)
    table, turn = block(Role.TABLE, "1 2"), block(Role.FOOTNOTE, "Ada.", label="3")
    bio = block(Role.BIO, "Ada Lee.")
    talk = article(block(Role.PARAGRAPH, "Ada. Bo."), table, turn, bio, metadata=metadata)
    show = replace(PLAIN, title="Ada", policy={"footnote": "end"} | {"table": "describe"})
    script = adapt(talk, show, Notes())
    told = shown(script)
    assert told[2] == opening
    assert closing.rstrip(".") in [line.rstrip(".") for line in told]
    assert (script.chapters[0].title, script.chapters[-1].title) == titles
    english = {"you", "by", "the", "will", "find", "note", "and", "about", "closing", "heard"}
    words = {word.strip(".,").lower() for line in told for word in line.split()}
    assert words.isdisjoint(english - ({"note"} if language == "fr" else set()))
    assert {word.language for line in script.lines for word in line.words} == {language}


def test_a_show_s_own_words_stand_in_every_language() -> None:
    own = replace(PLAIN, templates=Templates(opening="{title}!"))
    told = shown(adapt(replace(TALK, metadata=replace(META, language="de")), own, Notes()))
    assert told[0] == "Why we read?!"
    assert "Diese Folge wurde von einer synthetischen Stimme gelesen." in told
