"""The records here and there → what subscribers would see change. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from pipeline.model import Episode
from pipeline.values import value


@value
class Change:
    """One episode's change. `kind`: new, audio, details or gone; `bytes`: to be loaded by apps."""

    slug: str
    title: str
    kind: str
    told: str
    bytes: int = 0


def changes(
    here: Iterable[Episode], leaving: Collection[str], there: Mapping[str, Episode]
) -> Iterator[Change]:
    """What changes for subscribers, by slug: `leaving` are not to be heard; `there`, the host's."""
    for episode in here:
        before = there.get(episode.slug)
        listed = before is not None and before.status == "published"
        if episode.slug in leaving:
            if listed:
                why = "its date has not come" if episode.status == "published" else episode.status
                yield _change(episode, "gone", f"leaves the feed ({why})")
        elif before is None or not listed:
            yield _change(episode, "new", "is new", _audio(episode))
        else:
            yield from _changed(before, episode)


def _changed(before: Episode, after: Episode) -> Iterator[Change]:
    if before.guid != after.guid:
        told = "has another guid: apps take it for a new episode and load it again"
        yield _change(after, "new", told, _audio(after))
    elif _sounds(before) != _sounds(after):
        told = "has new sound: who has it keeps the old until they load it again"
        yield _change(after, "audio", told, _audio(after))
    elif before != after:
        names = [
            name
            for name in ("title", "date", "number", "season", "summary", "chapters", "persons")
            if getattr(before, name) != getattr(after, name)
        ]
        yield _change(after, "details", f"has other {', '.join(names) or 'details'}")


def _change(episode: Episode, kind: str, told: str, size: int = 0) -> Change:
    return Change(slug=episode.slug, title=episode.title, kind=kind, told=told, bytes=size)


def _sounds(episode: Episode) -> set[str]:
    return {file.sha256 for file in episode.files if file.kind == "audio"}


def _audio(episode: Episode) -> int:
    return sum(file.size for file in episode.files if file.type == "audio/mpeg")
