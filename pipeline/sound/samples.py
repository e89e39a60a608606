"""Samples in their two forms: floats of full scale ±1 to work on, 16-bit for the encoder."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import soxr

from pipeline.model import RATE

Samples: TypeAlias = npt.NDArray[np.float32]
Pcm: TypeAlias = npt.NDArray[np.int16]

FULL = 32767  # the largest 16-bit sample


def resample(pcm: bytes, rate: int) -> Samples:
    """16-bit mono at `rate` as floats of full scale ±1 at model.RATE."""
    samples = np.frombuffer(pcm, "<i2").astype(np.float32) / np.float32(FULL + 1)
    if rate == RATE:
        return samples
    return np.asarray(soxr.resample(samples, rate, RATE, "HQ"), np.float32)


def floats(samples: Pcm, more: int) -> Samples:
    """Samples, (n,) or (n, 2), as floats of full scale ±1, with `more` silent ones behind."""
    given = np.zeros((len(samples) + more, *samples.shape[1:]), np.float32)
    np.multiply(samples, np.float32(1 / (FULL + 1)), out=given[: len(samples)])
    return given


def whole(samples: Samples) -> Pcm:
    """Floats as 16-bit samples; what is over full scale is held there."""
    scaled = samples * np.float32(FULL)
    np.rint(scaled, out=scaled)
    np.clip(scaled, -FULL, FULL, out=scaled)
    return scaled.astype(np.int16)


def peak(pcm: bytes) -> int:
    """The magnitude of the largest 16-bit sample; 0 for none."""
    samples = np.frombuffer(pcm, "<i2")
    return max(int(samples.max(initial=0)), -int(samples.min(initial=0)))


def two(samples: Pcm) -> Pcm:
    """One channel as two that are the same; two as they are."""
    return samples if samples.ndim > 1 else np.repeat(samples[:, None], 2, axis=1)


def one(samples: Pcm) -> Pcm:
    """Two channels as their mean; one as it is."""
    if samples.ndim == 1:
        return samples
    return np.asarray(samples.astype(np.int32).sum(axis=1) // 2, np.int16)
