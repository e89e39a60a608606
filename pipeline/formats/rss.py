"""Feed → feed.xml. Promise: the same feed gives the same bytes, and each client finds its tags.

feedgen drops some tags without a word; where this file looks odd, that is why.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from pipeline.errors import PlaceError
from pipeline.formats.chapters import PSC_VERSION, notes_list, simple_chapters
from pipeline.formats.figures import figure
from pipeline.formats.tags import element, generator
from pipeline.formats.templating import href, legal, render
from pipeline.model import RATE, ChapterMark, Episode, Feed, Link, MediaFile, Person, Role, Show

NAME = "feed.xml"
_DESCRIPTION = 4000  # bytes (Apple)
_VALUE = 255  # characters, of any other value (Apple)
_NAME = 128  # characters (podcast namespace)
_TIMED = ("text/vtt", "application/x-subrip")
_GROUPS = {  # of the podcast taxonomy; all other roles are the cast's
    "author": "writing",
    "editor": "writing",
    "translator": "writing",
    "researcher": "writing",
    "producer": "creative direction",
}


def feed_xml(feed: Feed) -> bytes:
    """RSS 2.0 with the itunes, podcast, content, atom and psc namespaces, UTF-8.

    Raises PlaceError when an episode has no MP3 to enclose.
    """
    made = generator()
    _channel(made, feed)
    for episode in feed.episodes:
        _item(made.add_entry(order="append"), feed.show, episode)
    xml: bytes = made.rss_str(pretty=True)
    return xml


def address(show: Show, *pieces: str) -> str:
    """The absolute address of something in the feed's folder."""
    return "/".join((show.base_url.rstrip("/"), *(quote(piece) for piece in pieces)))


def enclosure(episode: Episode) -> MediaFile:
    """The episode's MP3. Raises PlaceError when it has none."""
    for file in episode.files:
        if file.kind == "audio" and file.type == "audio/mpeg":
            return file
    raise PlaceError(f"the record of {episode.slug} names no MP3: render it again with --again")


def plain(text: str, most: int = _VALUE) -> str:
    """One line of text that no client takes for markup, at most `most` characters."""
    line = " ".join(legal(text).split()).replace("<", "‹").replace(">", "›")
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def _channel(made: Any, feed: Feed) -> None:
    show = feed.show
    made.title(plain(show.title))
    made.description(_described(show.description) or f"{plain(show.title)}, read aloud.")
    self_link = address(show, NAME)
    made.link(href=self_link, rel="self", type="application/rss+xml")
    made.link(href=href(show.link) or address(show, "index.html"), rel="alternate")  # last wins
    made.language(show.language)
    made.generator("render-episode")
    if feed.episodes:
        made.lastBuildDate(max(datetime.fromisoformat(each.date) for each in feed.episodes))
    made.tags.dated = bool(feed.episodes)
    made.podcast.itunes_author(plain(show.author or show.title))
    made.podcast.itunes_category([dict(zip(("cat", "sub"), show.category, strict=False))])
    made.podcast.itunes_type(show.type)
    if show.email:
        made.podcast.itunes_owner(name=plain(show.author or show.title), email=show.email)
    made.tags.add("itunes:image", href=address(show, feed.cover.name))
    made.tags.add("itunes:explicit", _truth(show.explicit))
    _about(made.tags, feed)


def _about(tags: Any, feed: Feed) -> None:
    """The channel in the podcast namespace."""
    show = feed.show
    tags.add("podcast:guid", show.guid)
    tags.add("podcast:locked", "yes", owner=show.email)
    tags.add("podcast:medium", "podcast")
    tags.add("podcast:txt", "true", purpose="ai-content")
    if show.licence:
        tags.add("podcast:license", plain(show.licence, _NAME))
    _persons(tags, show.persons)


