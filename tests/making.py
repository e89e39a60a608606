"""Small real episodes for the tests of publishing: a second of tone as MP3, and its values."""

import json
import math
from array import array
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import lameenc
from PIL import Image

from pipeline.formats import texts
from pipeline.formats.id3 import Facts, tag
from pipeline.model import (
    FRAME,
    RATE,
    Article,
    Block,
    Chapter,
    ChapterMark,
    Episode,
    Line,
    Link,
    Mark,
    Measures,
    MediaFile,
    Metadata,
    Meter,
    Narration,
    Person,
    Recording,
    Role,
    Run,
    Script,
    Show,
    Take,
    Word,
)

GUID = "9b024349-ccf0-5f69-a609-6b82873eab3c"
SECONDS = 12
TITLES = ("Opening", "The readers", "Afterwards")
MARKS = tuple(
    ChapterMark(title=title, start=4 * i * RATE, end=4 * (i + 1) * RATE, url=url)
    for i, (title, url) in enumerate(zip(TITLES, ("", "https://example.org/a", ""), strict=True))
)
VTT = (
    "WEBVTT\n\n00:00:00.000 --> 00:00:04.000\n<v Narrator>One.\n\n"
    "00:00:04.000 --> 00:00:11.500\n<v Narrator>Two &amp; three.\n"
)


def show(**given: Any) -> Show:
    facts: dict[str, Any] = {
        "title": "Read Aloud",
        "guid": GUID,
        "description": "Talks & essays, read aloud.",
        "author": "The Readers",
        "email": "podcast@example.org",
        "category": ("Education", "Self-Improvement"),
        "base_url": "https://talks.example.org/pod",
        "licence": "CC-BY-4.0",
    }
    return Show(**(facts | given))


@lru_cache(maxsize=1)
def mp3() -> bytes:
    """Twelve seconds of a quiet tone with three chapters."""
    encoder = lameenc.Encoder()
    encoder.set_bit_rate(64)
    encoder.set_in_sample_rate(RATE)
    encoder.set_channels(1)
    encoder.silence()
    tone = (round(3000 * math.sin(i * math.tau * 220 / RATE)) for i in range(SECONDS * RATE))
    sound = bytes(encoder.encode(array("h", tone).tobytes()) + encoder.flush())
    return tag(Facts(title="The readers", chapters=MARKS)) + sound


def chapters() -> bytes:
    entries = [{"startTime": mark.start / RATE, "title": mark.title} for mark in MARKS]
    return json.dumps({"version": "1.2.0", "chapters": entries}).encode()


@lru_cache(maxsize=1)
def cover() -> bytes:
    file = BytesIO()
    Image.new("RGB", (1400, 1400), (20, 40, 60)).save(file, "JPEG")
    return file.getvalue()


def contents(slug: str, tail: bytes = b"") -> dict[MediaFile, bytes]:
    """An episode's files: what a record says of each, and its bytes, `tail` after all of them."""
    made = (
        (slug, "mp3", "audio", "audio/mpeg", mp3()),
        ("chapters", "json", "chapters", "application/json+chapters", chapters()),
        ("transcript", "vtt", "transcript", "text/vtt", VTT.encode()),
        ("cover", "jpg", "cover", "image/jpeg", cover()),
    )
    return dict(
        named(stem, suffix, kind, type_, whole + tail) for stem, suffix, kind, type_, whole in made
    )


def named(stem: str, suffix: str, kind: str, type_: str, data: bytes) -> tuple[MediaFile, bytes]:
    """A file, and its bytes."""
    digest = sha256(data).hexdigest()
    name = f"{stem}-{digest[:12]}.{suffix}"
    return MediaFile(name=name, kind=kind, type=type_, size=len(data), sha256=digest), data


