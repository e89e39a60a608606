"""Covers: speech servers: what they are asked and answer, and where nothing is sent."""

import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hearing import SENTENCE, samples, seconds, words
from speech_server import LETTER, RATE, VOICES, SpeechServer, speech_server

from pipeline import engines
from pipeline.engines import captions, requesting, turns
from pipeline.errors import EngineError
from pipeline.model import Speech, Voice, Word

__all__ = ["speech_server"]  # a fixture of every test here

HELLO = "Hello there, friends."


def says(text: str, name: str = "kokoro/af_heart", **how: Any) -> Speech:
    return engines.find("http").speak(words(text), Voice(engine="http", name=name, **how))


# --- What is asked ---------------------------------------------------------------------------


def test_it_asks_for_the_model_voice_and_speed_of_the_show(speech_server: SpeechServer) -> None:
    speech_server.key = "sk-secret"
    with pytest.raises(EngineError, match=r"refused \(HTTP 401\): Incorrect API key provided\.;"):
        says(HELLO)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RENDER_EPISODE_SPEECH_KEY", " sk-secret\n")
        engines.find.cache_clear()
        speech = says(HELLO, "org/model/af(2)+bm", speed=1.25)
    assert speech_server.asked == [
        {"model": "org/model", "input": HELLO, "voice": "af(2)+bm", "speed": 1.25,
         "response_format": "flac", "stream": False}
    ]  # fmt: skip
    assert seconds(speech) == pytest.approx(LETTER * len(HELLO) + 0.02, abs=0.01)
    assert "sk-secret" not in engines.find("http").fingerprint


def test_times_come_from_a_server_that_has_them(speech_server: SpeechServer) -> None:
    said = (Word(shown="—", said=""), *words("So half-hour U.S. news, “now”."))
    speech = engines.find("http").speak(said, Voice(engine="http", name="kokoro/af_heart"))
    assert speech.times is not None
    assert speech.times[0] is None
    at = 0.01
    for word, span in zip(said[1:], speech.times[1:], strict=True):
        assert span is not None
        assert span[0] / RATE == pytest.approx(at, abs=0.002)
        assert (span[1] - span[0]) / RATE == pytest.approx(LETTER * len(word.said), abs=0.002)
        at += LETTER * (len(word.said) + 1)
    assert set(speech_server.paths) == {"/dev/captioned_speech"}


def test_times_of_other_words_are_compared_by_letters() -> None:
    stamps = [captions.Timestamp(*each) for each in (
        ("Half", 0.0, 0.4), ("-", 0.4, 0.4), ("hour", 0.4, 0.8), ("in the", 1.0, 1.5), (",", 1, 2),
    )]  # fmt: skip
    assert captions.times(words("half-hour in the rain"), stamps) == [
        (0.0, 0.8), (1.0, 1.2), (1.2, 1.5), None,
    ]  # fmt: skip
    assert captions.times(words("half"), []) is None
    assert captions.cut([(0.5, 0.2), None, (0.1, 9.0)], 100, 10, 60) == ((40, 40), None, (40, 50))


def test_a_server_without_them_is_asked_for_speech(speech_server: SpeechServer) -> None:
    speech_server.captions = False
    for _ in range(2):
        assert says(HELLO).times is None
    assert speech_server.paths == ["/dev/captioned_speech", *["/v1/audio/speech"] * 2]


@pytest.mark.parametrize("form", ["pcm", "wav"])
def test_it_takes_the_lossless_form_there_is(speech_server: SpeechServer, form: str) -> None:
    speech_server.captions, speech_server.forms = False, (form, "mp3")
    assert says(HELLO).pcm == says(HELLO).pcm
    asked = [each["response_format"] for each in speech_server.asked]
    assert asked == [*["flac", "pcm", "wav"][: len(asked) - 2], form, form]
    assert np.abs(samples(says(HELLO)).astype(int)).max() == pytest.approx(0.3 * 32767, abs=9)


def test_voices_are_the_servers_or_openais(speech_server: SpeechServer) -> None:
    assert engines.find("http").voices() == tuple(f"kokoro/{each}" for each in VOICES)
    engines.find.cache_clear()
    speech_server.lists = False
    assert engines.find("http").voices()[0] == "tts-1/alloy"
    with pytest.raises(EngineError, match="can't move a voice's pitch"):
        says(HELLO, pitch=2.0)
    with pytest.raises(EngineError, match="of 5000 characters"):
        says("x" * 5000)


