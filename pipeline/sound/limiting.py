"""Samples under a ceiling. The promise: those far from a peak stay bit for bit the same.

A look-ahead limiter: it sees a peak coming, lowers the gain before it and lets go behind it, both
without a corner. Two channels get one gain, so that nothing moves sideways.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.sound.samples import Samples

CEILING = 10 ** (-1.5 / 20)  # -1.5 dBFS: with LAME's scaling, room for peaks between samples
_REACH = 441  # samples, 10 ms: how far the limiter looks ahead and how slowly it lets go


def limit(samples: Samples, ceiling: float = CEILING) -> Samples:
    """Hold samples, (n,) or (n, 2), under a linear ceiling."""
    if max(samples.max(initial=0), -samples.min(initial=0)) <= ceiling:
        return samples
    heights = np.abs(samples)
    if samples.ndim > 1:
        heights = heights.max(axis=1)
    loud = np.flatnonzero(heights > ceiling)
    limited = samples.copy()
    parts = np.flatnonzero(np.diff(loud) > 4 * _REACH) + 1
    for part in np.split(loud, parts):
        start, end = max(0, part[0] - 2 * _REACH), min(len(samples), part[-1] + 2 * _REACH + 1)
        gain = _gain(heights[start:end], ceiling)
        limited[start:end] *= gain if samples.ndim == 1 else gain[:, None]
    return limited


def _gain(heights: Samples, ceiling: float) -> Samples:
    """A smooth gain, at every sample no larger than that which brings it to the ceiling."""
    needed = np.minimum(1.0, ceiling / np.maximum(heights, 1e-9)).astype(np.float32)
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
