"""Covers: word times where the truth is known, and words that are not in the speech."""

from itertools import pairwise

import numpy as np
import pytest
from hearing import words
from talking import TALK

from pipeline import aligning, engines
from pipeline.aligning.sharing import shared
from pipeline.model import Speech, Voice, Word
from pipeline.values import replace

if not aligning.installed():
    pytest.skip("pocketsphinx is not installed", allow_module_level=True)

LINES = [
    *TALK.splitlines(),
    "Ybor and Huliaipole, which nobody could spell, were a long way apart.",
]


def spoken(said: tuple[Word, ...], name: str = "narrator") -> Speech:
    return engines.find("espeak").speak(said, Voice(engine="espeak", name=name))


def errors(speech: Speech, found: aligning.Spans) -> list[float]:
    """How far the starts of words are from the engine's own, in milliseconds."""
    return [
        abs(span[0] - true[0]) / speech.rate * 1000
        for span, true in zip(found, speech.times or (), strict=True)
        if span and true
    ]


def test_words_are_found_to_30_ms() -> None:
    off: list[float] = []
    rough: list[float] = []
    for text in LINES:
        speech = spoken(words(text))
        bare = replace(speech, times=None)
        found, timing = aligning.timed(words(text), bare)
        assert timing == "aligned"
        off += errors(speech, found)
        rough += errors(speech, shared(words(text), bare))
    assert len(off) > 100
    assert np.median(off) < 30, f"median {np.median(off):.1f} ms"
    assert np.percentile(off, 95) < 100
    assert np.median(rough) < 150


def test_times_do_not_depend_on_what_came_before() -> None:
    said = [words(text) for text in LINES]
    bare = [replace(spoken(each), times=None) for each in said]
    forward = [aligning.timed(*each) for each in zip(said, bare, strict=True)]
    backward = [aligning.timed(*each) for each in zip(said[::-1], bare[::-1], strict=True)]
    assert forward == backward[::-1]


def test_an_engine_that_knows_is_believed() -> None:
    speech = spoken(words(LINES[0]))
    assert aligning.timed(words(LINES[0]), speech) == (speech.times, "engine")


@pytest.mark.parametrize("language", ["fr", "zh"])
def test_other_languages_are_shared_out(language: str) -> None:
    said = tuple(replace(word, language=language) for word in words("Bonjour , tout le 世界 !"))
    speech = replace(spoken(words("Good morning, all of the world!")), times=None)
    found, timing = aligning.timed(said, speech)
    assert timing == "estimated"
    assert [bool(span) for span in found] == [True, False, True, True, True, False]
    known = [span for span in found if span]
    assert all(start < end for start, end in known)
    assert all(one[1] <= two[0] for one, two in pairwise(known))


def test_several_said_words_are_one_shown() -> None:
    said = (Word(shown="1984", said="nineteen eighty-four"), *words("was a year."))
    speech = spoken(said)
    found, _ = aligning.timed(said, replace(speech, times=None))
    assert len(found) == 4
    assert found[0] is not None
    assert found[1] is not None
    assert found[0][1] - found[0][0] > 0.7 * speech.rate
    assert abs(found[0][1] - found[1][0]) < 0.1 * speech.rate


def test_silence_and_noise_are_no_words() -> None:
    said = words(LINES[0])
    for level in (0, 3000):
        noise = np.random.default_rng(1).normal(0, level, 66_150).astype("<i2")
        bare = Speech(pcm=noise.tobytes(), rate=22_050)
        assert aligning.doubt(said, bare)
        assert len(aligning.timed(said, bare)[0]) == len(said)


def test_good_lines_raise_no_doubt() -> None:
    for name in ("narrator", "quote"):
        assert not [
            text for text in LINES if aligning.doubt(words(text), spoken(words(text), name))
        ]


@pytest.mark.parametrize(("fault", "least"), [("dropped", 7), ("repeated", 6), ("others", 4)])
def test_words_that_are_not_said_are_missed(fault: str, least: int) -> None:
    caught = 0
    for number, text in enumerate(LINES):
        said = words(text)
        at = 2 + number % 4
        stretch, rest = said[at : at + 4], said[at + 4 :]
        faulty = {
            "dropped": (*said[:at], *rest),
            "repeated": (*said[:at], *stretch, *stretch, *rest),
            "others": (*said[:at], *words("purple elephants seldom argue"), *rest),
        }
        caught += bool(aligning.doubt(said, spoken(faulty[fault])))
    assert caught >= least
