"""Work counted, not timed: the same on every machine, however busy it is."""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def steps(work: Callable[[], object]) -> int:
    """How many functions are called, Python's and C's, while `work` is done."""
    count = 0

    def called(_frame: FrameType, event: str, _about: Any) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(called)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def growth(work: Callable[[int], object], size: int) -> float:
    """How many times the work for twice the size is that for the size: 2 when it is linear."""
    work(size)  # what is done but once, at the first time: imports, patterns, caches
    return steps(lambda: work(2 * size)) / steps(lambda: work(size))
