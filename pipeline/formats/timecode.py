"""Samples in, the times of the outside world out. The promise: one way of rounding everywhere.

Every file that names a time (tags, chapters, captions, show notes) rounds to the millisecond
here, so that two of them can never disagree about the same sample.
"""

from collections.abc import Iterable
from functools import lru_cache

from pipeline.model import RATE


def milliseconds(samples: int) -> int:
    """The nearest whole millisecond, halves up."""
    return (samples * 2000 + RATE) // (2 * RATE)


def seconds(samples: int) -> float:
    """Seconds to the millisecond."""
    return milliseconds(samples) / 1000


def all_seconds(samples: Iterable[int]) -> list[float]:
    """The same of many, in less than half the time."""
    return [(each * 2000 + RATE) // (2 * RATE) / 1000 for each in samples]


def clock(samples: int) -> str:
    """HH:MM:SS.mmm, as WebVTT and Simple Chapters want it. Hours grow beyond two digits."""
    whole, thousandths = divmod(milliseconds(samples), 1000)
    return f"{_hours(whole)}.{thousandths:03}"


def stamp(samples: int) -> str:
    """HH:MM:SS, as show notes want it; cut, so that a listener never lands behind the start."""
    return _hours(milliseconds(samples) // 1000)


@lru_cache(maxsize=100_000)  # the seconds of a day: where one cue ends the next begins
def _hours(whole: int) -> str:
    minutes, second = divmod(whole, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02}:{minute:02}:{second:02}"
