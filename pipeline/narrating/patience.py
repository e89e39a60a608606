"""An engine and words → its speech, or one clear error in bounded time.

Promise: no line waits for ever. A library that hangs can't be interrupted, so an engine speaks on a
thread beside the one that waits, which stays free for Ctrl-C. An engine that hung once is not asked
again by this process: it may hold what the next line would need.
"""

import threading
from collections.abc import Sequence
from queue import Empty, SimpleQueue
from typing import Any

from pipeline import bounds
from pipeline.engines import Engine
from pipeline.errors import EngineError
from pipeline.model import Speech, Voice, Word

_LONGEST = 300  # seconds for a line that is spoken here: a large model's first one takes a minute
_ONLINE = 1_200  # seconds: online engines have bounds of their own, and wait between their tries

_OTHER = "choose another with --engine"

_hung: dict[str, str] = {}  # what was told of each, by its name
_own = threading.local()  # each thread that waits has one that speaks: some engines want the same


def spoken(engine: Engine, words: Sequence[Word], voice: Voice) -> Speech:
    """What the engine says. Raises EngineError: its own, or that it hangs."""
    speaker: _Speaker | None = getattr(_own, "speaker", None)
    if speaker is None:
        speaker = _own.speaker = _Speaker()
    limit = bounds.raised(_ONLINE if engine.online else _LONGEST)
    if engine.name in _hung:
        raise EngineError(_hung[engine.name])
    try:
        told = speaker.ask(engine, words, voice, limit)
    except Empty:
        _own.speaker = None
        told = _hung[engine.name] = _late(engine, words, limit)
        raise EngineError(told) from None
    except BaseException:  # an interrupt: what is still said is for nobody
        _own.speaker = None
        raise
    if isinstance(told, OSError):
        raise EngineError(f"Engine {engine.name} failed ({told}): {_OTHER}") from told
    if isinstance(told, BaseException):
        raise told
    if not isinstance(told, Speech) or told.rate <= 0 or len(told.pcm) % 2:
        raise EngineError(f"Engine {engine.name} gave what is no sound: {_OTHER}")
    return told


class _Speaker:
    """A thread that asks engines, one line at a time."""

    def __init__(self) -> None:
        self._asked: SimpleQueue[tuple[Engine, Sequence[Word], Voice]] = SimpleQueue()
        self._told: SimpleQueue[Any] = SimpleQueue()  # an engine may give anything
        threading.Thread(target=self._speak, daemon=True, name="speaker").start()

    def ask(self, engine: Engine, words: Sequence[Word], voice: Voice, limit: float) -> Any:
        """What came of it, speech or an error. Raises Empty after so many seconds."""
        self._asked.put((engine, words, voice))
        return self._told.get(timeout=limit)

    def _speak(self) -> None:
        while True:
            engine, words, voice = self._asked.get()
            try:
                self._told.put(engine.speak(words, voice))
            except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
                self._told.put(error)


def _late(engine: Engine, words: Sequence[Word], limit: int) -> str:
    said = " ".join(word.said for word in words if word.said)
    return (
        f'Engine {engine.name} hangs: it did not say "{said}" in {limit} seconds: {_OTHER}, '
        "or wait longer with --limits 10"
    )
