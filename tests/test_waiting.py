"""Covers: heavy rooms wait until they are used, and are imported whole."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.cli import waiting

HERE = Path(waiting.__file__).parents[2]

_ASKED = """
import os, signal, sys, time
from pipeline.cli import waiting

def end(*_):
    raise KeyboardInterrupt

for each in (signal.SIGINT, signal.SIGTERM):
    signal.signal(each, end)
waiting.let_wait()
room = sys.modules["pipeline.formats.rss"]
assert "address" not in object.__getattribute__(room, "__dict__")
loader = object.__getattribute__(room, "__spec__").loader._loader
usual = loader.exec_module

def asked(module):
    os.kill(os.getpid(), signal.{how})
    usual(module)

loader.exec_module = asked
try:
    from pipeline.formats.rss import address
    time.sleep(5)
except KeyboardInterrupt:
    print(room.address.__name__)
"""


@pytest.mark.parametrize("how", ["SIGINT", "SIGTERM"])
def test_who_is_asked_to_end_while_a_room_is_imported_ends_behind_it(how: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _ASKED.replace("{how}", how)],
        env={**os.environ, "PYTHONPATH": str(HERE)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("address\n", "")
