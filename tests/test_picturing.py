"""Pull-quotes as pictures: in their chapters, inside the file and beside it, and on the page."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from making import article, episode, narration, show
from mutagen.id3 import ID3
from PIL import Image

from pipeline import illustrating
from pipeline.formats import cards, pages
from pipeline.formats.chapters import chapters_json, marks
from pipeline.formats.id3 import Facts, tag
from pipeline.mastering.picturing import addresses, chapters_with, keep_cards
from pipeline.model import Feed, MediaFile, Role
from pipeline.store import open_store
from pipeline.values import replace

QUOTE, HEARD_IN = 3, 2  # the block of the pull-quote in `making`, and its chapter


def test_a_chapter_has_the_picture_of_the_quote_that_is_heard_in_it() -> None:
    told = narration()
    assert chapters_with(told, {QUOTE: b"x"}) == {HEARD_IN: QUOTE}
    assert chapters_with(told, {2: b"of a paragraph"}) == {}
    first, *rest = told.script.chapters
    silent = replace(told.script, chapters=(replace(first, lines=()), *rest))
    quiet = replace(told, script=silent, takes=told.takes[1:])
    assert chapters_with(quiet, {QUOTE: b"x"}) == {HEARD_IN - 1: QUOTE}


def test_a_picture_of_words_that_are_not_heard_is_no_file(tmp_path: Path) -> None:
    files = keep_cards(tmp_path, narration(), {QUOTE: b"heard", 1: b"not heard"})
    (file,) = files.values()
    assert (tmp_path / file.name).read_bytes() == b"heard"
    assert (file.kind, file.name[:13]) == ("quote", "quotes/quote-")
    assert keep_cards(tmp_path / "none", narration(), {}) == {}


def test_apps_find_it_where_the_show_has_its_place_and_only_there(tmp_path: Path) -> None:
    files = keep_cards(tmp_path, narration(), {QUOTE: b"x"})
    found = addresses(show(), "talk", {HEARD_IN: QUOTE}, files)
    url = f"https://talks.example.org/pod/talk/{files[QUOTE].name}"
    assert found == {HEARD_IN: url}
    listed = json.loads(chapters_json(marks(narration()), pictures=found))["chapters"]
    assert [chapter.get("img") for chapter in listed] == [None, None, url]
    local = show(base_url="http://localhost:8000")
    assert addresses(local, "talk", {HEARD_IN: QUOTE}, files) == {}


def test_the_file_has_it_in_its_chapter() -> None:
    facts = Facts(title="T", chapters=marks(narration()), pictures={HEARD_IN: b"jpeg"})
    read: Any = ID3(BytesIO(tag(facts)))  # type: ignore[no-untyped-call]
    held = [chapter.sub_frames.getall("APIC") for chapter in read.getall("CHAP")]
    assert [[picture.data for picture in each] for each in held] == [[], [], [b"jpeg"]]


def test_a_quote_is_drawn_once_with_who_says_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, drawn = open_store(str(tmp_path)), list[tuple[str, str]]()
    card = cards.card

    def drawing(show_: Any, words: str, speaker: str) -> bytes:
        drawn.append((words, speaker))
        return card(show_, words, speaker)

    monkeypatch.setattr(cards, "card", drawing)
    told = article()
    first = illustrating.illustrate(told, show(), store)
    with Image.open(BytesIO(first.cards[QUOTE])) as image:
        assert image.size == (1080, 1080)
    assert illustrating.illustrate(told, show(), store) == first
    assert drawn == [("Nobody slept.", "Ada Park")]
    turn = replace(told.blocks[2], role=Role.TURN, speaker="Femi Oyelaran")
    spoken = replace(told.blocks[QUOTE], runs=turn.runs)
    talk = replace(told, blocks=(*told.blocks[:2], turn, spoken, *told.blocks[4:]))
    illustrating.illustrate(talk, show(), store)
    assert drawn[1][1] == "Femi Oyelaran"
    assert illustrating.illustrate(told, show(colours=("pine",)), store).cards != first.cards


def test_it_is_on_the_page_to_pass_on() -> None:
    quote = {"text": "“Nobody slept.”", "start": 9.0, "seconds": 3.0, "card": "quotes/quote-1.jpg"}
    cover = MediaFile(name="cover-1.jpg", kind="cover", type="image/jpeg", size=1, sha256="")
    made = episode(pull_quotes=(quote, {"text": "No picture.", "start": 1.0, "seconds": 1.0}))
    feed = Feed(show=show(), episodes=(made,), cover=cover)
    html = pages.episode_page(feed, made, "").decode()
    assert html.count("Save the picture") == 1
    assert 'alt="“Nobody slept.”"' in html
    assert '<a href="quotes/quote-1.jpg" download>' in html
