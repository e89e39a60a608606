"""Warnings of a process that nobody listens to → the one that people look at.

What the rooms warn of in a worker, or on another machine, is gathered there, travels with the
result or is kept beside it, and is said again here.
"""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import RLock

_one = RLock()  # thread at a time: handlers are the whole process'
_log = logging.getLogger(__name__)


@contextmanager
def gathered() -> Iterator[list[str]]:
    """What the rooms warn of in here, in any thread; it goes nowhere else."""
    ear = _Ear(logging.WARNING)
    logger = logging.getLogger("pipeline")
    with _one:
        before, logger.handlers, logger.propagate = (
            (logger.handlers, logger.propagate),
            [ear],
            False,
        )
        try:
            yield ear.told
        finally:
            logger.handlers, logger.propagate = before


def tell(warnings: Iterable[str]) -> None:
    """Say again what was gathered."""
    for warning in warnings:
        _log.warning("%s", warning)


class _Ear(logging.Handler):
    """Keeps what it is told."""

    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it."""
        self.told.append(record.getMessage())
