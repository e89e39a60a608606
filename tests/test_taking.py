"""Covers: speech that fails its check, unknown voices, what an interrupt leaves in the store."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from talking import TALKED, mp3, script

from pipeline import engines, narrating
from pipeline.errors import EngineError
from pipeline.model import DEFAULT_CAST, RATE, Speech, Voice, Word
from pipeline.narrating import Job, Made
from pipeline.narrating.rehearsing import rehearse
from pipeline.store import Store, open_store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(str(tmp_path / "store"))


class Faulty:
    """An engine that gives what it is told to, in turn; then a tone."""

    name = "faulty"
    fingerprint = "faulty 1"
    online = False

    def __init__(self, *faults: str, repeatable: bool = False) -> None:
        self.faults = list(faults)
        self.repeatable = repeatable
        self.calls = 0

    def voices(self) -> Sequence[str]:
        return ("only",)

    def speak(self, words: Sequence[Word], voice: Voice) -> Speech:  # noqa: ARG002
        said = " ".join(word.said for word in words)
        if "Hello" not in said:  # the calibration passage
            return Speech(pcm=tone(0.07 * len(said)), rate=16_000)
        self.calls += 1
        fault = self.faults.pop(0) if self.faults else ""
        lengths = {"short": 0.01, "long": 300.0, "none": 0.0}
        level = 0.0 if fault == "silent" else 0.3
        return Speech(pcm=tone(lengths.get(fault, 1.0), level), rate=16_000)


def tone(seconds: float, level: float = 0.3) -> bytes:
    moments = np.arange(round(seconds * 16_000)) / 16_000
    return (np.sin(2 * np.pi * 300 * moments) * level * 32767).astype("<i2").tobytes()


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Faulty], None]]:
    real = engines.find

    def put(engine: Faulty) -> None:
        monkeypatch.setattr(
            engines, "find", lambda name: engine if name == "faulty" else real(name)
        )

    return put  # type: ignore[return-value]


FAULTY = {"narrator": Voice(engine="faulty", name="only")}


@pytest.mark.parametrize("fault", ["short", "long", "none", "silent"])
def test_bad_speech_is_spoken_again(
    install: Callable[[Faulty], None], store: Store, fault: str
) -> None:
    engine = Faulty(fault, fault)
    install(engine)
    narration = narrating.narrate(script("Hello dear listeners."), FAULTY, store)
    assert engine.calls == 3
    assert narration.takes[0].retakes == 2
    assert 1 < narration.starts[-1] / RATE < 2


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ("none", "no sound"),
        ("silent", "silence"),
        ("short", "only 0.0 seconds"),
        ("long", "300 seconds"),
    ],
)
def test_line_that_fails_three_times_is_named(
    install: Callable[[Faulty], None], store: Store, fault: str, message: str
) -> None:
    engine = Faulty(*[fault] * 9)
    install(engine)
    with pytest.raises(EngineError, match=f'faulty gave {message}.* for "Hello dear listeners."'):
        narrating.narrate(script("Hello dear listeners."), FAULTY, store)
    assert engine.calls == 3


def test_repeatable_engine_is_not_asked_the_same_again(
    install: Callable[[Faulty], None], store: Store
) -> None:
    engine = Faulty("none", "none", repeatable=True)
    install(engine)
    with pytest.raises(EngineError):
        narrating.narrate(script("Hello dear listeners."), FAULTY, store)
    assert engine.calls == 1


def test_speech_that_can_not_be_repeated_outlives_the_bound(
    install: Callable[[Faulty], None], store: Store
) -> None:
    engine = Faulty()
    install(engine)
    hello = script("Hello dear listeners.")
    first = narrating.narrate(hello, FAULTY, store)
    frames = mp3(first, store)
    store.prune(0)
    assert store.get("frames", first.takes[0].key) is None
    again = narrating.narrate(hello, FAULTY, store)
    assert mp3(again, store) == frames
    assert engine.calls == 1


def test_unknown_engine_or_voice_stops_before_anything_is_spoken(store: Store) -> None:
    def voices_only(function: Callable[[Any], Any], jobs: Iterable[Any]) -> Iterable[Any]:
        assert function is rehearse
        return map(function, jobs)

    for voice in (Voice(engine="nobody", name="x"), Voice(engine="espeak", name="nobody")):
        with pytest.raises(EngineError, match=r'no (engine|voice) "nobody"'):
            narrating.narrate(TALKED, {**DEFAULT_CAST, "pull_quote": voice}, store, map=voices_only)


def test_interrupted_run_keeps_what_is_done(store: Store) -> None:
    def interrupted(function: Callable[[Job], Made], jobs: Iterable[Job]) -> Iterable[Made]:
        for index, job in enumerate(jobs):
            if index == 3:
                raise KeyboardInterrupt
            yield function(job)

    with pytest.raises(KeyboardInterrupt):
        narrating.narrate(TALKED, DEFAULT_CAST, store, map=interrupted)
    rest = narrating.narrate(TALKED, DEFAULT_CAST, store)
    assert sum(take.spoken for take in rest.takes) == 4


def test_a_take_of_another_version_is_made_anew_and_nothing_is_spoken_for_it(store: Store) -> None:
    """What version 0 kept of a take: fewer facts, under the same key."""
    first = narrating.narrate(TALKED, DEFAULT_CAST, store)
    for take in first.takes:
        store.put("take", take.key, b'{"length":1152,"peak":0.5,"times":[],"timing":"engine"}\n')
    again = narrating.narrate(TALKED, DEFAULT_CAST, store)
    assert [take.length for take in again.takes] == [take.length for take in first.takes]
    assert mp3(again, store) == mp3(first, store)
    assert not any(take.spoken for take in again.takes)


def test_what_turns_out_to_be_damaged_is_made_beside_what_is_missing(
    store: Store, tmp_path: Path
) -> None:
    first = narrating.narrate(TALKED, DEFAULT_CAST, store)
    damaged, missing, *_ = first.takes
    store.put("take", damaged.key, b"{}\n")
    for file in (tmp_path / "store").glob(f"frames/*/{missing.key[2:]}"):
        file.unlink()
    made: list[list[str]] = []

    def told(function: Callable[[Any], Any], jobs: Iterable[Any]) -> Iterable[Any]:
        work = list(jobs)
        made.append([job.key for job in work])
        return map(function, work)

    again = narrating.narrate(TALKED, DEFAULT_CAST, store, map=told)
    assert made == [[missing.key], [damaged.key]]
    assert [take.length for take in again.takes] == [take.length for take in first.takes]
