"""A narration in, its chapters out: as marks, JSON, Simple Chapters and a list for show notes.

The promise: one list. Whatever form it takes, it has the same chapters with the same titles at
the same times; the first starts at zero, each ends where the next starts, the last at the end.
"""

import json
from collections.abc import Mapping, Sequence

from pipeline.formats.plain import one_line
from pipeline.formats.timecode import clock, seconds, stamp
from pipeline.model import ChapterMark, Narration

JSON_TYPE = "application/json+chapters"
JSON_VERSION = "1.2.0"  # a string: the Podcasting 2.0 schema says so
PSC_VERSION = "1.2"


def marks(narration: Narration) -> tuple[ChapterMark, ...]:
    """The chapters on the timeline, in samples. A chapter in which nothing is said has none."""
    times = narration.starts
    opened = [
        (chapter, times[take])
        for chapter, take in zip(narration.script.chapters, narration.chapter_takes, strict=True)
        if chapter.lines
    ]
    ends = [*(start for _, start in opened[1:]), narration.length]
    return tuple(
        ChapterMark(title=one_line(chapter.title), start=start, end=end, url=chapter.url)
        for (chapter, start), end in zip(opened, ends, strict=False)
    )


def chapters_json(
    marks: Sequence[ChapterMark],
    *,
    title: str = "",
    author: str = "",
    podcast: str = "",
    pictures: Mapping[int, str] | None = None,
) -> bytes:
    """Podcasting 2.0 JSON chapters: times in seconds, UTF-8; empty facts are left out.

    `pictures` are addresses, by the index of the chapter.
    """
    facts = {"title": title, "author": author, "podcastName": podcast}
    document = {
        "version": JSON_VERSION,
        **{name: fact for name, fact in facts.items() if fact},
        "chapters": [
            _entry(mark, (pictures or {}).get(index, "")) for index, mark in enumerate(marks)
        ],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _entry(mark: ChapterMark, picture: str) -> dict[str, str | float]:
    entry: dict[str, str | float] = {
        "startTime": seconds(mark.start),
        "endTime": seconds(mark.end),
        "title": mark.title,
    }
    more = {"url": mark.url, "img": picture}
    return entry | {name: fact for name, fact in more.items() if fact}


def simple_chapters(marks: Sequence[ChapterMark]) -> tuple[dict[str, str], ...]:
    """The attributes of each psc:chapter: `start` as HH:MM:SS.mmm, `title`, `href` if any."""
    return tuple(
        {"start": clock(mark.start), "title": mark.title} | ({"href": mark.url} if mark.url else {})
        for mark in marks
    )


def notes_list(marks: Sequence[ChapterMark]) -> tuple[str, ...]:
    """A line "HH:MM:SS Title" a chapter, as Apple and others read them out of show notes."""
    return tuple(f"{stamp(mark.start)} {mark.title}" for mark in marks)
