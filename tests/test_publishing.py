"""Publishing: what lies where, what is kept for ever, and a feed that is whole at any moment."""

import errno
import fcntl
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import feedparser
import pytest
from making import article, contents, episode, narration, recording, show
from PIL import Image

from pipeline import locking, publishing
from pipeline.errors import PlaceError, UsageError
from pipeline.formats import records
from pipeline.model import Episode, Notes, Show
from pipeline.publishing import building, place, standing

NOW = datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC)


def publish(feed: Path, slug: str = "lectores", **given: Any) -> Episode:
    facts: dict[str, Any] = {
        "notes": Notes(),
        "fingerprint": "f",
        "now": NOW,
        "article": article(),
    } | given
    told, made = facts.pop("article"), recording(feed, slug, facts.pop("tail", b""))
    return publishing.publish(told, narration(), made, show(), feed=feed, slug=slug, **facts)


def tree(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != standing.NAME  # when it was built, for the next time
    }


def test_a_withdrawn_episode_never_comes_back_under_its_guid(tmp_path: Path) -> None:
    publish(tmp_path, notes=Notes(status="withdrawn"))
    before = tree(tmp_path)
    with pytest.raises(UsageError, match="another name"):
        publish(tmp_path, notes=Notes())
    assert {k: v for k, v in tree(tmp_path).items() if not k.startswith(".new")} == before


def test_no_report_of_an_earlier_recording_stays(tmp_path: Path) -> None:
    for slug in ("lectores", "other"):
        publish(tmp_path, slug)
        (tmp_path / publishing.REPORT / slug).mkdir(parents=True)
        (tmp_path / publishing.REPORT / slug / "index.html").write_text("how it sounds")
    publishing.rebuild(show(), tmp_path, NOW)
    assert (tmp_path / publishing.REPORT / "lectores" / "index.html").is_file()
    publish(tmp_path, tail=b"another")
    assert [each.name for each in (tmp_path / publishing.REPORT).iterdir()] == ["other"]


def test_an_episode_stands_in_the_feed(tmp_path: Path) -> None:
    made = publish(tmp_path)
    names = {path.name for path in (tmp_path / "lectores").iterdir()}
    (small,) = (tmp_path / "lectores").glob("small-*.jpg")
    pages = {"episode.json", "index.html", small.name}
    assert names == {file.name for file in made.files} | pages
    assert {path.name for path in tmp_path.iterdir() if path.is_file()} == {
        "feed.xml",
        "index.html",
        ".lock",
        standing.NAME,
        next(tmp_path.glob("cover-*.jpg")).name,
        next(tmp_path.glob("small-*.jpg")).name,
    }
    assert not any((tmp_path / ".new").iterdir())
    (entry,) = feedparser.parse(tmp_path / "feed.xml").entries
    assert entry.id == made.guid


def test_the_record_tells_what_is_known(tmp_path: Path) -> None:
    made = publish(tmp_path, notes=Notes(number=4))
    assert publishing.read(tmp_path, "lectores") == made
    assert made.title == "The readers"
    assert made.guid == "16b678df-de1c-5296-8816-aa28901c3cbe"
    assert made.date == "2025-01-02T03:04:05+00:00"
    assert (made.number, made.seconds, made.loudness, made.peak) == (4, 12.0, -19.04, -2.5)
    assert made.voices == {"narrator": "espeak:narrator", "pull_quote": "espeak:quote"}
    assert [(person.name, person.role) for person in made.persons] == [
        ("Ada Park", "author"),
        ("Synthetic voice (espeak, narrator)", "narrator"),
    ]
    assert made.persons[0].bio == "Ada Park writes."
    assert [link.url for link in made.links] == ["https://example.org/a"]
    (quote,) = made.pull_quotes
    assert (quote["text"], round(quote["start"]), round(quote["seconds"])) == (
        "Nobody slept.",
        9,
        3,
    )
    assert str(tmp_path) not in (tmp_path / "lectores" / "episode.json").read_text()


@pytest.mark.parametrize(
    ("given", "written", "expected"),
    [
        ("2024-03-05", "", "2024-03-05T00:00:00+00:00"),
        ("2024-03-05T09:00:00+01:00", "2020-01-01", "2024-03-05T09:00:00+01:00"),
        ("", "2020-01-01", "2020-01-01T00:00:00+00:00"),
        ("", "last spring", "2025-01-02T03:04:05+00:00"),
    ],
)
def test_the_date_is_the_first_known(
    tmp_path: Path, given: str, written: str, expected: str
) -> None:
    made = publish(tmp_path, notes=Notes(date=given), article=article(date=written))
    assert made.date == expected


