"""Rows of harm that was done → the table, and whether anything was lost."""

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Row:
    """One kind of harm: how often it was done, how often it was noticed, and what it cost.

    `found`: times it was told and refused, or stopped a run; the others did no harm. `lost`: what
    must not be, one line each. `seconds`, `megabytes`: the most that one took.
    """

    act: str
    kind: str
    count: int = 0
    found: int = 0
    lost: list[str] = field(default_factory=list)
    seconds: float = 0.0
    megabytes: float = 0.0

    def add(self, faults: list[str], *, found: bool, seconds: float = 0, bytes_: int = 0) -> None:
        """Count one more."""
        self.count += 1
        self.found += found
        self.lost += faults
        self.seconds = max(self.seconds, seconds)
        self.megabytes = max(self.megabytes, bytes_ / 1e6)


@dataclass
class Luck:
    """Where harm strikes, the folder it may use, and how long it may go on.

    `learnt`: a store that has every line of the articles spoken already, to save time.

    The same seed strikes alike, as far as the machine's own pace allows.
    """

    rng: random.Random
    folder: Path
    until: float  # of the monotonic clock
    learnt: Path | None = None

    def times(self, count: int) -> Iterator[int]:
        """So many rounds, or fewer when the time is over; one at least."""
        for number in range(count):
            if number and time.monotonic() > self.until:
                return
            yield number


HEAD = f"{'act':<12} {'kind':<32} {'count':>5} {'found':>5} {'harmless':>8} {'lost':>4} {'s':>5} {'MB':>5}"  # noqa: E501


def line(row: Row) -> str:
    """A row as it is printed."""
    took = f"{row.seconds:5.1f}" if row.seconds else " " * 5
    held = f"{row.megabytes:5.0f}" if row.megabytes else " " * 5
    harmless = row.count - row.found - len(row.lost)
    return (
        f"{row.act:<12} {row.kind:<32} {row.count:>5} {row.found:>5} {max(harmless, 0):>8} "
        f"{len(row.lost):>4} {took} {held}".rstrip()
    )
