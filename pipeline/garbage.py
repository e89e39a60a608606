"""How often Python looks for circles among what is alive: seldom. What is freed is given back.

Our values hold none, and a long talk has hundreds of thousands of them. To look through them after
every 700 new objects, as Python 3.11 does, took 9 % of a small change in half an hour of sound, and
more in longer ones; to look through all of them once more before it leaves, a tenth. What libraries
leave behind in circles is still found; what a command has left at its end, the system takes back.
"""

import atexit
import gc
from contextlib import suppress

_AFTER = (250_000, 20, 10)  # new objects; then rounds among the young, and among the middle-aged


def give_back() -> None:
    """Let the system have what a large piece of work has freed, where the C library can.

    Workers keep what they free, which makes takes faster (`processes.CHILD`); after a cover it is
    50 MB that no take needs.
    """
    with suppress(AttributeError, ImportError, OSError):  # another library than glibc
        import ctypes  # noqa: PLC0415 - few commands draw

        ctypes.CDLL(None).malloc_trim(0)


def seldom() -> None:
    """Let this process look after every 250,000 objects, and not when Python ends it."""
    gc.set_threshold(*_AFTER)
    atexit.register(gc.freeze)