def test_guid_and_date_of_the_first_time_stay(tmp_path: Path) -> None:
    first = publish(tmp_path)
    again = publish(tmp_path, now=datetime(2030, 1, 1, tzinfo=UTC), notes=Notes(title="Other"))
    assert (again.guid, again.date, again.title) == (first.guid, first.date, "Other")


def test_a_guid_can_be_given_once_and_never_changed(tmp_path: Path) -> None:
    assert publish(tmp_path, notes=Notes(guid="mine")).guid == "mine"
    before = tree(tmp_path)
    with pytest.raises(UsageError, match="guid can't change from mine"):
        publish(tmp_path, notes=Notes(guid="other", file="episode.toml"))
    after = {name: data for name, data in tree(tmp_path).items() if not name.startswith(".new")}
    assert after == before


def test_a_date_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"episode.toml: “soon” is no date"):
        publish(tmp_path, notes=Notes(date="soon", file="episode.toml"))


def test_a_rebuild_changes_no_byte_and_no_time(tmp_path: Path) -> None:
    publish(tmp_path)
    before, stamp = tree(tmp_path), (tmp_path / "feed.xml").stat().st_mtime_ns
    publishing.rebuild(show(), tmp_path, NOW)
    assert tree(tmp_path) == before
    assert (tmp_path / "feed.xml").stat().st_mtime_ns == stamp


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "feed.xml").unlink(),
        lambda folder: (folder / "lectores/index.html").write_text("x"),
        lambda folder: (folder / "lectores/episode.json").touch(),
        lambda folder: (folder / ".built").write_text("{"),
    ],
)
def test_a_feed_that_stands_is_left_and_any_other_is_built(
    tmp_path: Path, change: Callable[[Path], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tmp_path)
    built: list[Path] = []
    build = building.build

    def noted(its_show: Show, folder: Path, *rest: Any) -> None:
        built.append(folder)
        build(its_show, folder, *rest)

    monkeypatch.setattr(building, "build", noted)
    publishing.refresh(show(), tmp_path, NOW)
    assert not built
    before = tree(tmp_path)
    change(tmp_path)
    publishing.refresh(show(), tmp_path, NOW)
    assert built == [tmp_path]
    after = tree(tmp_path)
    assert after == before
    publishing.refresh(show(description="Another."), tmp_path, NOW)
    publishing.refresh(show(description="Another."), tmp_path, NOW)
    assert len(built) == 2


def test_a_date_that_comes_builds_the_feed(tmp_path: Path) -> None:
    publish(tmp_path, notes=Notes(date="2030-01-01"))
    publishing.refresh(show(), tmp_path, NOW)
    assert b"<item>" not in (tmp_path / "feed.xml").read_bytes()
    publishing.refresh(show(), tmp_path, datetime(2030, 1, 2, tzinfo=UTC))
    assert b"<item>" in (tmp_path / "feed.xml").read_bytes()


def test_the_feed_is_built_from_records_alone(tmp_path: Path) -> None:
    publish(tmp_path)
    before = tree(tmp_path)
    for path in (tmp_path / "feed.xml", tmp_path / "index.html", tmp_path / "lectores/index.html"):
        path.unlink()
    publishing.rebuild(show(), tmp_path, NOW)
    assert tree(tmp_path) == before


def test_newest_first_and_only_what_is_published(tmp_path: Path) -> None:
    for slug, date, status in (
        ("old", "2020-01-01", "published"),
        ("new", "2024-01-01", "published"),
        ("draft", "2023-01-01", "draft"),
        ("gone", "2022-01-01", "withdrawn"),
    ):
        publish(tmp_path, slug, notes=Notes(date=date, status=status, title=slug))
    assert [each.title for each in feedparser.parse(tmp_path / "feed.xml").entries] == [
        "new",
        "old",
    ]
    index = (tmp_path / "index.html").read_text()
    assert "gone" not in index
    assert "draft" not in index
    assert not (tmp_path / "gone" / "index.html").exists()
    assert (tmp_path / "draft" / "index.html").exists()


def test_what_nothing_names_any_more_is_deleted(tmp_path: Path) -> None:
    publish(tmp_path)
    home = tmp_path / "lectores"
    for name in ("lectores-0123456789ab.mp3", ".episode.json.new"):
        (home / name).write_bytes(b"old")
    (home / "notes.txt").write_text("an editor's own")
    publishing.rebuild(show(), tmp_path, NOW)
    left = {path.name for path in home.iterdir()}
    assert "lectores-0123456789ab.mp3" not in left
    assert ".episode.json.new" not in left
    assert "notes.txt" in left


@pytest.mark.parametrize("slug", ["../out", "a/b", ".new", "", "a" * 101, "a\x00b", "-x"])
def test_a_slug_is_a_plain_name(tmp_path: Path, slug: str) -> None:
    with pytest.raises(PlaceError, match="can't name an episode"):
        place.folder(tmp_path, slug)


def test_a_record_comes_back_equal() -> None:
    made = episode(pull_quotes=({"text": "“x”", "start": 1.5, "seconds": 2.0},), number=1)
    assert records.from_json(records.to_json(made), "here") == made


def test_a_record_of_the_first_version_is_read_and_one_without_its_seal_is_not() -> None:
    """Version 1 is what programs before this one wrote: the same, without a seal."""
    facts = json.loads(records.to_json(episode()))
    del facts["seal"]
    with pytest.raises(PlaceError, match="it is not what was written"):
        records.from_json(json.dumps(facts), "here")
    assert records.from_json(json.dumps(facts | {"version": 1}), "here") == episode()


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[:40],
        lambda text: text.replace('"slug"', '"slugs"'),
        lambda text: text.replace('"version": 2', '"version": 99'),
        lambda _: "[]",
        lambda _: "{}",
        lambda text: text.replace('"lectores"', '"another"', 1),
    ],
)
def test_a_damaged_record_is_named_and_the_feed_kept(
    tmp_path: Path, damage: Callable[[str], str]
) -> None:
    publish(tmp_path)
    record = tmp_path / "lectores" / "episode.json"
    record.write_text(damage(record.read_text()))
    before = tree(tmp_path)
    with pytest.raises(PlaceError, match=r"lectores/episode\.json"):
        publishing.rebuild(show(), tmp_path, NOW)
    assert tree(tmp_path) == before


