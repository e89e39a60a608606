"""A mono take → two channels: in the middle, or apart, to the right and in a small room.

The promise: as loud as before. In the middle both channels are the same samples.
"""

from functools import lru_cache

import numpy as np

from pipeline.model import RATE
from pipeline.sound.samples import Samples

_PLACE = 0.35  # from the middle (0) to the right (1)
_ROOM = 0.12  # of the direct sound's power, -9 dB: a touch
_SIZE = 0.25  # seconds until the room is silent
_FIRST = 0.012  # seconds to the first wall
_DULL = 24  # samples: walls swallow what is above 2 kHz


def middle(take: Samples) -> Samples:
    """The same in both channels."""
    return np.repeat(take[:, None], 2, axis=1)


def apart(take: Samples) -> Samples:
    """A voice set apart, its room ringing on behind it."""
    angle = (1 + _PLACE) * np.pi / 4  # equal power: as loud at any place
    sides = np.array([np.cos(angle), np.sin(angle)]) * np.sqrt(2 * (1 - _ROOM))
    room = _room()
    length = len(take) + len(room)
    size = 1 << (length - 1).bit_length()
    spectrum = np.fft.rfft(take, size)[:, None] * np.fft.rfft(room, size, axis=0)
    placed = np.fft.irfft(spectrum, size, axis=0)[:length]
    placed[: len(take)] += take[:, None] * sides
    return np.asarray(placed, np.float32)


@lru_cache(maxsize=1)
def _room() -> Samples:
    """The room's answer to a click, one a channel: noise that dies away and dulls."""
    random = np.random.Generator(np.random.PCG64(19))
    length = round(_SIZE * RATE)
    moments = np.arange(length) / RATE
    noise = random.standard_normal((length + _DULL, 2))
    sums = np.cumsum(noise, axis=0)
    dull = (sums[_DULL:] - sums[:-_DULL]) * np.exp(-moments * 6.9 / _SIZE)[:, None]
    dull[: round(_FIRST * RATE)] = 0
    scale = np.sqrt(2 * _ROOM / np.square(dull).sum())
    return np.asarray(dull * scale, np.float32)
