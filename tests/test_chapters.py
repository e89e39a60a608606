import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tones import line, narrated, narrations, silent

from pipeline.formats.chapters import chapters_json, marks, notes_list, simple_chapters
from pipeline.formats.timecode import clock, milliseconds, seconds, stamp
from pipeline.model import FRAME, RATE, ChapterMark, Narration

HOUR = 3600 * RATE


@given(narrations())
def test_marks_touch_and_cover(narration: Narration) -> None:
    found = marks(narration)
    assert len(found) == sum(1 for chapter in narration.script.chapters if chapter.lines)
    if found:
        assert found[0].start == 0
        assert found[-1].end == narration.length
        assert all(mark.start < mark.end for mark in found)
        assert all(one.end == two.start for one, two in pairwise(found))


@given(narrations())
def test_every_form_tells_the_same(narration: Narration) -> None:
    found = marks(narration)
    document = json.loads(chapters_json(found))
    simple = simple_chapters(found)
    notes = notes_list(found)
    assert len(document["chapters"]) == len(simple) == len(notes) == len(found)
    for mark, one, two, three in zip(found, document["chapters"], simple, notes, strict=True):
        assert one["title"] == two["title"] == mark.title
        assert three == f"{two['start'][:-4]} {mark.title}"
        assert one["startTime"] == pytest.approx(mark.start / RATE, abs=0.0006)
        assert one.get("url", "") == two.get("href", "") == mark.url


def test_a_chapter_in_which_nothing_is_said_is_left_out() -> None:
    takes = [silent(line("One two.")), silent(line("Three."))]
    narration = narrated(("First", takes[:1]), ("Empty", []), ("Last", takes[1:]))
    assert [mark.title for mark in marks(narration)] == ["First", "Last"]
    assert [mark.start for mark in marks(narration)] == [0, 40 * FRAME]


def test_no_takes_no_marks() -> None:
    assert marks(narrated()) == ()


def test_a_title_is_one_plain_line() -> None:
    narration = narrated(("A\ttitle\x00 in\n two lines", [silent(line("One."))]))
    assert marks(narration)[0].title == "A title in two lines"


def test_json_says_what_it_is() -> None:
    mark = ChapterMark(title="Bread & roses", start=0, end=RATE * 3 // 2, url="https://x.org/é")
    assert json.loads(chapters_json([mark], title="T", author="A", podcast="P")) == {
        "version": "1.2.0",
        "title": "T",
        "author": "A",
        "podcastName": "P",
        "chapters": [
            {"startTime": 0, "endTime": 1.5, "title": "Bread & roses", "url": "https://x.org/é"}
        ],
    }


@pytest.mark.parametrize(
    ("samples", "exact", "cut"),
    [
        (0, "00:00:00.000", "00:00:00"),
        (RATE - 1, "00:00:01.000", "00:00:01"),
        (RATE // 2, "00:00:00.500", "00:00:00"),
        (HOUR - 45, "00:59:59.999", "00:59:59"),
        (101 * HOUR + 61 * RATE, "101:01:01.000", "101:01:01"),
    ],
)
def test_clock_and_stamp(samples: int, exact: str, cut: str) -> None:
    assert clock(samples) == exact
    assert stamp(samples) == cut


@given(st.integers(0, 100 * HOUR))
def test_a_time_is_rounded_once(samples: int) -> None:
    assert abs(milliseconds(samples) - samples * 1000 / RATE) <= 0.5
    assert seconds(samples) == milliseconds(samples) / 1000
