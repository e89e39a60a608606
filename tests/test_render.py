"""The whole way through, judged by outside readers: PyAV, mutagen, eyeD3, feed readers, a meter."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import av
import eyed3
import feedparser
import numpy as np
import podcastparser
import pyloudnorm
import pytest
from mutagen.id3 import ID3

from pipeline import render
from pipeline.errors import SourceError
from pipeline.model import (
    DEFAULT_CAST,
    RATE,
    Episode,
    Narration,
    Person,
    Pronunciation,
    Show,
    Voice,
)
from pipeline.processes import process_map
from pipeline.render import Outcome, Request
from pipeline.store import Store
from pipeline.values import replace

ROOT = Path(__file__).parents[1]
SAMPLE = next(ROOT.glob("episodes/the-*/article.md"))
REAL = ROOT.parent / "shared/articles/what-does-internationalism-mean-today.md"
SHOW = Show(title="Read Aloud", guid="e9533001-4d41-4d70-8580-614d5f8f820f")
OTHER = {**DEFAULT_CAST, "narrator": Voice(engine="espeak", name="quote")}
LOUDER = {**DEFAULT_CAST, "narrator": Voice(engine="espeak", name="quote")}
SHORT = """# A short talk

by **Ada Lee**

The mill stood by the river for 200 years. It ground the corn of four villages.

---

*It ground the corn of four villages.*

---

