"""Delivering: media first, the feed last, only what changed, and nothing unknown is dropped."""

import random
import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar
from urllib.parse import parse_qs

import feedparser
import fsspec
import pytest
from making import article, narration, recording, show

from pipeline import publishing
from pipeline.delivering import Delivery, announce, preview, restore
from pipeline.delivering import deliver as deliver_at
from pipeline.delivering.destination import Destination
from pipeline.errors import PlaceError, UsageError
from pipeline.model import Notes

BASE = "https://talks.example.org/pod/"
NOW = datetime(2026, 3, 1, tzinfo=UTC)
MANIFEST = "delivered.json"


def deliver(
    feed: Path,
    destination: str,
    *,
    now: datetime = NOW,
    remove: tuple[str, ...] = (),
    keep: timedelta | None = None,
) -> Delivery:
    return deliver_at(feed, destination, now=now, remove=remove, keep=keep)


def publish(
    feed: Path, slug: str, status: str = "published", tail: bytes = b"", date: str = "2024-03-05"
) -> None:
    publishing.publish(
        article(),
        narration(),
        recording(feed, slug, tail),
        show(),
        notes=Notes(status=status, date=date),
        feed=feed,
        slug=slug,
        fingerprint="f",
        now=NOW,
    )


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published")
    publish(folder, "lectores")
    publish(folder, "second")
    return folder


@pytest.fixture
def feed(published: Path, tmp_path: Path) -> Path:
    shutil.copytree(published, tmp_path / "feed")
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
    files.invalidate_cache()
    paths = files.find(root) if files.exists(root) else []
    shown = (path for path in paths if "/." not in path.removeprefix(root))
    return {path.removeprefix(root).lstrip("/"): files.cat_file(path) for path in shown}


def whole(destination: str) -> bool:
    """Whether every enclosure that the feed there names is there, to the byte."""
    found = there(destination)
    entries = feedparser.parse(found["feed.xml"]).entries if "feed.xml" in found else []
    named = {entry.enclosures[0].href.removeprefix(BASE): entry.enclosures[0] for entry in entries}
    return all(len(found[name]) == int(each.length) for name, each in named.items())


def test_all_that_is_public_arrives_and_the_feed_last(feed: Path, destination: str) -> None:
    done = deliver(feed, destination)
    found = there(destination)
    assert set(found) - {MANIFEST} == set(done.sent)
    del found[MANIFEST]
    assert found == {name: (feed / name).read_bytes() for name in found}
    assert done.sent[-1] == "feed.xml"
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


def test_no_changed_byte_is_ever_published(feed: Path, tmp_path: Path) -> None:
    chance = random.Random(7)
    names = [path for path in sorted(feed.rglob("*")) if path.is_file() and path.name != ".lock"]
    deliver(feed, str(tmp_path / "good"))
    good = there(str(tmp_path / "good"))
    for path in chance.choices(names, k=60):
        whole_file = path.read_bytes()
        at = chance.randrange(len(whole_file))
        changed = bytes([whole_file[at] ^ (1 << chance.randrange(8))])
        harm = chance.choice([changed + whole_file[at + 1 :], b""])  # one bit, or cut there
        path.write_bytes(whole_file[:at] + harm)
        host = tmp_path / "host"
        with suppress(PlaceError):
            deliver(feed, str(host))
        assert all(data == good[name] for name, data in there(str(host)).items())
        shutil.rmtree(host, ignore_errors=True)
        path.write_bytes(whole_file)


def test_a_damaged_page_is_built_again_and_a_damaged_cover_is_drawn_again(
    feed: Path, tmp_path: Path
) -> None:
    deliver(feed, str(tmp_path / "good"))
    for path in (feed / "feed.xml", feed / "lectores/index.html", next(feed.glob("cover-*"))):
        path.write_bytes(path.read_bytes().replace(b"e", b"\0", 1))
        publishing.refresh(show(), feed, NOW)
    deliver(feed, str(tmp_path / "host"))
    assert there(str(tmp_path / "host")) == there(str(tmp_path / "good"))


