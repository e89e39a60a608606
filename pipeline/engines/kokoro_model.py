"""Phonemes → samples, by Kokoro's network. The promise: the same phonemes, the same bytes.

One thread and deterministic kernels. A network that draws random numbers goes on drawing where it
stopped, and nothing sets that back; so it is loaded anew for each piece. Each process loads one
that draws none once.
"""

import shutil
import tempfile
from functools import lru_cache
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import espeakng_loader
import numpy as np
import numpy.typing as npt

from pipeline.engines.kokoro_voices import Files
from pipeline.errors import EngineError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

RATE = 24_000  # Hz, of everything Kokoro says

_ERRORS = 3  # onnxruntime's level: it warns about graphics cards that nobody asked for
_SEED = 1  # of random numbers
_SLOWEST, _FASTEST = 0.5, 2.0  # times a voice's own speed


class Piece(NamedTuple):
    """Samples (full scale is 1), and how many of them the start and each phoneme take, if known."""

    samples: npt.NDArray[np.float32]
    lengths: list[int] | None


class Speaker:
    """Kokoro, loaded. Raises EngineError when it can't be."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._kokoro = _loaded(files)
        self._draws = _draws(files.model)
        self.known = frozenset(self._kokoro.tokenizer.vocab)

    def speak(self, voice: str, speed: float, phonemes: str) -> Piece:
        """Say phonemes at a multiple of the voice's own speed. Raises EngineError."""
        if not _SLOWEST <= speed <= _FASTEST:
            raise EngineError(
                f"Engine kokoro can't speak at {speed:g} of its speed: choose a speed from "
                f"{_SLOWEST:g} to {_FASTEST:g}."
            )
        if self._draws:
            self._kokoro.sess = _session(self._files)
        samples, _, times = self._kokoro.create_timed(
            phonemes, voice, speed, is_phonemes=True, trim=False, sentence_pause=0, clause_pause=0
        )
        if len(times) != len(phonemes):
            return Piece(samples, None)
        edges = [round(times[0].start * RATE), *(round(each.end * RATE) for each in times)]
        return Piece(samples, [edges[0], *np.diff(edges).tolist()])


def _draws(model: Path) -> bool:
    """Whether there is a node of ONNX's Random kinds in a network."""
    with model.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as held:
        return held.find(b"Random") >= 0


def load(files: Files) -> Speaker:
    """The network, ready to speak. Raises EngineError when it can't be loaded."""
    stats = (files.model.stat(), files.archive.stat())
    return _load(files, tuple((stat.st_size, stat.st_mtime_ns) for stat in stats))


@lru_cache(maxsize=1)
def _load(files: Files, _as_they_are: tuple[tuple[int, int], ...]) -> Speaker:
    return Speaker(files)


def _loaded(files: Files) -> Any:
    """The model.

    Its package opens the library of espeak-ng and never closes it. It gets a copy, since the engine
    espeak says the same twice only with a library that is freshly opened.
    """
    from kokoro_onnx import Kokoro  # noqa: PLC0415  onnxruntime: 0.7 s
    from kokoro_onnx.config import EspeakConfig  # noqa: PLC0415

    try:
        with tempfile.TemporaryDirectory() as folder:
            copy = shutil.copy(espeakng_loader.get_library_path(), folder)
            espeak = EspeakConfig(lib_path=str(copy))
            return Kokoro.from_session(_session(files), str(files.archive), espeak)
    except Exception as error:  # onnxruntime's own errors have no other root
        said = " ".join(str(error).split())[:120]
        raise EngineError(
            f"Engine kokoro can't load {files.model} ({said}): delete it, and fetch it again with "
            "render-episode --fetch-voice kokoro."
        ) from error


def _session(files: Files) -> "InferenceSession":
    import onnxruntime  # noqa: PLC0415

    onnxruntime.set_default_logger_severity(_ERRORS)
    onnxruntime.set_seed(_SEED)
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = settings.inter_op_num_threads = 1
    settings.use_deterministic_compute = True
    settings.log_severity_level = _ERRORS
    return onnxruntime.InferenceSession(
        str(files.model), settings, providers=["CPUExecutionProvider"]
    )
