"""Raw speech → one levelled take, ready for the encoder. The promise: whole frames, no clipping.

Samples in, samples out. The gain is constant, so the voice keeps its own dynamics; a look-ahead
limiter touches only the moments above the ceiling. The cue before a pull-quote is laid with pydub.
"""

import warnings
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt
import soxr

from pipeline.errors import SoundError
from pipeline.model import FRAME, RATE

if TYPE_CHECKING:
    from pydub import AudioSegment

Samples: TypeAlias = npt.NDArray[np.float32]
Pcm: TypeAlias = npt.NDArray[np.int16]

VERSION = "1"  # part of every recipe: raise it when the same input gives other samples

CUE_BESIDE = -19.0  # LUFS of the speech that a cue at level 1 suits

CEILING = 10 ** (-1.5 / 20)  # -1.5 dBFS: with LAME's scaling, room for peaks between samples
_REACH = 441  # samples, 10 ms: how far the limiter looks ahead and how slowly it lets go
_FULL = 32767  # the largest 16-bit sample

_LEAD = 700  # ms from the start of a cue to the first word; 44.1 samples each, so whole samples
_RING = 1_100  # ms until the cue has died away, under the first word
_NOTES = ((0.0, 392.0), (0.17, 587.33))  # seconds, Hz: G4, then the fifth above it
_PARTIALS = ((1.0, 1.0, 0.26), (2.0, 0.30, 0.16), (3.01, 0.10, 0.09))  # ratio, level, decay in s
_LOUD = 0.075  # peak of the cue, -22 dBFS, beside speech at CUE_BESIDE


def resample(pcm: bytes, rate: int) -> Samples:
    """16-bit mono at `rate` as floats of full scale ±1 at model.RATE."""
    samples = np.frombuffer(pcm, "<i2").astype(np.float32) / np.float32(_FULL + 1)
    if rate == RATE:
        return samples
    return np.asarray(soxr.resample(samples, rate, RATE, "HQ"), np.float32)


def floats(samples: Pcm, more: int) -> Samples:
    """Samples as floats of full scale ±1, with `more` silent ones behind."""
    return np.pad(samples.astype(np.float32) / np.float32(_FULL + 1), (0, more))


def peak(pcm: bytes) -> int:
    """The magnitude of the largest 16-bit sample; 0 for none."""
    return int(np.abs(np.frombuffer(pcm, "<i2").astype(np.int32)).max(initial=0))


def shape(
    speech: Samples, gain: float, pause: float, cue: str = "", cue_level: float = 1.0
) -> tuple[Pcm, int]:
    """Level speech, lay its cue, and pad it to whole frames.

    `gain` is linear, `pause` is the silence after it in seconds: within one frame, counting the
    frame of silence that the encoder adds. Gives int16 at model.RATE and the sample at which the
    speech starts. Raises SoundError for a cue that does not exist.
    """
    levelled = _pcm(limit(speech * np.float32(gain)))
    levelled, start = lay_cue(levelled, cue, cue_level) if cue else (levelled, 0)
    whole = np.zeros(padded_length(len(levelled), pause), np.int16)
    whole[: len(levelled)] = levelled
    return whole, start


def padded_length(spoken: int, pause: float) -> int:
    """Samples of a take before encoding: whole frames, holding all that is spoken."""
    wanted = round((spoken + pause * RATE) / FRAME) - 1  # the encoder's own frame is part of it
    return max(-(-spoken // FRAME), wanted, 1) * FRAME


def limit(samples: Samples, ceiling: float = CEILING) -> Samples:
    """Hold samples under a linear ceiling; those far from a peak stay bit for bit the same."""
    loud = np.flatnonzero(np.abs(samples) > ceiling)
    if not len(loud):
        return samples
    limited = samples.copy()
    parts = np.flatnonzero(np.diff(loud) > 4 * _REACH) + 1
    for part in np.split(loud, parts):
        start, end = max(0, part[0] - 2 * _REACH), min(len(samples), part[-1] + 2 * _REACH + 1)
        limited[start:end] *= _gain(samples[start:end], ceiling)
    return limited


def lay_cue(speech: Pcm, cue: str, level: float = 1.0) -> tuple[Pcm, int]:
    """Speech behind the named cue (at a linear level), and the sample at which it starts.

    The last of the cue rings on under the first word. Raises SoundError for an unknown cue.
    """
    if cue != "quote":
        raise SoundError(f'There is no cue "{cue}": the only one is "quote".')
    lead, bell = _LEAD * RATE // 1000, _bell(level)
    silence = np.zeros(max(0, len(bell) - lead - len(speech)), np.int16)
    room = _segment(np.zeros(lead, np.int16)) + _segment(speech) + _segment(silence)
    laid = room.overlay(_segment(bell))
    return np.frombuffer(laid.raw_data, "<i2"), lead


def _segment(samples: Pcm) -> "AudioSegment":
    return _pydub()(samples.tobytes(), sample_width=2, frame_rate=RATE, channels=1)


def _pydub() -> type["AudioSegment"]:
    """Pydub's segment, imported late (30 ms that most takes do not need) and without a word.

    It warns of a missing ffmpeg, of which it is asked nothing here, and of its own old syntax.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pydub import AudioSegment  # noqa: PLC0415
    segment: type[AudioSegment] = AudioSegment
    return segment


def _bell(level: float) -> Pcm:
    """Two soft notes, a fifth apart, that die away within `_RING`."""
    time = np.arange(_RING * RATE // 1000) / RATE
    tone = np.zeros(len(time))
    for start, hertz in _NOTES:
        after = np.maximum(time - start, 0.0)
        attack = np.clip(after / 0.012, 0.0, 1.0)  # 12 ms: struck with felt
        for ratio, part, decay in _PARTIALS:
            tone += (
                attack * part * np.exp(-after / decay) * np.sin(2 * np.pi * hertz * ratio * after)
            )
    fade = np.clip((time[-1] - time) / 0.3, 0.0, 1.0)
    return _pcm(np.asarray(tone * fade * (level * _LOUD / np.abs(tone).max()), np.float32))


def _pcm(samples: Samples) -> Pcm:
    whole = np.rint(samples * np.float32(_FULL))
    return np.asarray(np.clip(whole, -_FULL, _FULL), np.int16)


def _gain(samples: Samples, ceiling: float) -> Samples:
    """A smooth gain, at every sample no larger than that which brings it to the ceiling."""
    needed = np.minimum(1.0, ceiling / np.maximum(np.abs(samples), 1e-9)).astype(np.float32)
    held = _lowest(np.pad(needed, 2 * _REACH, constant_values=1.0))
    smooth = _averaged(_averaged(held, _REACH + 1), _REACH + 1)  # a triangle, `_REACH` to each side
    return smooth[_REACH:-_REACH].astype(np.float32)


def _averaged(values: npt.NDArray[Any], width: int) -> npt.NDArray[np.float64]:
    """The mean of every `width` neighbours."""
    sums = np.cumsum(np.concatenate(([0.0], values)), dtype=np.float64)
    return np.asarray((sums[width:] - sums[:-width]) / width)


def _lowest(values: Samples) -> Samples:
    """The smallest value within `_REACH` to either side; the ends keep what they have."""
    width, lowest, spread = 2 * _REACH + 1, values, 1
    while spread * 2 <= width:
        lowest = np.minimum(lowest[:-spread], lowest[spread:])
        spread *= 2
    lowest = np.minimum(lowest[: len(lowest) - width + spread], lowest[width - spread :])
    return np.pad(lowest, _REACH, constant_values=1.0)