def test_a_shows_own_cover_is_taken(tmp_path: Path) -> None:
    own = tmp_path / "own.jpeg"
    Image.new("RGB", (1400, 1400)).save(own, "JPEG")
    publishing.rebuild(show(cover=str(own)), tmp_path / "feed", NOW)
    (cover,) = (tmp_path / "feed").glob("cover-*.jpg")
    assert cover.read_bytes() == own.read_bytes()
    assert cover.name in (tmp_path / "feed/feed.xml").read_text()


def test_a_cover_that_is_no_picture_stops_before_anything_moves(tmp_path: Path) -> None:
    (tmp_path / "own.jpg").write_text("no picture")
    feed = tmp_path / "feed"
    made = recording(feed)
    with pytest.raises(UsageError, match=r"own\.jpg can't be read"):
        publishing.publish(
            article(),
            narration(),
            made,
            show(cover=str(tmp_path / "own.jpg")),
            notes=Notes(),
            feed=feed,
            slug="lectores",
            fingerprint="f",
            now=NOW,
        )
    assert not (feed / "lectores").exists()


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "feed").write_text("a file, not a folder")
    with pytest.raises(PlaceError, match="feed"):
        publishing.rebuild(show(), tmp_path / "feed", NOW)


def test_two_at_once_both_stand(tmp_path: Path) -> None:
    slugs = [f"talk-{number}" for number in range(6)]
    threads = [threading.Thread(target=publish, args=(tmp_path, slug)) for slug in slugs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(feedparser.parse(tmp_path / "feed.xml").entries) == len(slugs)


def test_a_disk_without_locks_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_file: int, _how: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", refused)
    with (
        pytest.raises(PlaceError, match="can't be locked"),
        locking.locked(tmp_path / locking.FEED),
    ):
        pass


def test_who_waits_for_the_feed_says_so_and_gives_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    publish(tmp_path)
    waits: list[float] = []
    monkeypatch.setattr(locking, "_sleep", waits.append)
    with (tmp_path / locking.FEED).open() as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(PlaceError, match="being written by another run for 10 minutes"):
            publishing.rebuild(show(), tmp_path, NOW)
    assert sum(waits) == pytest.approx(600)
    assert caplog.messages == [f"Another run writes {tmp_path}: waiting for it."]
    publishing.rebuild(show(), tmp_path, NOW)  # the lock has gone with its owner


def test_what_a_dead_run_left_is_cleared_and_a_living_one_keeps_its_own(tmp_path: Path) -> None:
    dead = tmp_path / ".new" / "talk-1"
    dead.mkdir(parents=True)
    (dead / ".talk.mp3").write_bytes(b"half")
    with publishing.workshop(tmp_path, "talk") as mine:
        assert not dead.exists()
        with publishing.workshop(tmp_path, "talk") as other:
            assert mine.is_dir()
            assert other.is_dir()
            assert mine != other
    assert not any((tmp_path / ".new").iterdir())
    dead.mkdir()
    publishing.refresh(show(), tmp_path, NOW)
    assert not any((tmp_path / ".new").iterdir())


def test_after_a_power_cut_what_is_named_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file's bytes are on the disk before its name; names are, before what points to them."""
    settled: set[int] = set()
    loose: list[Path] = []  # folders with names that a power cut would lose
    real_sync, real_replace = os.fsync, Path.replace

    def sync(opened: int) -> None:
        settled.add(os.fstat(opened).st_ino)
        loose[:] = [each for each in loose if each.stat().st_ino != os.fstat(opened).st_ino]
        real_sync(opened)

    def replace(source: Path, target: Path) -> Path:
        assert source.stat().st_ino in settled, f"{target} has a name before its bytes"
        if target.name in {"episode.json", "feed.xml"}:
            assert not loose, f"{target} points to names that are not safe yet"
        loose.append(target.parent)
        return real_replace(source, target)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(Path, "replace", replace)
    publish(tmp_path)
    publish(tmp_path, tail=b" ")
    assert not loose


KILLED = """
import os, sys, signal
from pathlib import Path
sys.path[:0] = [{tests!r}, {root!r}]
from pipeline.publishing import place
from test_publishing import publish, Notes
left = int(sys.argv[2])
def mortal(step):
    def done(*given):
        global left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return step(*given)
    return done
Path.replace = mortal(Path.replace)
Path.unlink = mortal(Path.unlink)
publish(Path(sys.argv[1]), tail=b" ")
"""


@pytest.mark.parametrize("steps", [0, 1, 3, 5, 6, 7, 9])
def test_killed_at_any_step_the_feed_names_only_what_is_there(tmp_path: Path, steps: int) -> None:
    publish(tmp_path)
    here = Path(__file__)
    program = KILLED.format(tests=str(here.parent), root=str(here.parent.parent))
    old = {file.name for file in contents("lectores")}
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path), str(steps)], check=False, env=os.environ
    )
    assert done.returncode in {0, -signal.SIGKILL}
    for entry in feedparser.parse(tmp_path / "feed.xml").entries:
        name = entry.enclosures[0].href.removeprefix("https://talks.example.org/pod/")
        assert (tmp_path / name).stat().st_size == int(entry.enclosures[0].length)
    assert json.loads((tmp_path / "lectores" / "episode.json").read_text())["version"] == 2
    publishing.rebuild(show(), tmp_path, NOW)
    there = {path.name for path in (tmp_path / "lectores").iterdir()}
    assert len(there) == len({*old, "transcript.html", "small.jpg", "index.html", "episode.json"})


