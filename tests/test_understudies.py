"""Covers: a fallback speaks a whole role; without one a render stops and the next goes on."""

import logging
from collections.abc import Sequence
from pathlib import Path

import pytest
from talking import TALKED, mp3, script

from pipeline import engines, narrating
from pipeline.errors import EngineError
from pipeline.model import DEFAULT_CAST, Speech, Voice, Word
from pipeline.store import Store, open_store
from pipeline.values import replace

GOOD = Voice(engine="espeak", name="en-us+f4")


class Breaking:
    """espeak under another name, which goes down after so many lines of a talk; -1: never."""

    name = "breaking"
    fingerprint = "breaking 1"
    repeatable = True
    online = False

    def __init__(self, after: int) -> None:
        self.after = after
        self.said: list[str] = []

    def voices(self) -> Sequence[str]:
        return ("narrator",)

    def speak(self, words: Sequence[Word], voice: Voice) -> Speech:
        said = " ".join(word.said for word in words if word.said)
        if any(said == line.said for line in TALKED.lines):
            if len(self.said) == self.after:
                raise EngineError("Engine breaking is down: wait for it.")
            self.said.append(said)
        return engines.find("espeak").speak(words, replace(voice, engine="espeak"))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(str(tmp_path / "store"))


def install(monkeypatch: pytest.MonkeyPatch, engine: Breaking) -> None:
    real = engines.find.__wrapped__
    monkeypatch.setattr(engines, "find", lambda name: engine if name == engine.name else real(name))


def cast(fallback: Voice | None, engine: str = "breaking") -> dict[str, Voice]:
    return {**DEFAULT_CAST, "narrator": Voice(engine=engine, name="narrator", fallback=fallback)}


def test_a_fault_in_the_middle_is_gone_on_from(
    monkeypatch: pytest.MonkeyPatch, store: Store
) -> None:
    broken = Breaking(3)
    install(monkeypatch, broken)
    with pytest.raises(EngineError, match=r"is down: wait for it\. \d of 7 lines are safe") as told:
        narrating.narrate(TALKED, cast(None), store)
    monkeypatch.undo()
    mended = Breaking(-1)
    install(monkeypatch, mended)
    narration = narrating.narrate(TALKED, cast(None), store)
    assert len(broken.said) == 3
    assert sorted(broken.said + mended.said) == sorted(
        line.said for line in TALKED.lines if line.voice == "narrator"
    )
    safe = sum(not take.spoken for take in narration.takes)
    assert f"{safe} of 7 lines" in str(told.value)
    assert narration.fallbacks == {}


def test_a_fallback_speaks_the_whole_role(
    monkeypatch: pytest.MonkeyPatch, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    install(monkeypatch, Breaking(3))
    with caplog.at_level(logging.WARNING):
        narration = narrating.narrate(TALKED, cast(GOOD), store)
    assert [record.getMessage() for record in caplog.records] == [
        "espeak:en-us+f4 speaks narrator: Engine breaking is down: wait for it."
    ]
    assert narration.fallbacks == {"narrator": "breaking:narrator"}
    assert narration.voices == {"narrator": GOOD, "pull_quote": DEFAULT_CAST["pull_quote"]}
    alone = narrating.narrate(TALKED, {**DEFAULT_CAST, "narrator": GOOD}, store)
    assert mp3(narration, store) == mp3(alone, store)
    assert not any(take.spoken for take in alone.takes)


def test_an_engine_that_is_not_there_is_stood_in_for(store: Store) -> None:
    narration = narrating.narrate(script("Hello there."), cast(GOOD, "nobody"), store)
    assert narration.fallbacks == {"narrator": "nobody:narrator"}
    with pytest.raises(EngineError, match='no engine "nobody"'):
        narrating.narrate(script("Hello there."), cast(None, "nobody"), store)
    both = replace(GOOD, engine="nobody")
    with pytest.raises(EngineError, match='no engine "nobody"'):
        narrating.narrate(script("Hello there."), cast(both, "nobody"), store)
