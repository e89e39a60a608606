"""A take's samples → the packets of an FFmpeg codec, and these ↔ bytes in the store.

The promise: packets are read back as they were, whole, or not at all. In the store stand how many
packets are needed, how many there are, the size of each, then the packets themselves.
"""

import struct
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.errors import SoundError
from pipeline.values import value

_HEAD = struct.Struct("<II")


@value
class Packets:
    """A take in a codec: the first `needed` packets and as many of the rest, silence, as wanted.

    `sizes` are in bytes; `data` is the packets one behind another.
    """

    needed: int
    sizes: tuple[int, ...]
    data: bytes

    def pack(self) -> bytes:
        """As bytes for the store."""
        sizes = struct.pack(f"<{len(self.sizes)}H", *self.sizes)
        return _HEAD.pack(self.needed, len(self.sizes)) + sizes + self.data


def unpack(kept: bytes) -> Packets:
    """Packets from the store. Raises ValueError when they are none."""
    try:
        needed, count = _HEAD.unpack_from(kept)
        sizes = struct.unpack_from(f"<{count}H", kept, _HEAD.size)
    except struct.error as error:
        raise ValueError("no packets") from error
    data = kept[_HEAD.size + 2 * count :]
    if sum(sizes) != len(data) or needed > count:
        raise ValueError("packets that are cut off")
    return Packets(needed=needed, sizes=sizes, data=data)


def last_sound(samples: npt.NDArray[Any]) -> int:
    """Samples up to the last that is not zero, in any channel."""
    heard = np.flatnonzero(samples if samples.ndim == 1 else samples.any(axis=1))
    return int(heard[-1]) + 1 if len(heard) else 0


def code(name: str, samples: npt.NDArray[np.float32], rate: int, **options: str) -> list[bytes]:
    """Encode samples of full scale ±1, (n,) or (n, 2) at `rate`, by a fresh encoder; pad the end.

    Raises SoundError when FFmpeg does not have the encoder.
    """
    import av  # noqa: PLC0415 - 70 ms, for those who want more than the MP3

    try:
        coder: Any = av.CodecContext.create(name, "w")
    except (av.FFmpegError, ValueError) as error:
        raise SoundError(f"PyAV has no encoder {name}: install its wheel from PyPI.") from error
    layout = "mono" if samples.ndim == 1 else "stereo"
    planar = name == "aac"
    form = "fltp" if planar else "flt"
    coder.sample_rate, coder.layout, coder.format = rate, layout, form
    coder.time_base, coder.options = Fraction(1, rate), options
    coder.open()
    size = coder.frame_size
    whole = np.zeros((-(-len(samples) // size) * size, samples.ndim), np.float32)
    whole[: len(samples)] = samples.reshape(len(samples), -1)
    packets: list[bytes] = []
    for at in range(0, len(whole), size):
        part = whole[at : at + size]
        plane = np.ascontiguousarray(part.T) if planar else part.reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(plane, format=form, layout=layout)
        frame.sample_rate, frame.pts = rate, at
        packets += map(bytes, coder.encode(frame))
    return [*packets, *map(bytes, coder.encode(None))]