def test_a_file_that_went_missing_is_named(tmp_path: Path) -> None:
    made = recording(tmp_path)
    (Path(made.folder) / next(iter(contents("lectores"))).name).unlink()
    with pytest.raises(PlaceError, match="gone before it was published"):
        place.adopt(made, tmp_path / "lectores")


def test_an_episode_waits_for_its_date(tmp_path: Path) -> None:
    publish(tmp_path, notes=Notes(date="2025-06-01"))
    assert not feedparser.parse(tmp_path / "feed.xml").entries
    publishing.rebuild(show(), tmp_path, datetime(2025, 6, 1, tzinfo=UTC))
    assert len(feedparser.parse(tmp_path / "feed.xml").entries) == 1


def test_older_pages_come_and_go_with_the_episodes(tmp_path: Path) -> None:
    for number in range(1, 5):
        publish(tmp_path, f"e{number}", notes=Notes(date=f"2024-01-0{number}"))
    publishing.rebuild(show(page_size=2), tmp_path, NOW)
    assert [path.name for path in tmp_path.glob("feed-*.xml")] == ["feed-1.xml"]
    publishing.rebuild(show(), tmp_path, NOW)
    assert not list(tmp_path.glob("feed-*.xml"))


def test_a_link_has_the_second_at_which_it_is_heard(tmp_path: Path) -> None:
    (link,) = publish(tmp_path).links
    assert link.start == pytest.approx(3, abs=0.1)


def test_a_wait_ends_once_there_is_no_need_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    monkeypatch.setattr(locking, "_sleep", waits.append)
    lock = tmp_path / locking.FEED
    with locking.locked(lock), locking.locked(lock, needless=lambda: len(waits) > 3):
        assert len(waits) == 4
