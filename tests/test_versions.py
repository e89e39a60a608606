"""Versions of packages: the same that importlib.metadata tells."""

import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest

from pipeline import versions
from pipeline.versions import version


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    versions._installed.cache_clear()
    yield
    versions._installed.cache_clear()


ASKED = ("av", "espeakng-loader", "gTTS", "lameenc", "num2words", "py3langid", "soxr")


@pytest.mark.parametrize("name", ASKED)
def test_it_is_the_version_that_metadata_tells(name: str) -> None:
    assert version(name) == metadata.version(name)


def test_a_name_may_be_written_in_any_way() -> None:
    assert version("GTTS") == version("gTTS") == metadata.version("gTTS")
    assert version("espeakng_loader") == version("espeakng-loader")


def test_the_first_on_the_path_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "Some_Pack.age-1.2.post1.dist-info").mkdir()
    later = tmp_path / "later"
    (later / "some_pack_age-3.dist-info").mkdir(parents=True)
    monkeypatch.setattr(sys, "path", ["/nowhere", str(tmp_path), str(later)])
    assert version("some-pack-age") == "1.2.post1"


def test_what_is_not_there_is_told_as_python_does() -> None:
    with pytest.raises(metadata.PackageNotFoundError):
        version("no-such-package")