def _item(made: Any, show: Show, episode: Episode) -> None:
    audio = enclosure(episode)
    made.title(plain(episode.title))
    made.link(href=address(show, episode.slug, "index.html"), rel="alternate")
    made.id(episode.guid)
    made.description(_described(episode.summary or episode.subtitle) or plain(episode.title))
    made.content(notes(show, episode), type="CDATA")
    made.enclosure(address(show, episode.slug, audio.name), str(audio.size), audio.type)
    made.pubDate(datetime.fromisoformat(episode.date))
    made.podcast.itunes_duration(round(episode.seconds))
    made.podcast.itunes_episode_type(episode.type)
    if episode.authors:
        made.podcast.itunes_author(plain(", ".join(episode.authors)))
    if episode.number:
        made.podcast.itunes_episode(episode.number)
    if episode.season:
        made.podcast.itunes_season(episode.season)
    made.tags.add("itunes:explicit", _truth(show.explicit))
    made.tags.add("podcast:txt", "true", purpose="ai-content")
    _persons(made.tags, episode.persons)
    _files(made.tags, show, episode)
    _chapters(made.tags, episode)


def notes(show: Show, episode: Episode) -> str:
    """The show notes as HTML of the few elements that podcast apps keep."""
    html = render(
        "notes.html",
        episode=episode,
        page=address(show, episode.slug, "index.html"),
        chapters=notes_list(marks(episode)),
        figures=tuple(_figures(episode)),
        links=unique(episode),
    )
    return legal(html).strip()


def _figures(episode: Episode) -> Iterator[Mapping[str, Any]]:
    """Each table and listing with its chapter; one too long for the record has no HTML.

    The chapter's title says where, and not the time: apps take times in notes for chapters.
    """
    for found in episode.figures:
        role, text = Role(found["role"]), found["text"]
        before = [each["title"] for each in episode.chapters if each["start"] <= found["start"]]
        chapter = before[-1] if before else episode.title
        yield {"role": role, "chapter": chapter, "html": text and figure(role, text)}


def unique(episode: Episode) -> list[Link]:
    """The episode's links in order, each address once, and only those safe to follow."""
    found: dict[str, Link] = {}
    for link in episode.links:
        if (url := href(link.url)) and link.text.strip():
            found.setdefault(url, link)
    return list(found.values())


def _files(tags: Any, show: Show, episode: Episode) -> None:
    """What lies beside the audio."""
    for file in episode.files:
        url = address(show, episode.slug, file.name)
        if file.kind == "cover":
            tags.add("itunes:image", href=url)
        elif file.kind == "chapters":
            tags.add("podcast:chapters", url=url, type=file.type)
        elif file.kind == "transcript":
            rel = "captions" if file.type in _TIMED else ""
            tags.add(
                "podcast:transcript", url=url, type=file.type, language=episode.language, rel=rel
            )
        elif file.kind == "audio" and file != enclosure(episode):
            other = tags.add("podcast:alternateEnclosure", type=file.type, length=str(file.size))
            other.append(element("podcast:source", uri=url))


def _chapters(tags: Any, episode: Episode) -> None:
    """Podlove simple chapters: the list of the file, once more, where Spotify reads it."""
    if not episode.chapters:
        return
    chapters = tags.add("psc:chapters", version=PSC_VERSION)
    for chapter in simple_chapters(marks(episode)):
        given = {**chapter, "title": plain(chapter["title"]), "href": href(chapter.get("href", ""))}
        chapters.append(element("psc:chapter", **given))


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


def _persons(tags: Any, persons: Iterable[Person]) -> None:
    for person in persons:
        if name := plain(person.name, _NAME):
            role = person.role.lower()
            group = _GROUPS.get(role, "cast")
            links = {"href": href(person.url), "img": href(person.image)}
            tags.add("podcast:person", name, role=role, group=group, **links)


def _described(text: str) -> str:
    """Plain text within what Apple takes, counted in bytes."""
    line = plain(text, _DESCRIPTION)
    if len(line.encode()) <= _DESCRIPTION:
        return line
    kept = line.encode()[: _DESCRIPTION - len("…".encode())].decode(errors="ignore")
    return (kept.rpartition(" ")[0] or kept) + "…"


def _truth(flag: bool) -> str:  # noqa: FBT001  (a value, not a switch)
    return "true" if flag else "false"
