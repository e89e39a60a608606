"""How often Python looks for garbage in a command and in a worker."""

import gc
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import garbage
from pipeline.processes import process_map

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
