"""Many articles at once: the bytes of one by one, each line once, and no bad one in the way."""

import gc
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import feedparser
import pytest

from pipeline import archive, render
from pipeline.archive import Finished
from pipeline.cli import making
from pipeline.cli.asking import Asked
from pipeline.cli.reporting import Report
from pipeline.errors import EngineError, SourceError
from pipeline.model import DEFAULT_CAST, Article, Episode, Narration, Script, Show, Take, Voice
from pipeline.narrating import Job, Told
from pipeline.processes import process_map
from pipeline.render import Request
from pipeline.store import Store
from pipeline.values import replace

SHOW = Show(title="Many Talks", guid="e9533001-4d41-4d70-8580-614d5f8f820f")
GREAT = (Article, Script, Job, Take, Narration, Episode)  # values that grow with what is said
SHARED = "The bell of the harbour rings at noon."


def requests(root: Path, **texts: str) -> list[Request]:
    found = []
    for slug, text in texts.items():
        path = root / f"{slug}.md"
        path.write_text(text and f"# The {slug}\n\nby Ada Park\n\n{text}\n\n{SHARED}\n")
        found.append(Request(path=path, slug=slug, show=SHOW))
    return found


def three(root: Path) -> list[Request]:
    return requests(
        root, mill="The mill stood still.", lamp="The lamp burned low.", boat="The boat came home."
    )


def sounds(feed: Path) -> dict[str, str]:
    return {
        path.parent.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in feed.glob("*/*.mp3")
    }


def made(requests: list[Request], root: Path, **given: Any) -> dict[str, Finished]:
    store = Store(root=str(root / "cache"))
    done = archive.render_all(requests, store=store, feed=root / "feed", **given)
    return {each.request.slug: each for each in done}


def test_many_are_the_same_bytes_as_one_by_one_and_a_shared_line_is_spoken_once(
    tmp_path: Path,
) -> None:
    chosen = three(tmp_path)
    for request in chosen:
        render.render(request, store=Store(root=str(tmp_path / "a")), feed=tmp_path / "one")
    with process_map(2) as pool:
        done = made(chosen, tmp_path, map=pool)
    assert sounds(tmp_path / "feed") == sounds(tmp_path / "one")
    assert len(sounds(tmp_path / "feed")) == 3
    assert (done["mill"].lines, done["lamp"].lines) == (done["boat"].lines, done["mill"].lines)
    assert done["mill"].spoken == done["lamp"].spoken + 1 == done["boat"].spoken + 1
    titles = {each.title for each in feedparser.parse(str(tmp_path / "feed/feed.xml")).entries}
    assert titles == {"The mill", "The lamp", "The boat"}


def test_a_bad_article_stops_no_other(tmp_path: Path) -> None:
    *chosen, mute = requests(tmp_path, empty="", mill="The mill stood.", mute="Nobody speaks.")
    cast = {**DEFAULT_CAST, "narrator": Voice(engine="espeak", name="nobody")}
    done = made([*chosen, replace(mute, show=replace(SHOW, cast=cast))], tmp_path)
    assert isinstance(done["empty"].error, SourceError)
    assert isinstance(done["mute"].error, EngineError)
    assert done["mill"].episode
    assert set(sounds(tmp_path / "feed")) == {"mill"}


def test_a_line_that_ends_workers_fails_its_article_alone(tmp_path: Path) -> None:
    def deadly(function: Callable[[Any], Told], jobs: Iterable[Any]) -> Iterable[Told]:
        for job in jobs:
            poison = "burned" in str(job)
            yield Told(key=job.key, error="it ends", fatal=True) if poison else function(job)

    done = made(three(tmp_path), tmp_path, lines=deadly)
    assert str(done["lamp"].error) == "it ends"
    assert set(sounds(tmp_path / "feed")) == {"mill", "boat"}


def test_a_voice_that_always_fails_is_not_asked_for_every_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "_PATIENCE", 2)
    asked = []
    failing = Voice(engine="espeak", name="narrator", fallback=Voice(engine="espeak", name="quote"))

    def refusing(_: Callable[[Any], Told], jobs: Iterable[Any]) -> Iterable[Told]:
        for job in jobs:
            asked.append(job)
            yield Told(key=job.key, error="nobody is there")

    many = requests(tmp_path, mill="The mill stood. Its wheel broke. Nobody came. All was still.")
    show = replace(SHOW, cast={**DEFAULT_CAST, "narrator": failing})
    done = made([replace(many[0], show=show)], tmp_path, lines=refusing)
    assert max(Counter(job.voice for job in asked if isinstance(job, Job)).values()) == 2
    assert done["mill"].episode  # its own render asked the fallback once more, and was answered
    assert done["mill"].episode.fallbacks == {"narrator": "espeak:narrator"}


def test_a_fallback_speaks_where_the_lines_are_spoken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "_PATIENCE", 2)
    second = Voice(engine="espeak", name="quote")
    first = Voice(engine="espeak", name="narrator", fallback=second)
    cast = {**DEFAULT_CAST, "narrator": first}
    chosen = [replace(each, show=replace(SHOW, cast=cast)) for each in three(tmp_path)]
    said: list[Voice] = []

    def failing(function: Callable[[Any], Told], jobs: Iterable[Any]) -> Iterable[Told]:
        for job in jobs:
            if isinstance(job, Job):
                said.append(job.voice)
                if job.voice == first:
                    yield Told(key=job.key, error="it is down")
                    continue
            yield function(job)

    done = made(chosen, tmp_path, lines=failing)
    spoken = sum(each.spoken for each in done.values())
    assert [each.episode.fallbacks for each in done.values() if each.episode] == (
        [{"narrator": "espeak:narrator"}] * 3
    )
    assert said.count(first) == 2
    assert len(said) - 2 == spoken  # nothing was left to the articles' own renders
    assert len(sounds(tmp_path / "feed")) == 3


def test_nothing_is_kept_of_what_is_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "_AT_ONCE", 2)
    things = ("mill", "lamp", "boat", "tree")
    many = requests(tmp_path, **{each: f"The {each} was old. Nobody came." for each in things})
    store = Store(root=str(tmp_path / "cache"))
    held = []
    for done in archive.render_all(many, store=store, feed=tmp_path / "feed"):
        assert done.episode
        gc.collect()
        held.append(sum(issubclass(type(each), GREAT) for each in gc.get_objects()))
    assert len(held) == 4
    assert held[-1] <= held[0]


def test_a_command_keeps_a_row_of_each_episode(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    three(tmp_path)
    (tmp_path / "show.toml").write_text(f'[show]\ntitle = "Talks"\nguid = "{SHOW.guid}"\n')

    def episodes(*_: object) -> int:
        gc.collect()
        return sum(isinstance(each, Episode) for each in gc.get_objects())

    before, held = episodes(), list[int]()
    monkeypatch.setattr(making, "sum_up", lambda *_: held.append(episodes()))
    monkeypatch.chdir(tmp_path)
    assert making.make_all(Asked(sources=(".",), workers=1), Report(quiet=True)) == 0
    assert len(held) == 1
    assert held[0] <= before + 1


def test_memory_is_bounded_by_taking_some_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "_AT_ONCE", 2)
    calls = []

    def counting(function: Callable[[Any], Any], jobs: Iterable[Any]) -> Iterable[Any]:
        work = list(jobs)
        calls.append(len(work))
        return map(function, work)

    done = made(three(tmp_path), tmp_path, map=counting, lines=map)
    assert all(each.episode for each in done.values())
    assert max(calls) == 2
