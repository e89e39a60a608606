"""How often Python looks for circles among what is alive. The promise: seldom.

Our values hold none, and a long talk has hundreds of thousands of them. To look through them after
every 700 new objects, as Python 3.11 does, took 9 % of a small change in half an hour of sound, and
more in longer ones; to look through all of them once more before it leaves, a tenth. What libraries
leave behind in circles is still found; what a command has left at its end, the system takes back.
"""

import atexit
import gc

_AFTER = (250_000, 20, 10)  # new objects; then rounds among the young, and among the middle-aged


def seldom() -> None:
    """Let this process look after every 250,000 objects, and not when Python ends it."""
    gc.set_threshold(*_AFTER)
    atexit.register(gc.freeze)
