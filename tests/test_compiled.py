"""Templates that an earlier process compiled: used when they are ours and whole, else not."""

import errno
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment

from pipeline.formats import templating

FIGURE = {"rows": [], "headed": False, "text": "a < b"}


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where Python keeps what it compiles, and now only of this test."""
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "kept"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    templating._environment.cache_clear()
    yield tmp_path / "kept"
    templating._environment.cache_clear()


def _compiled_anew(monkeypatch: pytest.MonkeyPatch, folder: str = "") -> list[str]:
    """The templates that a process starting now compiles for a figure."""
    names: list[str] = []
    compile_ = Environment.compile

    def told(self: Environment, source: str, name: str, filename: str) -> object:
        names.append(name)
        return compile_(self, source, name, filename)

    templating._environment.cache_clear()
    with monkeypatch.context() as patched:
        patched.setattr(Environment, "compile", told)
        assert "a &lt; b" in templating.render("figure.html", folder, **FIGURE)
    return names


def _files(kept: Path) -> list[Path]:
    """What is kept of templates; modules that are first imported here lie there, too."""
    return list(kept.rglob("*.html.*"))


def test_the_next_process_compiles_nothing(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _compiled_anew(monkeypatch) == ["figure.html"]
    assert _compiled_anew(monkeypatch) == []
    assert [path.suffix for path in _files(kept)] == [".pyc"]  # nothing half-written beside it


@pytest.mark.parametrize("at", [0, 40, -1])
def test_what_is_damaged_is_compiled_again(
    at: int, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _compiled_anew(monkeypatch)
    (file,) = _files(kept)
    data = bytearray(file.read_bytes())
    data[at] ^= 1
    file.write_bytes(data)
    assert _compiled_anew(monkeypatch) == ["figure.html"]
    assert _compiled_anew(monkeypatch) == []
    file.write_bytes(b"")
    assert _compiled_anew(monkeypatch) == ["figure.html"]


def test_another_program_or_language_has_its_own(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _compiled_anew(monkeypatch)
    templating.render("figure.html", "", "de", **FIGURE)
    assert len(_files(kept)) == 2
    monkeypatch.setattr("jinja2.__version__", "99")
    assert _compiled_anew(monkeypatch) == ["figure.html"]


def test_a_template_that_another_version_has_otherwise_is_compiled_again(
    kept: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(templating, "_FOLDER", shutil.copytree(templating._FOLDER, tmp_path / "t"))
    assert _compiled_anew(monkeypatch) == ["figure.html"]
    assert _compiled_anew(monkeypatch) == []
    file = tmp_path / "t/figure.html"
    before = file.stat()
    file.write_text(file.read_text().replace("<", "\n<", 1))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert _compiled_anew(monkeypatch) == ["figure.html"]
    assert _files(kept)


def test_a_disk_that_is_full_keeps_no_half(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, data: bytes) -> int:
        with path.open("wb") as file:
            file.write(data[:10])
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(Path, "write_bytes", full)
    assert _compiled_anew(monkeypatch) == ["figure.html"]
    assert not _files(kept)


def test_a_shows_own_template_is_never_kept(
    kept: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "figure.html").write_text("<b>{{ text }}</b>")
    for _ in range(2):
        assert _compiled_anew(monkeypatch, str(tmp_path)) == ["figure.html"]
    assert not _files(kept)


def test_where_nothing_can_be_written_all_goes_on(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.write_text("no folder")
    for _ in range(2):
        assert _compiled_anew(monkeypatch) == ["figure.html"]
    kept.unlink()
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    _compiled_anew(monkeypatch)
    assert not _files(kept)
