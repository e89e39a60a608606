"""Covers: a voice for every speaker, the same all through a series, and pull-quotes told apart."""

from itertools import combinations
from math import log2

import pytest
from hearing import pitch, words

from pipeline import engines
from pipeline.model import Article, Block, Cast, Metadata, Person, Role, Run, Show, Speech, Voice
from pipeline.scripting.company import company
from pipeline.values import replace

SHOW = Show(title="Talks", guid="")
NAMES = ("Ada Park", "Ben Osei", "Cleo Lund", "Dov Stern", "Eva Moreau")


def interview(*names: str) -> Article:
    blocks = tuple(
        Block(role=Role.TURN, speaker=name, runs=(Run(text="So it is.", start=0),))
        for name in names
    )
    return Article(source="", blocks=blocks)


def cast(*names: str, show: Show = SHOW, language: str = "en") -> Cast:
    return company(interview(*names), show, language)


def semitones(first: float, second: float) -> float:
    return abs(12 * log2(first / second))


def test_speakers_have_voices_of_their_own_whatever_their_order() -> None:
    found = cast(*NAMES)
    assert len({found[name] for name in (*NAMES, "narrator", "pull_quote")}) == 7
    assert cast(*reversed(NAMES), *NAMES) == found
    assert "Ben Osei" not in cast("Ada Park")


def test_a_name_keeps_its_voice_in_other_company() -> None:
    alone = {name: cast(name)[name] for name in NAMES}
    for pair in combinations(NAMES, 2):
        kept = [cast(*pair)[name] == alone[name] for name in pair]
        assert any(kept)
        assert all(kept) or alone[pair[0]] == alone[pair[1]]


def test_who_is_of_the_show_never_gives_way() -> None:
    host = Person(name="Host", role="host")
    show = replace(SHOW, persons=(host,))
    own = cast("Host", show=show)["Host"]
    assert all(cast("Host", *NAMES[:n], show=show)["Host"] == own for n in range(5))


def test_what_the_show_says_goes_first() -> None:
    wanted = Voice(engine="espeak", name="en-us+f4")
    show = replace(SHOW, cast={**SHOW.cast, "Ada Park": wanted})
    found = cast(*NAMES, show=show)
    assert found["Ada Park"] == wanted
    assert len(set(found.values())) == len(found)


def test_where_voices_run_out_the_narrator_speaks() -> None:
    many = [f"Speaker {number}" for number in range(9)]
    assert len(cast(*many).keys() & set(many)) == 5
    online = {"narrator": Voice(engine="gtts", name="en-us")}
    assert cast(*many, show=replace(SHOW, cast=online)).keys() == {"narrator"}


def test_who_gave_the_talk_answers_in_the_narrator_s_voice() -> None:
    talk = Block(role=Role.PARAGRAPH, runs=(Run(text="So it was, and so it is. " * 9, start=0),))
    asked = interview("Q", "Ada Park", "Q", "Ada Park")
    metadata = Metadata(title="So It Is", authors=("Ada Park",))
    held = replace(asked, blocks=(talk, *asked.blocks), metadata=metadata)
    assert company(held, SHOW, "en").keys() - SHOW.cast.keys() == {"Q"}
    alone = replace(asked, metadata=metadata)
    assert company(alone, SHOW, "en").keys() - SHOW.cast.keys() == {"Q", "Ada Park"}


def test_speakers_speak_the_language_of_the_article() -> None:
    assert cast("Ada Park", language="fr")["Ada Park"].name.startswith("fr+")
    assert cast("Ada Park", language="xx")["Ada Park"].name.startswith("en-us+")
    narrator = {"narrator": Voice(engine="espeak", name="de")}
    assert cast("Ada Park", show=replace(SHOW, cast=narrator))["Ada Park"].name.startswith("de+")


def test_voices_are_told_from_one_another_by_pitch() -> None:
    found = cast(*NAMES)
    heard = {name: pitch(speech(voice)) for name, voice in found.items()}
    assert semitones(heard["narrator"], heard["pull_quote"]) >= 4
    talking = combinations((heard[name] for name in (*NAMES, "narrator")), 2)
    assert min(semitones(first, second) for first, second in talking) >= 2.5


@pytest.mark.parametrize("name", ["fr", "quote", "en-us+f2", "narrator"])
def test_pull_quotes_keep_apart_from_any_narrator(name: str) -> None:
    narrator = Voice(engine="espeak", name=name, pitch=3 if name == "narrator" else 0)
    found = cast(show=replace(SHOW, cast={**SHOW.cast, "narrator": narrator}))
    assert semitones(pitch(speech(narrator)), pitch(speech(found["pull_quote"]))) >= 4


def speech(voice: Voice) -> Speech:
    said = words("The readers climbed the platform and opened the book.")
    return engines.find("espeak").speak(said, voice)
