"""A little of each act of `scripts/torture`: whatever happens, nothing is lost.

In a process of its own: it forks, and what other tests left running here would come along.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parent


@pytest.mark.parametrize("acts", ["kills addresses", "damage engines", "rooms pairs documents"])
def test_nothing_is_lost(acts: str) -> None:
    told = subprocess.run(
        [sys.executable, "-P", "-m", "torture", "--few", *acts.split()],
        env={**os.environ, "PYTHONPATH": f"{TESTS.parent}{os.pathsep}{TESTS}"},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert told.stdout.endswith("Nothing was lost.\n"), told.stdout + told.stderr
    assert told.returncode == 0
