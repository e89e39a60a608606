"""Phonemes → samples, by a piper voice's network. The promise: the same phonemes, the same bytes.

One thread, no noise and deterministic kernels. Each process loads a model once.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from pipeline.engines.piper_graph import with_lengths
from pipeline.engines.piper_voices import Files, config
from pipeline.errors import EngineError

if TYPE_CHECKING:
    from piper import PiperVoice

_LOADED = 3  # models that stay in memory, of one cast; 0.1 to 0.4 GB each
_ERRORS = 3  # onnxruntime's level: it warns about graphics cards that nobody asked for
_START, _PAD = "^", "_"  # piper's names


class Piece(NamedTuple):
    """Samples (full scale is 1), and how many of them the start and each phoneme take, if known."""

    samples: npt.NDArray[np.float32]
    lengths: list[int] | None


def load(files: Files) -> "PiperVoice":
    """The voice, ready to speak. Raises EngineError when it can't be loaded."""
    config(files)
    stats = (files.model.stat(), files.config.stat())
    return _load(files, tuple((stat.st_size, stat.st_mtime_ns) for stat in stats))


def speak(voice: "PiperVoice", phonemes: Sequence[str], speed: float, speaker: int | None) -> Piece:
    """Say one sentence at a multiple of the voice's own speed."""
    from piper import SynthesisConfig  # noqa: PLC0415  onnxruntime: 0.25 s

    wanted = SynthesisConfig(
        speaker_id=speaker,
        length_scale=voice.config.length_scale / speed,
        noise_scale=0.0,
        noise_w_scale=0.0,
    )
    ids = voice.phonemes_to_ids([each for each in phonemes if each in voice.config.phoneme_id_map])
    given = voice.phoneme_ids_to_audio(ids, wanted, include_alignments=True)
    samples, lengths = given if isinstance(given, tuple) else (given, None)
    flat = np.asarray(samples, np.float32).reshape(-1)
    if lengths is None or np.size(lengths) != len(ids):
        return Piece(flat, None)
    return Piece(flat, list(_by_phoneme(voice, phonemes, np.asarray(lengths).reshape(-1))))


def _by_phoneme(
    voice: "PiperVoice", phonemes: Sequence[str], lengths: npt.NDArray[np.int64]
) -> Iterator[int]:
    """The sentence's start, then each phoneme, with the pad behind it."""
    numbers = voice.config.phoneme_id_map
    at = 0
    for phoneme in (_START, *phonemes):
        end = at + len(numbers[phoneme]) + len(numbers[_PAD]) if phoneme in numbers else at
        yield int(lengths[at:end].sum())
        at = end


@lru_cache(maxsize=_LOADED)
def _load(files: Files, _as_they_are: tuple[tuple[int, int], ...]) -> "PiperVoice":
    import onnxruntime  # noqa: PLC0415
    from piper import PiperVoice  # noqa: PLC0415
    from piper.config import PiperConfig  # noqa: PLC0415

    onnxruntime.set_default_logger_severity(_ERRORS)
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = settings.inter_op_num_threads = 1
    settings.use_deterministic_compute = True
    settings.log_severity_level = _ERRORS
    try:
        model = with_lengths(files.model.read_bytes())
        session = onnxruntime.InferenceSession(model, settings, providers=["CPUExecutionProvider"])
        return PiperVoice(session=session, config=PiperConfig.from_dict(dict(config(files))))
    except Exception as error:  # onnxruntime's own errors have no other root
        said = " ".join(str(error).split())[:120]
        raise EngineError(
            f"Engine piper can't load {files.model} ({said}): delete it, and fetch the voice again."
        ) from error