In 1984 it burned, and nobody built it again.
"""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Outcome, Path]:
    """The sample talk, rendered once for all that read it."""
    root = tmp_path_factory.mktemp("whole")
    request = Request(path=SAMPLE, slug="sample", show=SHOW)
    return render.render(request, store=Store(root=str(root / "cache")), feed=root / "feed"), root


def audio(root: Path) -> Path:
    return next((root / "feed/sample").glob("*.mp3"))


def test_readers_agree_on_the_chapters(whole: tuple[Outcome, Path]) -> None:
    outcome, root = whole
    path = audio(root)
    kept = [(c["title"], round(c["start"] * 1000)) for c in outcome.episode.chapters]
    tags: Any = ID3(path)  # type: ignore[no-untyped-call]
    frames = tags.getall("CHAP")
    assert [(f.sub_frames["TIT2"].text[0], f.start_time) for f in frames] == kept
    second = eyed3.load(path).tag.chapters
    assert sorted((c.times.start, c.title) for c in second) == [(s, t) for t, s in kept]
    with av.open(str(path)) as container:
        third = [
            (c["metadata"]["title"], round(float(c["start"] * (c["time_base"] or 1)) * 1000))
            for c in container.chapters()
        ]
    assert third == kept
    published = json.loads(next((root / "feed/sample").glob("chapters-*.json")).read_text())
    assert [(c["title"], round(c["startTime"] * 1000)) for c in published["chapters"]] == kept
    assert len(kept) >= 3


def test_the_finished_file_is_as_loud_as_promised(whole: tuple[Outcome, Path]) -> None:
    outcome, root = whole
    with av.open(str(audio(root))) as container:
        frames = [frame.to_ndarray()[0] for frame in container.decode(audio=0)]
    samples = np.concatenate(frames).astype(np.float64)
    assert abs(len(samples) / RATE - outcome.episode.seconds) < 0.03
    loudness = pyloudnorm.Meter(RATE).integrated_loudness(samples)
    assert abs(loudness - outcome.episode.loudness) < 0.1
    assert abs(loudness - SHOW.sound.loudness) < 1.0
    assert np.abs(samples).max() < 10 ** (-1 / 20)


def test_most_words_have_times_in_order_inside_their_line(whole: tuple[Outcome, Path]) -> None:
    takes = whole[0].narration.takes
    words = [time for take in takes for time in take.times]
    assert sum(time is not None for time in words) >= 0.95 * len(words)
    for take in takes:
        known = [time for time in take.times if time]
        assert all(0 <= start < end <= take.length for start, end in known)
        assert all(one[0] <= two[0] for one, two in pairwise(known))


def test_feed_readers_subscribe(whole: tuple[Outcome, Path]) -> None:
    outcome, root = whole
    feed = root / "feed/feed.xml"
    with feed.open("rb") as stream:
        podcast = podcastparser.parse("http://localhost:8000/feed.xml", stream)
    (episode,) = podcast["episodes"]
    enclosure = episode["enclosures"][0]
    name = urlsplit(enclosure["url"]).path.rsplit("/", maxsplit=1)[-1]
    assert (name, enclosure["file_size"]) == (audio(root).name, audio(root).stat().st_size)
    assert episode["title"] == outcome.episode.title
    assert abs(episode["total_time"] - outcome.episode.seconds) <= 1
    parsed = feedparser.parse(feed.read_bytes())
    assert not parsed.bozo
    assert parsed.feed.title == SHOW.title
    assert parsed.entries[0].id == outcome.episode.guid


def test_small_copies_of_covers_are_those_that_a_build_would_make(tmp_path: Path) -> None:
    article, feed = tmp_path / "mill.md", tmp_path / "feed"
    article.write_text(SHORT, encoding="utf-8")
    request = Request(path=article, slug="mill", show=SHOW)
    render.render(request, store=Store(root=str(tmp_path / "cache")), feed=feed, build=False)
    copies = {path: path.read_bytes() for path in feed.rglob("small-*.jpg")}
    assert {path.parent for path in copies} == {feed, feed / "mill"}
    for path in copies:
        path.unlink()
    render.rebuild(SHOW, feed)
    assert {path: path.read_bytes() for path in feed.rglob("small-*.jpg")} == copies


def test_the_two_voices_differ(whole: tuple[Outcome, Path]) -> None:
    voices = {line.voice for line in whole[0].narration.script.lines}
    assert {"narrator", "pull_quote"} <= voices <= set(DEFAULT_CAST)


# --- The law: cold = cached = parallel -------------------------------------------------------


def made(text: str, root: Path, cache: str = "cache", workers: int = 1) -> tuple[bytes, Narration]:
    root.mkdir(exist_ok=True)
    path = root / "article.md"
    path.write_text(text, encoding="utf-8")
    request = Request(path=path, slug="sample", show=SHOW)
    store = Store(root=str(root / cache))
    with process_map(workers) as mapper:
        outcome = render.render(request, store=store, feed=root / "feed", map=mapper)
    return audio(root).read_bytes(), outcome.narration


def spoken(narration: Narration) -> int:
    return sum(take.spoken for take in narration.takes)


def test_cold_cached_and_parallel_are_the_same_bytes(tmp_path: Path) -> None:
    cold, first = made(SHORT, tmp_path / "a")
    cached, second = made(SHORT, tmp_path / "a")
    parallel, third = made(SHORT, tmp_path / "b", workers=2)
    assert cold == cached == parallel
    assert (spoken(second), spoken(first)) == (0, spoken(third))


def test_one_word_changed_speaks_one_line_and_equals_a_cold_render(tmp_path: Path) -> None:
    changed = SHORT.replace("nobody built", "nobody ever built")
    made(SHORT, tmp_path / "a")
    edited, narration = made(changed, tmp_path / "a")
    cold, _ = made(changed, tmp_path / "b")
    assert spoken(narration) == 1
    assert edited == cold


def test_a_changed_pronunciation_speaks_only_the_lines_with_that_word(tmp_path: Path) -> None:
    path = tmp_path / "article.md"
    path.write_text(SHORT, encoding="utf-8")
    store = Store(root=str(tmp_path / "cache"))

    def lines(**say: str) -> list[str]:
        entries = {word: Pronunciation(like=like) for word, like in say.items()}
        request = Request(path=path, slug="sample", show=replace(SHOW, say=entries))
        outcome = render.render(request, store=store, feed=tmp_path / "feed")
        return [take.line.shown for take in outcome.narration.takes if take.spoken]

    assert len(lines(mill="mihl", ground="grownd")) > 5
    assert lines(mill="mihl", ground="growned") == ["It ground the corn of four villages."] * 2
    assert lines(mill="mihl", ground="growned") == []


def test_a_pull_quote_of_the_same_words_is_another_take(tmp_path: Path) -> None:
    _, narration = made(SHORT, tmp_path)
    same = [t for t in narration.takes if t.line.shown == "It ground the corn of four villages."]
    assert len({take.key for take in same}) == 2


def test_an_article_without_text_is_named(tmp_path: Path) -> None:
    path = tmp_path / "heads.md"
    path.write_text("# Only\n\n## Headings\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"heads\.md: the article has no text to read aloud"):
        render.plan(Request(path=path, slug="heads", show=SHOW))


def test_an_unchanged_article_is_known(tmp_path: Path) -> None:
    made(SHORT, tmp_path)
    request = Request(path=tmp_path / "article.md", slug="sample", show=SHOW)
    assert render.unchanged(request, tmp_path / "feed")
    (tmp_path / "article.md").write_text(SHORT + "\nMore.\n", encoding="utf-8")
    assert not render.unchanged(request, tmp_path / "feed")
    assert not render.unchanged(replace(request, slug="other"), tmp_path / "feed")


@pytest.mark.skipif(not REAL.exists(), reason="the real article lies outside the repository")
def test_the_real_article() -> None:
    plan = render.plan(Request(path=REAL, slug="real", show=SHOW))
    data, script = plan.article.metadata, plan.script
    assert (data.title, data.authors) == (
        "What does internationalism mean today?", ("David Camfield",))  # fmt: skip
    roles = [block.role.value for block in plan.article.blocks]
    assert roles.count("pull_quote") == 3
    assert all(b.repeats for b in plan.article.blocks if b.role.value == "pull_quote")
    assert roles.count("standfirst") == 3
    assert {"disclaimer", "credit", "bio", "byline"} <= set(roles)
    said = " ".join(line.said for line in script.lines)
    assert "I think the starting point" in said
    assert "http" not in said
    assert "World War One" in said
    assert 6 <= len(script.chapters) <= 12
    assert {link.url for link in plan.article.links} >= {
        "https://tempestmag.org/about/our-politics/"
    }


def test_a_mended_word_changes_nobody_s_voice(tmp_path: Path) -> None:
    path = tmp_path / "article.md"
    store, feed = Store(root=str(tmp_path / "cache")), tmp_path / "feed"
    text = "# A Talk\n\nby Ada Park\n\nThe mill stood still. Nobody knew why."
    host = Person(name="Grace Hill", role="host")
    before, now = replace(SHOW, persons=(host,)), replace(SHOW, persons=(), cast=OTHER)

    def made(words: str, show: Show, *, again: bool = False) -> Episode:
        path.write_text(words)
        request = Request(path=path, slug="talk", show=show, again=again)
        return render.render(request, store=store, feed=feed).episode

    first = made(text, before)
    mended = made(text.replace("why", "when"), now)
    assert (mended.voices, mended.persons) == (first.voices, first.persons)
    again = made(text.replace("why", "when"), now, again=True)
    assert again.voices["narrator"] == "espeak:quote"
    assert "Grace Hill" not in {person.name for person in again.persons}
