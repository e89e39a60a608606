"""ASCII text and a voice of flite → samples and word times, by the library in this process.

The promise: the same text gives the same bytes, whatever was said before. Each text gets a freshly
loaded library, and the C library's random numbers, which flite draws, begin anew.
"""

import _ctypes
import ctypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from pipeline.errors import EngineError

VOICES = ("rms", "slt", "awb", "kal16")  # of Carnegie Mellon, at 16 kHz

_ENGINE, _VOICE = "libflite.so.1", "libflite_cmu_us_{}.so.1"
_SEED = 1
_FIRST = (
    b"R:SylStructure.daughter1.daughter1.R:Segment.p.end"  # paths in flite's tree: where a word
)
_LAST = b"R:SylStructure.daughtern.daughtern.R:Segment.end"  # starts and ends, in seconds
_POINTERS = (
    "flite_synth_text", "utt_relation", "relation_head", "item_next", "item_parent", "item_as",
)  # fmt: skip

_alone = threading.Lock()  # one tree of voices a process, and one sequence of random numbers


class _Wave(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_char_p),
        ("rate", ctypes.c_int),
        ("samples", ctypes.c_int),
        ("channels", ctypes.c_int),
        ("data", ctypes.c_void_p),
    )


class _Voice(ctypes.Structure):
    _fields_ = (("name", ctypes.c_char_p), ("features", ctypes.c_void_p))


class Piece(NamedTuple):
    """What flite takes for one piece of text between blanks, and when it sounds, in seconds."""

    text: str
    start: float
    end: float


class Utterance(NamedTuple):
    """16-bit mono at `rate`, and its pieces in order."""

    pcm: bytes
    rate: int
    pieces: list[Piece]


def installed() -> bool:
    """Whether this machine has the library and its voices."""
    try:
        with _loaded(VOICES[0]):
            return True
    except OSError:
        return False


def utter(text: str, voice: str, speed: float) -> Utterance:
    """Say ASCII text at a multiple of the voice's own speed. Raises EngineError when it fails."""
    with _alone, _loaded(voice) as (flite, register):
        flite.flite_init()
        register.restype = ctypes.POINTER(_Voice)
        speaker = register(None)
        if not speaker:
            raise EngineError(f"Engine flite can't start the voice {voice}: install flite again.")
        features = ctypes.c_void_p(speaker.contents.features)
        flite.feat_set_float(features, b"duration_stretch", ctypes.c_float(1 / speed))
        flite.srand(_SEED)
        spoken = flite.flite_synth_text(text.encode("ascii"), speaker)
        if not spoken:
            raise EngineError(f'Engine flite could not speak "{text[:40]}": choose another engine.')
        utterance = ctypes.c_void_p(spoken)
        wave = flite.utt_wave(utterance).contents
        pcm = ctypes.string_at(wave.data, 2 * wave.samples)
        said = Utterance(pcm, int(wave.rate), list(_pieces(flite, utterance)))
        flite.delete_utterance(utterance)
        return said


@contextmanager
def _loaded(voice: str) -> Iterator[tuple[Any, Any]]:
    """The library, and the function that registers a voice. Raises OSError where there is none."""
    flite = ctypes.CDLL(_ENGINE)
    try:
        brought = ctypes.CDLL(_VOICE.format(voice))
        try:
            for name in _POINTERS:
                getattr(flite, name).restype = ctypes.c_void_p
            flite.ffeature_float.restype = ctypes.c_float
            flite.item_feat_string.restype = ctypes.c_char_p
            flite.utt_wave.restype = ctypes.POINTER(_Wave)
            yield flite, getattr(brought, f"register_cmu_us_{voice}")
        finally:
            _ctypes.dlclose(brought._handle)  # noqa: SLF001 - the only way to unload
    finally:
        _ctypes.dlclose(flite._handle)  # noqa: SLF001


def _pieces(flite: Any, utterance: ctypes.c_void_p) -> Iterator[Piece]:
    """The pieces of text that sound: flite says one of them in several words, as "1984"."""
    spans: dict[int, tuple[float, float]] = {}
    for word in _items(flite, utterance, b"Word"):
        piece = flite.item_parent(ctypes.c_void_p(flite.item_as(word, b"Token")))
        start, end = flite.ffeature_float(word, _FIRST), flite.ffeature_float(word, _LAST)
        if piece:
            spans[piece] = (spans.get(piece, (start, end))[0], end)
    for token in _items(flite, utterance, b"Token"):
        as_parent = int(flite.item_as(token, b"Token"))
        if as_parent in spans:
            yield Piece(flite.item_feat_string(token, b"name").decode(), *spans[as_parent])


def _items(flite: Any, utterance: ctypes.c_void_p, relation: bytes) -> Iterator[ctypes.c_void_p]:
    """What hangs in one of the relations of an utterance, in order."""
    head = ctypes.c_void_p(flite.utt_relation(utterance, relation))
    item = flite.relation_head(head)
    while item:
        yield ctypes.c_void_p(item)
        item = flite.item_next(ctypes.c_void_p(item))
