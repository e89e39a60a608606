"""An episode → its show notes. Promise: HTML of the elements that apps keep, and none that runs.

A chapter's title says where something is, and not its time: apps take times in notes for chapters.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import nh3

from pipeline.formats.chapters import notes_list
from pipeline.formats.figures import figure
from pipeline.formats.page_words import language_of
from pipeline.formats.templating import href, legal, render
from pipeline.model import RATE, ChapterMark, Episode, Link, Role

_KEPT = {"p", "ol", "ul", "li", "a", "b", "i", "strong", "em", "br", "table", "thead", "tbody",
         "tr", "th", "td", "pre", "code"}  # fmt: skip
_SCHEMES = {"http", "https", "mailto"}


def notes(episode: Episode, page: str) -> str:
    """The show notes as HTML; `page` is the address of the episode's own page."""
    html = render(
        "notes.html",
        "",
        language_of(episode.language),
        episode=episode,
        page=page,
        chapters=notes_list(marks(episode)),
        figures=tuple(_figures(episode)),
        links=[(link, chapter_at(episode, link.start)) for link in unique(episode)],
    )
    return clean(legal(html)).strip()


def clean(html: str) -> str:
    """HTML of the elements that podcast apps keep, and nothing that runs or loads."""
    return nh3.clean(
        html, tags=_KEPT, attributes={"a": {"href"}}, url_schemes=_SCHEMES, link_rel=None
    )


def chapter_at(episode: Episode, start: float | None) -> str:
    """The title of the chapter that a second falls in; empty where it falls in none."""
    if start is None:
        return ""
    before = [each["title"] for each in episode.chapters if each["start"] <= start]
    return str(before[-1]) if before else ""


def _figures(episode: Episode) -> Iterator[Mapping[str, Any]]:
    """Each table and listing with its chapter; one too long for the record has no HTML.

    The chapter's title says where, and not the time: apps take times in notes for chapters.
    """
    for found in episode.figures:
        role, text = Role(found["role"]), found["text"]
        chapter = chapter_at(episode, found["start"]) or episode.title
        yield {"role": role, "chapter": chapter, "html": text and figure(role, text)}


def unique(episode: Episode) -> list[Link]:
    """The episode's links in order, each address once, and only those safe to follow."""
    found: dict[str, Link] = {}
    for link in episode.links:
        if (url := href(link.url)) and link.text.strip():
            found.setdefault(url, link)
    return list(found.values())


def marks(episode: Episode) -> list[ChapterMark]:
    """The record's chapters back on the timeline of samples."""
    return [
        ChapterMark(
            title=chapter["title"],
            start=round(chapter["start"] * RATE),
            end=round(chapter["end"] * RATE),
            url=chapter.get("url", ""),
        )
        for chapter in episode.chapters
    ]
