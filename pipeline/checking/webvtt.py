"""WebVTT text → cues. Promise: what a strict reader refuses raises ValueError with its line."""

import re
from collections.abc import Iterator

from pipeline.patterns import pattern

_STAMP = pattern(r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})")


def cues(text: str) -> Iterator[tuple[float, float, str]]:
    """Each cue's start and end in seconds and its words, in order."""
    lines = text.removeprefix("\ufeff").splitlines()
    if not lines or not re.fullmatch(r"WEBVTT([ \t].*)?", lines[0]):
        raise ValueError("line 1: the file does not start with WEBVTT")
    before = 0.0
    for number, line in enumerate(lines, 1):
        if "-->" not in line:
            continue
        start, end = _times(line, number)
        if end <= start or start < before:
            raise ValueError(f"line {number}: the times run backwards")
        before = start
        words = lines[number] if number < len(lines) else ""
        yield start, end, words


def _times(line: str, number: int) -> tuple[float, float]:
    sides = [side.split()[:1] for side in line.split("-->")]
    stamps = [_STAMP.fullmatch(side[0]) if side else None for side in sides]
    if len(stamps) != 2 or None in stamps:  # noqa: PLR2004  (a start and an end)
        raise ValueError(f"line {number}: “{line}” holds no times such as 00:00:01.000")
    start, end = (_seconds(stamp) for stamp in stamps if stamp)
    return start, end


def _seconds(stamp: re.Match[str]) -> float:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in stamp.groups())
    return hours * 3600 + minutes * 60 + seconds + thousandths / 1000
