"""How long a feed of many episodes takes to build: all of it, one more, and nothing new.

The records are made for the run: 12 minutes of speech each, their words drawn as words are in any
language, a few very often (Zipf), so that pages and the search's index have their real sizes. The
sound is a few bytes, as nothing here reads it. Each build is a process of its own.
"""

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from itertools import accumulate
from pathlib import Path

from pipeline import publishing
from pipeline.formats import records
from pipeline.model import Episode, MediaFile, Person, Show

MIB = 1024 if sys.platform == "linux" else 1024 * 1024  # of ru_maxrss
WORDS = 1800  # an episode: 12 minutes
VOCABULARY = 60_000
SHOW = Show(
    title="A Bench of Records",
    guid="5a0d0f0c-43b8-5c5e-9d6c-3d2a4c1b7f11",
    author="A Bench",
    base_url="https://bench.example.org",
)
FIRST = datetime(1996, 1, 1, tzinfo=UTC)
NOW = datetime(2026, 1, 1, tzinfo=UTC)
SYLLABLES = "ba co di fer gul han il jo kes lum mar nol op pra qui ros ster tan ul vin wex yar zon ent".split()  # noqa: E501, SIM905


def vocabulary() -> tuple[list[str], list[float]]:
    """Words, and how often each is said, added up."""
    choose = random.Random(7)  # noqa: S311 - a text, not a secret
    words = {"".join(choose.choices(SYLLABLES, k=choose.randint(1, 4))) for _ in range(VOCABULARY)}
    listed = sorted(words, key=lambda word: (len(word), word))
    return listed, list(accumulate(1 / (rank + 3) for rank in range(len(listed))))


def transcript(number: int, words: list[str], often: list[float]) -> tuple[str, bytes]:
    """A title, and a page of text with the times of its words, as `texts.text_html` writes it."""
    choose = random.Random(number)  # noqa: S311
    said = choose.choices(words, cum_weights=often, k=WORDS)
    paragraphs = []
    for at in range(0, WORDS, 60):
        spans = []
        for first in range(at, at + 60, 15):
            times = " ".join(["33"] * 14)
            sentence = " ".join(said[first : first + 15])
            spans.append(f'<span data-t="{first * 40} {times}">{sentence}.</span>')
        paragraphs.append(f'<p class="paragraph">{" ".join(spans)}</p>')
    body = "\n".join(paragraphs)
    title = " ".join(said[:4]).capitalize()
    section = f'<section>\n<h2 id="t=0">{title} <small>0:00</small></h2>\n{body}\n</section>'
    page = f"<!doctype html>\n<title>{title}</title>\n<article>\n{section}\n</article>\n</html>\n"
    return title, page.encode()


def write(feed: Path, numbers: range, common: tuple[list[str], list[float]], cover: bytes) -> None:
    """The folders of some episodes, as `render-episode` leaves them."""
    for number in numbers:
        home = feed / f"episode-{number:05}"
        home.mkdir(parents=True)
        title, text = transcript(number, *common)
        files = {
            ("audio", "mp3", "audio/mpeg"): f"sound {number}".encode() * 9,
            ("transcript", "html", "text/html"): text,
            ("transcript", "vtt", "text/vtt"): b"WEBVTT\n",
            ("chapters", "json", "application/json+chapters"): b"{}",
            ("cover", "jpg", "image/jpeg"): cover,
        }
        named = []
        for (kind, suffix, type_), data in files.items():
            digest = sha256(data).hexdigest()
            name = f"{kind}-{digest[:12]}.{suffix}"
            (home / name).write_bytes(data)
            made = MediaFile(name=name, kind=kind, type=type_, size=len(data), sha256=digest)
            named.append(made)
        episode = record(number, home.name, title, tuple(named))
        (home / "episode.json").write_text(records.to_json(episode), encoding="utf-8")


def record(number: int, slug: str, title: str, files: tuple[MediaFile, ...]) -> Episode:
    """What is known of an episode."""
    chapters = tuple(
        {"title": f"{title} {part}", "start": 120.0 * part, "end": 120.0 * part + 120, "url": ""}
        for part in range(6)
    )
    writer = f"Writer {number % 400}"
    return Episode(
        slug=slug,
        guid=f"guid-{number}",
        title=title,
        date=(FIRST + timedelta(days=number)).isoformat(),
        fingerprint="f",
        summary=f"What {title} was, and what became of it. " * 4,
        authors=(writer,),
        seconds=720.0,
        persons=(Person(name=writer, role="author", bio=f"{writer} writes."),),
        files=files,
        chapters=chapters,
    )


def cover() -> bytes:
    """A small picture, the same for all: what one costs is measured elsewhere."""
    from PIL import Image  # noqa: PLC0415

    file = BytesIO()
    Image.new("RGB", (600, 600), (20, 40, 60)).save(file, "JPEG")
    return file.getvalue()


def build(feed: Path) -> None:
    """Build the feed as a render does at its end; print the seconds and the MiB it took."""
    start = time.perf_counter()
    publishing.refresh(SHOW, feed, NOW)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MIB
    print(json.dumps({"seconds": seconds, "mib": peak}))


def measured(name: str, feed: Path) -> None:
    """Print what one build takes, in a process of its own."""
    command = [sys.executable, __file__, "--build", str(feed)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    told = json.loads(done.stdout)
    print(f"| {name:<14} | {told['seconds']:>8.2f} | {told['mib']:>7.0f} |", flush=True)


def measure(count: int) -> None:
    """Print a table for a feed of so many episodes, and for one of half as many."""
    common, picture = vocabulary(), cover()
    print("| build          |  seconds | MiB max |\n|:---------------|---------:|--------:|")
    with tempfile.TemporaryDirectory() as scratch:
        for several in (count // 2, count):
            feed = Path(scratch) / str(several)
            write(feed, range(several), common, picture)
            measured(f"all of {several}", feed)
        write(feed, range(count, count + 1), common, picture)
        measured("one more", feed)
        measured("nothing new", feed)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--build"]:
        build(Path(sys.argv[2]))
    elif "".join(sys.argv[1:2]).isdecimal():
        measure(int(sys.argv[1]))
    else:
        sys.exit("scripts/bench --records N: how many episodes, such as 1000")
