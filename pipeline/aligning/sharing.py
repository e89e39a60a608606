"""Words and speech without any times → times by length. The promise: every said word has its part.

What sounds in the speech is shared out by the phonemes of each word; its silences count for none.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from pipeline.aligning.sounds import weight
from pipeline.model import Speech, Word

_BLOCK = 0.010  # seconds
_SILENCE = 0.150  # seconds; shorter ones are inside words
_QUIET = 0.02  # of the loudest block's level, -34 dB


def shared(words: Sequence[Word], speech: Speech) -> tuple[tuple[int, int] | None, ...]:
    """(start, end) in samples for every word that is said."""
    weights = [weight(word) for word in words]
    sounding = _sounding(speech)
    edges = np.cumsum([0, *weights]) / max(sum(weights), 1) * len(sounding)
    spans = [
        (_sample(sounding, start), _sample(sounding, end - 1) + 1) for start, end in pairwise(edges)
    ]
    return tuple(
        span if share and len(sounding) else None
        for span, share in zip(spans, weights, strict=True)
    )


def _sample(sounding: npt.NDArray[np.int64], at: float) -> int:
    return int(sounding[min(max(round(at), 0), len(sounding) - 1)]) if len(sounding) else 0


def _sounding(speech: Speech) -> npt.NDArray[np.int64]:
    """The samples outside the silences."""
    samples = np.frombuffer(speech.pcm, "<i2").astype(np.float32)
    size = max(1, round(_BLOCK * speech.rate))
    count = -(-len(samples) // size)
    blocks = np.pad(samples, (0, count * size - len(samples))).reshape(count, size)
    levels = np.sqrt((blocks**2).mean(axis=1))
    loud = levels > _QUIET * levels.max(initial=0.0)
    for start, end in _runs(~loud):
        if (end - start) * size < _SILENCE * speech.rate:
            loud[start:end] = True
    return np.flatnonzero(np.repeat(loud, size)[: len(samples)])


def _runs(flags: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The stretches of True, as (start, end)."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], flags, [False])).astype(np.int8)))
    return [(int(start), int(end)) for start, end in edges.reshape(-1, 2)]
