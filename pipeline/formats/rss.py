"""Feed → feed.xml. Promise: the same feed gives the same bytes, and each client finds its tags.

feedgen drops some tags without a word; where this file looks odd, that is why.
"""

from base64 import b64encode
from collections.abc import Iterable
from datetime import datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import quote

from pipeline.errors import PlaceError
from pipeline.formats.chapters import PSC_VERSION, simple_chapters
from pipeline.formats.notes import marks, notes
from pipeline.formats.paging import Leaf
from pipeline.formats.tags import element, generator
from pipeline.formats.templating import href, legal
from pipeline.model import Episode, Feed, MediaFile, Person, Show

NAME = "feed.xml"
OLDER = "feed-{}.xml"
ONLY = Leaf(name=NAME)
_DESCRIPTION = 4000  # bytes (Apple)
_VALUE = 255  # characters, of any other value (Apple)
_NAME = 128  # characters (podcast namespace)
_TIMED = ("text/vtt", "application/x-subrip", "application/json")
_FORMATS = {"audio/mp4": "AAC", "audio/x-m4a": "AAC", "audio/ogg": "Opus"}
_GROUPS = {  # of the podcast taxonomy; all other roles are the cast's
    "author": "writing",
    "editor": "writing",
    "translator": "writing",
    "researcher": "writing",
    "producer": "creative direction",
}


def page(feed: Feed, leaf: Leaf = ONLY) -> bytes:
    """One page of the feed, with its episodes: RSS 2.0 with our namespaces, UTF-8.

    A page of older ones tells only what is older than it, so that it never changes again; it is
    one by both chapters of RFC 5005, as apps walk `next` (3) and others `prev-archive` (4). Raises
    PlaceError when an episode has no MP3 to enclose.
    """
    made = generator()
    _channel(made, feed, leaf.name)
    if leaf.oldest:
        _ways(made.tags, feed.show, leaf)
    for episode in feed.episodes:
        _item(made.add_entry(order="append"), feed.show, episode)
    xml: bytes = made.rss_str(pretty=True)
    return xml


def _ways(tags: Any, show: Show, leaf: Leaf) -> None:
    """Where the newest and the oldest page are, and the one that is older than this."""
    ways = {"first": NAME, "last": leaf.oldest}
    if not leaf.newest:
        tags.add("fh:archive")
        ways["current"] = NAME
    if leaf.older:
        ways |= {"next": leaf.older, "prev-archive": leaf.older}
    for rel, name in ways.items():
        tags.add("atom:link", rel=rel, href=address(show, name))


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


def _channel(made: Any, feed: Feed, name: str) -> None:
    show = feed.show
    made.title(plain(show.title))
    made.description(_described(show.description) or f"{plain(show.title)}, read aloud.")
    made.link(href=address(show, name), rel="self", type="application/rss+xml")
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
    if show.hub:
        tags.add("atom:link", rel="hub", href=href(show.hub))
    if show.licence:
        tags.add("podcast:license", plain(show.licence, _NAME))
    if show.funding:
        tags.add("podcast:funding", plain(f"Support {show.title}", _NAME), url=href(show.funding))
    if show.frequency:
        words, rule = show.frequency
        tags.add("podcast:updateFrequency", plain(words, _NAME), rrule=rule)
    _image(tags, address(show, feed.cover.name), f"The cover of {show.title}")
    _trailer(tags, feed)
    _persons(tags, show.persons)


def _image(tags: Any, url: str, alt: str) -> None:
    tags.add("podcast:image", href=url, alt=plain(alt), **{"aspect-ratio": "1/1"})


def _trailer(tags: Any, feed: Feed) -> None:
    """The newest trailer, once more where apps look for it."""
    trailer = next((each for each in feed.episodes if each.type == "trailer"), None)
    if trailer is None:
        return
    sound = enclosure(trailer)
    tags.add(
        "podcast:trailer",
        plain(trailer.title, _NAME),
        pubdate=format_datetime(datetime.fromisoformat(trailer.date)),
        url=address(feed.show, trailer.slug, sound.name),
        length=str(sound.size),
        type=sound.type,
        season=str(trailer.season or ""),
    )


