"""Words and their speech → what is wrong with it. The promise: whoever spoke, the same questions.

Is there sound, whole and unclipped, with no hole in it, and does it last as long as this voice
needs for words like these?
"""

from collections.abc import Sequence

import numpy as np

from pipeline import aligning, sound
from pipeline.model import Speech, Word

_QUIET = 33  # of 32768, -60 dBFS: speech whose loudest sample is under this is silence
_FASTEST, _SLOWEST, _SPARE = 0.012, 1.5, 3.0  # seconds a character; seconds more for any line
# Of espeak's 283 lines of a talk, ten phonemes or more, all last 0.86 to 1.15 of what their
# voice's pace says, of Klatt's voices 0.90 to 1.10.
_SHORTEST, _LONGEST = 0.65, 1.55
_FOREIGN = 0.7  # the pace is measured in English: other languages may be so much faster
_SHORTER, _LONGER = 0.4, 0.8  # seconds either way, for lines of a word or two
_FULL = 32_766  # of 32768: a sample at full scale
_FLAT = 3  # samples at full scale in a row are a peak cut off
_CLIPPED = 0.001  # of all samples; a voice that is only loud has far fewer
_HOLE = 1.5  # seconds; the longest pause an engine makes on purpose is about one
_BLOCK = 0.010  # seconds
_DEAD = 0.003  # of the loudest block's level, -50 dB


def fault(words: Sequence[Word], speech: Speech, pace: float, speed: float) -> str:
    """What is wrong; empty when nothing is. `pace`: seconds a phoneme, 0 where it is not known."""
    if not speech.pcm:
        return "no sound"
    if sound.peak(speech.pcm) < _QUIET:
        return "silence"
    samples = np.frombuffer(speech.pcm, "<i2")
    shortest, longest = _pace_bounds(words, pace) if pace else _bounds(words, speed)
    return (
        _off(len(samples) / speech.rate, shortest, longest)
        or _cut_off(samples)
        or _broken(samples, speech.rate, _HOLE / min(speed, 1.0))
    )


def _off(seconds: float, shortest: float, longest: float) -> str:
    if seconds < shortest:
        return f"only {seconds:.1f} seconds of speech (not {shortest:.1f} at least)"
    if seconds > longest:
        return f"{seconds:.0f} seconds of speech (not {longest:.1f} at most)"
    return ""


def _bounds(words: Sequence[Word], speed: float) -> tuple[float, float]:
    """The least and the most that any voice needs, in seconds."""
    characters = len(" ".join(word.said for word in words if word.said))
    return characters * _FASTEST / speed, (characters * _SLOWEST + _SPARE) / speed


def _pace_bounds(words: Sequence[Word], pace: float) -> tuple[float, float]:
    """The least and the most that this voice needs, in seconds."""
    needed = pace * aligning.count_sounds(words)
    foreign = any(word.language.partition("-")[0].lower() not in {"", "en"} for word in words)
    spare = _FOREIGN if foreign else 1.0
    return needed * _SHORTEST * spare - _SHORTER, needed * _LONGEST / spare + _LONGER


def _cut_off(samples: sound.Pcm) -> str:
    """Whether peaks are cut off: samples at full scale, several in a row."""
    full = (samples >= _FULL) | (samples <= -_FULL)
    if not full.any():
        return ""
    flat = full.copy()
    for back in range(1, _FLAT):
        flat[back:] &= full[:-back]
    return "sound with its peaks cut off" if flat.mean() > _CLIPPED else ""


def _broken(samples: sound.Pcm, rate: int, most: float) -> str:
    """Whether a silence between two sounds is longer than `most` seconds."""
    size = max(1, round(_BLOCK * rate))
    blocks = samples[: len(samples) // size * size].reshape(-1, size).astype(np.float32)
    levels = np.sqrt(np.einsum("bs,bs->b", blocks, blocks))
    loud = np.flatnonzero(levels > _DEAD * levels.max(initial=0.0))
    hole = float((np.diff(loud).max(initial=1) - 1) * size / rate)
    return f"a silence of {hole:.1f} seconds inside" if hole > most else ""
