"""A script → every line spoken, levelled and encoded: one take a line. The promise: each line once.

What the store has is taken from it; what it lacks is made by `make_take`, a function of plain
values, through whatever `map` is given: the builtin, a pool's, a cluster's. The bytes are the same
whoever maps, and whether they come from the store or not.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

from pipeline.model import NARRATOR, Cast, Line, Narration, Script, Sound, Take, Voice
from pipeline.narrating.levels import chain
from pipeline.narrating.mixing import mixed
from pipeline.narrating.taking import Job, Made, kept, make_take, prepare
from pipeline.narrating.tracks import keep_tracks
from pipeline.narrating.workers import process_map
from pipeline.store import Store

__all__ = ["Job", "Made", "Mapper", "make_take", "narrate", "process_map"]

Mapper: TypeAlias = Callable[[Callable[[Job], Made], Iterable[Job]], Iterable[Made]]


def narrate(
    script: Script,
    cast: Cast,
    store: Store,
    *,
    sound: Sound = Sound(),  # noqa: B008 - a frozen value
    map: Mapper = map,  # noqa: A002 - it stands for the builtin, which is its default
) -> Narration:
    """Speak what the store does not have yet, and give the whole script's takes in order.

    `map` is called only when something is missing, with the longest lines first; it may be lazy.
    Raises EngineError when a line can't be spoken, PlaceError when the store fails.
    """
    voices = {line.voice: _voice(cast, line.voice) for line in script.lines}
    chains = {voice: chain(voice, sound, store) for voice in dict.fromkeys(voices.values())}
    tracks = keep_tracks(script.lines, sound, store)
    jobs = [
        prepare(line, voice, mixed(line, chains[voice], sound, tracks), sound, store)
        for line in script.lines
        for voice in (voices[line.voice],)
    ]
    made = _make(jobs, map)
    spoken: set[str] = set()
    takes = []
    for line, job in zip(script.lines, jobs, strict=True):
        first = job.key not in spoken
        spoken.add(job.key)
        takes.append(_take(line, made[job.key], job.others, spoken=first and made[job.key].spoken))
    return Narration(script=script, takes=tuple(takes))


def _voice(cast: Cast, role: str) -> Voice:
    return cast.get(role) or cast.get("narrator") or NARRATOR


def _make(jobs: Sequence[Job], mapper: Mapper) -> Mapping[str, Made]:
    """What every job gives, by key; a job that stands twice in the script is done once."""
    distinct = {job.key: job for job in jobs}
    made = {key: found for key, job in distinct.items() if (found := kept(job)) is not None}
    missing = [job for key, job in distinct.items() if key not in made]
    missing.sort(key=lambda job: -sum(len(word.said) for word in job.words))
    if missing:
        made |= {each.key: each for each in mapper(make_take, missing)}
    return made


def _take(line: Line, made: Made, others: Mapping[str, str], *, spoken: bool) -> Take:
    return Take(
        line=line,
        key=made.key,
        length=made.length,
        times=made.times,
        meter=made.meter,
        others=others,
        spoken=spoken,
    )