def test_a_feed_that_is_rendered_meanwhile_is_delivered_as_it_is_then(
    feed: Path, destination: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Destination.send

    def send(there: Destination, source: Path, name: str) -> None:
        monkeypatch.setattr(Destination, "send", real)
        publish(feed, "lectores", tail=b"\n")
        publish(feed, "third")
        real(there, source, name)

    monkeypatch.setattr(Destination, "send", send)
    deliver(feed, destination)
    assert whole(destination)
    assert there(destination)["feed.xml"] == (feed / "feed.xml").read_bytes()
    assert deliver(feed, destination).sent == ()


def test_an_unknown_episode_there_stops_everything(feed: Path, destination: str) -> None:
    deliver(feed, destination)
    before = there(destination)
    shutil.rmtree(feed / "second")
    publishing.rebuild(show(), feed, NOW)
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
    real, left = kind.put_file, iter(range(step))

    def mortal(self: Any, source: str, path: str) -> None:
        if next(left, None) is None:
            Path(path).write_bytes(Path(source).read_bytes()[:99])
            raise KeyboardInterrupt
        real(self, source, path)

    monkeypatch.setattr(kind, "put_file", mortal)
    with pytest.raises(KeyboardInterrupt):
        deliver(feed, host)
    assert whole(host)
    monkeypatch.setattr(kind, "put_file", real)
    deliver(feed, host)
    assert whole(host)
    assert there(host)["feed.xml"] == (feed / "feed.xml").read_bytes()


def test_a_feed_that_names_a_file_that_did_not_arrive_stays_here(
    feed: Path, destination: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliver(feed, destination)
    publish(feed, "third")
    before = there(destination)["feed.xml"]
    files, _ = fsspec.core.url_to_fs(destination)
    real = type(files).put_file

    def forgetful(self: Any, source: str, path: str, **kwargs: Any) -> None:
        real(self, source, path, **kwargs)
        if source.endswith(".vtt"):
            self.pipe_file(path, b"cut")

    monkeypatch.setattr(type(files), "put_file", forgetful)
    with pytest.raises(PlaceError, match=r"\.vtt did not arrive"):
        deliver(feed, destination)
    assert there(destination)["feed.xml"] == before


def test_an_episode_that_only_the_host_knows_leaves_when_it_is_named(
    feed: Path, destination: str
) -> None:
    deliver(feed, destination)
    shutil.rmtree(feed / "second")
    publishing.rebuild(show(), feed, NOW)
    done = deliver(feed, destination, remove=("second",))
    assert not any(name.startswith("second/") for name in there(destination))
    assert "second/episode.json" in done.deleted
    assert whole(destination)


def test_an_episode_whose_date_has_not_come_stays_here(feed: Path, destination: str) -> None:
    publish(feed, "third", date="2026-04-01")
    deliver(feed, destination)
    assert not any(name.startswith("third/") for name in there(destination))
    publishing.rebuild(show(), feed, datetime(2026, 4, 2, tzinfo=UTC))
    deliver(feed, destination, now=datetime(2026, 4, 2, tzinfo=UTC))
    assert len(feedparser.parse(there(destination)["feed.xml"]).entries) == 3


def test_what_is_here_is_not_removed_there(feed: Path, destination: str) -> None:
    deliver(feed, destination)
    with pytest.raises(PlaceError, match='status = "withdrawn"'):
        deliver(feed, destination, remove=("second",))


def test_replaced_files_stay_as_long_as_they_are_wanted(feed: Path, destination: str) -> None:
    deliver(feed, destination)
    old = {name for name in there(destination) if name.startswith("second/second-")}
    publish(feed, "second", tail=b"\n")
    week = timedelta(days=7)
    assert deliver(feed, destination, keep=week).waiting
    assert old < set(there(destination))
    assert not deliver(feed, destination, now=NOW + timedelta(days=6), keep=week).deleted
    assert deliver(feed, destination, now=NOW + timedelta(days=90)).waiting  # not asked to
    done = deliver(feed, destination, now=NOW + week, keep=week)
    assert set(done.deleted) >= old
    assert not old & set(there(destination))
    assert whole(destination)


def test_a_preview_tells_what_subscribers_will_see_and_does_nothing(
    feed: Path, destination: str
) -> None:
    assert [each.kind for each in preview(feed, destination, now=NOW).changes] == ["new", "new"]
    assert there(destination) == {}
    deliver(feed, destination)
    assert not preview(feed, destination, now=NOW).sent
    assert not preview(feed, destination, now=NOW).changes
    publish(feed, "lectores", tail=b"\n")
    publish(feed, "second", "withdrawn")
    publish(feed, "third")
    before = there(destination)
    found = preview(feed, destination, now=NOW)
    told = {each.slug: (each.kind, each.bytes > 0) for each in found.changes}
    assert told == {"lectores": ("audio", True), "second": ("gone", False), "third": ("new", True)}
    assert found.size == sum((feed / name).stat().st_size for name in found.sent) > 0
    assert there(destination) == before
    assert set(found.sent) == set(deliver(feed, destination).sent)


def test_a_new_computer_goes_on_where_the_old_one_stopped(
    feed: Path, destination: str, tmp_path: Path
) -> None:
    publish(feed, "gone", "withdrawn")
    deliver(feed, destination)
    files, root = fsspec.core.url_to_fs(destination)
    files.makedirs(f"{root}/.git", exist_ok=True)  # the host's own, and none of ours
    files.pipe_file(f"{root}/.git/config", b"[core]")
    other = tmp_path / "other" / "feed"
    assert restore(destination, other) == 3
    kept = {path.relative_to(other).as_posix() for path in other.rglob("*") if path.is_file()}
    assert kept == set(there(destination)) - {MANIFEST}
    assert all((other / name).read_bytes() == (feed / name).read_bytes() for name in kept)
    publish(other, "fourth")
    assert not any(name.startswith("second/") for name in deliver(other, destination).sent)
    assert len(feedparser.parse(there(destination)["feed.xml"]).entries) == 3


def test_a_restore_that_stopped_goes_on(
    feed: Path, destination: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliver(feed, destination)
    files, _ = fsspec.core.url_to_fs(destination)
    real, left = type(files).get_file, iter(range(5))

    def mortal(self: Any, *args: Any, **kwargs: Any) -> None:
        if next(left, None) is None:
            raise KeyboardInterrupt
        real(self, *args, **kwargs)

    monkeypatch.setattr(type(files), "get_file", mortal)
    with pytest.raises(KeyboardInterrupt):
        restore(destination, tmp_path / "new")
    assert not (tmp_path / "new" / "feed.xml").exists()
    monkeypatch.setattr(type(files), "get_file", real)
    assert restore(destination, tmp_path / "new") == 2
    assert (tmp_path / "new" / "feed.xml").read_bytes() == (feed / "feed.xml").read_bytes()


def test_a_restore_takes_nothing_that_is_damaged_and_overwrites_no_feed(
    feed: Path, destination: str, tmp_path: Path
) -> None:
    deliver(feed, destination)
    with pytest.raises(UsageError, match="holds a feed already"):
        restore(destination, feed)
    files, root = fsspec.core.url_to_fs(destination)
    sound = next(name for name in there(destination) if name.endswith(".mp3"))
    files.pipe_file(f"{root}/{sound}", b"x" * len(there(destination)[sound]))
    with pytest.raises(PlaceError, match=r"\.mp3 is not what its record says"):
        restore(destination, tmp_path / "new")
    assert not (tmp_path / "new" / sound).exists()


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


class _Hub(BaseHTTPRequestHandler):
    told: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        _Hub.told.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.send_response(204 if self.path == "/good" else 500)
        self.end_headers()

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def hub() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Hub)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_hub_is_told_in_its_own_words(hub: str) -> None:
    announce(f"{hub}/good", "https://talks.example.org/pod/feed.xml")
    told = parse_qs(_Hub.told[-1])
    assert told == {
        "hub.mode": ["publish"],
        "hub.url": ["https://talks.example.org/pod/feed.xml"],
    }
    with pytest.raises(PlaceError, match="answered 500"):
        announce(f"{hub}/bad", "https://talks.example.org/pod/feed.xml")
    with pytest.raises(PlaceError, match="no web address"):
        announce("file:///etc/passwd", "https://talks.example.org/pod/feed.xml")
