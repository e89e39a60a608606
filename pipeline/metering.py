"""Samples → K-weighted energies and true peak; energies of many takes → loudness in LUFS.

The promise: an episode's loudness, computed from what its takes carry, is within 0.1 LU of a meter
run over the finished file, without decoding it. Measures as ITU-R BS.1770-5 and EBU R 128 say, for
one channel. Everything is at model.RATE.
"""

from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from math import inf, log10
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from pipeline.model import FRAME, RATE, Meter

Samples: TypeAlias = npt.NDArray[np.float32]

VERSION = "1"  # part of every recipe: raise it when the same samples give other figures

_BLOCK = 15  # frames in a gating block: 392 ms, where R 128 says 400
_PIECE = 1 << 16  # frames: half a megabyte
_HOP = 4  # frames between blocks: 104 ms, where R 128 says 100
SILENCE = -70.0  # LUFS, the absolute gate: what is below it is not measured
_RELATIVE = -10.0  # LU under the loudness so far, gate
_RANGE = -20.0  # LU under the loudness so far, the gate of loudness range
_SHORT_TERM = 115  # frames: 3.004 s, where EBU Tech 3342 says 3
_HALF = 19  # frames, half a second
_UNHEARD = -60.0  # LUFS: silence, beside speech at -19
_OFFSET = -0.691  # dB, BS.1770: K-weighting has this gain at 997 Hz

_FFT = 8192  # samples; the fastest size measured
_FRAMES = 6  # frames that one transform yields
_HISTORY = _FFT - _FRAMES * FRAME  # 1280 samples: the filter has rung off to -70 dB by then

_BATCH = 16  # transforms at once: what stays in a core's cache

_PHASES = 4  # BS.1770: true peak at four times the rate
_TAPS = 24  # samples that one oversampled value is made from
_NEAR = 0.6  # of the sample peak: a peak between smaller samples can't be the largest of speech


def meter(samples: Samples, scale: float = 1.0) -> Meter:
    """Measure samples (float, full scale ±1, whole frames) as if played at `scale`."""
    levels = energies(samples) * np.float32(scale * scale)
    return Meter(energies=levels.astype("<f4").tobytes(), peak=true_peak(samples) * scale)