def episode(slug: str = "lectores", **given: Any) -> Episode:
    facts: dict[str, Any] = {
        "slug": slug,
        "guid": f"guid-of-{slug}",
        "title": "The readers",
        "date": "2024-03-05T09:00:00+00:00",
        "fingerprint": "f",
        "summary": "How cigar workers listened.",
        "authors": ("Ada Park",),
        "seconds": float(SECONDS),
        "persons": (
            Person(name="Ada Park", role="author", bio="Ada Park writes.", url="https://a.example"),
            Person(name="Synthetic voice (espeak, narrator)", role="narrator"),
        ),
        "files": tuple(contents(slug)),
        "chapters": tuple(
            {
                "title": mark.title,
                "start": mark.start / RATE,
                "end": mark.end / RATE,
                "url": mark.url,
            }
            for mark in MARKS
        ),
        "links": (Link(text="a source", url="https://example.org/a"),),
        "credits": ("Photograph: N. N.",),
    }
    return Episode(**(facts | given))


def recording(
    feed: Path, slug: str = "lectores", tail: bytes = b"", page: bytes = b""
) -> Recording:
    """The files, lying in a working folder inside the feed; `page`: the text, if not the usual."""
    work = feed / ".new" / f"{slug}-1"
    work.mkdir(parents=True)
    page = page or texts.text_html(article(), narration(), "The readers")
    told, data = named("transcript", "html", "transcript", texts.TYPE, page)
    made = {**contents(slug, tail), told: data}
    for file, data in made.items():
        (work / file.name).write_bytes(data)
    return Recording(
        folder=str(work),
        files=tuple(made),
        length=SECONDS * RATE,
        chapters=MARKS,
        measures=Measures(loudness=-19.04, peak=-2.5),
    )


def article(**given: Any) -> Article:
    """A title, a standfirst, a paragraph with a link, a pull-quote, a bio and a credit."""
    texts = (
        (Role.TITLE, "The readers"),
        (Role.STANDFIRST, "How cigar workers listened."),
        (Role.PARAGRAPH, "They read aloud. Nobody <slept> & all paid."),
        (Role.PULL_QUOTE, "Nobody slept."),
        (Role.BIO, "Ada Park writes."),
        (Role.CREDIT, "Photograph: N. N."),
    )
    marks = (
        Mark(kind="link", start=5, end=15, url="https://example.org/a"),
        Mark(kind="link", start=17, end=23, url="javascript:alert(1)"),
    )
    blocks = tuple(
        Block(
            role=role,
            runs=(Run(text=text, start=None),),
            marks=marks if role == Role.PARAGRAPH else (),
        )
        for role, text in texts
    )
    metadata = {"title": "The readers", "authors": ("Ada Park",), "url": "https://example.org/t"}
    return Article(source="", blocks=blocks, metadata=Metadata(**(metadata | given)))


def narration() -> Narration:
    """Four lines in three chapters, three seconds each."""
    lines = (
        _line("Read Aloud.", Role.OPENING, None),
        _line("They read aloud.", Role.PARAGRAPH, 2),
        _line("Nobody <slept> & all paid.", Role.PARAGRAPH, 2),
        _line("Nobody slept.", Role.PULL_QUOTE, 3),
    )
    parts = (lines[:1], lines[1:3], lines[3:])
    told = tuple(Chapter(title=t, lines=part) for t, part in zip(TITLES, parts, strict=True))
    length = round(3 * RATE / FRAME) * FRAME
    meter = Meter(energies=b"", peak=0.5)
    takes = tuple(
        Take(
            line=line,
            key="k",
            length=length,
            times=(None,) * len(line.words),
            meter=meter,
            size=0,
            checksum=0,
        )
        for line in lines
    )
    return Narration(script=Script(chapters=told), takes=takes)


def _line(text: str, role: Role, block: int | None) -> Line:
    words = tuple(Word(shown=word, said=word) for word in text.split())
    voice = "pull_quote" if role == Role.PULL_QUOTE else "narrator"
    return Line(words=words, role=role, voice=voice, block=block)
