"""Delivering: media first, the feed last, only what changed, and nothing unknown is dropped."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import feedparser
import fsspec
import pytest
from making import article, narration, recording, show

from pipeline import publishing
from pipeline.delivering import deliver
from pipeline.errors import PlaceError
from pipeline.model import Notes

BASE = "https://talks.example.org/pod/"


def publish(feed: Path, slug: str, status: str = "published", tail: bytes = b"") -> None:
    publishing.publish(
        article(),
        narration(),
        recording(feed, slug, tail),
        show(),
        notes=Notes(status=status, date="2024-03-05"),
        feed=feed,
        slug=slug,
        fingerprint="f",
        now=datetime.now(UTC),
    )


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    publish(tmp_path / "feed", "lectores")
    publish(tmp_path / "feed", "second")
    return tmp_path / "feed"


@pytest.fixture(params=["folder", "memory"])
def destination(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "folder":
        yield str(tmp_path / "host")
        return
    files = fsspec.filesystem("memory")
    yield "memory://host/pod"
    files.rm("/", recursive=True)


def there(destination: str) -> dict[str, bytes]:
    files, root = fsspec.core.url_to_fs(destination)
    paths = files.find(root) if files.exists(root) else []
    return {path.removeprefix(root).lstrip("/"): files.cat_file(path) for path in paths}


def whole(destination: str) -> bool:
    """Whether every enclosure that the feed there names is there, to the byte."""
    found = there(destination)
    entries = feedparser.parse(found["feed.xml"]).entries if "feed.xml" in found else []
    named = {entry.enclosures[0].href.removeprefix(BASE): entry.enclosures[0] for entry in entries}
    return all(len(found[name]) == int(each.length) for name, each in named.items())


def test_all_that_is_public_arrives_and_the_feed_last(feed: Path, destination: str) -> None:
    done = deliver(feed, destination)
    found = there(destination)
    assert set(found) == set(done.sent)
    assert found == {name: (feed / name).read_bytes() for name in found}
    assert done.sent[-1] == "feed.xml"
    assert done.sent[-2] == "index.html"
    media = [number for number, name in enumerate(done.sent) if name.endswith((".mp3", ".jpg"))]
    pages = [number for number, name in enumerate(done.sent) if name.endswith("index.html")]
    assert max(media) < min(pages)
    assert not any(name.startswith(".") or "/." in name for name in found)


def test_the_second_time_nothing_is_sent(feed: Path, destination: str) -> None:
    first = deliver(feed, destination)
    again = deliver(feed, destination)
    assert (again.sent, again.deleted, again.kept) == ((), (), len(first.sent))


def test_only_what_changed_is_sent(feed: Path, destination: str) -> None:
    deliver(feed, destination)
    publish(feed, "second", tail=b"\n")
    sent = deliver(feed, destination).sent
    assert any(name.endswith(".mp3") for name in sent)
    assert not any(name.startswith("lectores/") for name in sent)
    assert whole(destination)


def test_an_unknown_episode_there_stops_everything(feed: Path, destination: str) -> None:
    deliver(feed, destination)
    before = there(destination)
    shutil.rmtree(feed / "second")
    publishing.rebuild(show(), feed)
    with pytest.raises(PlaceError, match="holds second, which this feed does not know"):
        deliver(feed, destination)
    assert there(destination) == before


def test_drafts_stay_here_and_withdrawn_ones_leave(feed: Path, destination: str) -> None:
    publish(feed, "draft", "draft")
    deliver(feed, destination)
    assert not any(name.startswith("draft/") for name in there(destination))
    publish(feed, "second", "withdrawn")
    done = deliver(feed, destination)
    assert {name for name in there(destination) if name.startswith("second/")} == {
        "second/episode.json"
    }
    assert any(name.endswith(".mp3") for name in done.deleted)
    assert whole(destination)


def test_a_missing_file_is_named_before_anything_is_sent(feed: Path, destination: str) -> None:
    next(feed.glob("second/*.mp3")).unlink()
    with pytest.raises(PlaceError, match=r"second-\w+\.mp3 is missing"):
        deliver(feed, destination)
    assert there(destination) == {}


@pytest.mark.parametrize("step", range(1, 14, 2))
def test_stopped_at_any_step_the_feed_there_is_whole(
    feed: Path, tmp_path: Path, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = str(tmp_path / "host")
    deliver(feed, host)
    publish(feed, "lectores", tail=b"\n")
    publish(feed, "third")
    kind = type(fsspec.filesystem("file"))
    real, left = kind.pipe_file, iter(range(step))

    def mortal(self: Any, path: str, data: bytes) -> None:
        if next(left, None) is None:
            real(self, path, data[: len(data) // 2])
            raise KeyboardInterrupt
        real(self, path, data)

    monkeypatch.setattr(kind, "pipe_file", mortal)
    with pytest.raises(KeyboardInterrupt):
        deliver(feed, host)
    assert whole(host)
    monkeypatch.setattr(kind, "pipe_file", real)
    deliver(feed, host)
    assert whole(host)
    assert there(host)["feed.xml"] == (feed / "feed.xml").read_bytes()


@pytest.mark.parametrize("url", ["nosuch://host/pod", "/proc/nosuch/place"])
def test_a_destination_that_is_none_is_named(feed: Path, url: str) -> None:
    with pytest.raises(PlaceError, match=url):
        deliver(feed, url)


def test_an_empty_feed_is_said(tmp_path: Path) -> None:
    with pytest.raises(PlaceError, match=r"no feed\.xml"):
        deliver(tmp_path, str(tmp_path / "host"))


def test_the_feed_is_not_its_own_destination(feed: Path) -> None:
    with pytest.raises(PlaceError, match="the feed itself"):
        deliver(feed, str(feed / ".." / "feed"))


def test_an_episode_taken_back_to_draft_is_known(feed: Path, destination: str) -> None:
    deliver(feed, destination)
    publish(feed, "second", "draft")
    deliver(feed, destination)
    assert len(feedparser.parse(there(destination)["feed.xml"]).entries) == 1