def energies(samples: Samples) -> Samples:
    """The mean K-weighted power of every frame, for samples in whole frames: (n,) or (n, 2).

    That of two channels is added up, as BS.1770 says.
    """
    if samples.ndim > 1:
        return np.asarray(sum(energies(channel) for channel in samples.T), np.float32)
    frames = len(samples) // FRAME
    if not frames:
        return np.zeros(0, np.float32)
    blocks = -(-frames // _FRAMES)
    padded = np.zeros(_HISTORY + blocks * _FRAMES * FRAME, np.float32)
    padded[_HISTORY : _HISTORY + frames * FRAME] = samples[: frames * FRAME]
    spans = np.lib.stride_tricks.sliding_window_view(padded, _FFT)[:: _FRAMES * FRAME]
    powers = np.empty((blocks, _FRAMES), np.float32)
    for at in range(0, blocks, _BATCH):
        spectrum = np.fft.rfft(spans[at : at + _BATCH])
        spectrum *= _weighting()
        weighted = np.fft.irfft(spectrum, _FFT)[:, _HISTORY:].reshape(-1, _FRAMES, FRAME)
        np.einsum("bfs,bfs->bf", weighted, weighted, out=powers[at : at + _BATCH])
    return powers.reshape(-1)[:frames] / np.float32(FRAME)


def loudness(energies_of_takes: Iterable[bytes]) -> float:
    """Integrated loudness in LUFS of takes played one after another; -inf for silence.

    Takes `Meter.energies` in order: little-endian float32, one a frame.
    """
    blocks = _blocks(_powers(energies_of_takes), _BLOCK)
    heard = blocks[blocks > _power(SILENCE)]
    if not len(heard):
        return -inf
    gated = heard[heard > heard.mean() * 10 ** (_RELATIVE / 10)]
    return _lufs(float(gated.mean()))


def loudest(energies_of_takes: Iterable[bytes]) -> float:
    """Momentary loudness (of 400 ms) at its highest, in LUFS; -inf for silence."""
    return _lufs(float(_blocks(_powers(energies_of_takes), _BLOCK).max(initial=0.0)))


def loudness_range(energies_of_takes: Iterable[bytes]) -> float:
    """How far loud and soft are apart, in LU, as EBU Tech 3342 says; 0.0 for silence."""
    blocks = _blocks(_powers(energies_of_takes), _SHORT_TERM)
    heard = blocks[blocks > _power(SILENCE)]
    if not len(heard):
        return 0.0
    gated = heard[heard >= heard.mean() * 10 ** (_RANGE / 10)]
    # As np.percentile has it, which imports 15 ms of what it does not use
    soft, loud = np.interp((0.10, 0.95), np.linspace(0.0, 1.0, len(gated)), np.sort(gated))
    return _lufs(float(loud)) - _lufs(float(soft))


def over_time(energies_of_takes: Iterable[bytes], points: int) -> list[tuple[float, float]]:
    """How loud each of `points` equal parts is, in LUFS, -inf for silence.

    A pair each: momentary at its loudest, and short-term (of 3 s) in its middle.
    """
    powers = _powers(energies_of_takes)
    if not len(powers):
        return [(-inf, -inf)] * points
    long = _blocks(np.pad(powers, _SHORT_TERM // 2, mode="edge"), _SHORT_TERM)
    edges = np.linspace(0, len(powers), points + 1).astype(int)
    return [
        (
            _lufs(float(powers[start : max(end, start + 1)].max(initial=0.0))),
            _lufs(max(0.0, float(long[min(len(long) - 1, (start + end) // 2 // _HOP)]))),
        )
        for start, end in pairwise(edges.tolist())
    ]


def noise_floor(energies_of_takes: Iterable[bytes]) -> float:
    """The loudness of the quietest half second, in LUFS; -inf for digital silence."""
    blocks = _blocks(_powers(energies_of_takes), _HALF)
    return _lufs(max(0.0, float(blocks.min(initial=inf)))) if len(blocks) else -inf


def longest_silence(energies_of_takes: Iterable[bytes]) -> float:
    """The longest stretch in which nothing is heard, in seconds, within a frame."""
    powers = _powers(energies_of_takes)
    quiet = np.concatenate(([False], powers <= np.float64(_power(_UNHEARD)), [False]))
    edges = np.flatnonzero(np.diff(quiet))
    return float((edges[1::2] - edges[::2]).max(initial=0)) * FRAME / RATE


def true_peak(samples: Samples) -> float:
    """The largest value between and on the samples, (n,) or (n, 2), linear; 1 is full scale."""
    if samples.ndim > 1:
        return max(true_peak(channel) for channel in samples.T)
    magnitudes = np.abs(samples)
    peak = float(magnitudes.max(initial=0.0))
    if peak == 0.0:
        return 0.0
    padded = np.pad(samples, _TAPS // 2)
    windows = np.lib.stride_tricks.sliding_window_view(padded, _TAPS)
    candidates = np.flatnonzero(magnitudes >= _NEAR * peak)
    for some in np.array_split(candidates, len(candidates) // 65536 + 1):
        between = windows[some] @ _oversampler()
        peak = max(peak, float(np.abs(between).max(initial=0.0)))
    return peak


def decibels(linear: float) -> float:
    """A linear peak in dB below full scale; -inf for silence."""
    return 20 * log10(linear) if linear > 0 else -inf


def _powers(energies_of_takes: Iterable[bytes]) -> Samples:
    return np.frombuffer(b"".join(energies_of_takes), "<f4")


def _blocks(powers: Samples, length: int) -> npt.NDArray[np.float64]:
    """The mean power of every `length` frames, a block every `_HOP`; one block for fewer."""
    if not len(powers):
        return np.zeros(0)
    sums = np.zeros(max(len(powers), length) + 1)
    for at in range(0, len(powers), _PIECE):  # each as it would be in one go, in less memory
        piece = powers[at : at + _PIECE].astype(np.float64)
        piece[0] += sums[at]
        np.cumsum(piece, out=sums[at + 1 : at + 1 + len(piece)])
    sums[len(powers) + 1 :] = sums[len(powers)]
    blocks = sums[length::_HOP] - sums[:-length:_HOP]
    blocks /= length
    return blocks


def _lufs(power: float) -> float:
    return _OFFSET + 10 * log10(power) if power > 0 else -inf


def _power(lufs: float) -> float:
    return float(10 ** ((lufs - _OFFSET) / 10))


@lru_cache(maxsize=1)
def _weighting() -> npt.NDArray[np.complex64]:
    """BS.1770's two filters as a response over the transform's bins.

    The analogue prototypes behind the standard's 48 kHz coefficients (gain in dB, Hz, Q), taken to
    RATE by the bilinear transform.
    """
    z = np.exp(-2j * np.pi * np.arange(_FFT // 2 + 1) / _FFT)  # one sample of delay
    shelf = _shelf(3.99984385397, 1681.9744509555319, 0.7071752369554193)
    rumble = _high_pass(38.13547087613982, 0.5003270373253953)
    response = np.ones_like(z)
    for above, below in (shelf, rumble):
        response *= np.polyval(above[::-1], z) / np.polyval(below[::-1], z)
    ringing = np.fft.irfft(response, _FFT)
    ringing[_HISTORY:] = 0  # so that a block never hears the end of itself
    return np.fft.rfft(ringing).astype(np.complex64)


def _shelf(gain: float, hertz: float, q: float) -> tuple[list[float], list[float]]:
    k = np.tan(np.pi * hertz / RATE)
    high = 10 ** (gain / 20)
    band = high**0.499666774155
    above = [high + band * k / q + k * k, 2 * (k * k - high), high - band * k / q + k * k]
    return above, [1 + k / q + k * k, 2 * (k * k - 1), 1 - k / q + k * k]


def _high_pass(hertz: float, q: float) -> tuple[list[float], list[float]]:
    k = np.tan(np.pi * hertz / RATE)
    scale = 1 + k / q + k * k
    return [scale, -2 * scale, scale], [scale, 2 * (k * k - 1), 1 - k / q + k * k]


@lru_cache(maxsize=1)
def _oversampler() -> Samples:
    """A column for each quarter step after the centre sample: windowed sinc, `_TAPS` long."""
    steps = np.arange(_TAPS)[:, None] - _TAPS // 2 - np.arange(1, _PHASES) / _PHASES
    window = 0.5 + 0.5 * np.cos(np.pi * steps / (_TAPS / 2 + 1))
    return np.asarray(np.sinc(steps) * window, np.float32)
