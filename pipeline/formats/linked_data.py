"""Episode → what search engines read of it, as JSON-LD of schema.org. Promise: nothing invented."""

from collections.abc import Mapping
from typing import Any

from pipeline.formats.rss import NAME, address, enclosure
from pipeline.formats.templating import href
from pipeline.model import Episode, Feed


def podcast_episode(feed: Feed, episode: Episode) -> Mapping[str, Any]:
    """A PodcastEpisode with its sound, its series and its chapters as clips."""
    show, audio = feed.show, enclosure(episode)
    url = address(show, episode.slug, "index.html")
    facts = {
        "@context": "https://schema.org",
        "@type": "PodcastEpisode",
        "name": episode.title,
        "description": episode.summary or episode.subtitle,
        "url": url,
        "datePublished": episode.date,
        "inLanguage": episode.language,
        "episodeNumber": episode.number,
        "timeRequired": duration(episode.seconds),
        "author": [{"@type": "Person", "name": name} for name in episode.authors],
        "image": [
            address(show, episode.slug, file.name) for file in episode.files if file.kind == "cover"
        ],
        "isBasedOn": href(episode.source_url),
        "associatedMedia": {
            "@type": "AudioObject",
            "contentUrl": address(show, episode.slug, audio.name),
            "encodingFormat": audio.type,
            "contentSize": str(audio.size),
            "duration": duration(episode.seconds),
        },
        "hasPart": [_clip(chapter, url) for chapter in episode.chapters],
        "partOfSeries": podcast_series(feed),
    }
    return {name: fact for name, fact in facts.items() if fact}


def podcast_series(feed: Feed) -> Mapping[str, Any]:
    """The show as a PodcastSeries."""
    show = feed.show
    facts = {
        "@type": "PodcastSeries",
        "name": show.title,
        "description": show.description,
        "url": address(show, "index.html"),
        "webFeed": address(show, NAME),
        "image": address(show, feed.cover.name),
    }
    return {name: fact for name, fact in facts.items() if fact}


def duration(seconds: float) -> str:
    """Seconds as ISO 8601 has them: PT1H2M3S."""
    minutes, second = divmod(round(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"PT{hours}H{minute}M{second}S" if hours else f"PT{minute}M{second}S"


def _clip(chapter: Mapping[str, Any], url: str) -> Mapping[str, Any]:
    return {
        "@type": "Clip",
        "name": chapter["title"],
        "startOffset": int(chapter["start"]),
        "endOffset": int(chapter["end"]),
        "url": f"{url}#t={int(chapter['start'])}",
    }
