"""The engine that the README teaches, built and installed from its text as a real package."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import engines

README = Path(__file__).parent.parent / "README.md"
_FENCE = re.compile(r"^```\w+ ([\w./]+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="session")
def hum(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the package is installed in."""
    source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("installed")
    written = _FENCE.findall(README.read_text(encoding="utf-8"))
    assert [name for name, _ in written] == ["pyproject.toml", "hum.py"]
    for name, text in written:
        (source / name).write_text(text, encoding="utf-8")
    options = ("--quiet", "--no-index", "--no-deps", "--no-build-isolation", "--no-cache-dir")
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        *options,
        "--target",
        str(target),
        str(source),
    ]
    subprocess.run(command, check=True, capture_output=True)
    return target


@pytest.fixture
def humming(hum: Path, monkeypatch: pytest.MonkeyPatch) -> engines.Engine:
    """The engine, in this process."""
    monkeypatch.syspath_prepend(hum)
    monkeypatch.delitem(sys.modules, "hum", raising=False)
    engines.find.cache_clear()
    return engines.find("hum")
