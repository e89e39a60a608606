"""Covers: flite's voices, what it reads of other scripts, and the times it tells."""

import subprocess
import sys

import numpy as np
import pytest
from hearing import SENTENCE, samples, seconds, words

from pipeline import engines
from pipeline.engines import flite, flite_library
from pipeline.errors import EngineError
from pipeline.model import Speech, Voice

if not flite_library.installed():
    pytest.skip("flite is not installed", allow_module_level=True)


def said(text: str, name: str = "rms", speed: float = 1.0, pitch: float = 0.0) -> Speech:
    voice = Voice(engine="flite", name=name, speed=speed, pitch=pitch)
    return engines.find("flite").speak(words(text), voice)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“Naïve” café—Łódź…", ['"Naive"', "cafe,", "Lodz..."]),
        ("Straße, Œuvre", ["Strasse,", "Oeuvre"]),
        ("рот", ["er", "o", "te"]),
        ("工 ٣", ["ideograph", "three"]),
        ("🙂 \x01a\x00b \udcff", ["a", "b"]),
        ("", []),
    ],
)
def test_what_it_reads(text: str, expected: list[str]) -> None:
    assert flite._ascii(text) == expected


@pytest.mark.parametrize("name", flite_library.VOICES)
def test_voices_differ_and_obey_speed(name: str) -> None:
    plain = said("Hello there.", name)
    assert seconds(said("Hello there.", name, speed=0.7)) == pytest.approx(
        seconds(plain) / 0.7, rel=0.1
    )
    others = {said("Hello there.", each).pcm for each in flite_library.VOICES}
    assert len(others) == len(flite_library.VOICES)


def test_it_says_the_same_in_another_process() -> None:
    program = (
        "import hashlib, sys\n"
        "from pipeline.engines.flite_library import utter\n"
        "utter('Something before.', 'slt', 1.0)\n"
        "print(hashlib.sha256(utter(sys.argv[1], 'slt', 1.0).pcm).hexdigest())\n"
    )
    command = [sys.executable, "-c", program, SENTENCE]
    runs = {subprocess.run(command, capture_output=True, check=True).stdout for _ in range(2)}
    assert len(runs) == 1


def test_times_are_where_the_sounds_are() -> None:
    text = "Stop, half-hour. (U.S. news) “in the” 1984"
    speech = said(text)
    assert speech.times is not None
    assert all(speech.times)
    wave = np.abs(samples(speech).astype(int))
    spans = [span for span in speech.times if span]
    assert all(wave[start:end].max() > 500 for start, end in spans)
    assert spans[1][0] - spans[0][1] > 0.05 * speech.rate  # the comma
    assert spans[-1][1] - spans[-1][0] > 0.5 * speech.rate  # nineteen eighty-four


def test_what_it_cannot_do_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(EngineError, match="can't move a voice's pitch"):
        said("Hello.", pitch=2.0)
    with pytest.raises(EngineError, match=r"a sentence of \d{4} characters"):
        said("word " * 500)
    monkeypatch.setattr(flite_library, "_ENGINE", "libnobody.so.1")
    with pytest.raises(EngineError, match="needs its library: on Debian or Ubuntu, type apt"):
        flite.Flite()