def test_no_more_requests_at_once_than_allowed(
    speech_server: SpeechServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    speech_server.faults[:] = ["drip", "hang"] * 4
    monkeypatch.setattr(requesting, "_WAITS", ())
    said: list[str] = []

    def say() -> None:
        try:
            says(HELLO)
        except EngineError as error:
            said.append(str(error))

    callers = [threading.Thread(target=say) for _ in range(6)]
    for each in callers:
        each.start()
    for each in callers:
        each.join()
    assert speech_server.most == 2
    monkeypatch.setenv("RENDER_EPISODE_SPEECH_AT_ONCE", "many")
    with pytest.raises(EngineError, match=r"AT_ONCE is “many”: write a whole number"):
        says(HELLO)


def test_turns_are_so_far_apart_as_a_minute_allows(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    waited: list[float] = []
    monkeypatch.setattr(turns, "_sleep", waited.append)
    monkeypatch.setattr("pipeline.engines.turns.time.time", lambda: 1_000_000.0)
    for _ in range(3):
        with turns.turn(f"a server of {tmp_path}", 1, a_minute=30):
            pass
    assert [each - waited[0] for each in waited] == [0, 2, 4]


# --- What is answered ------------------------------------------------------------------------


@pytest.mark.parametrize("faults", [["429"], ["500", "503 0 sorry"], ["cut"], ["429 1"]])
def test_it_asks_again_when_that_helps(
    speech_server: SpeechServer, faults: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr(requesting, "_sleep", waited.append)
    speech_server.faults[:] = faults
    assert seconds(says(HELLO)) > 1
    assert len(speech_server.asked) == len(faults) + 1
    assert waited == [1.0] if faults == ["429 1"] else waited == [0.01, 0.02][: len(faults)]


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ('429 0 {"error":{"message":"quota is used up"}}',
         r"wants fewer requests \(HTTP 429\): quota is used up, 4 times; try again"),
        ("429 3600", r"wants fewer requests \(HTTP 429\);"),
        ("429 Fri,01Jan2100", r"wants fewer requests \(HTTP 429\)"),
        ('500 0 {"detail":{"error":"x","message":"no memory"}}',
         r"\(HTTP 500\): no memory, 4"),
        ('422 0 {"detail":[{"msg":"too long"}]}', r"refused \(HTTP 422\): too long;"),
        ('400 0 {"error":{"message":"no such voice"}}', r"\(HTTP 400\): no such voice;"),
        ("302", r"refused \(HTTP 302\)"),
        ("hang", r"no whole answer came \(ReadTimeout\), 4 times"),
        ("drip", "the answer does not end;"),
        ("cut", "4 times"),
        ("html", "the answer is no speech but a text"),
        ("mislabelled html", "the answer is no speech but a text"),
        ("json", "the answer is no speech but says: out of memory"),
        ("mislabelled json", "no speech but says: no GPU"),
        ("empty", "the answer is empty"),
        ("no length", "the answer holds no speech"),
        ("junk", "what came is not sound"),
    ],
)  # fmt: skip
def test_a_fault_is_one_clear_line(
    speech_server: SpeechServer, fault: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(requesting, "_TIMEOUT", (1.0, 0.1))
    monkeypatch.setattr(requesting, "_LONGEST", 0.1)
    speech_server.captions = False
    speech_server.faults[:] = [fault] * 9
    with pytest.raises(EngineError, match=message) as failure:
        says("Hello.")
    assert "\n" not in str(failure.value)
    assert "espeak. What was spoken so far is kept" in str(failure.value)
    assert len(speech_server.asked) in {1, 4}


@pytest.mark.parametrize("answer", ["mp3", "streamed wav", "wav of size 0", "pcm at 16 kHz"])
def test_any_sound_is_heard_whatever_it_is_called(speech_server: SpeechServer, answer: str) -> None:
    speech_server.captions = False
    speech_server.faults[:] = [answer]
    speech = says(SENTENCE)
    assert seconds(speech) == pytest.approx(LETTER * len(SENTENCE) + 0.02, abs=0.06)
    assert np.abs(samples(speech).astype(int)).max() > 8000


def test_silence_is_no_speech(speech_server: SpeechServer) -> None:
    speech_server.captions, speech_server.faults = False, ["silent"]
    assert says(HELLO).pcm == b""


# --- Where nothing is sent -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "key", "message"),
    [
        ("", "", "needs the address of a speech server: set RENDER_EPISODE_SPEECH_URL"),
        ("speech.example.org", "", "can't use RENDER_EPISODE_SPEECH_URL"),
        ("file:///etc/passwd", "", "can't use RENDER_EPISODE_SPEECH_URL"),
        ("http://me:pass@speech.example.org", "", "can't use RENDER_EPISODE_SPEECH_URL"),
        ("http://[::1", "", "can't use RENDER_EPISODE_SPEECH_URL"),
        ("http://speech.example.org/v1", "secret", "the key to speech.example.org unencrypted"),
        ("https://speech.example.org/v1", "sec\nret", "can't send what RENDER_EPISODE_SPEECH_KEY"),
    ],
)
def test_a_bad_address_is_one_clear_line(
    url: str, key: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RENDER_EPISODE_SPEECH_URL", url)
    monkeypatch.setenv("RENDER_EPISODE_SPEECH_KEY", key)
    with pytest.raises(EngineError, match=message) as failure:
        says(HELLO)
    assert key == "" or key not in str(failure.value)
    assert message.rsplit(maxsplit=1)[-1] in str(getattr(engines.find("http"), "needs", ""))


def test_nobody_there_fails_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RENDER_EPISODE_SPEECH_URL", "http://127.0.0.1:9/v1/")
    with pytest.raises(EngineError, match=r"can't reach 127.0.0.1:9: connect to the network"):
        says(HELLO)
