"""Levelled samples → MP3 frames that stand alone. The promise: N frames of samples give N + 1.

Each take gets a fresh encoder, so its first frame points at no earlier data and its frames are the
same whoever its neighbours are. Joined takes decode without a seam, each take's sound a constant
1,105 samples (encoder 576, decoder 529) after the start of its frames.
"""

from functools import lru_cache
from importlib.metadata import version
from typing import TypeAlias

import lameenc
import numpy as np
import numpy.typing as npt

from pipeline.errors import SoundError
from pipeline.model import FRAME, RATE

Pcm: TypeAlias = npt.NDArray[np.int16]

KBPS = 96  # talk at 44.1 kHz mono; Apple's rules allow 64 to 256
QUALITY = 5  # LAME's; 7 is twice as fast and audibly rougher
SCALE = 0.95  # what LAME multiplies its input by at 64 to 160 kb/s, measured: -0.446 dB

_BITRATES = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)  # kb/s, layer III
_HEADER = 4  # bytes
_SYNC = b"\xff\xfb"  # MPEG-1, layer III, no CRC


@lru_cache(maxsize=1)
def codec() -> str:
    """Everything but the samples that the frames depend on, for the key of a recipe."""
    return f"mp3 {RATE} Hz mono {KBPS} kb/s quality {QUALITY} lameenc {version('lameenc')}"


def encode_mp3(samples: Pcm) -> bytes:
    """Encode int16 samples at model.RATE, N whole frames of them, as N + 1 MP3 frames.

    Raises SoundError when the encoder gives anything else.
    """
    encoder = lameenc.Encoder()
    encoder.set_channels(1)
    encoder.set_in_sample_rate(RATE)
    encoder.set_bit_rate(KBPS)
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
