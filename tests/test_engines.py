"""Covers: the contract that every installed engine keeps, and how engines are found."""

from importlib import metadata
from importlib.metadata import EntryPoint, EntryPoints

import numpy as np
import pytest
from hearing import SENTENCE, samples, seconds, words
from humming import hum, humming
from listening import google
from small_kokoro import small_kokoro
from small_voices import small_voices
from speech_server import speech_server

from pipeline import engines
from pipeline.engines import flite_library
from pipeline.errors import EngineError
from pipeline.model import Speech, Voice, Word

__all__ = [
    "google",
    "hum",
    "humming",
    "small_kokoro",
    "small_voices",
    "speech_server",
]  # fixtures of every test here

# --- The contract ----------------------------------------------------------------------------


PACKAGES = {"kokoro": "kokoro_onnx", "piper": "piper"}  # engines whose package is extra


@pytest.fixture(params=[*engines.names(), pytest.param("hum", marks=pytest.mark.slow)])
def engine(request: pytest.FixtureRequest) -> engines.Engine:
    if package := PACKAGES.get(request.param):
        pytest.importorskip(package, reason=f"{package} is not installed")
    if request.param == "flite" and not flite_library.installed():
        pytest.skip("libflite1 is not installed")
    if request.param == "hum":
        request.getfixturevalue("humming")
    return engines.find(request.param)


def voice(engine: engines.Engine, name: str = "") -> Voice:
    return Voice(engine=engine.name, name=name or engine.voices()[0])


def test_engine_says_what_it_is(engine: engines.Engine, request: pytest.FixtureRequest) -> None:
    assert isinstance(engine, engines.Engine)
    assert engine.name == request.node.callspec.params["engine"]
    assert engine.fingerprint
    assert engine.fingerprint == engine.fingerprint
    assert engine.voices()
    assert len(set(engine.voices())) == len(engine.voices())
    assert engines.find(engine.name) is engine


def test_engine_speaks(engine: engines.Engine) -> None:
    speech = engine.speak(words(SENTENCE), voice(engine))
    assert speech.rate >= 16_000
    assert 2 < seconds(speech) < 12
    assert np.abs(samples(speech).astype(int)).max() > 1000
    edge = round(0.02 * speech.rate)
    for end in (samples(speech)[:edge], samples(speech)[-edge:]):
        assert np.abs(end.astype(int)).max() > 3  # the silence round it is ours to give


def test_engine_gives_a_time_for_a_word_or_none_at_all(engine: engines.Engine) -> None:
    said = words("Well — in the end, that was 1984.")
    speech = engine.speak(said, voice(engine))
    if speech.times is None:
        return
    assert len(speech.times) == len(said)
    known = [span for span in speech.times if span]
    edges = [edge for span in known for edge in span]
    assert edges == sorted(edges)
    assert 0 <= edges[0] <= edges[-1] <= len(samples(speech))
    assert len(known) >= len(said) - 1


def test_repeatable_engine_repeats_itself(engine: engines.Engine) -> None:
    first = engine.speak(words(SENTENCE), voice(engine))
    engine.speak(words("Something else in between."), voice(engine, engine.voices()[1]))
    again = engine.speak(words(SENTENCE), voice(engine))
    assert (first == again) or not engine.repeatable


def test_unknown_voice_is_one_clear_line(engine: engines.Engine) -> None:
    with pytest.raises(EngineError, match=rf'{engine.name} has no .*"nobody"') as failure:
        engine.speak(words("Hello."), voice(engine, "nobody"))
    assert "\n" not in str(failure.value)


@pytest.mark.parametrize(
    "text",
    [
        '<break time="5000ms"/> a <script>alert(1)</script>',
        "fish & chips &lt;b&gt; &#0; ]]> <!--",
        "[[daz'EljoU]] [[[[ [x]] _ ^ |",
        "one\x01two \x00 three\x1b[0m \x7f \u2028 \ufeff",
        "“Naïve” café — Łódź … 工人 рабочий 🙂",
        "a" * 300,
        "\udcff lonely",
    ],
)
def test_words_are_only_ever_words(engine: engines.Engine, text: str) -> None:
    speech = engine.speak(words(text), voice(engine))
    assert 0.05 < seconds(speech) < 100


def test_engine_counts_empty_words_as_pauses(engine: engines.Engine) -> None:
    said = (Word(shown="—", said=""), *words("Hello there."), Word(shown="*", said=""))
    speech = engine.speak(said, voice(engine))
    assert speech.times is None or [bool(span) for span in speech.times] == [
        False,
        True,
        True,
        False,
    ]


# --- Finding engines -------------------------------------------------------------------------


def test_unknown_engine_names_the_known() -> None:
    with pytest.raises(EngineError, match=r'no engine "nobody": choose one of espeak, flite, gtts'):
        engines.find("nobody")


def test_engines_come_through_the_entry_points(monkeypatch: pytest.MonkeyPatch) -> None:
    hum = EntryPoint("hum", "test_engines:Hum", engines.GROUP)
    broken = EntryPoint("broken", "no_such_module:Engine", engines.GROUP)
    fake = EntryPoint("espeak", "test_engines:Hum", engines.GROUP)
    odd = EntryPoint("odd", "test_engines:Odd", engines.GROUP)
    found = EntryPoints((hum, broken, fake, odd))
    monkeypatch.setattr(metadata, "entry_points", lambda group: found.select(group=group))
    engines.find.cache_clear()
    assert isinstance(engines.find("hum"), Hum)
    assert {"hum", "espeak", "gtts"} <= set(engines.names())
    assert engines.find("espeak").fingerprint.startswith("espeak")  # a built-in can't be replaced
    for name in ("broken", "odd"):
        with pytest.raises(EngineError, match=f"{name} can't be loaded"):
            engines.find(name)
    engines.find.cache_clear()


class Odd:
    """An engine of somebody's that fails in a way of its own."""

    def __init__(self) -> None:
        raise ValueError("no such tuning")


class Hum:
    """The smallest engine."""

    name = "hum"
    fingerprint = "hum 1"
    repeatable = True
    online = False

    def voices(self) -> tuple[str, ...]:
        return ("low",)

    def speak(self, words: tuple[Word, ...], voice: Voice) -> Speech:  # noqa: ARG002
        return Speech(pcm=b"\0\1" * 8000 * len(words), rate=16_000)
