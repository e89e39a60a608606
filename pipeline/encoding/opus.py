"""Levelled samples → Opus packets that stand alone. The promise: they join without a seam.

Opus foretells each packet from those before, but a packet of digital silence makes encoder and
decoder forget. So each take starts with one. The mode without speech prediction (CELT alone) is
the one whose packets know no more of their past than that.
"""

from functools import lru_cache

import numpy as np
import numpy.typing as npt
import soxr

from pipeline.encoding.packets import Packets, code, last_sound
from pipeline.model import FRAME as MP3_FRAME
from pipeline.model import RATE as SOURCE
from pipeline.versions import version

RATE = 48_000  # samples a second: Opus knows no other clock
FRAME = 960  # samples in a packet, 20 ms
LOOKAHEAD = 120  # samples by which the decoder's are late
DELAY = FRAME + LOOKAHEAD  # samples that a decoder gives before the first of a take
KBPS = {1: 64, 2: 96}  # by channels, for talk

_BEFORE = 2  # packets of silence that the encoder gets first; the last is kept


@lru_cache
def codec(channels: int) -> str:
    """Everything but the samples that the packets depend on, for the key of a recipe."""
    kind = "mono" if channels == 1 else "stereo"
    return f"opus {kind} {KBPS[channels]} kb/s PyAV {version('av')} soxr {version('soxr')} 1"


def encode(samples: npt.NDArray[np.int16], scale: float) -> Packets:
    """Encode int16 samples at model.RATE, (n,) or (n, 2), played at `scale`. Raises SoundError.

    Packet k holds what is heard from 960 x (k - 1) at `RATE` on, less the look-ahead. The last one
    needed is behind the sound: decoders let the pitch ring on for 240 samples, and it tells them
    what to take off again. There are enough for the samples, an MP3 frame and two packets more.
    """
    played = soxr.resample(samples * np.float32(scale / 32768), SOURCE, RATE, "HQ")
    count = (len(samples) + MP3_FRAME) * RATE // (SOURCE * FRAME) + 4
    sound = np.zeros(((_BEFORE + count) * FRAME, *samples.shape[1:]), np.float32)
    heard = -(-last_sound(samples) * RATE // SOURCE)  # what rings on behind that is silence
    sound[_BEFORE * FRAME :][:heard] = played[:heard]
    options = {"b": f"{KBPS[samples.ndim]}k", "application": "lowdelay", "frame_duration": "20"}
    first = _BEFORE - 1
    packets = code("libopus", sound, RATE, **options)[first : first + count]
    return Packets(
        needed=min(count, 2 - (-(heard + LOOKAHEAD) // FRAME)),
        sizes=tuple(map(len, packets)),
        data=b"".join(packets),
    )
