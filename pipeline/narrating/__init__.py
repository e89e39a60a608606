"""A script → every line spoken, levelled and encoded: one take a line. The promise: each line once.

What the store has is taken from it; what it lacks is made by `make_take`, a function of plain
values, through whatever `map` is given: the builtin, a pool's, a cluster's. The bytes are the same
whoever maps, and whether they come from the store or not.
"""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, TypeAlias

from pipeline import aligning
from pipeline.errors import EngineError
from pipeline.model import Cast, Line, Narration, Script, Sound, Take, Voice
from pipeline.narrating.ahead import Told, speak_ahead
from pipeline.narrating.foreseeing import Foreseen, foresee
from pipeline.narrating.mixing import mixed
from pipeline.narrating.rehearsing import rehearsed
from pipeline.narrating.taking import Job, Made, kept, load, make_take, prepare, stands
from pipeline.narrating.tracks import keep_tracks
from pipeline.narrating.understudies import Company, VoiceError
from pipeline.store import Store

__all__ = [
    "Foreseen",
    "Job",
    "Made",
    "Mapper",
    "Told",
    "foresee",
    "make_take",
    "missing",
    "narrate",
    "speak_ahead",
]

Mapper: TypeAlias = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]

_log = logging.getLogger(__name__)


def narrate(  # noqa: PLR0913 - a script, and all that its sound depends on
    script: Script,
    cast: Cast,
    store: Store,
    *,
    sound: Sound = Sound(),  # noqa: B008 - a frozen value
    verify: bool = False,
    failed: Mapping[Voice, str] = MappingProxyType({}),
    map: Mapper = map,  # noqa: A002 - it stands for the builtin, which is its default
) -> Narration:
    """Speak what the store does not have yet, and give the whole script's takes in order.

    `map` is called only when something is missing, with the longest lines first; it may be lazy.
    It is called again for what the store has, and turns out to be damaged.
    A role whose voice fails for good is spoken by its fallback from the first line to the last.
    With `verify` the words of each line are looked for in its speech; voices that are known to
    have `failed`, each with its reason, are not asked. Raises EngineError when a line can't be
    spoken and there is nobody else, PlaceError when the store fails.
    """
    if verify:
        _tell_unknown(script)
    company = Company.of(script, cast).bereft(failed)
    while True:
        try:
            takes = _takes(script, company.voices, store, sound, map, verify=verify)
        except VoiceError as failure:
            company = company.without(failure)
        else:
            voices, fallbacks = company.voices, company.failed
            return Narration(script=script, takes=takes, voices=voices, fallbacks=fallbacks)


def missing(  # noqa: PLR0913 - as `narrate`
    script: Script,
    cast: Cast,
    store: Store,
    *,
    sound: Sound,
    verify: bool = False,
    failed: Mapping[Voice, str] = MappingProxyType({}),
) -> tuple[Job, ...]:
    """The jobs that `narrate` would map now: each line that the store lacks, once.

    Raises EngineError and PlaceError as `narrate` does.
    """
    company = Company.of(script, cast).bereft(failed)
    while True:
        try:
            jobs = _jobs(script, company.voices, store, sound, verify=verify)
        except VoiceError as failure:
            company = company.without(failure)
        else:
            distinct = {job.key: job for job in jobs}
            return tuple(job for job in distinct.values() if kept(job) is None)


def _tell_unknown(script: Script) -> None:
    unknown = sum(not aligning.knows(line.words) for line in script.lines)
    if unknown:
        _log.warning("%d lines are not in English: their words are not verified.", unknown)


def _takes(  # noqa: PLR0913
    script: Script,
    voices: Cast,
    store: Store,
    sound: Sound,
    mapper: Mapper,
    *,
    verify: bool,
) -> tuple[Take, ...]:
    """All takes, by these voices. Raises VoiceError for the first that fails."""
    jobs = _jobs(script, voices, store, sound, mapper, verify=verify)
    made = _make(jobs, mapper)
    spoken: set[str] = set()
    takes = []
    for line, job in zip(script.lines, jobs, strict=True):
        first = job.key not in spoken
        spoken.add(job.key)
        takes.append(_take(line, made[job.key], job.others, spoken=first and made[job.key].spoken))
    return tuple(takes)


def _jobs(  # noqa: PLR0913
    script: Script,
    voices: Cast,
    store: Store,
    sound: Sound,
    mapper: Mapper = map,
    *,
    verify: bool,
) -> list[Job]:
    """The job of every line. Raises VoiceError for the first voice that fails."""
    ready = rehearsed(voices.values(), sound, store, mapper, verify=verify)
    tracks = keep_tracks(script.lines, sound, store)
    return [
        prepare(line, voice, mixed(line, its, sound, tracks), sound, store, check)
        for line in script.lines
        for voice in (voices[line.voice],)
        for its, check in (ready[voice],)
    ]


def _make(jobs: Sequence[Job], mapper: Mapper) -> Mapping[str, Made]:
    """What every job gives, by key; a job that stands twice in the script is done once.

    What the store has is read while what it lacks is made; what turns out to be damaged, or of
    another version, is made after that. Raises VoiceError.
    """
    distinct = {job.key: job for job in jobs}
    lacking = {key: job for key, job in distinct.items() if not stands(job)}
    try:
        coming = _mapped(lacking.values(), mapper)
        stored = ((key, job) for key, job in distinct.items() if key not in lacking)
        made = {key: found for key, job in stored if (found := load(job.store, key)) is not None}
        made |= {each.key: each for each in coming}
        damaged = [job for key, job in distinct.items() if key not in made]
        return made | {each.key: each for each in _mapped(damaged, mapper)}
    except EngineError as error:
        if error.line not in distinct:
            raise
        safe = sum(kept(job) is not None for job in jobs)
        told = f"{safe} of {len(jobs)} lines are safe in the store: the next run goes on there."
        raise VoiceError(str(error), distinct[error.line].voice, told) from error


def _mapped(jobs: Iterable[Job], mapper: Mapper) -> Iterable[Made]:
    """What some jobs give, the longest first."""
    ordered = sorted(jobs, key=_longest)
    return mapper(make_take, ordered) if ordered else ()


def _longest(job: Job) -> int:
    return -job.weight


def _take(line: Line, made: Made, others: Mapping[str, str], *, spoken: bool) -> Take:
    return Take(
        line=line,
        key=made.key,
        length=made.length,
        times=made.times,
        meter=made.meter,
        others=others,
        timing=made.timing,
        size=made.size,
        checksum=made.checksum,
        spoken=spoken,
        retakes=made.retakes,
    )
