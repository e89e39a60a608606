"""A limit on what is read of a source → that limit, or as many times as much as the user allows.

Promise: one number raises every limit of reading (size, pages, unpacked size, memory, time), and
every refusal names it. It is in the environment, so that processes of their own know it, too.
Scripting has no limit of its own: its work grows as the text does, and reading bounds that.
"""

import os

NAME = "RENDER_EPISODE_LIMITS"
HOW = "raise all limits, if you trust it: --limits 10"


def raised(limit: int) -> int:
    """So much, times what `raise_to` was told, or the environment."""
    times = os.environ.get(NAME, "")
    return limit * max(1, int(times)) if times.isdecimal() else limit


def raise_to(times: int) -> None:
    """Take so many times as much from now on, here and in the processes that start."""
    os.environ[NAME] = str(times)
