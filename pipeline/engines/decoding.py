"""What a server sent → 16-bit mono. The promise: what is no sound is an error, not silence."""

import io
from typing import NamedTuple

import numpy as np

from pipeline.patterns import pattern

_LINEAR = pattern(r"audio/(?:x-)?(?:pcm|l16|raw)\b")  # Content-Types of samples without a header
_TOLD_RATE = pattern(r"rate=(\d{4,6})\b")
_USUAL_RATE = 24_000  # Hz, of speech servers that tell none
_QUIET = 66  # of 32768, -54 dBFS: what an MP3's own silence stays under


class Sound(NamedTuple):
    """16-bit little-endian mono at `rate`."""

    pcm: bytes
    rate: int


def decode(data: bytes) -> Sound:
    """Decode. Raises ValueError when the data holds no sound."""
    import av  # noqa: PLC0415 - 70 ms that the default engine does not need

    try:
        with av.open(io.BytesIO(data), "r") as container:
            resampler = av.AudioResampler(format="s16", layout="mono")
            frames = [
                mono for frame in container.decode(audio=0) for mono in resampler.resample(frame)
            ]
    except (av.error.FFmpegError, IndexError) as error:
        raise ValueError("what came is not sound") from error
    if not frames:
        raise ValueError("what came holds no sound")
    return Sound(b"".join(frame.to_ndarray().tobytes() for frame in frames), frames[0].sample_rate)


def sound(data: bytes, kind: str) -> Sound:
    """Decode by what the bytes are; `kind` (a Content-Type) tells only samples without a header.

    Raises ValueError when there is no sound in it.
    """
    if _LINEAR.match(kind) and not data.startswith((b"RIFF", b"fLaC", b"OggS", b"ID3")):
        told = _TOLD_RATE.search(kind)
        return Sound(data[: len(data) // 2 * 2], int(told[1]) if told else _USUAL_RATE)
    return decode(data)


def trim(sound: Sound, keep: float) -> Sound:
    """Cut silence off both ends but for `keep` seconds; empty when all is silent."""
    start, end = heard(sound, keep)
    return Sound(sound.pcm[2 * start : 2 * end], sound.rate)


def heard(sound: Sound, keep: float) -> tuple[int, int]:
    """From where to where it is not silent, in samples, with `keep` seconds on both sides."""
    loud = np.flatnonzero(np.abs(np.frombuffer(sound.pcm, "<i2").astype(np.int32)) > _QUIET)
    if not len(loud):
        return 0, 0
    spare = round(keep * sound.rate)
    return max(0, int(loud[0]) - spare), min(int(loud[-1]) + 1 + spare, len(sound.pcm) // 2)