def _item(made: Any, show: Show, episode: Episode) -> None:
    audio = enclosure(episode)
    made.title(plain(episode.title))
    made.link(href=address(show, episode.slug, "index.html"), rel="alternate")
    made.id(episode.guid)
    made.description(_described(episode.summary or episode.subtitle) or plain(episode.title))
    made.content(notes(episode, address(show, episode.slug, "index.html")), type="CDATA")
    made.enclosure(address(show, episode.slug, audio.name), str(audio.size), audio.type)
    made.pubDate(datetime.fromisoformat(episode.date))
    made.podcast.itunes_duration(round(episode.seconds))
    made.podcast.itunes_episode_type(episode.type)
    if episode.authors:
        made.podcast.itunes_author(plain(", ".join(episode.authors)))
    _numbers(made, show, episode)
    made.tags.add("itunes:explicit", _truth(show.explicit))
    made.tags.add("podcast:txt", "true", purpose="ai-content")
    if show.licence:
        made.tags.add("podcast:license", plain(show.licence, _NAME))
    _persons(made.tags, episode.persons)
    _files(made.tags, show, episode)
    _soundbites(made.tags, episode)
    _chapters(made.tags, episode)


def _numbers(made: Any, show: Show, episode: Episode) -> None:
    """Season and episode, for Apple and, with the season's name, for others."""
    if episode.season:
        made.podcast.itunes_season(episode.season)
        name = plain(show.seasons.get(str(episode.season), ""), _NAME)
        made.tags.add("podcast:season", str(episode.season), name_=name)
    if episode.number:
        made.podcast.itunes_episode(episode.number)
        made.tags.add("podcast:episode", str(episode.number))


def _soundbites(tags: Any, episode: Episode) -> None:
    """Each pull-quote that is heard."""
    for said in episode.pull_quotes:
        start = said["start"]
        seconds = min(said["seconds"], episode.seconds - start)
        if seconds > 0:
            times = {"startTime": f"{start:.3f}", "duration": f"{seconds:.3f}"}
            tags.add("podcast:soundbite", plain(said["text"], _NAME), **times)


def _files(tags: Any, show: Show, episode: Episode) -> None:
    """What lies beside the audio."""
    for file in episode.files:
        url = address(show, episode.slug, file.name)
        if file.kind == "cover":
            tags.add("itunes:image", href=url)
            _image(tags, url, f"The cover of {episode.title}")
        elif file.kind == "chapters":
            tags.add("podcast:chapters", url=url, type=file.type)
        elif file.kind == "transcript":
            rel = "captions" if file.type in _TIMED else ""
            tags.add(
                "podcast:transcript", url=url, type=file.type, language=episode.language, rel=rel
            )
        elif file.kind == "audio" and file != enclosure(episode):
            _alternate(tags, file, url, episode)


def _alternate(tags: Any, file: MediaFile, url: str, episode: Episode) -> None:
    """The same sound in another format, with its hash: `integrity` is that of SRI (W3C)."""
    rate = str(round(8 * file.size / episode.seconds)) if episode.seconds else ""
    title = _FORMATS.get(file.type, "")
    other = tags.add(
        "podcast:alternateEnclosure",
        type=file.type,
        length=str(file.size),
        bitrate=rate,
        title=title,
        lang=episode.language,
    )
    other.append(element("podcast:source", uri=url))
    if file.sha256:
        value = f"sha256-{b64encode(bytes.fromhex(file.sha256)).decode()}"
        other.append(element("podcast:integrity", type="sri", value=value))


def _chapters(tags: Any, episode: Episode) -> None:
    """Podlove simple chapters: the list of the file, once more, where Spotify reads it."""
    if not episode.chapters:
        return
    chapters = tags.add("psc:chapters", version=PSC_VERSION)
    for chapter in simple_chapters(marks(episode)):
        given = {**chapter, "title": plain(chapter["title"]), "href": href(chapter.get("href", ""))}
        chapters.append(element("psc:chapter", **given))


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
