"""Covers: an engine that hangs or gives garbage is one error in bounded time; others are not."""

import threading
from collections.abc import Callable, Iterator, Sequence
from queue import Empty
from typing import Any

import pytest
from hearing import words

from pipeline.errors import EngineError
from pipeline.model import Speech, Voice, Word
from pipeline.narrating import patience

VOICE = Voice(engine="odd", name="any")
GOOD = Speech(pcm=bytes(8), rate=8000)


class Odd:
    """An engine that does what it is told to, and keeps what it was asked, and on which thread."""

    fingerprint, repeatable, online = "1", True, False

    def __init__(self, does: Callable[[], Any], name: str = "odd") -> None:
        self.name = name
        self.asked: list[tuple[str, threading.Thread]] = []
        self._does = does

    def voices(self) -> Sequence[str]:
        return ("any",)

    def speak(self, line: Sequence[Word], _: Voice) -> Speech:
        self.asked.append((" ".join(word.said for word in line), threading.current_thread()))
        told: Speech = self._does()
        return told


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "_hung", {})


@pytest.fixture
def stuck(monkeypatch: pytest.MonkeyPatch) -> Iterator[Odd]:
    """An engine that hangs until the test is over, and nobody's patience."""
    monkeypatch.setattr(patience, "_LONGEST", 0.01)
    over = threading.Event()
    yield Odd(lambda: over.wait() and GOOD)
    over.set()


def test_a_good_engine_is_asked_on_one_thread_beside_ours() -> None:
    engine = Odd(lambda: GOOD)
    assert [patience.spoken(engine, words(text), VOICE) for text in ("One.", "Two.")] == [GOOD] * 2
    (thread,) = {thread for _, thread in engine.asked}
    assert thread is not threading.current_thread()


def test_one_that_hung_is_not_asked_again_and_another_is(stuck: Odd) -> None:
    for line in ("The first line.", "Another."):
        with pytest.raises(EngineError, match=r'odd hangs: it did not say "The first line\."'):
            patience.spoken(stuck, words(line), VOICE)
    assert [line for line, _ in stuck.asked] == ["The first line."]


def test_what_hung_answers_nobody_else(stuck: Odd, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(EngineError, match="hangs"):
        patience.spoken(stuck, words("One."), VOICE)
    monkeypatch.setattr(patience, "_LONGEST", 60)
    other = Speech(pcm=bytes(4), rate=8000)
    assert patience.spoken(Odd(lambda: other, "other"), words("Two."), VOICE) == other


def raising(error: Exception) -> Callable[[], Any]:
    def raises() -> Any:
        raise error

    return raises


@pytest.mark.parametrize(
    ("does", "told"),
    [
        (raising(OSError(5, "the card is gone")), r"odd failed \(.*the card is gone\): choose"),
        (raising(EngineError("its own words")), "^its own words$"),
        (lambda: None, "what is no sound"),
        (lambda: Speech(pcm=bytes(3), rate=8000), "what is no sound"),
        (lambda: Speech(pcm=bytes(4), rate=0), "what is no sound"),
    ],
)
def test_garbage_is_one_line(does: Callable[[], Any], told: str) -> None:
    with pytest.raises(EngineError, match=told):
        patience.spoken(Odd(does), words("One."), VOICE)


def test_a_bug_is_raised_as_it_is_and_is_no_hang() -> None:
    with pytest.raises(Empty):
        patience.spoken(Odd(raising(Empty())), words("One."), VOICE)
    assert patience.spoken(Odd(lambda: GOOD), words("Two."), VOICE) == GOOD
