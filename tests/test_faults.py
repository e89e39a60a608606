"""Covers: what is wrong with speech, the pace of a voice, and other ways to ask for a line."""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hearing import words
from talking import TALK

from pipeline import engines
from pipeline.model import Speech, Voice
from pipeline.narrating.faults import fault
from pipeline.narrating.pacing import pace
from pipeline.narrating.phrasing import MOST, halves, lightened, ways
from pipeline.store import Store

NARRATOR = Voice(engine="espeak", name="narrator")
LINES = TALK.splitlines()


@pytest.fixture(scope="module")
def seconds(tmp_path_factory: pytest.TempPathFactory) -> float:
    return pace(NARRATOR, Store(root=str(tmp_path_factory.mktemp("store"))))


def spoken(text: str) -> Speech:
    return engines.find("espeak").speak(words(text), NARRATOR)


def changed(speech: Speech, samples: npt.NDArray[Any]) -> Speech:
    return Speech(pcm=samples.astype("<i2").tobytes(), rate=speech.rate)


@pytest.mark.parametrize("text", [*LINES, "No.", "What did this mean?", "Tuesday, the ninth."])
def test_good_lines_have_no_fault(seconds: float, text: str) -> None:
    assert not fault(words(text), spoken(text), seconds, 1.0)


@pytest.mark.parametrize("text", LINES)
def test_a_third_of_a_line_is_too_short_and_three_are_too_long(seconds: float, text: str) -> None:
    whole, third = words(text), words(text)[: len(text.split()) // 3]
    some = engines.find("espeak").speak(third, NARRATOR)
    assert fault(whole, some, seconds, 1.0).startswith("only ")
    assert "at most" in fault(third, spoken(text), seconds, 1.0)


def test_a_hole_and_cut_peaks_are_told(seconds: float) -> None:
    speech = spoken(LINES[0])
    heard = np.frombuffer(speech.pcm, "<i2")
    middle = len(heard) // 2
    for size, told in ((1.0, ""), (2.0, "a silence of 2.0 seconds inside")):
        silence = np.zeros(round(size * speech.rate), np.int16)
        cut = np.concatenate((heard[:middle], silence, heard[middle:]))
        found = fault(words(LINES[0]), changed(speech, cut), seconds, 1.0)
        assert found[:15] == told[:15]
    loud = np.clip(heard.astype(np.int32) * 4, -32768, 32767)
    assert "peaks cut off" in fault(words(LINES[0]), changed(speech, loud), seconds, 1.0)


def test_pace_follows_speed_and_is_learnt_once(tmp_path: Path, seconds: float) -> None:
    store = Store(root=str(tmp_path))
    slow = Voice(engine="espeak", name="narrator", speed=0.7)
    assert 1.2 < pace(slow, store) / seconds < 1.7
    before = store.size()
    assert pace(slow, store) > 0
    assert store.size() == before


def test_other_ways_say_the_same_words() -> None:
    line = words("Well — he said, “now,” that’s well-known; and he left.")
    assert [word.said for word in lightened(line)] == (
        ["Well", "", "he", "said", "now", "that’s", "well-known", "and", "he", "left."]
    )
    first, second = halves(line)
    assert first + second == line
    assert first[-1].said == "“now,”"
    assert halves(words("Two words.")) == (words("Two words."),)
    assert len(list(ways(line, repeatable=True))) == MOST
    assert list(ways(words("Two words."), repeatable=True)) == [(words("Two words."),)]
    assert len(list(ways(line, repeatable=False))) == MOST
