"""Covers: with --verify the words of a line are looked for in its speech; a plan knows of it."""

from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest
from talking import TALK, script

from pipeline import engines, narrating
from pipeline.aligning import recognising
from pipeline.errors import EngineError
from pipeline.model import DEFAULT_CAST, Sound, Speech, Voice, Word
from pipeline.narrating.passage import LINES
from pipeline.store import Store, open_store
from pipeline.values import replace

SAID = script(TALK.splitlines()[1])
CAST = {**DEFAULT_CAST, "narrator": Voice(engine="forgetful", name="narrator")}
_LEFT = 4  # words in the middle that are left out


def test_a_folder_of_that_name_is_no_recogniser(monkeypatch: pytest.MonkeyPatch) -> None:
    def version(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(recognising, "find_spec", lambda _: object())
    monkeypatch.setattr(recognising, "version", version)
    recognising.fingerprint.cache_clear()
    try:
        assert recognising.fingerprint() == f"estimated {recognising.VERSION}"
        assert not recognising.installed()
    finally:
        recognising.fingerprint.cache_clear()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(str(tmp_path / "store"))


class Forgetful:
    """espeak under another name, which leaves out words of whatever it is no rehearsal to say."""

    name, fingerprint, repeatable, online = "forgetful", "forgetful 1", True, False

    def voices(self) -> Sequence[str]:
        return ("narrator",)

    def speak(self, words: Sequence[Word], voice: Voice) -> Speech:
        half = len(words) // 2
        said = words if words in LINES else (*words[:half], *words[half + _LEFT :])
        speech = engines.find("espeak").speak(said, replace(voice, engine="espeak"))
        return replace(speech, times=None)


def test_what_is_left_out_is_noticed(monkeypatch: pytest.MonkeyPatch, store: Store) -> None:
    engine, real = Forgetful(), engines.find.__wrapped__
    monkeypatch.setattr(engines, "find", lambda name: engine if name == engine.name else real(name))
    assert narrating.narrate(SAID, CAST, store).takes  # it lasts about as long as it should
    with pytest.raises(EngineError, match="forgetful gave other words, or not all of them, for"):
        narrating.narrate(SAID, CAST, store, verify=True)


def test_a_plan_knows_what_was_verified(store: Store) -> None:
    (take,) = narrating.narrate(SAID, DEFAULT_CAST, store, verify=True).takes
    assert take.retakes == 0
    counts = [
        narrating.foresee(SAID, DEFAULT_CAST, store, Sound(), verify=verify)
        for verify in (True, False)
    ]
    assert [(each.spoken, each.mixed) for each in counts] == [(0, 0), (0, 1)]
