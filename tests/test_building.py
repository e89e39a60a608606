"""A feed of many episodes: a new one touches what names it, and nothing else; words are found."""

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import pytest
from making import contents, show
from many import write

from pipeline import publishing
from pipeline.delivering import deliver, restore
from pipeline.errors import PlaceError
from pipeline.formats import pages, rss, search
from pipeline.model import Episode, Voice
from pipeline.publishing import place

NOW = datetime(2026, 1, 2, tzinfo=UTC)
SHOW = show(page_size=10)
COUNT = 47


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A feed of forty-seven episodes; its pages and the search's segments have ten each."""
    folder = tmp_path_factory.mktemp("built") / "feed"
    with pytest.MonkeyPatch.context() as patch:
        _small(patch)
        for number in range(COUNT):
            write(folder, number)
        publishing.refresh(SHOW, folder, NOW)
    return folder


@pytest.fixture
def feed(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    _small(monkeypatch)
    shutil.copytree(built, tmp_path / "feed")  # with the times of its files
    return tmp_path / "feed"


def _small(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(pages, "LISTED", 10)
    patch.setattr(search, "SEGMENT", 10)


def tree(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }


def stamps(folder: Path) -> dict[str, tuple[int, int]]:
    return {
        str(path.relative_to(folder)): (path.stat().st_ino, path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }


def anew(folder: Path, tmp_path: Path, its_show: object = SHOW) -> dict[str, bytes]:
    """What building everything makes of the records alone."""
    other = tmp_path / "anew"
    other.mkdir()
    for cover in folder.glob("*.jpg"):  # named by what it is drawn of, and slow to draw
        shutil.copy(cover, other)
    for home in folder.iterdir():
        if (home / "episode.json").is_file():
            names = [file.name for file in place.known(folder, home.name).files]
            for name in ("episode.json", *names):
                if (home / name).is_file():
                    (other / home.name).mkdir(parents=True, exist_ok=True)
                    shutil.copy(home / name, other / home.name / name)
    publishing.rebuild(its_show, other, NOW)  # type: ignore[arg-type]
    return tree(other)


def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The slugs of records, as they are read from now on."""
    seen: list[str] = []
    ours = place.read

    def noted(feed: Path, slug: str) -> Episode | None:
        seen.append(slug)
        return ours(feed, slug)

    monkeypatch.setattr(place, "read", noted)
    return seen


def test_a_new_episode_changes_what_names_it_and_nothing_else(
    feed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, seen = stamps(feed), read(monkeypatch)
    write(feed, COUNT)
    publishing.refresh(SHOW, feed, NOW)
    after = stamps(feed)
    changed = {name for name in after if after[name] != before.get(name)}
    gone = set(before) - set(after)
    assert {name for name in changed if "/" not in name} == {"feed.xml", "index.html"}
    assert {name.partition("/")[0] for name in changed if "/" in name} == {
        f"e{COUNT:03}",
        search.FOLDER,
    }
    assert len(gone) == len(search.names("")) == sum(search.FOLDER in name for name in changed)
    assert set(seen) == {f"e{number:03}" for number in range(30, COUNT + 1)}
    assert tree(feed) == anew(feed, tmp_path)


def test_the_newest_page_that_is_full_becomes_an_older_one_and_stays(
    feed: Path, tmp_path: Path
) -> None:
    before = stamps(feed)
    for number in range(COUNT, COUNT + 6):
        write(feed, number)
        publishing.refresh(SHOW, feed, NOW)
    after = stamps(feed)
    for kind in ("feed-{}.xml", "episodes-{}.html"):
        old = [kind.format(number) for number in (1, 2, 3)]
        assert {name: after[name] for name in old} == {name: before[name] for name in old}
        assert kind.format(4) in after.keys() - before.keys()
    assert tree(feed) == anew(feed, tmp_path)


@pytest.mark.parametrize(
    "change",
    [
        lambda feed: write(feed, 5, words="They spoke of something else.", title="Otherwise"),
        lambda feed: write(feed, 5, status="withdrawn"),
        lambda feed: write(feed, 5, date="2025-05-05T00:00:00+00:00"),
        lambda feed: shutil.rmtree(feed / "e005"),
        lambda feed: (feed / "feed-1.xml").write_bytes(b"<rss/>"),
        lambda feed: (feed / "episodes-2.html").unlink(),
        lambda feed: (feed / "e005/index.html").write_bytes(b"x"),
        lambda feed: next((feed / search.FOLDER).iterdir()).write_bytes(b"x"),
        lambda feed: (feed / search.FOLDER / "words1-0123456789ab.json").write_bytes(b"{}"),
        lambda feed: (feed / ".built").write_bytes((feed / ".built").read_bytes()[:-9]),
        lambda feed: (feed / ".built").write_bytes(
            (feed / ".built").read_bytes().replace(b"published", b"withdrawn", 1)
        ),
    ],
)
def test_whatever_changed_the_feed_is_what_building_everything_makes(
    feed: Path, tmp_path: Path, change: Callable[[Path], object]
) -> None:
    change(feed)
    publishing.refresh(SHOW, feed, NOW)
    assert tree(feed) == anew(feed, tmp_path)
    before = stamps(feed)
    publishing.refresh(SHOW, feed, NOW)
    assert stamps(feed) == before


def test_a_damaged_record_stops_the_build_and_the_feed_stays(feed: Path) -> None:
    record = feed / "e005/episode.json"
    record.write_text(record.read_text().replace("Talk 5", "Talk 6"))
    before = tree(feed)
    with pytest.raises(PlaceError, match="is not what was written"):
        publishing.refresh(SHOW, feed, NOW)
    assert tree(feed) == before


def test_a_page_goes_after_what_points_to_it(feed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object) -> bytes:
        raise KeyboardInterrupt

    write(feed, 5, status="withdrawn")
    with monkeypatch.context() as patch:
        patch.setattr(rss, "page", killed)
        with pytest.raises(KeyboardInterrupt):
            publishing.refresh(SHOW, feed, NOW)
    assert (feed / "e005/index.html").is_file()  # feed-1.xml still leads to it
    publishing.refresh(SHOW, feed, NOW)
    assert not (feed / "e005/index.html").exists()


def test_a_new_voice_or_word_builds_nothing(feed: Path) -> None:
    before = stamps(feed)
    voice = show(page_size=10, cast={"narrator": Voice(engine="espeak", name="quote")})
    publishing.refresh(voice, feed, NOW)
    assert stamps(feed) == before


def test_pages_lead_from_one_to_the_next(feed: Path) -> None:
    listed, name = list[str](), "index.html"
    while name:
        html = (feed / name).read_text()
        listed += [part.partition("/")[0] for part in html.split('<h2><a href="')[1:]]
        name = html.partition('<p class="turn"><a href="episodes')[2].partition('"')[0]
        name = name and f"episodes{name}"
    assert listed == [f"e{number:03}" for number in reversed(range(COUNT))]
    assert len(feedparser.parse(feed / "feed.xml").entries) == 17
    assert 'rel="next"' not in (feed / "episodes-1.html").read_text()
    assert "the newest episodes" in (feed / "episodes-1.html").read_text().lower()


def found(feed: Path, word: str) -> set[str]:
    """The episodes that the index names for a word."""
    slugs = set()
    for path in (feed / search.FOLDER).glob("words*.json"):
        segment = path.name.rpartition("-")[2]
        listed = json.loads((feed / search.FOLDER / f"episodes-{segment}").read_text())
        slugs |= {listed[place][0] for place in json.loads(path.read_text()).get(word, [])}
    return slugs


def test_every_word_that_is_said_is_found(feed: Path) -> None:
    assert found(feed, "n12") == {"e012"}
    assert len(found(feed, "spoke")) == COUNT
    write(feed, 60, words="An <em>Über</em>maß of fish &amp; rice.", status="draft")
    write(feed, 61, words="Crème <a href='x'>brû</a>lée.</span></p>\n<p>Ends.")
    publishing.refresh(SHOW, feed, NOW)
    assert not found(feed, "fish")
    assert found(feed, "brulee") == found(feed, "ends") == {"e061"}


def test_the_search_goes_to_a_host_and_comes_back(feed: Path, tmp_path: Path) -> None:
    for home in feed.glob("e*/"):
        for file, sound in contents(home.name).items():
            if file.kind == "audio":
                (home / file.name).write_bytes(sound)
    publishing.refresh(SHOW, feed, NOW)
    deliver(feed, str(tmp_path / "host"), now=NOW)
    restore(str(tmp_path / "host"), tmp_path / "new")
    assert tree(tmp_path / "new") == tree(feed)
    next((feed / search.FOLDER).iterdir()).write_bytes(b"x")
    with pytest.raises(PlaceError, match="is not as it was built: delete it"):
        deliver(feed, str(tmp_path / "host"), now=NOW)


def test_whoever_takes_part_is_listed_and_the_voice_is_not(feed: Path) -> None:
    listed = [json.loads(path.read_text()) for path in (feed / search.FOLDER).glob("episodes-*")]
    assert {facts[2] for some in listed for facts in some} == {"Ada Park, Bea Quill"}


def test_words_are_told_as_people_type_them() -> None:
    assert search.words("Łódź, “Straße” — don’t; 1984 ﬁne ÉTÉ") == (
        ["łodz", "strasse", "don", "t", "1984", "fine", "ete"]
    )


def test_a_few_episodes_need_no_search(tmp_path: Path) -> None:
    for number in range(search.LEAST - 1):
        write(tmp_path, number)
    publishing.refresh(SHOW, tmp_path, NOW)
    assert not (tmp_path / search.FOLDER).exists()
    assert "data-segments" not in (tmp_path / "index.html").read_text()
    assert "connect-src" not in (tmp_path / "index.html").read_text()
    with pytest.raises(PlaceError, match="is the search's own"):
        place.folder(tmp_path, search.FOLDER)
