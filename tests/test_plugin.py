"""Covers: an engine from outside, taught in the README, works by installing it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from humming import hum

__all__ = ["hum"]

pytestmark = pytest.mark.slow


@pytest.fixture
def typed(hum: Path, tmp_path: Path) -> object:
    """Type render-episode on a machine that has the engine; what it printed."""
    path = os.pathsep.join((str(hum), os.environ.get("PYTHONPATH", "")))
    environment = {**os.environ, "PYTHONPATH": path}

    def type_it(*arguments: str) -> str:
        command = [sys.executable, "-m", "pipeline.cli.render_episode", *arguments]
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return type_it


def test_it_is_listed_speaks_and_renders(typed: object, tmp_path: Path) -> None:
    assert callable(typed)
    listed = json.loads(typed("--list-engines", "--json"))["engines"]
    assert {"name": "hum", "available": True, "needs": ""} in listed
    assert typed("--list-voices", "--engine", "hum") == "hum:low\nhum:high\n"
    typed("--say", "Hm hm.", "-o", "hm.wav", "--voice", "narrator=hum:low")
    assert (tmp_path / "hm.wav").stat().st_size == 44 + 2 * 1500 * len("Hmhm.")
    line = "Humming is for everybody who has a mouth to close, and a nose that is open. "
    words = line * 14  # more than the music round them, and in sentences as long as talks have
    (tmp_path / "song.md").write_text(f"# A Song\n\nby Ada Moss\n\n{words}\n")
    record = json.loads(typed("song.md", "--engine", "hum", "--json"))
    assert record["voices"]["narrator"] == "hum:low"
    assert record["loudness"] == pytest.approx(-19, abs=1)
    assert record["seconds"] > 5
