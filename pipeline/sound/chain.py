"""A voice as its engine gives it → as a studio would: nothing below it, level, soft at its peaks.

In order: high-pass, de-esser (only for a voice whose s-sounds are sharp), constant gain, shoulder,
limiter. The promise: no gain follows the speech. That is why the compressor is a shoulder, a curve
that gives the same sample for the same sample at any time: it rounds off the highest peaks of the
vowels, and can neither pump nor lift a breath. What still passes the ceiling meets the limiter.
"""

from functools import lru_cache

import numpy as np

from pipeline.model import RATE, Chain
from pipeline.sound.limiting import limit
from pipeline.sound.samples import Samples

_CORNER = 70.0  # Hz, where the high-pass takes 6 dB; men's voices start at 80
_STEEP = 8  # exponent: 36 dB less an octave below, half a decibel at 100 Hz
_THIN = 32  # samples: what is below the corner is worked out on every 32nd
_SPAN = 128  # thinned samples of silence behind them, 93 ms, in which the filter rings off

_KNEE = 0.5  # -6 dBFS: below it the shoulder does nothing
_BEND = 0.6  # so a full-scale sample comes down by 1.4 dB
_STRAIGHT = 0.5  # above the knee: from there on the curve goes straight on

_SHARP = 0.4  # -8 dB: an s that is louder, beside the vowels, is sharp; espeak's are at -11
_BAND = 5_000.0  # Hz: where s-sounds begin
_BLOCK = 220  # samples, 5 ms: how often the de-esser looks
_DEEPEST = 0.5  # -6 dB: the most that it takes


def treat(speech: Samples, chain: Chain) -> Samples:
    """Speech at model.RATE through the chain of its voice, under the limiter's ceiling."""
    clean = without_rumble(speech)
    if chain.hiss:
        clean = without_hiss(clean, chain.hiss)
    clean *= np.float32(chain.gain)
    return limit(shoulder(clean))


def sharpness(passage: Samples) -> float:
    """The level to which a voice's s-sounds should be held; 0.0 when they are soft enough.

    Takes the calibration passage as the engine gives it; the answer is linear, at its level.
    """
    allowed = _SHARP * float(np.percentile(_levels(passage), 95))
    sharp = float(np.percentile(_levels(_hiss(passage)), 99)) > allowed
    return round(allowed, 4) if sharp else 0.0


def without_rumble(speech: Samples) -> Samples:
    """Speech less what is below `_CORNER`: synthesizers leave offsets and swings there.

    The low part is worked out on thinned samples (each the mean of 64, weighted to a triangle) and
    drawn in straight lines between them: what this adds is 50 dB below the rumble itself.
    """
    count = -(-len(speech) // _THIN) + 1
    padded = np.zeros(count * _THIN, np.float32)
    padded[: len(speech)] = speech
    halves = padded.reshape(-1, _THIN // 2) @ _mean()
    thin = halves[::2] / 2 + halves[1::2] / 4
    thin[1:] += halves[1:-1:2] / 4
    size = _fast(count + _SPAN)
    low = np.fft.irfft(np.fft.rfft(thin, size) * _below(size), size)
    ends = np.stack((low[np.arange(-1, count)], low[: count + 1]), axis=1)  # wraps into silence
    start = _THIN - _THIN // 4  # a thinned sample stands in the middle of its first half
    drawn = (ends @ _slopes()).reshape(-1)[start : start + len(speech)]
    return np.asarray(np.subtract(speech, drawn, out=drawn))


def shoulder(samples: Samples) -> Samples:
    """Samples with their peaks rounded off: a curve, the same at any time."""
    loud = np.flatnonzero(np.abs(samples) > _KNEE)
    if not len(loud):
        return samples
    peaks = samples[loud]
    over = np.abs(peaks) - np.float32(_KNEE)
    bent = np.minimum(over, np.float32(_STRAIGHT))
    rounded = samples.copy()
    rounded[loud] = peaks - np.copysign(np.float32(_BEND) * bent * (2 * over - bent), peaks)
    return rounded


def without_hiss(speech: Samples, allowed: float) -> Samples:
    """Softer s-sounds: the band above `_BAND` is held, 2:1, where it passes the level allowed."""
    band = _hiss(speech)
    over = allowed / np.maximum(_levels(band), 1e-9)
    gains = np.maximum(np.sqrt(np.minimum(1.0, over)), _DEEPEST)
    edged = np.pad(gains, 1, mode="edge")
    lowest = np.minimum(np.minimum(edged[:-2], edged[1:-1]), edged[2:])  # from a block ahead
    middles = (np.arange(len(lowest)) + 0.5) * _BLOCK
    gain = np.interp(np.arange(len(speech)), middles, lowest)
    return np.asarray(speech - band * (1 - gain), np.float32)


def _levels(samples: Samples) -> Samples:
    """The RMS of every block; the last one may be part silence."""
    blocks = np.pad(samples, (0, -len(samples) % _BLOCK)).reshape(-1, _BLOCK)
    return np.asarray(np.sqrt(np.mean(np.square(blocks), axis=1)), np.float32)


def _hiss(samples: Samples) -> Samples:
    """What is above `_BAND`, in its place in time; the band's edge is 1 kHz wide."""
    size = _fast(len(samples) + _BLOCK)
    share = np.clip(np.fft.rfftfreq(size, 1 / RATE) / 1000 - _BAND / 1000 + 0.5, 0, 1)
    spectrum = np.fft.rfft(samples, size) * share.astype(np.float32)
    return np.asarray(np.fft.irfft(spectrum, size)[: len(samples)], np.float32)


@lru_cache(maxsize=64)
def _below(size: int) -> Samples:
    hertz = np.fft.rfftfreq(size, _THIN / RATE)
    return np.asarray(1 / (1 + (hertz / _CORNER) ** _STEEP), np.float32)


@lru_cache(maxsize=1)
def _slopes() -> Samples:
    """From one thinned sample to the next, in a straight line."""
    way = (np.arange(_THIN, dtype=np.float32) + np.float32(0.5)) / _THIN
    return np.stack((1 - way, way))


@lru_cache(maxsize=1)
def _mean() -> Samples:
    return np.full(_THIN // 2, 2 / _THIN, np.float32)


def _fast(size: int) -> int:
    """The next size at which a transform is fast: 2^n or 3 * 2^n."""
    power = 1 << (size - 1).bit_length()
    return power * 3 // 4 if size <= power * 3 // 4 else power
