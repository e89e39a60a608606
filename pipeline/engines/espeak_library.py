"""Text and a voice file → samples and events, by espeak-ng in this process.

The promise: the same text gives the same bytes, whatever was said before. The library keeps state
from one utterance to the next that nothing resets, so each gets a freshly loaded library.
"""

import _ctypes
import ctypes
import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import espeakng_loader

from pipeline.errors import EngineError
from pipeline.versions import version

WORD, PHONEME = 1, 7  # espeak_EVENT_TYPE, of those we use

_END = 0  # ends each list of events
_SYNCHRONOUS = 2  # AUDIO_OUTPUT_SYNCHRONOUS: samples go to the callback
_PHONEME_EVENTS, _IPA_EVENTS = 0x1, 0x2
_DONT_EXIT = 0x8000  # else the library ends the process when it finds no data
_UTF8, _PHONEMES = 0x1, 0x100  # [[…]] holds phonemes; markup stays off
_IPA = 0x2  # espeak_TextToPhonemes' alphabet
_RATE = 1  # espeak_PARAMETER
_NORMAL = 175  # words a minute, espeak's own
_SLOWEST, _FASTEST = 80, 450
_LONGEST = 150  # bytes of a path; espeak-ng cuts longer ones off at 160 and then finds nothing
_UPRIGHT = 0  # return code of success

_alone = threading.Lock()  # two threads in one library end in a double free


class _Id(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _Id),
    )


_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


class Event(NamedTuple):
    """Something the library said about the sound: `position` counts characters from 0."""

    kind: int
    position: int
    sample: int
    sounds: str  # of a phoneme, in IPA; empty for a pause


class Utterance(NamedTuple):
    """16-bit mono at `rate`, and its events in order."""

    pcm: bytes
    rate: int
    events: list[Event]


@lru_cache(maxsize=1)
def library_version() -> str:
    """The version of the wheel that brings library and data."""
    return version("espeakng-loader")


def data_folder() -> Path:
    """Where the library's data lies."""
    return Path(espeakng_loader.get_data_path())


def utter(text: str, voice: str, speed: float) -> Utterance:
    """Say `text` with the voice file whose contents are `voice`, at a multiple of its own speed.

    Raises EngineError when the library fails.
    """
    with _loaded(voice) as (library, rate):
        wanted = min(max(round(_NORMAL * speed), _SLOWEST), _FASTEST)
        _check(library.espeak_SetParameter(_RATE, wanted, 0), f"refused the speed {speed}")
        return _collect(library, text, rate)


@lru_cache(maxsize=1024)
def transcribe(text: str, voice: str) -> str:
    """Text as IPA, with a blank between words that are said apart; its punctuation is lost.

    `voice` is the contents of a voice file. Raises EngineError when the library fails.
    """
    raw = ctypes.create_string_buffer(text.encode("utf-8", "replace"))
    rest = ctypes.c_void_p(ctypes.addressof(raw))
    said = []
    with _loaded(voice) as (library, _):
        clause = library.espeak_TextToPhonemes
        clause.restype = ctypes.c_char_p
        while rest.value:
            said.append(clause(ctypes.byref(rest), _UTF8, _IPA).decode())
    return " ".join(" ".join(said).split())


@contextmanager
def _loaded(voice: str) -> Iterator[tuple[Any, int]]:
    """A fresh library that speaks by a voice file, and its rate in Hz."""
    with _alone, _read_by(voice) as file:
        library = ctypes.CDLL(espeakng_loader.get_library_path())
        try:
            rate = _start(library)
            _check(library.espeak_ng_SetVoiceByFile(os.fsencode(file)), "could not read its voice")
            yield library, rate
        finally:
            library.espeak_Terminate()
            _ctypes.dlclose(library._handle)  # noqa: SLF001 - the only way to unload


@contextmanager
def _read_by(voice: str) -> Iterator[str]:
    """The path of a file with these contents: in memory where the system can, to leave nothing."""
    memory = getattr(os, "memfd_create", None)  # not on macOS
    if memory is None:
        with tempfile.NamedTemporaryFile(prefix="espeak-") as file:
            file.write(voice.encode())
            file.flush()
            yield file.name
        return
    with open(memory("voice"), "wb", buffering=0) as file:  # noqa: PTH123 - a descriptor, no path
        file.write(voice.encode())
        yield f"/proc/self/fd/{file.fileno()}"


def _start(library: Any) -> int:
    """Initialize; the rate in Hz."""
    data = _within_reach(data_folder())
    options = _PHONEME_EVENTS | _IPA_EVENTS | _DONT_EXIT
    rate = int(library.espeak_Initialize(_SYNCHRONOUS, 0, os.fsencode(data), options))
    if rate <= 0:
        raise EngineError(
            f"Engine espeak found no data in {data}: install espeakng-loader again, and let "
            "TMPDIR name a folder with a short path."
        )
    return rate


@lru_cache(maxsize=1)
def _within_reach(data: Path) -> Path:
    """The data's folder, or a short symlink to it when its path is too long."""
    if len(os.fsencode(data)) <= _LONGEST:
        return data
    short = Path(_short_home().name, "data")
    short.symlink_to(data, target_is_directory=True)
    return short


@lru_cache(maxsize=1)
def _short_home() -> "tempfile.TemporaryDirectory[str]":
    """A folder that goes with this process."""
    return tempfile.TemporaryDirectory(prefix="espeak-")


def _collect(library: Any, text: str, rate: int) -> Utterance:
    pieces: list[bytes] = []
    events: list[Event] = []

    def take(samples: Any, count: int, more: Any) -> int:
        if samples and count > 0:
            pieces.append(ctypes.string_at(samples, count * 2))
        for event in more:
            if event.type == _END:
                break
            if event.type in {WORD, PHONEME}:
                sounds = event.id.string.decode("utf-8", "ignore") if event.type == PHONEME else ""
                events.append(Event(event.type, event.text_position - 1, event.sample, sounds))
        return 0

    callback = _Callback(take)  # kept alive until the library is done with it
    library.espeak_SetSynthCallback(callback)
    raw = text.encode("utf-8", "replace")
    flags = _UTF8 | _PHONEMES
    _check(
        library.espeak_Synth(raw, ctypes.c_size_t(len(raw) + 1), 0, 1, 0, flags, None, None),
        "could not speak",
    )
    return Utterance(b"".join(pieces), rate, events)


def _check(code: int, failure: str) -> None:
    if code != _UPRIGHT:
        raise EngineError(
            f"Engine espeak {failure} (code {code}): install espeakng-loader again, or choose "
            "another engine with --engine."
        )
