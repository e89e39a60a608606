"""How often Python looks for garbage in a command and in a worker."""

import gc
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import garbage
from pipeline.processes import CHILD, process_map

COMMAND = """
import atexit, gc, sys
from pipeline.cli.render_episode import main
atexit.register(lambda: print(gc.get_threshold()))
sys.argv[1:] = ["--version"]
main()
"""


@pytest.fixture(autouse=True)
def usual() -> Iterator[tuple[int, int, int]]:
    before = gc.get_threshold()
    yield before
    gc.set_threshold(*before)


def looks(_: object) -> tuple[int, int, int]:
    return gc.get_threshold()


def test_a_worker_and_a_command_look_seldom(usual: tuple[int, int, int]) -> None:
    with process_map(2, "pipeline.garbage") as pool:
        assert set(pool(looks, range(9))) == {garbage._AFTER}
    assert gc.get_threshold() == usual
    told = subprocess.check_output(
        [sys.executable, "-c", COMMAND], text=True, cwd=Path(__file__).parents[1]
    )
    assert told.endswith(f"{garbage._AFTER}\n")


LEAVING = """
import atexit, gc
from pipeline import garbage
atexit.register(lambda: print(gc.get_freeze_count()))  # before ours is registered: called after it
garbage.seldom()
"""


def test_all_that_is_left_at_the_end_is_left_alone() -> None:
    told = subprocess.check_output(
        [sys.executable, "-c", LEAVING], text=True, cwd=Path(__file__).parents[1]
    )
    assert int(told) > 1_000


def test_circles_are_still_found() -> None:
    class Circle:
        """Holds itself."""

        alive = 0

        def __init__(self) -> None:
            self.me = self
            Circle.alive += 1

        def __del__(self) -> None:
            Circle.alive -= 1

    garbage.seldom()
    for _ in range(600_000):
        Circle()
    assert Circle.alive < 260_000


DRAWING = """
import re, sys
from pathlib import Path
from pipeline.illustrating import Drawing, draw
from pipeline.model import Show
from pipeline.store import open_store
show, store = Show(title="Talks", guid="0"), open_store(sys.argv[1])
sizes = ("large", "small", "thumbnail")
draw(Drawing(show=show, words=("A talk", "Ada Park"), sizes=sizes, store=store))
told = Path("/proc/self/status").read_text()
print(*(re.search(rf"{name}:\\s+(\\d+)", told)[1] for name in ("VmHWM", "VmRSS")))
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="no other library keeps it for us")
def test_what_a_cover_needed_is_given_back_by_a_worker(tmp_path: Path) -> None:
    told = subprocess.check_output(
        [sys.executable, "-c", DRAWING, str(tmp_path)],
        text=True,
        cwd=Path(__file__).parents[1],
        env={**os.environ, **CHILD},
    )
    most, now = map(int, told.split())
    assert most - now > 40_000, "KiB"
