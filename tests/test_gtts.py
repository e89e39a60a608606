"""Covers: gtts' pieces, voices, waits and certificates, and every fault of its server."""

import socket
import time
from pathlib import Path

import pytest
from hearing import seconds, words
from listening import Server, google
from talking import TALKED

from pipeline import engines, metering, narrating
from pipeline.engines import gtts, requesting
from pipeline.errors import EngineError
from pipeline.model import Speech, Voice
from pipeline.store import open_store

__all__ = ["google"]  # a fixture of every test here


def google_says(text: str, name: str = "en") -> Speech:
    return engines.find("gtts").speak(words(text), Voice(engine="gtts", name=name))


LONG = (
    "In the summer of that year the readers climbed the platform, and opened the book at the page "
    "where they had stopped the night before; the whole floor grew still. What next? Nobody knew."
)


def test_gtts_sends_pieces_cut_at_sense_and_joins_the_speech(google: Server) -> None:
    speech = google_says(LONG)
    sent = [text for text, _ in google.asked]
    assert " ".join(sent) == LONG
    assert all(len(text) <= 100 for text in sent)
    assert all(text[-1] in ",;.?" for text in sent)
    assert seconds(speech) == pytest.approx(0.06 * len(LONG), abs=0.7)
    assert speech.rate == 24_000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Short.", ["Short."]),
        ("", []),
        ("— …", []),
        ("x" * 250, ["x" * 100, "x" * 100, "x" * 50]),
        (" ".join(["word"] * 30), [" ".join(["word"] * 20), " ".join(["word"] * 10)]),
    ],
)
def test_gtts_pieces(text: str, expected: list[str]) -> None:
    assert gtts.pieces(text) == expected


def test_gtts_asks_for_the_voices_language_and_host(
    google: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    hosts = []

    def url(tld: str, path: str) -> str:
        hosts.append(tld)
        return google.url(tld, path)

    monkeypatch.setattr("gtts.tts._translate_url", url)
    for name in ("fr", "en-GB", "narrator"):
        google_says("Bonjour.", name)
    assert google.asked == [("Bonjour.", "fr"), ("Bonjour.", "en"), ("Bonjour.", "en")]
    assert hosts == ["com", "co.uk", "us"]
    for name in ("en@127.0.0.1", "com", "en:x@evil.example"):
        with pytest.raises(EngineError, match="has no voice"):
            google_says("Hello.", name)
    assert len(hosts) == 3


@pytest.mark.parametrize("faults", [["429"], ["500", "503"], ["cut"], ["429", "502", "cut"]])
def test_gtts_asks_again_when_that_helps(google: Server, faults: list[str]) -> None:
    google.faults[:] = faults
    assert seconds(google_says("Hello there.")) > 0.5
    assert len(google.asked) == len(faults) + 1


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ("429", r"Google wants fewer requests \(HTTP 429\), 4 times; try again later"),
        ("500", r"the server failed \(HTTP 500\), 4 times"),
        ("cut", "4 times"),
        ("hang", r"no whole answer came \(ReadTimeout\), 4 times"),
        ("drip", "the answer does not end; try again later"),
        ("html", "the answer is no speech but a page"),
        ("empty", "the answer holds no speech"),
        ("junk", "what came is not sound"),
        ("403", r"Google refused \(HTTP 403\)"),
        ("302", r"Google refused \(HTTP 302\)"),
    ],
)
def test_gtts_fault_is_one_clear_line(
    google: Server, fault: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(requesting, "_TIMEOUT", (1.0, 0.1))
    monkeypatch.setattr(requesting, "_LONGEST", 0.1)
    google.faults[:] = [fault] * 9
    with pytest.raises(EngineError, match=message) as failure:
        google_says("Hello.")
    assert "\n" not in str(failure.value)
    assert len(google.asked) in {1, 4}


def test_gtts_silence_is_no_speech(google: Server) -> None:
    google.faults[:] = ["silent"]
    assert google_says("Hello.").pcm == b""


def test_gtts_offline_fails_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{closed.getsockname()[1]}/"
        monkeypatch.setattr("gtts.tts._translate_url", lambda **_: nobody)
        start = time.monotonic()
        with pytest.raises(EngineError, match=r"can't reach .*: connect to the network, or use"):
            google_says("Hello.")
        assert time.monotonic() - start < 2


def test_gtts_checks_certificates(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = {}

    def send(self: object, request: object, **options: object) -> None:  # noqa: ARG001
        seen.update(options)
        raise EngineError("seen")

    monkeypatch.setattr("requests.Session.send", send)
    with pytest.raises(EngineError, match="seen"):
        google_says("Hello.")
    assert seen["verify"]
    assert seen["timeout"]


def test_gtts_waits_longer_each_time_and_as_long_as_it_is_told(
    google: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr(requesting, "_sleep", waited.append)
    google.faults[:] = ["429", "429 after 7", "500"]
    google_says("Hello.")
    assert waited == [0.01, 7, 0.04]
    google.faults[:] = ["429 after 3600"]
    with pytest.raises(EngineError, match=r"fewer requests \(HTTP 429\); try again later"):
        google_says("Hello.")
    assert len(waited) == 3


@pytest.mark.slow
def test_gtts_narrates_and_is_asked_once_for_a_line(google: Server, tmp_path: Path) -> None:
    store, cast = open_store(str(tmp_path)), {"narrator": Voice(engine="gtts", name="en")}
    first = narrating.narrate(TALKED, cast, store)
    asked = len(google.asked)
    assert asked >= len(TALKED.lines)
    assert {take.timing for take in first.takes} <= {"aligned", "estimated"}  # Google tells none
    timed = [
        (word, time)
        for take in first.takes
        for word, time in zip(take.line.words, take.times, strict=True)
    ]
    assert all(time for word, time in timed if any(map(str.isalnum, word.said)))
    assert metering.loudness(take.meter.energies for take in first.takes) == pytest.approx(
        -19, abs=0.5
    )
    store.prune(0)
    again = narrating.narrate(TALKED, cast, store)
    assert len(google.asked) == asked
    assert [take.key for take in again.takes] == [take.key for take in first.takes]


def test_gtts_fault_in_the_middle_keeps_what_was_spoken(google: Server, tmp_path: Path) -> None:
    store, cast = open_store(str(tmp_path)), {"narrator": Voice(engine="gtts", name="en")}
    google.faults[:] = [""] * 10 + ["html"]
    with pytest.raises(EngineError, match="What was spoken so far is kept"):
        narrating.narrate(TALKED, cast, store)
    asked = len(google.asked)
    narrating.narrate(TALKED, cast, store)
    assert len(set(google.asked)) == len(google.asked) - 1  # only the failed piece, again
    assert len(google.asked) > asked
