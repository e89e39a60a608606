"""An episode in which every word has a pitch of its own, in a browser: for tests of its page."""

import itertools
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from random import Random
from shutil import which
from typing import Any

import lameenc
import numpy as np
import pytest
import uvicorn
from making import show

from pipeline.formats import art, texts
from pipeline.formats.chapters import marks
from pipeline.formats.pages import Beside, episode_page, index_page
from pipeline.formats.timecode import seconds
from pipeline.model import (
    FRAME,
    RATE,
    Article,
    Block,
    Chapter,
    Episode,
    Feed,
    Line,
    Link,
    MediaFile,
    Meter,
    Narration,
    Person,
    Role,
    Run,
    Script,
    Take,
    Word,
)
from pipeline.serving.site import app

SLUG = "pitches"
LOWEST, STEP = 500, 60  # Hz, of the first word, and from each to the next
DESK, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}
CHROMIUM = (
    *("chromium", "chromium-browser", "google-chrome"),
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
]


def spoken(count: int = 3, paragraphs: int = 2) -> tuple[Article, Narration]:
    """Sixty words in twelve sentences and three chapters, of lengths that only a die knows.

    `count`: other than three chapters, of so many paragraphs.
    """
    die, blocks, chapters, takes, words_ = Random(7), [], [], [], itertools.count()
    for chapter in range(count):
        lines = []
        for paragraph in range(paragraphs):
            role = Role.PULL_QUOTE if (chapter, paragraph) == (1, 1) else Role.PARAGRAPH
            said = [f"{' '.join(f'w{next(words_)}' for _ in range(5))}." for _ in range(2)]
            blocks.append(Block(role=role, runs=(Run(text=" ".join(said), start=None),)))
            for text in said:
                words = tuple(Word(shown=word, said=word) for word in text.split())
                line = Line(words=words, role=role, block=len(blocks) - 1)
                lengths = [die.randint(RATE // 4, RATE) for _ in words]
                ends = np.cumsum([RATE // 10, *lengths]).tolist()
                whole = -(-(ends[-1] + RATE // 5) // FRAME) * FRAME
                times = tuple(itertools.pairwise(ends))
                meter = Meter(energies=b"", peak=0.5)
                takes.append(
                    Take(
                        line=line,
                        key="",
                        length=whole,
                        times=times,
                        meter=meter,
                        size=0,
                        checksum=0,
                    )
                )
                lines.append(line)
        chapters.append(Chapter(title=f"Chapter {chapter + 1}", lines=tuple(lines)))
    script = Script(chapters=tuple(chapters))
    return Article(source="", blocks=tuple(blocks)), Narration(script=script, takes=tuple(takes))


def sound(narration: Narration) -> bytes:
    """The words as an MP3: each a tone, silence between sentences."""
    samples = np.zeros(narration.starts[-1])
    pitch = LOWEST
    for start, _, take in narration.timed():
        for begin, end in filter(None, take.times):
            tone = np.sin(np.arange(end - begin) * pitch * 2 * np.pi / RATE)
            samples[start + begin : start + end] = 9000 * tone
            pitch += STEP
    encoder: Any = lameenc.Encoder()
    encoder.set_bit_rate(96)
    encoder.set_in_sample_rate(RATE)
    encoder.set_channels(1)
    encoder.silence()
    return bytes(encoder.encode(samples.astype("<i2").tobytes()) + encoder.flush())


def publish(
    folder: Path, article: Article, narration: Narration, mp3: bytes = b"", **given: Any
) -> Feed:
    """Both pages, the sound (or `mp3`) and the covers, in `folder`."""
    files = {"mp3": mp3 or sound(narration), "jpg": art.cover(show(), "Pitches", "Ada Park")}
    home = folder / SLUG
    home.mkdir(parents=True)
    named = []
    for suffix, data in files.items():
        kind, mime = {"mp3": ("audio", "audio/mpeg"), "jpg": ("cover", "image/jpeg")}[suffix]
        digest = sha256(data).hexdigest()
        name = f"{kind}-{digest[:12]}.{suffix}"
        named.append(MediaFile(name=name, kind=kind, type=mime, size=len(data), sha256=digest))
        (home / name).write_bytes(data)
    facts: dict[str, Any] = {
        "title": "Pitches",
        "authors": ("Ada Park",),
        "summary": "Sixty words, and a pitch for each.",
        "persons": (Person(name="Ada Park", role="author", bio="Ada Park whistles."),),
        "links": (Link(text="a source", url="https://example.org/a"),),
    }
    episode = Episode(
        slug=SLUG,
        guid="g",
        date="2024-03-05T09:00:00+00:00",
        fingerprint="f",
        seconds=seconds(narration.length),
        files=tuple(named),
        chapters=tuple(
            {"title": mark.title, "start": seconds(mark.start), "end": seconds(mark.end), "url": ""}
            for mark in marks(narration)
        ),
        **(facts | given),
    )
    small = art.thumbnail(files["jpg"])
    for place in (folder, home):
        (place / "small-000000000000.jpg").write_bytes(small)
    cover = MediaFile(name="small-000000000000.jpg", kind="cover", type="", size=0, sha256="")
    feed = Feed(show=show(base_url="http://localhost:8000"), episodes=(episode,), cover=cover)
    beside = Beside(pictures={SLUG: cover.name, "": cover.name})
    text = texts.inner(texts.text_html(article, narration, episode.title))
    (home / "index.html").write_bytes(episode_page(feed, episode, text, beside))
    (folder / "index.html").write_bytes(index_page(feed, beside))
    return feed


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The folder's address on this machine, as serve-feed serves it."""
    server = uvicorn.Server(uvicorn.Config(app(folder), port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://localhost:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


@contextmanager
def browser() -> Iterator[Any]:
    """Chromium without a window; a skip that says what to install where there is none."""
    program = next(filter(None, map(which, CHROMIUM)), None)
    if program is None:
        pytest.skip("no Chromium here: apt install chromium, or brew install --cask chromium")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=_SWITCHES)
        yield opened
        opened.close()


class visit:  # noqa: N801 - used as a function
    """A page in a context of its own. Leaving it checks that it complained of nothing."""

    def __init__(self, opened: Any, site: str, path: str = f"/{SLUG}/", **given: Any) -> None:
        self.context = opened.new_context(**given)
        self.page = self.context.new_page()
        self.site, self.path, self.asked, self.wrong = site, path, list[str](), list[str]()

    def __enter__(self) -> Any:
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.wrong.append(message.text))
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("dialog", lambda dialog: self.wrong.append(dialog.message))
        self.page.goto(self.site + self.path)
        return self.page

    def __exit__(self, kind: object, *_: object) -> None:
        self.context.close()
        if kind is None:
            assert not self.wrong, self.wrong
            assert not [url for url in self.asked if not url.startswith(self.site + "/")]


def until(page: Any, truth: str) -> None:
    """Wait for something to be true; Playwright's own way is what the page's policy forbids."""
    while not page.evaluate(truth):
        time.sleep(0.02)


def axed(page: Any) -> None:
    """Nothing that axe-core minds, and no wider than its window."""
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415

    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": _RULES}})
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
