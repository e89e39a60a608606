"""Levelled samples → MP3 frames that stand alone. The promise: N frames of samples give N + 1.

Each take gets a fresh encoder, so its first frame points at no earlier data and its frames are the
same whoever its neighbours are. Joined takes decode without a seam, each take's sound a constant
1,105 samples (encoder 576, decoder 529) after the start of its frames.
"""

from functools import lru_cache
from typing import TypeAlias

import lameenc
import numpy as np
import numpy.typing as npt

from pipeline.errors import SoundError
from pipeline.model import FRAME, RATE, TALK_BITRATES
from pipeline.versions import version

Pcm: TypeAlias = npt.NDArray[np.int16]

QUALITY = 5  # LAME's; 7 is twice as fast and audibly rougher

_SCALES = {192: 0.97, 224: 0.98, 256: 1.0}  # by kb/s, measured; below, all are the same
_SCALE = 0.95  # -0.446 dB
_BITRATES = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)  # kb/s, layer III
_HEADER = 4  # bytes
_SYNC = b"\xff\xfb"  # MPEG-1, layer III, no CRC


@lru_cache
def codec(kbps: int, channels: int) -> str:
    """Everything but the samples that the frames depend on, for the key of a recipe."""
    kind = "mono" if channels == 1 else "stereo"
    return f"mp3 {RATE} Hz {kind} {kbps} kb/s quality {QUALITY} lameenc {version('lameenc')}"


def scale(kbps: int) -> float:
    """What LAME multiplies its input by."""
    return _SCALES.get(kbps, _SCALE)


def encode(samples: Pcm, kbps: int = TALK_BITRATES[1]) -> bytes:
    """Encode int16 samples at model.RATE, (n,) or (n, 2), N whole frames, as N + 1 MP3 frames.

    Raises SoundError when the encoder gives anything else.
    """
    encoder = lameenc.Encoder()
    encoder.set_channels(samples.ndim)
    encoder.set_in_sample_rate(RATE)
    encoder.set_bit_rate(kbps)
    encoder.set_quality(QUALITY)
    encoder.silence()
    frames = bytes(encoder.encode(samples.tobytes())) + bytes(encoder.flush())
    wanted = len(samples) // FRAME + 1
    if len(samples) % FRAME or count_frames(frames) != wanted:
        raise SoundError(
            f"The MP3 encoder gave {count_frames(frames)} frames for {len(samples)} samples, not "
            f"{wanted}: install the version of lameenc that requirements.txt names."
        )
    return frames


def count_frames(frames: bytes) -> int:
    """How many whole MP3 frames stand one behind another; -1 when anything else is there."""
    at = count = 0
    while at < len(frames):
        if frames[at : at + 2] != _SYNC or len(frames) < at + _HEADER:
            return -1
        facts = frames[at + 2]
        rate = _BITRATES[(facts >> 4) % len(_BITRATES)]
        if not rate or facts & 0x0C:  # free format; a rate other than 44.1 kHz
            return -1
        at += 144_000 * rate // RATE + (facts >> 1 & 1)
        count += 1
    return count if at == len(frames) else -1
