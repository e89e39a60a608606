"""Every package that comes with this one has a licence that GPL-3.0-or-later takes in."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-neural.txt"])
def test_licences_are_compatible(name: str) -> None:
    command = [sys.executable, str(ROOT / "scripts" / "licences.py"), str(ROOT / name)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    pinned = (ROOT / name).read_text().count("==")
    elsewhere = done.stdout.count("not installed here")
    assert elsewhere < pinned / 4  # what other systems need; else nothing was looked at
    assert "that are installed here go with GPL-3.0-or-later." in done.stdout
