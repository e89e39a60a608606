"""Levelled samples → AAC-LC packets that stand alone. The promise: they join without a seam.

A packet holds 1,024 new samples and overlaps the one before. So each take starts with a packet
that overlaps silence, and its needed packets end with one that fades into silence.
"""

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from pipeline.encoding.packets import Packets, code, last_sound
from pipeline.model import FRAME as MP3_FRAME
from pipeline.model import RATE
from pipeline.versions import version

FRAME = 1024  # samples in a packet
DELAY = FRAME  # samples that a decoder gives before the first of a take
KBPS = {1: 64, 2: 128}  # by channels, for talk; Apple allows 64 to 256 in stereo

_BEFORE = 2  # packets of silence, not kept, after which the encoder looks for attacks as always


@lru_cache
def codec(channels: int) -> str:
    """Everything but the samples that the packets depend on, for the key of a recipe."""
    kind = "mono" if channels == 1 else "stereo"
    return f"aac {RATE} Hz {kind} {KBPS[channels]} kb/s PyAV {version('av')} 1"


def encode(samples: npt.NDArray[np.int16], scale: float) -> Packets:
    """Encode int16 samples at model.RATE, (n,) or (n, 2), played at `scale`.

    Packet k holds what is heard from 1,024 x (k - 1) on. There are enough for the samples, an MP3
    frame and one packet more. Raises SoundError.
    """
    count = (len(samples) + MP3_FRAME) // FRAME + 2
    sound = np.zeros(((_BEFORE + count) * FRAME, *samples.shape[1:]), np.float32)
    sound[_BEFORE * FRAME :][: len(samples)] = samples * np.float32(scale / 32768)
    options = {"b": f"{KBPS[samples.ndim]}k"}
    packets = code("aac", sound, RATE, **options)[_BEFORE : _BEFORE + count]
    return Packets(
        needed=-(-last_sound(samples) // FRAME) + 1,
        sizes=tuple(map(len, packets)),
        data=b"".join(packets),
    )
